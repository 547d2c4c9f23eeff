"""Rules of an opening balance (期初余额): what was paid before a contract came here. 二(三)-4"""

from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "二(三)-4"


@rule(CLAUSE)
def ran_elsewhere(*, signed_on: date, opening_known: bool) -> Answer:
    """Refuse an opening of a receivable of which it is known what was paid before."""
    if not opening_known:
        return None
    return Finding.of("treasury.opening_known", CLAUSE, signed_on=signed_on.isoformat())


@rule(CLAUSE, "一(一)-1")
def opening_first(*, opening_known: bool) -> Answer:
    """Refuse what rests on what is still owed while it is not known what was paid before."""
    if opening_known:
        return None
    return Finding.of("treasury.opening_first", CLAUSE)


@rule(CLAUSE)
def paid_within_milestone(*, milestone: str, paid_fen: int, share_fen: int) -> Answer:
    """Refuse more paid before than a milestone is of the contract."""
    if paid_fen <= share_fen:
        return None
    return Finding.of(
        "treasury.opening_too_much",
        CLAUSE,
        milestone=milestone,
        paid_fen=paid_fen,
        share_fen=share_fen,
    )


@rule(CLAUSE)
def paid_until_possible(*, on: date, signed_on: date, came_on: date) -> Answer:
    """Refuse a day before the signing, or after the contract came here: then it is paid here."""
    if signed_on <= on <= came_on:
        return None
    return Finding.of(
        "treasury.opening_day",
        CLAUSE,
        on=on.isoformat(),
        signed_on=signed_on.isoformat(),
        came_on=came_on.isoformat(),
    )


@rule(CLAUSE)
def supplier_heard(*, answered: bool, object_until: date, today: date) -> Answer:
    """Refuse to decide while the supplier may still say whether it is right."""
    if answered or today > object_until:
        return None
    return Finding.of("treasury.opening_unheard", CLAUSE, until=object_until.isoformat())


@rule(CLAUSE)
def objection_answered(*, objection: str, reason: str) -> Answer:
    """Refuse to decide against an objection without saying why."""
    if not objection or reason:
        return None
    return Finding.of("treasury.opening_unanswered", CLAUSE)
