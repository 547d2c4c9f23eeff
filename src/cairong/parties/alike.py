"""Who bears a name that looks like another: found, and said by which characters they differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from cairong.kernel.actor import Actor
from cairong.parties.looks import NameLook
from cairong.parties.models import Claim, Organisation
from cairong.parties.reads import KIND_WORDS, region_names, supplier_of
from cairong.policy.contracts import same_name
from cairong.policy.names import differences, look_of

SAME, NO_CODE, FORMER, SUSPENDED = "名称逐字相同", "没有登记代码", "曾用名", "已停用"


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An organisation that stands under another code, and its name that looks like one's own.

    `differs` says by which characters, empty where by none; `former` that it bore the name before.
    """

    id: UUID
    name: str
    kind: str
    uscc: str
    region: str
    former: bool
    active: bool
    differs: str

    @property
    def kind_word(self) -> str:
        """What kind of organisation it is."""
        return KIND_WORDS[self.kind]

    @property
    def words(self) -> str:
        """All of it in one line, as an event keeps it and a refusal says it."""
        marks = [KIND_WORDS[self.kind], self.uscc or NO_CODE]
        marks += [FORMER] if self.former else []
        marks += [] if self.active else [SUSPENDED]
        return f"「{self.name}」({','.join(marks)}):{self.differs or SAME}"


def alike(city: str, name: str, *, uscc: str, but: UUID | None = None) -> list[Alike]:
    """List the organisations under another code whose name, now or before, looks like this one."""
    rows = NameLook.objects.filter(city_id=city, look=look_of(name)).exclude(organisation=but)
    if uscc:
        rows = rows.exclude(organisation__uscc=uscc)
    places = region_names(city)
    return [
        Alike(
            id=row.organisation_id,
            name=row.name,
            kind=row.organisation.kind,
            uscc=row.organisation.uscc,
            region=places.get(row.organisation.region, row.organisation.region),
            former=row.name != row.organisation.name,
            active=row.organisation.active,
            differs=differences(name, row.name),
        )
        for row in rows.select_related("organisation").order_by("pk")
    ]


def alike_to(organisation: Organisation) -> list[Alike]:
    """List whose name looks like that of an organisation."""
    return alike(
        organisation.city_id, organisation.name, uscc=organisation.uscc, but=organisation.pk
    )


def alike_to_claim(claim: Claim) -> list[Alike]:
    """List whose name looks like the one that the supplier of a claim bears, or would bear."""
    known = supplier_of(claim)
    return alike_to(known) if known else alike(claim.city_id, claim.name, uscc=claim.uscc)


def noted_alike(found: Sequence[Alike]) -> dict[str, list[str]]:
    """Write down whose names look alike as a fact of an event; none where nobody's does."""
    return {"alike": [each.words for each in found]} if found else {}


def lock_names(city: str) -> None:
    """Let one name of a city be taken after the other: the lock that the database takes at the end.

    Held until the transaction ends. Whoever compares names after it sees every name there is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('names of ' || %s, 0))", [city]
        )


def keep_look(organisation: Organisation, now: datetime) -> list[Alike]:
    """Keep what a name that an organisation takes looks like; list whose names look like it.

    To be called by acts of two persons alone where there are such: the database asks for their
    proposal of this moment, which must have named them. Writes: parties.NameLook.
    """
    lock_names(organisation.city_id)
    found = alike_to(organisation)
    decided = {"alike_at": now} if found else {}
    NameLook.objects.update_or_create(
        organisation=organisation,
        name=organisation.name,
        defaults=decided,
        create_defaults={
            "city_id": organisation.city_id,
            "look": look_of(organisation.name),
            **decided,
        },
    )
    return found


def suppliers_looking(city: str, names: Iterable[str]) -> Mapping[str, list[Organisation]]:
    """List by name the suppliers whose name, now or before, looks like it, suspended ones too."""
    return bearers_looking(city, names, kind=Organisation.Kind.SUPPLIER)


def bearers_looking(
    city: str, names: Iterable[str], *, kind: str
) -> Mapping[str, list[Organisation]]:
    """List by name the organisations of a kind whose name, now or before, looks like it."""
    looks = {name: look_of(name) for name in names}
    found = defaultdict[str, dict[UUID, Organisation]](dict)
    rows = NameLook.objects.filter(
        city_id=city, look__in=set(looks.values()), organisation__kind=kind
    )
    for row in rows.select_related("organisation").order_by("pk"):
        found[row.look].setdefault(row.organisation_id, row.organisation)
    return {name: list(found[look].values()) for name, look in looks.items() if look in found}


def suppliers_certain(city: str, names: Iterable[str]) -> dict[str, UUID]:
    """Find the suppliers that bear a name, where it is theirs beyond doubt.

    Whoever is found here is paid: nobody is where another's name looks like it or did before, nor
    by a name that only looks like theirs, nor by a former one, which another may bear by now.
    """
    looking = suppliers_looking(city, names)
    return {name: found[0].pk for name, found in looking.items() if is_certain(name, found)}


def is_certain(name: str, found: Sequence[Organisation]) -> bool:
    """Whether one supplier alone, that is active, bears a name of all whose names look like it.

    `found` are those that bear or bore one: a name that another gave up may mean either.
    """
    return len(found) == 1 and found[0].active and same_name(found[0].name, name)


def doubtful(actor: Actor, names: Iterable[str]) -> dict[str, list[tuple[UUID, str]]]:
    """List by name the active suppliers it could mean, where it is not certain which it is."""
    could, certain = suppliers_meant(actor, names)
    return {name: offered for name, offered in could.items() if name not in certain}


def suppliers_meant(
    actor: Actor, names: Iterable[str]
) -> tuple[dict[str, list[tuple[UUID, str]]], dict[str, UUID]]:
    """List by name the active suppliers it could mean, and the one it means beyond doubt."""
    looking = suppliers_looking(actor.city, names)
    could = {
        name: [(each.pk, named_by(name, each)) for each in found if each.active]
        for name, found in looking.items()
    }
    return could, {name: each[0].pk for name, each in looking.items() if is_certain(name, each)}


def named_by(name: str, bearer: Organisation) -> str:
    """Name an organisation with its code, as which it bore a name, and that it is suspended."""
    look = look_of(name)
    former = look_of(bearer.name) != look
    bore = next((each for each in bearer.former_names if look_of(each) == look), "")
    marks = [bearer.uscc or NO_CODE]
    marks += [f"{FORMER}「{bore}」"] if former and bore else []
    marks += [] if bearer.active else [SUSPENDED]
    return f"{bearer.name}({','.join(marks)})"
