"""One case of the demo city: its work, its parties, and what its acts have made so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cairong.contracts.facts import Milestone
from cairong.contracts.models import Award, Contract
from cairong.driving.demo.cast import Party
from cairong.driving.demo.shelf import Shelved
from cairong.driving.demo.together import Ending, together
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import WAN
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.parties.four_eyes import TwoPersonAct
from cairong.treasury.models import Lock, PayeeChange, Payment

FULL = 100


@dataclass
class Case:
    """One case, driven act by act; `now` is the moment of the act at hand."""

    title: str
    amount_fen: int
    project_no: str
    clause: tuple[Milestone, ...]
    days: int
    purchaser: Party
    supplier: Party
    lender: Party
    rival: Party
    desk: Party
    shelf: dict[str, list[Shelved]]
    now: datetime = field(init=False)
    ending: Ending = Ending.DONE
    inspected: int = 0
    award: Award = field(init=False)
    contract: Contract = field(init=False)
    intent: Intent = field(init=False)
    application: Application = field(init=False)
    offer: Offer = field(init=False)
    lock: Lock = field(init=False)
    loan: Loan = field(init=False)
    payment: Payment = field(init=False)
    change: PayeeChange = field(init=False)

    @property
    def today(self) -> date:
        """The day of the act at hand."""
        return day_of(self.now)

    def by(self, role: Role) -> Actor:
        """Find the person of this case who holds a role."""
        for party in (self.purchaser, self.supplier, self.lender, self.desk):
            if role in party.people:
                return party.people[role]
        raise KeyError(role)

    def alone(self, act: Callable[..., Any], role: Role, **arguments: Any) -> Any:
        """Carry an act of one person out."""
        return act(actor=self.by(role), now=self.now, **arguments)

    def both(self, act: TwoPersonAct[..., Any], first: Role, second: Role, **arguments: Any) -> Any:
        """Carry an act of two persons out, or leave it as the script says."""
        return together(
            act, self.now, self.by(first), self.by(second), ending=self.ending, **arguments
        )

    def product(self, lender: Party) -> Shelved:
        """Choose the institution's product that lends most on this case."""
        fit = [one for one in self.shelf[lender.organisation.name] if one.max_days >= self.days]
        return max(fit, key=lambda one: (self.lent_fen(one), -one.spread_bp))

    def lent_fen(self, product: Shelved) -> int:
        """Work out what is borrowed under a product, in whole 万元 where there is one."""
        cap = min(product.cap_percent, 70) - 4
        most = min(self.amount_fen * cap // FULL, product.most_fen)
        return most // WAN * WAN or most
