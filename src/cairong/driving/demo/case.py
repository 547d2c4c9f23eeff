"""One case of the demo city: its work, its parties, and how it is driven act by act."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cairong.contracts.facts import Milestone
from cairong.driving.demo.cast import Party
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.shelf import SECOND_AFTER, Shelved
from cairong.driving.drive import Drive
from cairong.kernel.actor import Actor, Role
from cairong.kernel.money import WAN

FULL = 100


@dataclass(kw_only=True)
class Case(Drive):
    """One case; `now` is the moment of the act at hand."""

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
    inspected: int = 0
    city: str = CITY
    after: timedelta = SECOND_AFTER
    now: datetime = field(init=False)

    def who(self, role: Role) -> Actor:
        """Name the person of this case who holds a role."""
        for party in (self.purchaser, self.supplier, self.lender, self.desk):
            if role in party.people:
                return party.people[role]
        raise KeyError(role)

    def seen_by_rival(self) -> "Case":
        """The same case with the second institution as its lender; what it makes is its own."""
        other = copy(self)
        other.lender, other.rival, other.made = self.rival, self.lender, {**self.made}
        return other

    @property
    def product(self) -> Shelved:
        """The lender's product that lends most on this case."""
        own = self.shelf[self.lender.organisation.name]
        fit = [product for product in own if product.max_days >= self.days]
        return max(fit, key=lambda product: (self.lent_fen(product), -product.spread_bp))

    def lent_fen(self, product: Shelved) -> int:
        """Work out what is borrowed under a product, in whole 万元 where there is one."""
        cap = min(product.cap_percent, 70) - 4
        most = min(self.amount_fen * cap // FULL, product.most_fen)
        return most // WAN * WAN or most
