"""Attempts of who writes rows as the app role: what, by which statements, and what refuses it."""

from abuse.rows.payees import PAYEES
from abuse.rows.payments import DECIDED, PAYMENTS
from abuse.rows.proposals import PROPOSALS

__all__ = ["ATTEMPTS", "DECIDED"]
PARTS = {"proposals": PROPOSALS, "payments": PAYMENTS, "payees": PAYEES}
ATTEMPTS = [
    (f"{part}: {what}", statements, guard)
    for part, rows in PARTS.items()
    for what, statements, guard in rows
]
