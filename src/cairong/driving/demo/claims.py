"""Suppliers that register themselves: some wait for the bureau's look at their papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.actions.register_supplier import register_supplier
from cairong.driving.demo.cast import PASSWORD, Cast, invented_uscc
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Channel, Role, public
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim

REGISTERED = (
    ("洛阳晓山青文化用品有限公司", "410303", 12, True),
    ("洛阳半亩塘餐饮服务有限公司", "410311", 9, False),
    ("洛阳一苇渡物流有限公司", "410307", 2, None),
    ("洛阳问渠台教育科技有限公司", "410305", 1, None),
)


def registrations(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each registration on its day, and the desk's decision on the older ones on the next."""
    for number, (name, region, ago, accepted) in enumerate(REGISTERED, start=1):
        claimant = Claimant(cast=cast, number=number, name=name, region=region)
        yield Placed(day=days.ago(ago), place=1, run=claimant.register)
        if accepted is not None:
            decide = partial(claimant.decide, accepted=accepted)
            yield Placed(day=days.ago(ago - 1), place=2, run=decide)


@dataclass
class Claimant:
    """One supplier that registers itself, and what becomes of its claim."""

    cast: Cast
    number: int
    name: str
    region: str
    claim: Claim = field(init=False)

    def register(self, now: datetime) -> None:
        """Be admitted as a supplier on the list, then register its first person."""
        facts = SupplierFacts(industry="批发业", employees=9, revenue_wan=Decimal(1300))
        uscc = invented_uscc("91", self.region, 900 + self.number)
        address = f"洛阳市演示路{900 + self.number}号"
        admit_organisation.by_system(
            actor=self.cast.actor,
            now=now,
            kind="supplier",
            name=self.name,
            region=self.region,
            uscc=uscc,
            address=address,
            contact_name="法定代表人",
            contact_phone=f"0379-0003{self.number:04d}",
            supplier=facts,
            demo=True,
        )
        self.claim = register_supplier(
            actor=public(city=CITY).through(Channel.CLI),
            now=now,
            uscc=uscc,
            name=self.name,
            region=self.region,
            address=address,
            supplier=facts,
            person=f"演示注册人{self.number}",
            phone=f"0379-0003{self.number:04d}",
            evidence="营业执照扫描件、法定代表人授权书(演示)",
            username=f"claimant.{self.number:02d}",
            password=PASSWORD,
        )

    def decide(self, now: datetime, *, accepted: bool) -> None:
        """Let the procurement desk decide on the papers."""
        prove_mandate(
            actor=self.cast.desks[CITY].people[Role.PROCUREMENT_OFFICER],
            now=now,
            claim_id=self.claim.pk,
            accepted=accepted,
            reason="营业执照和授权书齐全" if accepted else "授权书未加盖公章",
        )
