"""What may be done with a case, in its order; a module's verbs are entered when it is imported."""

from cairong.driving.verbs import awards, contracts, shelf, offers  # isort: skip
from cairong.driving.verbs import locks, loans, payments, payees, rulebook  # isort: skip

__all__ = [
    "awards", "contracts", "loans", "locks", "offers", "payees", "payments", "rulebook", "shelf",
]  # fmt: skip
