"""What a case may have done to it; each module's verbs are entered when it is imported."""

from cairong.driving.verbs import (
    awards,
    contracts,
    loans,
    locks,
    offers,
    payees,
    payments,
    rulebook,
    shelf,
)

__all__ = [
    "awards",
    "contracts",
    "loans",
    "locks",
    "offers",
    "payees",
    "payments",
    "rulebook",
    "shelf",
]
