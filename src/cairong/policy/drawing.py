"""What of an offer is drawn when: what the supplier asked for, and since when its days run. D14"""

from dataclasses import dataclass
from datetime import date

from cairong.kernel.errors import Finding, Invalid
from cairong.policy.rule import Answer, rule

EARLIEST = "lending.fact_before"


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """The days on which the conditions of a draw came about.

    `locked_on` is the platform's own; the others are said by the officer. `registered_on` is None
    where no pledge is registered.
    """

    accepted_on: date
    locked_on: date
    signed_on: date
    registered_on: date | None = None

    @property
    def met_on(self) -> date:
        """The day of the last of them, on which clock B starts."""
        days = (self.accepted_on, self.locked_on, self.signed_on, self.registered_on)
        return max(day for day in days if day is not None)


def check_conditions(facts: Conditions, *, today: date) -> None:
    """Refuse a fact that is dated before the acceptance, or is still to come.

    Raises Invalid naming the field.
    """
    for field, on in (("signed_on", facts.signed_on), ("registered_on", facts.registered_on)):
        if on is not None and not facts.accepted_on <= on <= today:
            raise Invalid(EARLIEST, "二(四)-4", field=field, value=on, least=facts.accepted_on)


@rule("二(四)-4")
def cools_within(*, cooling_until: date | None, signed_on: date, due_on: date) -> Answer:
    """Bar a cooling-off that ends before it begins, or on the last day of the draw or later.

    It runs within the days of the draw and never lengthens them, so a day is left to pay on.
    """
    if cooling_until is None or signed_on <= cooling_until < due_on:
        return None
    return Finding.of(
        "lending.cooling_too_long", "二(四)-4", until=cooling_until, least=signed_on, due=due_on
    )


@rule("二(四)-4")
def cooled(*, cooling_until: date | None, waived: bool, on: date) -> Answer:
    """Bar a draw in the cooling-off of the loan's contract, unless the supplier waived it."""
    if cooling_until is None or waived or on > cooling_until:
        return None
    return Finding.of("lending.cooling", "二(四)-4", until=cooling_until)


@rule("二(四)-4")
def within_asked(*, amount_fen: int, asked_left_fen: int, left_fen: int) -> Answer:
    """Bar a draw above what the supplier asked for, whatever is left of its offer."""
    if amount_fen <= asked_left_fen or amount_fen > left_fen:
        return None
    return Finding.of("lending.above_asked", "二(四)-4", amount=amount_fen, left=asked_left_fen)


@rule("二(四)-5")
def askable(*, amount_fen: int, unasked_fen: int) -> Answer:
    """Bar asking for more than what of the offer has not been asked for yet."""
    if amount_fen <= unasked_fen:
        return None
    return Finding.of("lending.asked_above_offer", "二(四)-5", amount=amount_fen, left=unasked_fen)


@rule("二(五)-3")
def asked_in_term(*, on: date, last_on: date | None) -> Answer:
    """Bar asking for a further draw after the term of the first has ended."""
    if last_on is None or on <= last_on:
        return None
    return Finding.of("lending.term_over", "二(五)-3", until=last_on)


@rule("二(四)-5")
def nothing_overdue(*, overdue_no: str) -> Answer:
    """Bar asking for a further draw while an earlier one should have been repaid."""
    if not overdue_no:
        return None
    return Finding.of("lending.earlier_overdue", "二(四)-5", no=overdue_no)
