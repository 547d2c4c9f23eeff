"""Rules of 二(三): money goes home, to the one account, in time and never above what is owed."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

WHOLE = 100


def milestone_amounts(amount_fen: int, percents: Sequence[Decimal]) -> tuple[int, ...]:
    """Divide a contract by its schedule, to the fen half up; the last takes the rest of 100 %."""
    parts = [
        int((amount_fen * share / WHOLE).quantize(Decimal(1), ROUND_HALF_UP)) for share in percents
    ]
    if parts and sum(percents) == WHOLE:
        parts[-1] = amount_fen - sum(parts[:-1])
    return tuple(parts)


@rule("二(三)-4")
def acceptance_within_milestone(*, amount_fen: int, open_fen: int, milestone: str) -> Answer:
    """Refuse an acceptance above what its milestone still has open."""
    if amount_fen <= open_fen:
        return None
    return Finding(
        code="treasury.accepted_too_much",
        obligation="二(三)-4",
        params={"milestone": milestone, "amount_fen": amount_fen, "open_fen": open_fen},
    )


@rule("802§10")
def accepted_on_a_possible_day(*, on: date, signed_on: date, today: date) -> Answer:
    """Refuse an acceptance before the signing or in the future."""
    if signed_on <= on <= today:
        return None
    return Finding(
        code="treasury.accepted_on_wrong_day",
        obligation="802§10",
        params={
            "on": on.isoformat(),
            "signed_on": signed_on.isoformat(),
            "today": today.isoformat(),
        },
    )


@rule("二(三)-4")
def payment_within_owed(*, amount_fen: int, owed_fen: int) -> Answer:
    """Refuse a payment above what is accepted and not yet asked for."""
    if amount_fen <= owed_fen:
        return None
    return Finding(
        code="treasury.above_owed",
        obligation="二(三)-4",
        params={"amount_fen": amount_fen, "owed_fen": owed_fen},
    )


@rule("二(三)-3", "二(三)-4")
def paid_to_current_payee(*, payee_version: int, current_version: int) -> Answer:
    """Refuse a payment to any payee version but the current one (I3)."""
    if payee_version == current_version:
        return None
    return Finding(
        code="treasury.payee_not_current",
        obligation="二(三)-3",
        params={"version": payee_version, "current": current_version},
    )


@rule("二(三)-3")
def change_consented(*, wanted: Collection[str], given: Collection[str]) -> Answer:
    """Refuse an account change while one of those it needs has not consented."""
    missing = [who for who in wanted if who not in given]
    if not missing:
        return None
    return Finding(
        code="treasury.change_not_consented",
        obligation="二(三)-3",
        params={"missing": "、".join(missing)},
    )


@rule("二(三)-3")
def lock_under_accepted_offer(*, accepted: bool) -> Answer:
    """Refuse a lock asked for without an accepted offer (D11)."""
    if accepted:
        return None
    return Finding(code="treasury.lock_without_offer", obligation="二(三)-3")


@rule("二(三)-3")
def lock_released_when_settled(*, open_loans: int) -> Answer:
    """Refuse to release a lock while a loan under it is open (I6)."""
    if not open_loans:
        return None
    return Finding(
        code="treasury.lock_still_needed", obligation="二(三)-3", params={"open_loans": open_loans}
    )
