"""When a milestone will probably be paid: from what was paid before, unpaid ones counted too.

Kaplan–Meier on calendar days from acceptance (验收) to the last money: what is not paid yet counts
as waiting for as long as it has waited, so that slow payers do not look quick. 二(五)-3
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

Scope = Literal["purchaser", "region", "city"]
SCOPES: tuple[Scope, ...] = ("purchaser", "region", "city")  # each pool holds those before it
EARLY, MIDDLE, LATE = 0.1, 0.5, 0.9  # the interval holds eight payments in ten
REASON_LEAST = 10  # letters
CLOSE = 1e-9  # what floats may be off where a share is met exactly


class Lived(NamedTuple):
    """How many acceptances were paid after so many days, or have waited so many and still do."""

    scope: Scope
    days: int
    paid: bool
    number: int


class Left(NamedTuple):
    """What share is not paid yet once a day is over."""

    days: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """After how many days of acceptance one payment in ten, five and nine has come.

    None where so many have not come yet in what is known. Counted were those `paid` and those
    still `waiting`, each longer than `waited` days, of a scope's last years.
    """

    early: int | None
    middle: int | None
    late: int | None
    paid: int
    waiting: int
    waited: int
    scope: Scope

    @property
    def count(self) -> int:
        """How many acceptances it rests on."""
        return self.paid + self.waiting


@dataclass(frozen=True, kw_only=True)
class Part:
    """Part of a milestone that is not paid yet; `accepted_on` is None before its acceptance."""

    milestone: str
    fen: int
    accepted_on: date | None
    estimate: Estimate | None

    def by(self, days: int | None, today: date) -> date | None:
        """Find the day so many days after acceptance, were it today where there was none."""
        return None if days is None else (self.accepted_on or today) + timedelta(days=days)


def survival(lived: Iterable[Lived]) -> list[Left]:
    """Work out what share is not paid after each day on which something was (Kaplan–Meier)."""
    paid: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    for each in lived:
        gone[each.days] += each.number
        if each.paid:
            paid[each.days] += each.number
    at_risk, share, curve = gone.total(), 1.0, []
    for days in sorted(gone):
        if paid[days]:
            share *= 1 - paid[days] / at_risk
            curve.append(Left(days, share))
        at_risk -= gone[days]
    return curve


def quantile(curve: Sequence[Left], share: float) -> int | None:
    """Find the first day by whose end a share is paid; None where the curve ends above it."""
    return next((each.days for each in curve if each.share <= 1 - share + CLOSE), None)


def estimate(lived: Iterable[Lived], *, waited: int, least: int) -> Estimate | None:
    """Estimate from the narrowest scope with at least so many payments that took longer yet.

    Whoever has waited is like those who had to wait as long: only they count. None where even
    the whole city has too few.
    """
    longer = [each for each in lived if each.days > waited]
    for place, scope in enumerate(SCOPES, start=1):
        pool = [each for each in longer if each.scope in SCOPES[:place]]
        paid = sum(each.number for each in pool if each.paid)
        if paid >= least:
            curve = survival(pool)
            return Estimate(
                early=quantile(curve, EARLY),
                middle=quantile(curve, MIDDLE),
                late=quantile(curve, LATE),
                paid=paid,
                waiting=sum(each.number for each in pool) - paid,
                waited=waited,
                scope=scope,
            )
    return None


def needed_for(parts: Iterable[Part], fen: int, today: date) -> list[Part]:
    """List the parts that have to be paid to repay an amount, the soonest first.

    None of them where one of those it would take has no estimate, or they are too little.
    """
    found: list[Part] = []
    dated = [(day, part) for part in parts if (day := _middle(part, today)) is not None]
    for _, part in sorted(dated, key=lambda each: each[0]):
        found.append(part)
        fen -= part.fen
        if fen <= 0:
            return found
    return []


def needed_on(parts: Iterable[Part], fen: int, today: date) -> date | None:
    """Find the day by which what repays an amount is more likely paid than not.

    What is not accepted yet is taken as accepted today: it cannot be paid sooner.
    """
    days = (_middle(part, today) for part in needed_for(parts, fen, today))
    return max((day for day in days if day is not None), default=None)


def last_on(parts: Iterable[Part], today: date) -> date | None:
    """Find the day by which nine in ten of the last payment have come; None while it has none."""
    days = [
        part.by(part.estimate.late, today) if part.accepted_on and part.estimate else None
        for part in parts
    ]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


@rule("二(五)-3")
def term_meets_payment(
    *, ends_on: date, paid_on: date | None, last_on: date | None, beyond: int, reason: str
) -> Answer:
    """Bar, without a reason, a term that ends before its payment is probably made, or long after.

    Days that nobody can tell (None) bar nothing.
    """
    if len(reason) >= REASON_LEAST:
        return None
    if paid_on is not None and ends_on < paid_on:
        return Finding.of(
            "lending.term_before_payment",
            "二(五)-3",
            ends=ends_on,
            paid=paid_on,
            least=REASON_LEAST,
        )
    if last_on is not None and (over := (ends_on - last_on).days) > beyond:
        return Finding.of(
            "lending.term_beyond_payment",
            "二(五)-3",
            ends=ends_on,
            last=last_on,
            over=over,
            beyond=beyond,
            least=REASON_LEAST,
        )
    return None


def _middle(part: Part, today: date) -> date | None:
    return part.by(part.estimate.middle, today) if part.estimate else None
