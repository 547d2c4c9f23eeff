"""A small town for tests: one city with its authorities, and parties made by the use-cases."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from cairong.kernel.actor import Actor, Channel, Role, system
from cairong.kernel.calendar import SHANGHAI
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.four_eyes import act_of
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Mandate, Organisation, Proposal
from cairong.policy.regions import County

CITY = "410300"
COUNTY = "410303"
AUTHORITIES = {
    "bureau": "洛阳市财政局",
    "pboc": "中国人民银行洛阳市分行",
    "sme-authority": "洛阳市工业和信息化局",
    "regulator": "国家金融监督管理总局洛阳监管分局",
    "operator": "采融平台运维中心",
}
NUMBERS = count(1)
INDIVIDUAL = "92410303MA40000019"  # the code of an individual business


def at(text: str) -> datetime:
    """Read a moment of Luoyang: `2025-09-15 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def acting(mandate: Mandate) -> Actor:
    """Whoever acts under a mandate, by pages; asked for no second factor, as in a demonstration."""
    return replace(reads.actor_of(mandate, channel=Channel.WEB), spared=True)


@dataclass
class Town:
    """A founded city; makes organisations and actors on demand, each actor only once."""

    now: datetime
    actors: dict[tuple[str, str, str], Actor] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return system(city=CITY)

    def organisation(self, kind: str, name: str, region: str = COUNTY, **facts) -> Organisation:
        found = Organisation.objects.filter(city_id=CITY, kind=kind, name=name).first()
        if found:
            return found
        return admit_organisation.by_system(
            actor=self.system, now=self.now, kind=kind, name=name, region=region, **facts
        )

    def purchaser(self, name: str = "采购人") -> Organisation:
        return self.organisation("purchaser", name, address="洛阳市西工区")

    def supplier(self, name: str = "供应商", uscc: str = "91110000600037341L") -> Organisation:
        facts = SupplierFacts(
            industry="软件和信息技术服务业", employees=42, revenue_wan=Decimal(1800)
        )
        return self.organisation("supplier", name, uscc=uscc, supplier=facts, address="洛阳市")

    def individual(self) -> Organisation:
        """The supplier, as an individual business."""
        return self.supplier(uscc=INDIVIDUAL)

    def institution(self, name: str = "甲银行") -> Organisation:
        return self.organisation(
            "institution", name, region=CITY, institution=InstitutionFacts(regions=[CITY])
        )

    def actor(self, organisation: Organisation, role: Role | str, which: str = "") -> Actor:
        """An actor of an organisation in a role; `which` tells several apart."""
        key = (str(organisation.pk), str(role), which)
        if key not in self.actors:
            mandate = appoint_person(
                actor=self.system,
                now=self.now,
                organisation_id=organisation.pk,
                role=str(role),
                name=f"{role}{next(NUMBERS)}",
            )
            self.actors[key] = acting(mandate)
        return self.actors[key]

    def bureau(self, role: Role | str) -> Actor:
        return self.actor(reads.the_only(CITY, "bureau"), role)

    def agrees(self) -> Any:
        """The bureau's second person agrees to what was put before it."""
        put = Proposal.objects.get(approves=Role.PROCUREMENT_APPROVER, state="waiting")
        return act_of(put.act).approve(
            actor=self.bureau(Role.PROCUREMENT_APPROVER),
            now=put.prepared_at + timedelta(minutes=1),
            proposal_id=put.pk,
        )


def found_town(
    now: datetime | None = None, *, demo: bool = True, opened_on: date = date(2021, 3, 10)
) -> Town:
    """Found Luoyang with three counties; a demonstration, so that money moves by itself."""
    moment = now or at("2025-09-01 08:00")
    found_city(
        actor=system(city=CITY),
        now=moment,
        name="洛阳市",
        opened_on=opened_on,
        regions=[
            County(code="410303", name="西工区"),
            County(code="410327", name="宜阳县"),
            County(code="410329", name="伊川县"),
        ],
        authorities=AUTHORITIES,
        demo=demo,
    )
    return Town(moment)
