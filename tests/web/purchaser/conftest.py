"""A town with a purchaser's officer and approver at their browsers."""

from dataclasses import dataclass

from django.test import Client

from contracts.ground import Ground
from support.staging import staged
from support.town import Town, at, found_town
from support.visitors import account_in, signed_in


@dataclass
class Office:
    """A purchaser's two desks, and the acts of the ground."""

    ground: Ground
    officer: Client
    approver: Client

    @property
    def town(self) -> Town:
        return self.ground.town


@staged
def office(db) -> Office:
    town = found_town(at("2025-09-01 08:00"))
    return Office(
        Ground(town),
        signed_in(account_in(town, "purchaser-officer")),
        signed_in(account_in(town, "purchaser-approver")),
    )
