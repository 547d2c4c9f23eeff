"""What the platform knows of an institution at a moment, as a letter to it keeps it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.oversight.performance import Performance, performances

KEPT = (
    "amount_fen", "loans", "suppliers", "rate_bp", "spread_bp", "credit_percent", "judged", "kept",
    "kept_percent", "approval_days", "disbursement_days",
)  # fmt: skip
COUNTED = ("amount_fen", "loans", "suppliers", "judged", "kept")


def figures_now(actor: Actor, ids: Iterable[UUID], *, today: date) -> dict[UUID, dict[str, Any]]:
    """Draw the year's figures of these institutions, those of all institutions beside them."""
    every = performances(actor, today.year, today=today)
    found = {each.institution_id: each for each in every}
    whole = {
        "year": today.year,
        "on": today.isoformat(),
        "city_fen": sum(each.amount_fen for each in every),
        "city_loans": sum(each.loans for each in every),
    }
    return {pk: {**whole, **_of(found.get(pk))} for pk in ids}


def _of(found: Performance | None) -> dict[str, Any]:
    if found is None:
        return {key: 0 if key in COUNTED else None for key in KEPT}
    return {key: getattr(found, key) for key in KEPT}
