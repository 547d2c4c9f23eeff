"""When what is still to be paid will probably be paid, in the words of a page (二(五)-3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cairong.policy.expected import Estimate, Part
from cairong.treasury.expected import Outlook
from cairong.web.parts.words import long_day, short_day

TEN = 10  # suggested days are whole tens


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part that is not paid yet: since when it waits, when it probably comes, from what.

    No `basis` where it is that of the line above.
    """

    milestone: str
    fen: int
    since: str
    when: str
    basis: str


def lines(outlook: Outlook | None) -> list[Line]:
    """Write a line for each part that is not paid yet."""
    return list(_lines(outlook)) if outlook else []


def suggested_days(outlook: Outlook | None, fen: int) -> int | None:
    """Suggest for how long to borrow an amount: until nine payments in ten have come.

    In whole tens of days from today; None where a part it takes is not accepted yet, or nobody
    can tell by when nine in ten have come.
    """
    needed = outlook.needed(fen) if outlook else []
    days = [_days_left(each, outlook.today) for each in needed] if outlook else []
    known = [each for each in days if each is not None]
    return max(-(-max(known) // TEN) * TEN, TEN) if known and len(known) == len(days) else None


def after_acceptance(outlook: Outlook | None, fen: int) -> Part | None:
    """Find the first part that an amount takes and that is not accepted yet."""
    needed = outlook.needed(fen) if outlook else []
    return next((each for each in needed if each.accepted_on is None), None)


def _days_left(part: Part, today: date) -> int | None:
    """Count the days until nine in ten of a part that is accepted have come."""
    late = part.estimate.late if part.estimate and part.accepted_on else None
    day = part.by(late, today)
    return (day - today).days if day else None


def _lines(outlook: Outlook) -> Iterator[Line]:
    said = ""
    for part in outlook.parts:
        on = part.accepted_on
        since = f"{long_day(on)}验收,已等 {(outlook.today - on).days} 天" if on else "还没有验收"
        found = part.estimate
        basis = _basis(found, outlook) if found else ""
        yield Line(
            milestone=part.milestone,
            fen=part.fen,
            since=since,
            when=_when(part, found, outlook) if found else _unknown(outlook),
            basis="" if basis == said else basis,
        )
        said = basis


def _when(part: Part, found: Estimate, outlook: Outlook) -> str:
    early, middle, late = (_said(part, days, outlook) for days in _quantiles(found))
    after, within = ("", "以前") if part.accepted_on else ("验收后", "以内")
    if early is None:
        return f"{after}九成以上到现在还没有付清,说不出多久。"
    if middle is None:
        return f"{after}一成在 {early}{within}付清,过半数到现在还没有付清,说不出多久。"
    if late is None:
        return (
            f"{after}多半在 {middle}{within}付清,一成在 {early}{within};"
            "最慢的一成到现在还没有付清,说不出最晚多久。"
        )
    return f"{after}多半在 {middle}{within}付清,八成在 {early}到 {late}之间。"


def _quantiles(found: Estimate) -> tuple[int | None, int | None, int | None]:
    return found.early, found.middle, found.late


def _said(part: Part, days: int | None, outlook: Outlook) -> str | None:
    """Say a day of what is accepted, else how many days after acceptance."""
    day = part.by(days, outlook.today)
    if day is None:
        return None
    return short_day(day, outlook.today) if part.accepted_on else f"{days} 天"


def _unknown(outlook: Outlook) -> str:
    return f"全市近 {outlook.years} 年可比的付款不足 {outlook.least} 次,不作估计。"


def _basis(found: Estimate, outlook: Outlook) -> str:
    own = f"{outlook.purchaser}自己可比的付款不足 {outlook.least} 次"
    whose = {
        "purchaser": outlook.purchaser,
        "region": f"{own},并入{outlook.region or '本区县'}各采购人",
        "city": f"{own},本区县也不足,并入全市各采购人",
    }[found.scope]
    longer = f",都等过 {found.waited} 天以上" if found.waited > 0 else ""
    return (
        f"依据 {found.count} 次验收(已付清 {found.paid},还在等 {found.waiting}):"
        f"{whose}近 {outlook.years} 年的记录{longer}"
    )
