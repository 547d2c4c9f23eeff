"""What a verb finds when it is used: the moment, what was made so far, whose account goes where."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Model

from cairong.contracts.facts import Account
from cairong.driving.kinds import KINDS, NAMES
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import BANKS, bank_stem
from cairong.parties.models import Organisation

LOCAL = "313"


class Absent(LookupError):  # noqa: N818 - a state of the case, not a fault of the program
    """An act needs something that an earlier act should have made but did not."""


class AccountFacts(TypedDict, total=False):
    """What is said of a receiving account; the rest is filled in."""

    payee: str
    no: str
    bank: str
    cnaps: str


@dataclass(kw_only=True)
class Situation:
    """Where a case stands, for the verbs that fill in what is not said.

    `made` holds the newest thing of each kind, `links` the secret of each invitation; accounts that
    name no bank are at the `usual_bank`; `naming` is what the next thing will be called.
    """

    now: datetime
    made: dict[str, Model] = field(default_factory=dict)
    links: dict[UUID, str] = field(default_factory=dict)
    usual_bank: str = "洛阳银行"
    naming: str = ""

    @property
    def today(self) -> date:
        """The day of the act."""
        return day_of(self.now)

    def newest[M: Model](self, model: type[M]) -> M:
        """Find the newest thing of a kind. Raises Absent."""
        found = self.made.get(NAMES[model])
        if not isinstance(found, model):
            raise Absent(f"还没有{KINDS[NAMES[model]].word}")
        return found

    def account_of(self, supplier: Organisation, said: AccountFacts | None = None) -> Account:
        """Fill what is not said of an account: in the supplier's own name, at the usual bank."""
        said = said or {}
        where = said.get("bank", self.usual_bank)
        own = "6222" + "".join(str(ord(letter) % 10) for letter in supplier.uscc[-14:])
        return Account(
            payee=said.get("payee", supplier.name),
            no=said.get("no", own),
            bank=where,
            cnaps=said.get("cnaps", cnaps_of(where)),
        )


def cnaps_of(name: str) -> str:
    """Make a code that belongs to a bank's name: a city's commercial bank if unknown."""
    found = (code for code, known in BANKS.items() if bank_stem(known) in name)
    return f"{next(found, LOCAL)}493000018"
