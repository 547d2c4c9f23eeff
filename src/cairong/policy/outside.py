"""Rules of a loan that ran before its contract came here (平台外贷款). 一(一)-1"""

from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "一(一)-1"


@rule(CLAUSE)
def contract_ran(*, signed_on: date, opening_stands: bool) -> Answer:
    """Refuse a loan of elsewhere on a contract that never ran elsewhere."""
    if opening_stands:
        return None
    return Finding.of("lending.outside_not_running", CLAUSE, signed_on=signed_on.isoformat())


@rule(CLAUSE)
def lent_before(*, drawn_on: date, signed_on: date, came_on: date) -> Answer:
    """Refuse a draw before the signing, or after the contract came here: then it is drawn here."""
    if signed_on <= drawn_on <= came_on:
        return None
    return Finding.of(
        "lending.outside_drawn",
        CLAUSE,
        on=drawn_on.isoformat(),
        signed_on=signed_on.isoformat(),
        came_on=came_on.isoformat(),
    )


@rule(CLAUSE)
def counted_since(*, counted_on: date, least: date, today: date) -> Answer:
    """Refuse principal counted before what was paid was counted, or on a day to come."""
    if least <= counted_on <= today:
        return None
    return Finding.of(
        "lending.outside_counted",
        CLAUSE,
        on=counted_on.isoformat(),
        least=least.isoformat(),
        today=today.isoformat(),
    )


@rule(CLAUSE)
def left_of_it(*, outstanding_fen: int, original_fen: int) -> Answer:
    """Refuse more left of a loan than was lent."""
    if outstanding_fen <= original_fen:
        return None
    return Finding.of(
        "lending.outside_above_original",
        CLAUSE,
        outstanding_fen=outstanding_fen,
        original_fen=original_fen,
    )


@rule(CLAUSE)
def within_carried(*, outstanding_fen: int, carried_fen: int) -> Answer:
    """Refuse more than the contract could carry if nothing else were lent on it.

    What others lent on it is not told to whoever enters a loan: the supplier's answer is held
    against that.
    """
    if outstanding_fen <= carried_fen:
        return None
    return Finding.of(
        "lending.outside_above_carried",
        CLAUSE,
        outstanding_fen=outstanding_fen,
        carried_fen=max(carried_fen, 0),
    )


@rule(CLAUSE)
def due_after_draw(*, drawn_on: date, due_on: date) -> Answer:
    """Refuse a loan that is due before it was drawn."""
    if drawn_on < due_on:
        return None
    return Finding.of(
        "lending.outside_due", CLAUSE, on=due_on.isoformat(), drawn_on=drawn_on.isoformat()
    )
