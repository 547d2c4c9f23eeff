"""A town, and the house whose people are administered in these tests."""

from dataclasses import dataclass

from django.test import Client

from cairong.kernel.actor import Role
from cairong.parties.models import Account
from support.staging import staged
from support.town import Town, found_town
from support.visitors import account_in, mandate_of, signed_in


@dataclass
class House:
    """A purchaser with an administrator at the browser and one colleague."""

    town: Town
    account: Account
    boss: Client
    colleague: Account

    def address(self, account: Account, act: str = "") -> str:
        return f"/account/people/{mandate_of(account).pk}/{act}"

    def another(self, role: Role | str, username: str, **facts) -> Account:
        return account_in(self.town, role, username=username, **facts)


@staged
def city(db) -> Town:
    """A real city, in which second factors are asked for."""
    return found_town(demo=False)


@staged
def house(town) -> House:
    boss = account_in(town, Role.PURCHASER_OFFICER, username="boss", administrator=True)
    colleague = account_in(town, Role.PURCHASER_APPROVER, username="zhaomin")
    return House(town, boss, signed_in(boss), colleague)
