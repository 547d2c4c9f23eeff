"""What an award and a contract can be, who holds the ball in each state, by which clause."""

from cairong.kernel.actor import PURCHASER, Role
from cairong.kernel.states import State, StateTable, Step

OFFICER = (Role.PURCHASER_OFFICER,)
DESK = (Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK)

AWARD = StateTable(
    "contracts.Award",
    "中标(成交)记录",
    {
        "noticed": State(
            word="待签合同",
            shape="work",
            holder=Role.PURCHASER_OFFICER,
            awaits="签订合同",
            obligation="二(二)-1",
        ),
        "contracted": State(word="已签合同", shape="done"),
        "cancelled": State(word="已取消", shape="stop"),
    },
    {
        ("noticed", "sign"): Step("contracted", "签订合同", OFFICER),
        ("noticed", "cancel"): Step("cancelled", "取消", OFFICER),
    },
)

CONTRACT = StateTable(
    "contracts.Contract",
    "合同",
    {
        "draft": State(
            word="草稿",
            shape="work",
            holder=Role.PURCHASER_OFFICER,
            awaits="签订、公告并备案",
            obligation="二(二)-1",
        ),
        "announced": State(
            word="备案审核中",
            holder=Role.PROCUREMENT_OFFICER,
            awaits="审核备案",
            obligation="二(二)-7",
        ),
        "returned": State(
            word="备案退回",
            shape="alert",
            holder=Role.PURCHASER_OFFICER,
            awaits="补正后重新报送备案",
            obligation="二(二)-2",
        ),
        "filed": State(
            word="已备案",
            shape="done",
            holder=Role.PURCHASER_OFFICER,
            awaits="履约验收后申请支付",
            obligation="二(三)-4",
        ),
        "settled": State(word="已结清", shape="done"),
        "cancelled": State(word="已作废", shape="stop"),
    },
    {
        ("draft", "sign"): Step("announced", "签订、公告并报备", OFFICER),
        ("draft", "cancel"): Step("cancelled", "作废"),
        ("announced", "accept"): Step("filed", "同意备案", DESK),
        ("announced", "return"): Step("returned", "退回备案", DESK),
        ("announced", "recall"): Step("returned", "收回备案", PURCHASER),
        ("returned", "resubmit"): Step("announced", "重新报送备案", OFFICER),
        ("filed", "settle"): Step("settled", "结清"),
        ("settled", "return_payment"): Step("filed", "因退汇恢复履约"),
    },
)
ON_FILE = frozenset({"filed", "settled"})
PUBLIC_STATES = ON_FILE | {"announced", "returned"}
