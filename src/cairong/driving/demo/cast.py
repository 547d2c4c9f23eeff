"""Who takes part in the demo city: organisations, their people, and the accounts some have."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from cairong.driving.demo.facts import CITY, MAIN_COUNTY, read
from cairong.driving.together import together
from cairong.kernel.actor import Actor, Channel, Role, system
from cairong.kernel.calendar import day_of
from cairong.kernel.identifiers import INDIVIDUAL, uscc_check
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.delegate import record_delegation
from cairong.parties.actions.open_desk import open_procurement_desk, open_treasury_desk
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.policy.regions import known_cities

PASSWORD = "luoyang-mudan-2021"  # noqa: S105 - everybody may know it: it opens a demo city only
TAIL = "493000018"
ROUNDS = ("", "新", "东", "南")
KNOWN_SUPPLIERS = 12
OVERSIGHT = (Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR, Role.OPERATOR)
PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
INSTITUTION = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER)
OWN_BUREAUS = ("410324", "410325")  # counties that decide their own filings and payments
DELEGATES = "410326"  # lets the city decide by a letter; the others have written nothing yet
NEXT_DAY, FOR_DAYS = timedelta(days=1), timedelta(days=3 * 365)
PROVINCE, AWAY = "410000", 7  # one supplier was registered by the province
DESKS = (
    Role.PROCUREMENT_OFFICER,
    Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
)


@dataclass(frozen=True, kw_only=True)
class Party:
    """One organisation and its people by role; `bank_code` is an institution's own."""

    organisation: Organisation
    people: dict[Role, Actor]
    regions: tuple[str, ...] = ()
    bank_code: str = ""

    def serves(self, region: str) -> bool:
        """Whether an institution serves a region."""
        return CITY in self.regions or region in self.regions


@dataclass
class Cast:
    """Everybody; purchasers by region, desks by region (the city's own code: the whole city)."""

    now: datetime
    institutions: list[Party] = field(default_factory=list)
    purchasers: dict[str, list[Party]] = field(default_factory=dict)
    suppliers: list[Party] = field(default_factory=list)
    desks: dict[str, Party] = field(default_factory=dict)
    overseers: dict[Role, Actor] = field(default_factory=dict)
    agency: Party = field(init=False)
    second_of_sme: Actor = field(init=False)
    second_of_pboc: Actor = field(init=False)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    hashed: str = field(default_factory=lambda: make_password(PASSWORD))

    @property
    def actor(self) -> Actor:
        """The actor that sets the city up."""
        return system(city=CITY).through(Channel.CLI)

    def person(
        self, organisation: Organisation, role: Role, *, region: str = "", username: str = ""
    ) -> Actor:
        """Appoint an invented person, with an account where a user name is given."""
        mandate = appoint_person(
            actor=self.actor,
            now=self.now,
            organisation_id=organisation.pk,
            role=role.value,
            name=self._name(),
            region=region,
            username=username,
            password_hash=self.hashed if username else "",
            administrator=role
            in (Role.PURCHASER_OFFICER, Role.INSTITUTION_MANAGER, Role.AGENCY_CLERK)
            or organisation.kind == Organisation.Kind.SUPPLIER
            or role in OVERSIGHT
            or (role is Role.PROCUREMENT_APPROVER and (not region or organisation.of_county)),
            demo=True,
        )
        return reads.actor_of(mandate, channel=Channel.CLI)

    def _name(self) -> str:
        number = next(self.numbers)
        names = read("parties")
        surname: str = names["surnames"][number * 7 % len(names["surnames"])]
        given: str = names["given"][number * 11 % len(names["given"])]
        return surname + given


def regions() -> list[str]:
    """List the counties that exist now, then the city's own code for what is 市本级."""
    counties = [county.code for county in known_cities()[CITY].counties if county.valid_to is None]
    return [MAIN_COUNTY, *(code for code in counties if code != MAIN_COUNTY), CITY]


def gather(now: datetime) -> Cast:
    """Appoint everybody of the demo city."""
    cast = Cast(now=now)
    _authorities(cast)
    for index, facts in enumerate(read("parties")["institutions"]):
        cast.institutions.append(_institution(cast, index, facts))
    for region in regions():
        many = 4 if region == MAIN_COUNTY else 2
        cast.purchasers[region] = []
        for place in range(many):
            cast.purchasers[region].append(_purchaser(cast, region, place))
    for index in range(4 * len(read("parties")["suppliers"])):
        cast.suppliers.append(_supplier(cast, index))
    cast.agency = _agency(cast)
    bureau = reads.the_only(CITY, Organisation.Kind.BUREAU)
    auditor = Role.AUDITOR
    cast.overseers[auditor] = cast.person(bureau, auditor, username=auditor.value)
    body = admit_organisation.by_system(
        actor=cast.actor, now=cast.now, kind=Organisation.Kind.INSPECTOR.value,
        name="洛阳市审计局", region=CITY, address="洛阳市演示审计街1号",
    )  # fmt: skip
    inspector = Role.INSPECTOR
    cast.overseers[inspector] = cast.person(body, inspector, username=inspector.value)
    sme = Role.SME_AUTHORITY
    authority = reads.the_only(CITY, Organisation.Kind.SME_AUTHORITY)
    cast.second_of_sme = cast.person(authority, sme, username=f"{sme.value}.02")
    pboc, branch = Role.PBOC, reads.the_only(CITY, Organisation.Kind.PBOC)
    cast.second_of_pboc = cast.person(branch, pboc, username=f"{pboc.value}.02")
    return cast


def _authorities(cast: Cast) -> None:
    bureau = reads.the_only(CITY, Organisation.Kind.BUREAU)
    for region in regions():
        county = "" if region == CITY else region
        own = _county_bureau(cast, region) if region in OWN_BUREAUS else bureau
        people = {
            role: cast.person(own, role, region=county, username=_desk_name(role, county))
            for role in (DESKS if region == CITY else (*DESKS, Role.COUNTY_CLERK))
        }
        cast.desks[region] = Party(organisation=own, people=people)
    _let_counties_decide(cast)
    for role in OVERSIGHT:
        organisation = reads.the_only(CITY, role.value)
        cast.overseers[role] = cast.person(organisation, role, username=role.value)


def _county_bureau(cast: Cast, region: str) -> Organisation:
    names = {county.code: county.name for county in known_cities()[CITY].counties}
    return admit_organisation.by_system(
        actor=cast.actor, now=cast.now, kind=Organisation.Kind.BUREAU.value,
        name=f"{names[region]}财政局", region=region, address=f"{names[region]}演示财政街1号",
        demo=True,
    )  # fmt: skip


def _let_counties_decide(cast: Cast) -> None:
    """Let two counties decide themselves from the next day on; a third delegates to the city."""
    day = day_of(cast.now)
    opens = ((open_procurement_desk, DESKS[:2]), (open_treasury_desk, DESKS[2:]))
    for region in OWN_BUREAUS:
        people = cast.desks[region].people
        for act, pair in opens:
            first, second = (people[role] for role in pair)
            together(act, first, second, cast.now, opened_on=day + NEXT_DAY)
    first, second = (cast.desks[CITY].people[role] for role in DESKS[:2])
    together(
        record_delegation, first, second, cast.now, region=DELEGATES,
        no=f"汝财函〔{day.year}〕12号", paper="原件存洛阳市财政局采购科", filing=True, payment=True,
        valid_from=day, valid_to=day + FOR_DAYS,
    )  # fmt: skip


def _desk_name(role: Role, county: str) -> str:
    main = not county or (role is Role.COUNTY_CLERK and county == MAIN_COUNTY)
    return role.value if main else f"{role.value}.{county}"


def _institution(cast: Cast, index: int, facts: dict[str, Any]) -> Party:
    served = tuple(facts.get("regions", [CITY]))
    connected = date.fromisoformat(facts["connected_on"]) if facts["connected_on"] else None
    organisation = admit_organisation.by_system(
        actor=cast.actor,
        now=cast.now,
        kind="institution",
        name=facts["name"],
        region=served[0],
        uscc=invented_uscc("91", served[0], index + 1),
        address=f"洛阳市演示金融街{index + 1}号",
        contact_name="政采贷专员",
        contact_phone=f"0379-0000{index + 1:04d}",
        institution=InstitutionFacts(
            regions=served,
            licence_no=f"B{index + 1:04d}H241030001",
            licence_kind=facts["kind"],
            connected_on=connected,
            connected_evidence=f"与省平台联调记录 演示-{connected}" if connected else "",
            local_legal_person=facts["local"],
        ),
        demo=True,
    )
    people = {
        role: cast.person(organisation, role, username=_numbered(role, index))
        for role in INSTITUTION
    }
    return Party(
        organisation=organisation,
        people=people,
        regions=served,
        bank_code=f"{facts['cnaps']}{TAIL}",
    )


def _purchaser(cast: Cast, region: str, place: int) -> Party:
    index = sum(len(parties) for parties in cast.purchasers.values())
    names = {county.code: county.name for county in known_cities()[CITY].counties}
    stem = read("parties")["purchasers"][index % len(read("parties")["purchasers"])]
    organisation = admit_organisation.by_system(
        actor=cast.actor,
        now=cast.now,
        kind="purchaser",
        name=f"{names.get(region, known_cities()[CITY].name)}{stem}",
        region=region,
        uscc=invented_uscc("12", region, index + 1),
        address=f"{names.get(region, known_cities()[CITY].name)}演示路{place + 1}号",
        contact_name="采购办",
        contact_phone=f"0379-0001{index + 1:04d}",
        demo=True,
    )
    known = place == 0
    people = {
        role: cast.person(organisation, role, username=_numbered(role, index) if known else "")
        for role in PURCHASER
    }
    return Party(organisation=organisation, people=people)


def _agency(cast: Cast) -> Party:
    organisation = admit_organisation.by_system(
        actor=cast.actor, now=cast.now, kind=Organisation.Kind.AGENCY.value,
        name="洛阳演示招标代理有限公司", region=MAIN_COUNTY,
        uscc=invented_uscc("91", MAIN_COUNTY, 95), address="洛阳市演示招标街1号",
        contact_name="项目部", contact_phone="0379-00000095", demo=True,
    )  # fmt: skip
    clerk = Role.AGENCY_CLERK
    people = {clerk: cast.person(organisation, clerk, username=clerk.value)}
    return Party(organisation=organisation, people=people)


def _supplier(cast: Cast, index: int) -> Party:
    facts = read("parties")["suppliers"]
    stem, trade, industry, employees, revenue, assets = facts[index % len(facts)]
    round_ = index // len(facts)
    region = regions()[index % len(regions())]
    organisation = admit_organisation.by_system(
        actor=cast.actor,
        now=cast.now,
        kind="supplier",
        name=f"洛阳{ROUNDS[round_]}{stem}{trade}",
        region=region,
        uscc=_code(trade, PROVINCE if index == AWAY else region, 100 + index),
        address=f"洛阳市演示产业园{index + 1}号楼",
        contact_name="财务负责人",
        contact_phone=f"0379-0002{index + 1:04d}",
        supplier=SupplierFacts(
            industry=industry,
            employees=employees,
            revenue_wan=Decimal(revenue),
            assets_wan=Decimal(assets),
        ),
        demo=True,
    )
    username = _numbered(Role.SUPPLIER, index) if index < KNOWN_SUPPLIERS else ""
    people = {Role.SUPPLIER: cast.person(organisation, Role.SUPPLIER, username=username)}
    return Party(organisation=organisation, people=people)


def _code(trade: str, place: str, number: int) -> str:
    return invented_uscc("91" if trade.endswith("公司") else INDIVIDUAL, place, number)


def _numbered(role: Role, index: int) -> str:
    return role.value if index == 0 else f"{role.value}.{index + 1:02d}"


def invented_uscc(head: str, region: str, number: int) -> str:
    """Make a valid code that no organisation bears."""
    body = f"{head}{region}MA{number:07d}"
    return body + uscc_check(body)
