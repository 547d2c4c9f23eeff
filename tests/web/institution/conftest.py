"""A filed contract, an institution with its officer, approver and manager at their browsers."""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, signed_in


@dataclass
class Bank:
    """The browsers of an institution beside the acts of all others, which happen now."""

    case: Case
    officer: Client
    approver: Client
    manager: Client

    def stranger(self) -> Client:
        """The browser of another institution's officer."""
        town = self.case.town
        other = self.case.bank("乙银行")
        return signed_in(
            account_in(town, "institution-officer", organisation=other, username="stranger")
        )

    def approve(self, address: str) -> None:
        """Agree as the second person to what was laid before at an address."""
        self.approver.get(address)
        answer = self.approver.post(f"{address}decide/", {"decision": "approve", "reason": ""})
        assert answer.status_code == 302, answer.content.decode()


@staged
def bank(db) -> Bank:
    town = found_town(at("2025-09-01 08:00"))
    case = stand_case(town)
    case.now = timezone.now()
    roles = ("institution-officer", "institution-approver", "institution-manager")
    return Bank(case, *(signed_in(account_in(town, role)) for role in roles))
