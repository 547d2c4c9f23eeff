"""What a line may do: each module's functions register their words when imported."""

from cairong.driving.stories.acts import (
    contracts,
    intents,
    loans,
    locks,
    payees,
    rulebook,
    shelf,
    time,
    treasury,
    winners,
)

__all__ = [
    "contracts",
    "intents",
    "loans",
    "locks",
    "payees",
    "rulebook",
    "shelf",
    "time",
    "treasury",
    "winners",
]
