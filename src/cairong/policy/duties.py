"""The kinds of duty: who must do what, in how many days, by which clause and which law."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, Due, Unit, add_calendar_days, add_days
from cairong.kernel.errors import Finding
from cairong.policy.parameters import BY_CODE, default
from cairong.policy.rule import Answer, rule

AS_IN_LAW = ("pay_days_at_most",)  # defaults that are the law's own
Verdict = Literal["open", "kept", "late", "breached"]


@dataclass(frozen=True, kw_only=True)
class DutyKind:
    """One kind of duty. `parameter` names the city's days, `law_days` is 0 without a legal tier."""

    code: str
    word: str
    obligation: str
    holder: Role
    parameter: str
    unit: Unit
    law: str = ""
    law_days: int = 0
    law_unit: Unit = "working"


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
    one.code: one
    for one in (
        DutyKind(
            code="sign_contract", word="签订合同", obligation="二(二)-1",
            holder=Role.PURCHASER_OFFICER, parameter="sign_days", unit="calendar",
            law="采购法§46", law_days=30, law_unit="calendar",
        ),
        DutyKind(
            code="announce_contract", word="公告合同", obligation="二(二)-3",
            holder=Role.PURCHASER_OFFICER, parameter="announce_days", unit="working",
            law="条例§50", law_days=2,
        ),
        DutyKind(
            code="file_contract", word="备案合同", obligation="二(二)-2",
            holder=Role.PURCHASER_OFFICER, parameter="file_days", unit="working",
            law="采购法§47", law_days=7,
        ),
        DutyKind(
            code="review_filing", word="审核备案", obligation="二(二)-7",
            holder=Role.PROCUREMENT_OFFICER, parameter="review_days", unit="working",
        ),
        DutyKind(
            code="mend_filing", word="补正后重新备案", obligation="二(二)-2",
            holder=Role.PURCHASER_OFFICER, parameter="mend_days", unit="working",
        ),
        DutyKind(
            code="first_contact", word="首次联系供应商", obligation="二(一)-3",
            holder=Role.INSTITUTION_OFFICER, parameter="first_contact_days", unit="working",
        ),
        DutyKind(
            code="decide_application", word="完成融资审批", obligation="二(四)-3",
            holder=Role.INSTITUTION_OFFICER, parameter="decide_days", unit="working",
        ),
        DutyKind(
            code="acknowledge_lock", word="确认账户锁定", obligation="二(三)-3",
            holder=Role.PURCHASER_OFFICER, parameter="purchaser_ack_days", unit="working",
            law="802§16", law_days=30, law_unit="calendar",
        ),
        DutyKind(
            code="confirm_lock", word="国库科确认锁定", obligation="二(三)-3",
            holder=Role.TREASURY_OFFICER, parameter="treasury_confirm_days", unit="working",
        ),
        DutyKind(
            code="meet_conditions", word="落实放款条件", obligation="二(四)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="conditions_days", unit="working",
        ),
        DutyKind(
            code="disburse_loan", word="放款", obligation="二(四)-4",
            holder=Role.INSTITUTION_OFFICER, parameter="disburse_days", unit="working",
        ),
        DutyKind(
            code="pay", word="支付合同款", obligation="二(三)-4",
            holder=Role.PURCHASER_OFFICER, parameter="pay_days", unit="calendar",
            law="802§9", law_days=30, law_unit="calendar",
        ),
        DutyKind(
            code="release_payment", word="国库科办理支付", obligation="二(三)-4",
            holder=Role.TREASURY_OFFICER, parameter="treasury_pay_days", unit="working",
        ),
    )
}  # fmt: skip


LAW: dict[str, tuple[int, str]] = {
    kind.parameter: (kind.law_days, kind.law)
    for kind in DUTIES.values()
    if kind.law_days and kind.unit == kind.law_unit
} | {code: (default(code), BY_CODE[code].obligation) for code in AS_IN_LAW}


@rule("三(一)-2")
def within_law(*, code: str, value: int) -> Answer:
    """Bar a city's own number that is laxer than the law's; stricter is welcome."""
    most, law = LAW.get(code, (value, ""))
    if value <= most:
        return None
    known = BY_CODE[code]
    return Finding(
        code="rulebook.laxer_than_law",
        obligation=law,
        params={
            "word": known.word,
            "value": replace(known, value=value).said,
            "most": replace(known, value=most).said,
        },
    )


def due_days(
    code: str,
    *,
    start: date,
    calendar: Calendar,
    days: int | None = None,
    agreed: Agreed | None = None,
) -> DutyDue:
    """Work out when a duty that begins on `start` is due.

    `days` are the city's days in force (the default where left out); `agreed` is what the
    contract says of payment. Source: NOTICE.md, 民法典§201 §203, 802§9.
    """
    kind = DUTIES[code]
    if code == "pay" and agreed is not None:
        return _agreed_payment(start, calendar, agreed)
    city = add_days(start, default(kind.parameter) if days is None else days, kind.unit, calendar)
    if not kind.law_days:
        return _joined(city, None)
    return _joined(city, add_days(start, kind.law_days, kind.law_unit, calendar))


def verdict(*, due: date, due_law: date | None, done_on: date | None, today: date) -> Verdict:
    """Judge a duty: late once `due` has ended undone, breached once `due_law` has."""
    day = today if done_on is None else done_on
    if due_law is not None and day > due_law:
        return "breached"
    if day > due:
        return "late"
    return "open" if done_on is None else "kept"


def _agreed_payment(start: date, calendar: Calendar, agreed: Agreed) -> DutyDue:
    """Let the agreed period stand; by law 30 days, or it if longer, at most 60 (802§9).

    Towards a large supplier only what is agreed binds (条例§51).
    """
    own = add_days(start, agreed.days, agreed.unit, calendar)
    if not agreed.to_sme:
        return _joined(own, None)
    least = add_calendar_days(start, default("pay_days"), calendar)
    most = add_calendar_days(start, default("pay_days_at_most"), calendar)
    law = min(max(least, own, key=_due), most, key=_due)
    return _joined(own, law)


def _due(period: Due) -> date:
    return period.due


def _joined(city: Due, law: Due | None) -> DutyDue:
    return DutyDue(
        due=city.due,
        due_law=None if law is None else law.due,
        counted=city.counted,
        provisional=city.provisional or (law is not None and law.provisional),
    )
