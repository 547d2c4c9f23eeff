"""What may be done with a case, in its order; a module's verbs are entered when it is imported."""

from cairong.driving.verbs import awards, contracts, shelf, offers  # isort: skip
from cairong.driving.verbs import locks, loans, payments, payees, recommending, rulebook  # isort: skip
from cairong.driving.verb import enter_rest

enter_rest()

__all__ = [
    "awards", "contracts", "loans", "locks", "offers", "payees", "payments", "recommending",
    "rulebook", "shelf",
]  # fmt: skip
