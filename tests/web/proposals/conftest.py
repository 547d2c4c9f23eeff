"""A proposal that waits, the person who prepared it, and two who may decide."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cairong.kernel.actor import Role
from cairong.parties.models import Account, Proposal
from cairong.rulebook.actions.set_parameter import set_parameter
from support.staging import staged
from support.town import Town, acting, found_town
from support.visitors import account_in, mandate_of, signed_in

PEOPLE = {
    "officer": Role.PROCUREMENT_OFFICER,
    "colleague": Role.PROCUREMENT_OFFICER,
    "approver": Role.PROCUREMENT_APPROVER,
    "second": Role.PROCUREMENT_APPROVER,
    "treasury": Role.TREASURY_APPROVER,
}


@dataclass
class Desk:
    """The procurement desk: accounts by name, each with one browser."""

    town: Town
    accounts: dict[str, Account]
    proposal: Proposal
    browsers: dict[str, Client] = field(default_factory=dict)

    def at(self, name: str) -> Client:
        if name not in self.browsers:
            self.browsers[name] = signed_in(self.accounts[name])
        return self.browsers[name]

    def place(self, act: str = "") -> str:
        return f"/proposals/{self.proposal.pk}/{act}"

    def state(self) -> str:
        self.proposal.refresh_from_db()
        return self.proposal.state

    def actor(self, name: str):
        return acting(mandate_of(self.accounts[name]))


def prepared(accounts: dict[str, Account], days: int = 30) -> Proposal:
    first = acting(mandate_of(accounts["officer"]))
    return set_parameter.propose(
        actor=first,
        now=timezone.now(),
        code="contract_cap_percent",
        value=60,
        valid_from=timezone.localdate() + timedelta(days=days),
        source="洛财购〔2026〕9号",
    )


@staged
def desk(db) -> Desk:
    town = found_town()
    accounts = {name: account_in(town, role, username=name) for name, role in PEOPLE.items()}
    return Desk(town, accounts, prepared(accounts))
