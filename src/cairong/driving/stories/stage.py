"""The stage of one story: its city, its parties and people, the clock, what lines gave names to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from typing import Any, get_args

from django.db.models import Model

from cairong.driving.drive import Drive
from cairong.driving.situation import Absent
from cairong.driving.stories.people import Who
from cairong.driving.stories.reading import Misunderstood
from cairong.driving.stories.script import Party, Story
from cairong.driving.stories.types import names_things
from cairong.kernel.actor import ROLE_NAMES, Actor, Channel, Role, system
from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.errors import Refusal
from cairong.kernel.identifiers import INDIVIDUAL, uscc_check
from cairong.parties import reads
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.policy.catalogue import sentence
from cairong.policy.regions import County, known_cities

HOME_CITY = "410300"
OPENED_ON = date(2021, 3, 10)
REGIONS = {
    county.code: county.name for county in known_cities()[HOME_CITY].counties if not county.valid_to
}
AUTHORITY_NAMES = {
    "bureau": "洛阳市财政局",
    "pboc": "中国人民银行洛阳市分行",
    "sme-authority": "洛阳市工业和信息化局",
    "regulator": "国家金融监督管理总局洛阳监管分局",
    "operator": "采融平台运维中心",
}
USCC_HEADS = {
    "purchaser": "12", "supplier": "91", "institution": "91", "inspector": "11",
    "agency": "91",
    "county-bureau": "11",
}  # fmt: skip


@dataclass(kw_only=True)
class Stage(Drive):
    """Everything the lines of one story act on; `things` are those that lines gave names to."""

    channel: Channel = Channel.STORY
    parties: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    things: dict[str, Model] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The actor of scheduled work."""
        return system(city=self.city)

    @property
    def visitor(self) -> Actor:
        """Whoever comes without an account."""
        return super().visitor.through(Channel.STORY)

    def thing(self, name: str) -> Model:
        """Find what an earlier line gave a name to, as it stands now. Raises Absent."""
        if name not in self.things:
            raise Absent(f"「{name}」没有办成,这一行无从办起")
        found = self.things[name]
        found.refresh_from_db()
        return found

    def meant(self, type_: Any, value: Any) -> Any:
        """Turn what a line says into the thing, party or fact it means. Raises Absent."""
        if isinstance(value, list):
            return [self.meant(next(iter(get_args(type_)), None), item) for item in value]
        if type_ is Organisation:
            return self.parties[value]
        if is_dataclass(type_) and isinstance(type_, type):
            return type_(**value)
        return self.thing(value) if names_things(type_) else value


def found(story: Story) -> Stage:
    """Found the story's city with every party and every person the lines name.

    Raises Misunderstood where a party's facts cannot stand.
    """
    city, opening = _city(story), start_of(day_of(story.lines[0].at))
    stage = Stage(city=city, now=opening)
    found_city(
        actor=stage.system,
        now=opening,
        name="洛阳市" if city == HOME_CITY else f"{city}市",
        opened_on=story.opened or OPENED_ON,
        regions=_regions(city, story),
        authorities=AUTHORITY_NAMES,
        demo=story.demo,
    )
    for index, party in enumerate(story.parties, start=1):
        try:
            stage.parties[party.name] = _admit(stage, party, index)
        except Refusal as refusal:
            words = ";".join(sentence(finding) for finding in refusal.findings)
            raise Misunderstood(party.line, f"「{party.name}」:{words}", story.file) from refusal
    institutions = (party.name for party in story.parties if party.kind == "institution")
    stage.usual_bank = next(institutions, stage.usual_bank)
    _appoint(stage, (*(who for line in story.lines for who in line.by), *_silent(story)))
    return stage


def _city(story: Story) -> str:
    codes = _codes(story)
    cities = {code[:4] for code, _ in codes}
    if len(cities) > 1:
        line = codes[-1][1]
        raise Misunderstood(line, f"一个故事只在一个市里:{'、'.join(sorted(cities))}", story.file)
    return f"{cities.pop()}00" if cities else HOME_CITY


def _codes(story: Story) -> list[tuple[str, int]]:
    found = list[tuple[str, int]]()
    for party in story.parties:
        own = party.facts.get("region")
        codes = [*([own] if own else []), *party.facts.get("regions", [])]
        found += [(code, party.line) for code in codes]
    for line in story.lines:
        found += [(who.region, line.number) for who in line.by if who.region]
    for code, number in found:
        if not (code.isascii() and code.isdigit() and len(code) == len(HOME_CITY)):
            raise Misunderstood(number, f"区划代码应是 6 位数字,现为「{code}」", story.file)
    return found


def _regions(city: str, story: Story) -> list[County]:
    named = REGIONS if city == HOME_CITY else {}
    codes = sorted({code for code, _ in _codes(story)} | set(named))
    return [County(code=code, name=named.get(code, f"{code}区")) for code in codes]


def _admit(stage: Stage, party: Party, index: int) -> Organisation:
    facts = dict(party.facts)
    region = facts.pop("region", stage.city)
    head = INDIVIDUAL if facts.pop("individual", False) else USCC_HEADS[party.kind]
    body = f"{head}{facts.pop('registered', region)}MA{index:07d}"
    return admit_organisation.by_system(
        actor=stage.system,
        now=stage.now,
        kind=party.kind.removeprefix("county-"),
        name=party.name,
        region=region,
        uscc=body + uscc_check(body),
        address=facts.pop("address", f"洛阳市{REGIONS.get(region, '')}{index}号"),
        contact_name=f"{party.name}联系人"[:60],
        contact_phone=f"1380000{index:04d}",
        supplier=_supplier(facts) if party.kind == "supplier" else None,
        institution=_institution(stage, facts) if party.kind == "institution" else None,
    )


def _supplier(facts: dict[str, Any]) -> SupplierFacts:
    if "industry" not in facts:
        facts = {"industry": "软件和信息技术服务业", "employees": 42, "revenue_wan": 1800, **facts}
    return SupplierFacts(**facts)


def _institution(stage: Stage, facts: dict[str, Any]) -> InstitutionFacts:
    return InstitutionFacts(
        regions=facts.get("regions", [stage.city]),
        licence_no="B0001H241030001",
        connected_on=facts.get("connected_on"),
        connected_evidence="与省平台联调记录" if "connected_on" in facts else "",
        local_legal_person=facts.get("local", False),
    )


def _appoint(stage: Stage, people: Iterable[Who]) -> None:
    for number, person in enumerate(people, start=1):
        if person.words in stage.people:
            continue
        organisation = stage.parties.get(person.party) or reads.the_only(stage.city, person.party)
        mandate = appoint_person(
            actor=stage.system,
            now=stage.now,
            organisation_id=organisation.pk,
            role=person.role.value,
            name=_person(person.role, number),
            region=person.region,
        )
        stage.people[person.words] = reads.actor_of(mandate, channel=Channel.STORY)


def _silent(story: Story) -> Iterator[Who]:
    """Name a person of each supplier for whom no line acts: it has one all the same."""
    acting = {person.party for line in story.lines for person in line.by}
    for party in story.parties:
        if party.kind == "supplier" and party.name not in acting:
            yield Who(words=party.name, party=party.name, role=Role.SUPPLIER)


def _person(role: Role, number: int) -> str:
    return f"{ROLE_NAMES[role]}{number}"
