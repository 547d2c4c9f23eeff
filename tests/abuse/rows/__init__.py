"""Attempts of who writes rows as the app role: what, by which statements, and what refuses it."""

from abuse.rows.books import BOOKS
from abuse.rows.cities import CITIES
from abuse.rows.draws import DRAWS
from abuse.rows.loans import LOANS
from abuse.rows.locks import LOCKS
from abuse.rows.names import DECIDED_NAMES, NAMES
from abuse.rows.passing import PASSING
from abuse.rows.payees import PAYEES
from abuse.rows.payments import PAYMENTS
from abuse.rows.proposals import PROPOSALS
from abuse.rows.publication import PUBLICATION
from abuse.rows.reversing import DECIDED_REVERSING, REVERSING
from abuse.rows.stands import DECIDED as DECIDED_MONEY

__all__ = ["ATTEMPTS", "DECIDED", "PASSING"]
PARTS = {
    "cities": CITIES,
    "proposals": PROPOSALS,
    "payments": PAYMENTS,
    "payees": PAYEES,
    "locks": LOCKS,
    "books": BOOKS,
    "loans": LOANS,
    "draws": DRAWS,
    "reversing": REVERSING,
    "publication": PUBLICATION,
    "names": NAMES,
}
DECIDED = [*DECIDED_MONEY, *DECIDED_NAMES, *DECIDED_REVERSING]
ATTEMPTS = [
    (f"{part}: {what}", statements, guard)
    for part, rows in PARTS.items()
    for what, statements, guard in rows
]
