"""What an intent, an application, an offer and a loan can be; who holds the ball in each."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable

INTENT = StateTable(
    "lending.Intent",
    "融资意向",
    {
        "open": State(
            word="征询中",
            holder=Role.INSTITUTION_OFFICER,
            awaits="金融机构联系并审批",
            obligation="二(一)-3",
        ),
        "offered": State(
            word="有报价",
            shape="work",
            holder=Role.SUPPLIER,
            awaits="选择报价",
            obligation="二(一)-5",
        ),
        "chosen": State(
            word="已选定报价",
            holder=Role.INSTITUTION_OFFICER,
            awaits="锁定账户、落实条件并放款",
            obligation="二(四)-4",
        ),
        "financed": State(word="已放款", shape="done"),
        "closed": State(word="无机构承接", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
    },
    {
        ("open", "offer"): "offered",
        ("offered", "offer"): "offered",
        ("offered", "reopen"): "open",
        ("offered", "accept"): "chosen",
        ("chosen", "finance"): "financed",
        ("open", "close"): "closed",
        ("offered", "close"): "closed",
        ("chosen", "close"): "closed",
        ("open", "withdraw"): "withdrawn",
        ("offered", "withdraw"): "withdrawn",
        ("open", "lapse"): "lapsed",
        ("offered", "lapse"): "lapsed",
    },
)

APPLICATION = StateTable(
    "lending.Application",
    "融资申请",
    {
        "submitted": State(
            word="待确认材料",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="确认材料齐全",
            obligation="二(四)-2",
        ),
        "complete": State(
            word="审批中",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="核验合同并作出决定",
            obligation="二(四)-3",
        ),
        "approved": State(
            word="已报价",
            holder=Role.SUPPLIER,
            awaits="接受或谢绝报价",
            obligation="二(一)-5",
        ),
        "accepted": State(word="报价已接受", shape="done", obligation="二(四)-4"),
        "rejected": State(word="未通过", shape="stop", obligation="二(四)-3"),
        "declined": State(word="供应商谢绝", shape="stop"),
        "fallen": State(word="供应商已选他家", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
    },
    {
        ("submitted", "complete"): "complete",
        ("complete", "approve"): "approved",
        ("submitted", "reject"): "rejected",
        ("complete", "reject"): "rejected",
        ("approved", "accept"): "accepted",
        ("approved", "decline"): "declined",
        ("accepted", "decline"): "declined",
        ("accepted", "lapse_unlocked"): "lapsed",
        ("accepted", "step_back"): "withdrawn",
        ("accepted", "lose_ground"): "lapsed",
        ("submitted", "fall"): "fallen",
        ("complete", "fall"): "fallen",
        ("approved", "fall"): "fallen",
        ("submitted", "withdraw"): "withdrawn",
        ("complete", "withdraw"): "withdrawn",
        ("approved", "withdraw"): "withdrawn",
        ("submitted", "lapse"): "lapsed",
        ("complete", "lapse"): "lapsed",
        ("approved", "lapse"): "lapsed",
    },
)

OFFER = StateTable(
    "lending.Offer",
    "报价",
    {
        "offered": State(
            word="待供应商选择",
            holder=Role.SUPPLIER,
            awaits="接受或谢绝报价",
            obligation="二(一)-5",
        ),
        "accepted": State(
            word="已接受",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="申请锁定回款账户",
            obligation="二(三)-3",
        ),
        "locking": State(
            word="锁定办理中",
            holder=Role.INSTITUTION_OFFICER,
            awaits="账户锁定后落实放款条件",
            obligation="二(四)-4",
        ),
        "conditions_met": State(
            word="条件已齐、待放款",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="放款",
            obligation="二(四)-4",
        ),
        "drawn": State(word="已放款", shape="done", obligation="二(四)-4"),
        "declined": State(word="已谢绝", shape="stop"),
        "fallen": State(word="已选他家", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("offered", "accept"): "accepted",
        ("offered", "decline"): "declined",
        ("offered", "fall"): "fallen",
        ("offered", "lapse"): "lapsed",
        ("offered", "withdraw"): "withdrawn",
        ("accepted", "request_lock"): "locking",
        ("locking", "request_lock"): "locking",
        ("accepted", "decline"): "declined",
        ("locking", "decline"): "declined",
        ("conditions_met", "decline"): "declined",
        ("accepted", "lapse_unlocked"): "lapsed",
        ("locking", "lapse_unlocked"): "lapsed",
        ("accepted", "step_back"): "withdrawn",
        ("locking", "step_back"): "withdrawn",
        ("conditions_met", "step_back"): "withdrawn",
        ("accepted", "lose_ground"): "lapsed",
        ("locking", "lose_ground"): "lapsed",
        ("conditions_met", "lose_ground"): "lapsed",
        ("accepted", "meet_conditions"): "conditions_met",
        ("locking", "meet_conditions"): "conditions_met",
        ("conditions_met", "waive_rest"): "drawn",
        ("conditions_met", "disburse"): "conditions_met",
        ("conditions_met", "disburse_whole"): "drawn",
    },
)
LIVE_OFFERS = frozenset({"offered", "accepted", "locking", "conditions_met"})
CHOSEN_OFFERS = frozenset({"accepted", "locking", "conditions_met", "drawn"})
STANDING_OFFERS = frozenset({"accepted", "locking", "conditions_met"})
AWAITING_LOCK = frozenset({"accepted", "locking"})
OPEN_INTENTS = frozenset({"open", "offered"})
OPEN_APPLICATIONS = frozenset({"submitted", "complete", "approved"})

LOAN = StateTable(
    "lending.Loan",
    "贷款",
    {
        "repaying": State(
            word="还款中",
            holder=Role.PURCHASER_OFFICER,
            awaits="合同款支付到锁定账户后自动还款",
            obligation="二(三)-4",
        ),
        "settled": State(word="已结清", shape="done"),
    },
    {
        ("repaying", "repay"): "repaying",
        ("repaying", "settle"): "settled",
    },
)
