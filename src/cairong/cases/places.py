"""The places where a case waits: whose turn it is there, by which act it goes on, in whose days.

A place is a state of the tables of the rooms below. Where what comes next hangs on more than one
record (an accepted offer and the account it is to be repaid from), the place is written here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cairong.agencies.states import ENGAGEMENT
from cairong.assessment.states import OBJECTION
from cairong.assessment.states import YEAR as ASSESSED
from cairong.contracts.states import AWARD, CONTRACT
from cairong.evaluation.states import APPEAL
from cairong.evaluation.states import YEAR as EVALUATED
from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable
from cairong.lending.states import APPLICATION, INQUIRY, LOAN, OFFER, OUTSIDE, OVERDUE, PLAN, START
from cairong.notary.states import ALARM
from cairong.oversight.states import URGING
from cairong.parties.states import CLAIM
from cairong.policy.urging import ANSWER, DESKS
from cairong.treasury.states import LOCK, OPENING, PAYEE_CHANGE, PAYMENT, SHARED

PAYABLE = "二(三)-4"
OF_ITS_SIDE = frozenset({"answer_urging"})  # several roles have the act: whoever it lies with
DUE = State(
    word="已验收、待申请支付",
    holder=Role.PURCHASER_OFFICER,
    awaits="申请支付",
    obligation=PAYABLE,
)
COMMITTED = State(
    word="履约中",
    shape="work",
    holder=Role.PURCHASER_OFFICER,
    awaits="履约验收",
    obligation=PAYABLE,
)
UNOPENED = State(
    word="平台外已付多少未入账",
    shape="wait",
    holder=Role.PURCHASER_OFFICER,
    awaits="登记期初余额",
    obligation=PAYABLE,
)
UNANSWERED = State(
    word="供应商没有答复",
    shape="wait",
    holder=Role.TREASURY_OFFICER,
    awaits="审批期初余额",
    obligation=PAYABLE,
)
MOVE_ACCOUNT = State(
    word=OFFER.states["accepted"].word,
    holder=Role.SUPPLIER,
    awaits="申请变更回款账户",
    obligation="二(三)-3",
)
OTHER_LOCK = State(
    word=OFFER.states["accepted"].word,
    awaits="其他机构对回款账户的锁定解除",
    obligation="二(三)-3",
)
BOUND = State(
    word=OFFER.states["accepted"].word,
    awaits="回款账户上的其他事项办结",
    obligation="二(三)-3",
)
LACKING = replace(
    INQUIRY.states["open"], word="待供应商补正", awaits="答复补正清单", obligation="二(四)-2"
)
QUESTIONED = replace(
    INQUIRY.states["open"], word="审批停钟、待供应商答复", awaits="答复金融机构的提问"
)
UNHEARD = replace(START.states["objected"], word="金融机构没有答复")
NO_CONTRACT = State(
    word="待签订合同",
    holder=Role.PURCHASER_OFFICER,
    awaits="签订并公告合同",
    obligation="二(二)-1",
)
UNCONFIRMED = State(
    word="回款账户待供应商确认",
    shape="wait",
    holder=Role.SUPPLIER,
    awaits="确认回款账户",
    obligation="二(三)-3",
)
REPAYING = replace(LOAN.states["repaying"], awaits="支付合同款,到账后自动还款")
OWN_MONEY = State(
    word=LOAN.states["repaying"].word,
    shape="work",
    holder=Role.SUPPLIER,
    awaits="合同款已付清,用其他资金归还余下本息",
    obligation=PAYABLE,
)


UNLOCKED = State(
    word=OUTSIDE.states["standing"].word,
    shape="work",
    holder=Role.INSTITUTION_OFFICER,
    awaits="申请锁定回款账户",
    obligation="二(三)-3",
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thing in one state: what its holder does there, by which `acts`, in the days of which duty.

    The first act is what the holder is asked for, in its own `word`. Whether the thing waits for a
    second person is seen by these acts alone: others on the same record leave it where it is.
    An act `on_contract` is asked for by the contract, not by the record that waits.

    A thing that waits for others (`behind` them) is a ball of its own only to whoever cannot see
    theirs: it has no act.
    """

    thing: str
    key: str
    state: State
    word: str = ""
    acts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    on_contract: bool = False
    behind: tuple[str, ...] = ()


def _of(
    table: StateTable, thing: str, key: str, word: str, *acts: str, duties: Iterable[str] = ()
) -> Place:
    state = table.states[key]
    return Place(thing=thing, key=key, state=state, word=word, acts=acts, duties=tuple(duties))


def _behind(thing: str, key: str, state: State, *others: str, duties: Iterable[str] = ()) -> Place:
    return Place(thing=thing, key=key, state=state, behind=others, duties=tuple(duties))


_PLACES = (
    _of(AWARD, "award", "noticed", "签订合同", "filing.sign_contract", duties=["sign_contract"]),
    _of(CONTRACT, "contract", "announced", "审核备案", "filing.decide_filing",
        duties=["review_filing"]),
    _of(CONTRACT, "contract", "returned", "补正备案", "filing.resubmit_filing",
        duties=["mend_filing"]),
    Place(thing="account", key="unconfirmed", state=UNCONFIRMED, word="确认回款账户",
          acts=("confirm_account",)),
    _of(PAYMENT, "payment", "requested", "办理支付", "treasury.pay", "treasury.send_back_payment",
        duties=["release_payment"]),
    _of(PAYMENT, "payment", "released", "登记到账", "treasury.confirm_arrival",
        "treasury.return_payment", "treasury.pay_by_own_means", "treasury.call_off_payment"),
    _of(LOCK, "lock", "requested", "决定是否同意锁定回款账户", "consent_lock", "refuse_lock"),
    _of(LOCK, "lock", "supplier_consented", "确认账户锁定", "treasury.acknowledge_lock",
        "treasury.decline_acknowledgement", duties=["acknowledge_lock"]),
    _of(LOCK, "lock", "purchaser_acknowledged", "确认账户锁定", "treasury.confirm_lock",
        "treasury.decline_confirmation", duties=["confirm_lock"]),
    _of(PAYEE_CHANGE, "change", "asked", "答复变更回款账户", "treasury.consent_payee_change"),
    _of(PAYEE_CHANGE, "change", "agreed", "审批账户变更", "treasury.change_payee"),
    _of(OPENING, "opening", "declared", "核对期初余额", "agree_opening", "object_opening"),
    *(
        Place(thing="opening", key=key, state=state, word="审批期初余额",
              acts=("treasury.approve_opening", "return_opening"))
        for key, state in (
            ("unanswered", UNANSWERED),
            ("agreed", OPENING.states["agreed"]),
            ("objected", OPENING.states["objected"]),
        )
    ),
    _of(OFFER, "offer", "accepted", "申请锁定回款账户", "lending.request_lock"),
    Place(thing="offer", key="move_account", state=MOVE_ACCOUNT, word="申请变更回款账户",
          acts=("ask_payee_change",), on_contract=True),
    _behind("offer", "other_lock", OTHER_LOCK),
    _behind("offer", "contract_announced", CONTRACT.states["announced"], "contract",
            duties=["review_filing"]),
    _behind("offer", "contract_returned", CONTRACT.states["returned"], "contract",
            duties=["mend_filing"]),
    _behind("offer", "lock_requested", LOCK.states["requested"], "lock"),
    _behind("offer", "lock_supplier_consented", LOCK.states["supplier_consented"], "lock",
            duties=["acknowledge_lock"]),
    _behind("offer", "lock_purchaser_acknowledged", LOCK.states["purchaser_acknowledged"], "lock",
            duties=["confirm_lock"]),
    _behind("offer", "change_asked", PAYEE_CHANGE.states["asked"], "change"),
    _behind("offer", "change_agreed", PAYEE_CHANGE.states["agreed"], "change"),
    _behind("offer", "account_bound", BOUND, "payment", "lock"),
    _of(OFFER, "offer", "locking", "落实放款条件", "meet_conditions", duties=["meet_conditions"]),
    _of(OFFER, "offer", "conditions_met", "放款", "lending.disburse", duties=["disburse_loan"]),
    _of(OFFER, "offer", "part_drawn", "提出以后的提款,或放弃余额", "ask_draw", "decline_offer"),
    _of(OFFER, "offer", "offered", "决定是否接受", "accept_offer", "decline_offer"),
    _of(APPLICATION, "application", "submitted", "确认材料齐全", "confirm_complete",
        "lending.reject_application", duties=["first_contact"]),
    _of(APPLICATION, "application", "complete", "审批融资", "lending.approve_offer",
        "lending.reject_application", duties=["decide_application", "first_contact"]),
    Place(thing="application", key="defects", state=LACKING, word="答复补正清单",
          acts=("answer_defects",)),
    Place(thing="application", key="question", state=QUESTIONED, word="答复金融机构的提问",
          acts=("answer_lender",)),
    _of(START, "start", "open", "答复起算日异议", "agree_start", "object_start"),
    _of(START, "start", "objected", "认定审批起算日", "lending.decide_start"),
    Place(thing="start", key="unheard", state=UNHEARD, word="认定审批起算日",
          acts=("lending.decide_start",)),
    _behind("application", "no_contract", NO_CONTRACT, "award"),
    _of(OUTSIDE, "outside", "entered", "确认平台外贷款", "agree_outside", "decline_outside"),
    Place(thing="outside", key="unlocked", state=UNLOCKED, word="为平台外贷款申请锁定回款账户",
          acts=("lending.request_outside_lock",)),
    _of(OVERDUE, "overdue", "open", "联系逾期供应商并登记", "contact_overdue",
        "lending.propose_plan", "lending.write_off_loan", duties=["contact_overdue"]),
    _of(OVERDUE, "overdue", "contacted", "提出还款计划或收回欠款", "lending.propose_plan",
        "contact_overdue", "lending.write_off_loan"),
    Place(thing="overdue", key="plan", state=PLAN.states["proposed"], word="答复还款计划",
          acts=("agree_plan", "decline_plan")),
    _behind("loan", "repaying", REPAYING, "receivable", "payment"),
    Place(thing="loan", key="own_money", state=OWN_MONEY, word="归还余下本息",
          acts=("repay_loan",)),
    Place(thing="receivable", key="due", state=DUE, word="申请支付",
          acts=("treasury.request_payment",), duties=("pay",), on_contract=True),
    Place(thing="receivable", key="unopened", state=UNOPENED, word="登记期初余额",
          acts=("treasury.declare_opening",), on_contract=True),
    Place(thing="receivable", key="committed", state=COMMITTED, word="登记验收",
          acts=("record_acceptance",), on_contract=True),
    _of(CLAIM, "claim", "waiting", "核实授权", "prove_mandate", "contracts.admit_alike"),
    _of(SHARED, "shared", "open", "查看两家供应商的同一账号", "look_into_shared"),
    _of(ALARM, "alarm", "open", "查明审计告警", "acknowledge_alarm"),
    *(
        Place(
            thing="urging", key=f"issued_{desk}", word="答复督办函", acts=("answer_urging",),
            state=replace(URGING.states["issued"], holder=desk), duties=(ANSWER,),
        )
        for desk in DESKS
    ),
    _of(URGING, "urging", "answered", "办结督办函", "oversight.close_urging"),
    _of(URGING, "urging", "disputed", "办结督办函", "oversight.close_urging"),
    _of(ENGAGEMENT, "engagement", "offered", "答复委托代理协议", "accept_engagement",
        "decline_engagement"),
    _of(APPEAL, "appeal", "open", "答复评价申诉", "evaluation.answer_appeal"),
    _of(EVALUATED, "evaluation", "provisional", "冻结年度评价", "evaluation.freeze_year"),
    _of(OBJECTION, "objection", "open", "答复评估异议", "assessment.answer_objection"),
    _of(ASSESSED, "assessment", "provisional", "冻结导向效果评估", "assessment.freeze_assessment"),
)  # fmt: skip
# What blocks the rest comes first.
PLACES: Mapping[tuple[str, str], Place] = {(place.thing, place.key): place for place in _PLACES}
