"""The kinds of duty: who must do what, in how many days, by which clause and which law."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, Due, Pauses, Unit, add_days
from cairong.policy.parameters import BY_CODE, UNITS, Parameter, Tier, law_on, parameter_on

AT_MOST = "pay_days_at_most"
BOARD = (Role.TREASURY_OFFICER, Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR)
Verdict = Literal["open", "kept", "late", "breached"]


@dataclass(frozen=True, kw_only=True)
class DutyKind:
    """One kind of duty; its days, and the law's where it has any, are those of `parameter`.

    Where `agreed`, the period a contract agrees on goes before them. One that may lie with several
    sides says at each opening whose it is; `holder` then names the first of them. What is `quiet`
    nobody sees but its holder's side: no board lists it, no bureau is told or urges. `also` names
    the other sides that one may lie with; one `between` the authorities of the board climbs to the
    others of them, and nobody urges it by letter.
    """

    code: str
    word: str
    obligation: str
    holder: Role
    parameter: str
    agreed: bool = False
    quiet: bool = False
    also: tuple[Role, ...] = ()
    between: bool = False

    @property
    def unit(self) -> Unit:
        """The unit in which its days are counted."""
        return UNITS[BY_CODE[self.parameter].unit]

    @property
    def law(self) -> Tier | None:
        """What the law says of its days; None where it says nothing."""
        return BY_CODE[self.parameter].law


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A period the contract itself agrees on; `to_sme` says whether 802§9 bounds it."""

    days: int
    unit: Unit
    to_sme: bool = True


@dataclass(frozen=True, kw_only=True)
class DutyDue:
    """When a duty is due by the city (or agreement), and by law where the law says so."""

    due: date
    due_law: date | None
    counted: tuple[date, ...]
    provisional: bool


DUTIES: dict[str, DutyKind] = {
    each.code: each
    for each in (
        DutyKind(
            code="sign_contract", word="签订合同", obligation="二(二)-1",
            holder=Role.PURCHASER_OFFICER, parameter="sign_days",
        ),
        DutyKind(
            code="announce_contract", word="公告合同", obligation="二(二)-3",
            holder=Role.PURCHASER_OFFICER, parameter="announce_days",
        ),
        DutyKind(
            code="file_contract", word="备案合同", obligation="二(二)-2",
            holder=Role.PURCHASER_OFFICER, parameter="file_days",
        ),
        DutyKind(
            code="review_filing", word="审核备案", obligation="二(二)-7",
            holder=Role.PROCUREMENT_OFFICER, parameter="review_days",
        ),
        DutyKind(
            code="mend_filing", word="补正后重新备案", obligation="二(二)-2",
            holder=Role.PURCHASER_OFFICER, parameter="mend_days",
        ),
        DutyKind(
            code="first_contact", word="首次联系供应商", obligation="二(一)-3",
            holder=Role.INSTITUTION_OFFICER, parameter="first_contact_days",
        ),
        DutyKind(
            code="decide_application", word="完成融资审批", obligation="二(四)-3",
            holder=Role.INSTITUTION_OFFICER, parameter="decide_days",
        ),
        DutyKind(
            code="acknowledge_lock", word="确认账户锁定", obligation="二(三)-3",
            holder=Role.PURCHASER_OFFICER, parameter="purchaser_ack_days",
        ),
        DutyKind(
            code="confirm_lock", word="国库科确认锁定", obligation="二(三)-3",
            holder=Role.TREASURY_OFFICER, parameter="treasury_confirm_days",
        ),
        DutyKind(
            code="meet_conditions", word="落实放款条件", obligation="二(四)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="conditions_days",
        ),
        DutyKind(
            code="disburse_loan", word="放款", obligation="二(四)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="disburse_days",
        ),
        DutyKind(
            code="contact_overdue", word="联系逾期供应商", obligation="二(四)-5",
            holder=Role.INSTITUTION_OFFICER, parameter="overdue_contact_days",
        ),
        DutyKind(
            code="pay", word="支付合同款", obligation="二(三)-4",
            holder=Role.PURCHASER_OFFICER, parameter="pay_days", agreed=True,
        ),
        DutyKind(
            code="release_payment", word="国库科办理支付", obligation="二(三)-4",
            holder=Role.TREASURY_OFFICER, parameter="treasury_pay_days",
        ),
        DutyKind(
            code="answer_recommendation", word="答复推荐企业", obligation="三(一)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="answer_recommendation_days",
        ),
        DutyKind(
            code="answer_urging", word="答复督办函", obligation="三(一)-2",
            holder=Role.PURCHASER_OFFICER, parameter="urge_answer_days",
        ),
        DutyKind(
            code="answer_complaint", word="答复投诉", obligation="三(一)-2",
            holder=Role.INSTITUTION_MANAGER, parameter="complaint_answer_days",
            also=(Role.PURCHASER_APPROVER,),
        ),
        DutyKind(
            code="settle_complaint", word="处理投诉", obligation="三(一)-2",
            holder=Role.PROCUREMENT_OFFICER, parameter="complaint_upper_days",
            also=(Role.REGULATOR, Role.PBOC, Role.SME_AUTHORITY),
        ),
        DutyKind(
            code="answer_guidance", word="答复信贷指导函", obligation="三(一)-3",
            holder=Role.INSTITUTION_OFFICER, parameter="guidance_answer_days",
        ),
        DutyKind(
            code="close_guidance", word="办结信贷指导函", obligation="三(一)-3",
            holder=Role.PBOC, parameter="guidance_close_days", quiet=True,
        ),
        DutyKind(
            code="answer_relending", word="答复资金困难申报", obligation="三(二)-3",
            holder=Role.PBOC, parameter="relending_answer_days", quiet=True,
        ),
        DutyKind(
            code="answer_roster", word="对接名录库企业并答复", obligation="三(二)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="roster_answer_days",
        ),
        DutyKind(
            code="reply_size_letter", word="答复规模认定协查函", obligation="46§16",
            holder=Role.SME_AUTHORITY, parameter="size_letter_days",
        ),
        DutyKind(
            code="decide_size", word="认定企业规模", obligation="802§29",
            holder=Role.SME_AUTHORITY, parameter="size_decide_days",
        ),
        DutyKind(
            code="review_institution", word="复核金融机构", obligation="一(一)-4",
            holder=Role.PROCUREMENT_OFFICER, parameter="institution_review_days",
        ),
        DutyKind(
            code="do_task", word="办理联席任务", obligation="三(一)-1",
            holder=Role.PROCUREMENT_OFFICER, parameter="board_task_days", agreed=True,
            also=BOARD, between=True,
        ),
        DutyKind(
            code="answer_board", word="答复联席事项", obligation="三(一)-1",
            holder=Role.PROCUREMENT_OFFICER, parameter="board_answer_days",
            also=(*BOARD, Role.INSTITUTION_OFFICER), between=True,
        ),
    )
}  # fmt: skip

SIDED = tuple(kind.code for kind in DUTIES.values() if kind.also)
QUIET = tuple(kind.code for kind in DUTIES.values() if kind.quiet)


def due_days(
    code: str,
    *,
    start: date,
    calendar: Calendar,
    days: int | None = None,
    agreed: Agreed | None = None,
    pauses: Pauses = (),
) -> DutyDue:
    """Work out when a duty that begins on `start` is due.

    `days` are the city's days in force (the default of that day where left out); `agreed` is what
    the contract says of payment; of the city's days none counts in `pauses`. Raises PolicyBreach
    for a day before the number's first.
    Source: NOTICE.md, 民法典§201 §203, 802§9.
    """
    kind = DUTIES[code]
    law = law_on(kind.parameter, start)
    if kind.agreed and agreed is not None:
        return _agreed_period(start, calendar, agreed, law)
    own = parameter_on(kind.parameter, start).value if days is None else days
    city = add_days(start, own, kind.unit, calendar, pauses)
    return _joined(city, _counted(start, law, calendar) if law else None)


def verdict(*, due: date, due_law: date | None, done_on: date | None, today: date) -> Verdict:
    """Judge a duty: late once `due` has ended undone, breached once `due_law` has."""
    day = today if done_on is None else done_on
    if due_law is not None and day > due_law:
        return "breached"
    if day > due:
        return "late"
    return "open" if done_on is None else "kept"


def _agreed_period(
    start: date, calendar: Calendar, agreed: Agreed, law: Parameter | None
) -> DutyDue:
    """Let the agreed period stand; by law its own days, or it if longer, within a bound (802§9).

    Towards a large supplier only what is agreed binds (条例§51).
    """
    own = add_days(start, agreed.days, agreed.unit, calendar)
    bound = law_on(AT_MOST, start)
    if not agreed.to_sme or law is None or bound is None:
        return _joined(own, None)
    least, most = (_counted(start, each, calendar) for each in (law, bound))
    return _joined(own, min(max(least, own, key=_due), most, key=_due))


def _counted(start: date, number: Parameter, calendar: Calendar) -> Due:
    return add_days(start, number.value, UNITS[number.unit], calendar)


def _due(period: Due) -> date:
    return period.due


def _joined(city: Due, law: Due | None) -> DutyDue:
    return DutyDue(
        due=city.due,
        due_law=None if law is None else law.due,
        counted=city.counted,
        provisional=city.provisional or (law is not None and law.provisional),
    )
