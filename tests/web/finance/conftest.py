"""The bureau's desks at their browsers, a filed contract and one that waits for review."""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.utils import timezone

from cairong.contracts.models import Contract
from cairong.lending.actions.request_lock import request_lock
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, Payment
from lending.ground import Case, sign, stand_award, stand_case, twice
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, signed_in


@dataclass
class Bureau:
    """The desks' browsers beside the acts of all others, which happen now."""

    case: Case
    seats: dict[str, Client] = field(default_factory=dict)

    def at(self, role: str) -> Client:
        """The browser of a desk, one for each role."""
        if role not in self.seats:
            self.seats[role] = signed_in(account_in(self.case.town, role))
        return self.seats[role]

    def approve(self, role: str, address: str) -> None:
        """Agree as the second person to what was laid before at an address."""
        self.at(role).get(address)
        typed = {"decision": "approve", "reason": ""}
        answer = self.at(role).post(f"{address}decide/", typed)
        assert answer.status_code == 302, answer.content.decode()

    def announced(self) -> Contract:
        """A contract whose filing waits."""
        return sign(self.case.town, stand_award(self.case.town), filed=False)

    def acknowledged(self) -> Lock:
        """A lock that waits for the treasury desk."""
        case = self.case
        offer = case.accepted(case.publish())
        lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        return twice(acknowledge_lock, *self.purchaser(), case.now, lock_id=lock.pk)

    def requested(self, yuan: int = 100_000) -> Payment:
        """A payment that waits for the treasury desk."""
        case, (officer, approver) = self.case, self.purchaser()
        record_acceptance(
            actor=officer, now=case.now, contract_id=case.contract.pk, milestone="签订开票",
            amount_fen=yuan * 100, on=timezone.localdate(),
        )  # fmt: skip
        return twice(
            request_payment, officer, approver, case.now,
            contract_id=case.contract.pk, amount_fen=yuan * 100,
        )  # fmt: skip

    def purchaser(self):
        town = self.case.town
        house = town.purchaser()
        return town.actor(house, "purchaser-officer"), town.actor(house, "purchaser-approver")


@staged
def bureau(db) -> Bureau:
    return _bureau(demo=True)


@pytest.fixture
def real(db) -> Bureau:
    """The same in a real city, where no treasury's system answers."""
    return _bureau(demo=False)


def _bureau(*, demo: bool) -> Bureau:
    case = stand_case(found_town(at("2025-09-01 08:00"), demo=demo))
    case.now = timezone.now()
    return Bureau(case)
