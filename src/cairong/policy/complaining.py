"""Complaints about conduct (投诉): which there are, who answers, who stands above. 三(一)-2

An appeal is against a decision; a complaint is about how somebody behaves. The notice sets no days
for one: those here are the city's numbers (docs/decisions/complaints.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.actor import Role
from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE, PASSING = "三(一)-2", "802§25"
ANSWER, SETTLE = "answer_complaint", "settle_complaint"  # the duties: of the complained-of, above
ANSWERING = (Role.INSTITUTION_MANAGER, Role.PURCHASER_APPROVER)
ABOVE: Mapping[int, Role] = {
    1: Role.PROCUREMENT_OFFICER, 2: Role.REGULATOR, 3: Role.PBOC, 4: Role.SME_AUTHORITY,
}  # fmt: skip
UPPERS = tuple(ABOVE.values())
ROUTE_WORDS: Mapping[int, str] = {
    1: "被投诉单位先答复,再由财政部门处理",
    2: "被投诉单位先答复,再由金融监管部门处理",
    3: "被投诉单位先答复,再由人民银行处理",
    4: "被投诉单位先答复,再由中小企业主管部门处理",
}
PRESS_DAYS, LATE_DAYS = "complaint_press_days", "complaint_late_days"
LENDING, TERMS = "complaint_route_lending", "complaint_route_terms"
PURCHASE, PAY = "complaint_route_purchase", "complaint_route_pay"
SHIPPED = (
    ("complaint_answer_days", "被投诉单位答复投诉期限", "个工作日", 10),
    ("complaint_upper_days", "上级部门处理投诉期限", "个工作日", 10),
    (PRESS_DAYS, "供应商对答复不服、提请上级处理的期限", "个工作日", 10),
    (LATE_DAYS, "业务结束后可以投诉的期限", "日", 365),
)  # until a city sets its own: code, word, unit, value
ROUTES = (
    (LENDING, "投诉拒贷不说明理由、办理拖延:由谁处理", 3),
    (TERMS, "投诉要求担保、搭售、另外收费:由谁处理", 2),
    (PURCHASE, "投诉采购人拖延签订、备案、验收、锁定:由谁处理", 1),
    (PAY, "投诉采购人拖延付款:由谁处理", 4),
)  # code, word, value
UPHELD, PARTLY, UNFOUNDED = "upheld", "partly", "unfounded"
OUTCOMES: Mapping[str, str] = {UPHELD: "属实", PARTLY: "部分属实", UNFOUNDED: "不属实"}
RATINGS: Mapping[int, str] = {
    5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意",
}  # fmt: skip
CASES: Mapping[str, str] = {
    "award": "中标(成交)", "contract": "合同", "application": "融资申请", "loan": "贷款",
}  # fmt: skip
LEAST, MOST = 10, 1000  # characters of what is said
DIFFERENT = 5  # characters that words of so many must have among them
SAME_MOST = 3  # complaints of a kind about one case


@dataclass(frozen=True, kw_only=True)
class ComplaintKind:
    """One kind: about which sort of case, against the clause it may breach, by which route.

    `clocks` are the duties whose state is evidence of it; none: all of who is complained of. It
    can be made where its case is or was in one of `states` (none: in any), and what to do
    `otherwise`; some are about what follows an acceptance (`accepted`).
    """

    word: str
    hint: str
    cases: tuple[str, ...]
    clause: str
    route: str
    clocks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    otherwise: str = ""
    accepted: bool = False


LENT = ("application", "loan")
ON_FILE = ("filed", "settled")
SIGNED = ("announced", "returned", *ON_FILE)
NOT_SIGNED = "合同还没有签成的,请对中标(成交)投诉「拖延签订合同」。"
KINDS: Mapping[str, ComplaintKind] = {
    "refusal": ComplaintKind(
        word="拒贷不说明理由", hint="没有理由,或者理由说不清楚", cases=("application",),
        clause="二(五)-1", route=LENDING, states=("rejected",),
        otherwise="机构决定不予融资以后才有理由可说;还没有决定的,请投诉「联系、审批、放款拖延」。",
    ),
    "slow": ComplaintKind(
        word="联系、审批、放款拖延", hint="超过期限,或者反复要材料", cases=LENT,
        clause="二(四)-3", route=LENDING,
    ),
    "collateral": ComplaintKind(
        word="要求抵押、担保", hint="包括要求他人保证", cases=LENT, clause="二(五)-5", route=TERMS,
    ),
    "bundling": ComplaintKind(
        word="搭售、以存款为条件", hint="要求买保险理财、存一笔钱、开户走账", cases=LENT,
        clause="二(五)-7", route=TERMS,
    ),
    "fees": ComplaintKind(
        word="约定以外另收费用", hint="报价和合同里没有写的", cases=LENT, clause="二(五)-7",
        route=TERMS,
    ),
    "unsigned": ComplaintKind(
        word="拖延签订合同", hint="中标(成交)以后不签", cases=("award",), clause="二(二)-1",
        route=PURCHASE, clocks=("sign_contract",),
    ),
    "unfiled": ComplaintKind(
        word="拖延公告、备案合同", hint="签订以后不公告、不备案、不补正", cases=("contract",),
        clause="二(二)-2", route=PURCHASE,
        clocks=("announce_contract", "file_contract", "mend_filing"),
        states=("draft", *SIGNED), otherwise=NOT_SIGNED,
    ),
    "unaccepted": ComplaintKind(
        word="拖延验收", hint="交付以后不验收,或者不登记", cases=("contract",), clause="802§10",
        route=PURCHASE, clocks=("pay",), states=SIGNED, otherwise=NOT_SIGNED,
    ),
    "unlocked": ComplaintKind(
        word="不确认账户锁定、擅自变更账户", hint="影响放款的", cases=("contract",),
        clause="二(三)-3", route=PURCHASE, clocks=("acknowledge_lock",), states=ON_FILE,
        otherwise="合同备案以后才能锁定账户;没有备案的,请投诉「拖延公告、备案合同」。",
    ),
    "unpaid": ComplaintKind(
        word="拖延付款", hint="验收以后到期不付", cases=("contract",), clause="802§9", route=PAY,
        clocks=("pay",), states=ON_FILE, accepted=True,
        otherwise="合同备案、验收以后才开始算付款期限;没有备案的,请投诉「拖延公告、备案合同」。",
    ),
}  # fmt: skip
KIND_WORDS: Mapping[str, str] = {code: kind.word for code, kind in KINDS.items()}


def kinds_of(case: str) -> dict[str, ComplaintKind]:
    """List what can be complained of about a sort of case."""
    return {code: kind for code, kind in KINDS.items() if case in kind.cases}


@rule(CLAUSE)
def of_this_case(*, kind: str, case: str) -> Answer:
    """Bar a kind that is about another sort of case: its evidence would be none."""
    if kind in kinds_of(case):
        return None
    return Finding.of(
        "complaints.other_case", CLAUSE, kind=KIND_WORDS.get(kind, kind), case=CASES[case]
    )


@rule(CLAUSE)
def fits_the_case(*, kind: str, case: str, state: str, state_word: str, accepted: bool) -> Answer:
    """Bar a kind that the state of its case contradicts: what is said did not happen so."""
    told = kinds_of(case).get(kind)
    if told is None:
        return None
    if told.states and state not in told.states:
        return Finding.of(
            "complaints.not_so", CLAUSE, state=state_word, kind=told.word, otherwise=told.otherwise
        )
    if told.accepted and not accepted:
        return Finding.of("complaints.not_accepted", CLAUSE)
    return None


@rule(CLAUSE)
def not_too_late(*, ended_on: date | None, today: date, days: int) -> Answer:
    """Bar a complaint about what ended long ago: nobody could look into it any more."""
    if ended_on is None or today <= ended_on + timedelta(days=days):
        return None
    return Finding.of("complaints.too_late", CLAUSE, ended_on=ended_on, days=days)


@rule(CLAUSE)
def not_the_same_again(*, no: str, live: bool, before: int) -> Answer:
    """Bar a second one of a kind while the first is looked into, and more than anybody can read."""
    if live:
        return Finding.of("complaints.live", CLAUSE, no=no)
    return Finding.of("complaints.enough", CLAUSE, most=SAME_MOST) if before >= SAME_MOST else None


@rule(CLAUSE)
def says_something(*, words: str) -> Answer:
    """Bar words that say nothing: one sign over and over."""
    said = {sign for sign in words if not sign.isspace()}
    return None if len(said) >= DIFFERENT else Finding.of("complaints.empty", CLAUSE)


@rule(CLAUSE)
def pressed_in_time(*, until: date, today: date) -> Answer:
    """Bar asking who stands above after the days for it."""
    return None if today <= until else Finding.of("complaints.press_late", CLAUSE, until=until)


@rule(PASSING)
def passed_as_late_payment(*, kind: str) -> Answer:
    """Bar noting the channel of late payments for what is none (802§24)."""
    return None if kind == "unpaid" else Finding.of("complaints.not_payment", PASSING)


@rule(PASSING)
def outside_between(*, first: date, on: date, today: date) -> Answer:
    """Bar a day outside that is before what it follows, or after today."""
    if first <= on <= today:
        return None
    return Finding.of("complaints.outside_day", PASSING, first=first, on=on, today=today)
