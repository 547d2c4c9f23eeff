"""Steps on who takes part: an organisation made on papers, its facts written anew on papers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.alike import keep_look, noted_alike
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.parties.people import administrators, own_organisation_id
from cairong.parties.reads import known_facts
from cairong.parties.steps.facts import noted, plain_contact, require_regions
from cairong.parties.steps.profiles import keep_profile
from cairong.policy.names import clean_name

Kind = Organisation.Kind


def made_organisation(
    city: str,
    now: datetime,
    *,
    kind: str,
    name: str,
    region: str,
    uscc: str = "",
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    supplier: SupplierFacts | None = None,
    institution: InstitutionFacts | None = None,
    demo: bool = False,
) -> tuple[Organisation, dict[str, Any]]:
    """Make an organisation with its profile; answer it, and its facts as an event keeps them.

    Whose names look like its own under another code stands among these facts.
    Raises Invalid for a region the city does not have, a wrong USCC, facts that cannot stand.
    Writes: parties.Organisation, its profile, parties.NameLook.
    """
    require_regions(city, [region], field="region")
    made = Organisation.objects.create(
        city_id=city,
        kind=Kind(kind),
        name=clean_name(name, field="name", most=200),
        uscc=check_uscc(uscc, field="uscc") if uscc else "",
        region=region,
        address=clean_text(address, field="address", most=200),
        demo=demo,
        **plain_contact(contact_name, contact_phone),
    )
    keep_profile(made, on=day_of(now), supplier=supplier, institution=institution)
    others = noted_alike(keep_look(made, now))
    return made, {"kind": made.kind, "region": region, **noted(known_facts(made)), **others}


def basis_of(organisation: Organisation) -> list[str]:
    """Name the obligation by which an organisation of its kind takes part."""
    if organisation.kind == Kind.BUREAU:
        return ["采购法§47"]
    return ["一(一)-4" if organisation.kind == Kind.INSTITUTION else "一(一)-5"]


def require_not_institution(actor: Actor, kind: str) -> None:
    """Refuse an institution: the bureau itself decides about it. Raises Conflict."""
    if kind == Kind.INSTITUTION and actor.role is not Role.SYSTEM:
        raise Conflict("parties.bureau_admits", "一(一)-4")


def changed_on_papers(
    actor: Actor,
    now: datetime,
    found: Organisation,
    *,
    papers: str,
    name: str,
    named_on: date | None = None,
    uscc: str = "",
    address: str = "",
    contact_name: str | None = None,
    contact_phone: str | None = None,
    institution: InstitutionFacts | None = None,
) -> Organisation:
    """Write a locked organisation's facts anew as papers say them, and record it.

    Whom to call stays as it is where neither name nor number is given.
    Raises Invalid for facts that cannot stand, Conflict where nothing would change.
    Writes: parties.Organisation, parties.NameLook, parties.InstitutionProfile.
    """
    before = known_facts(found)
    paper = clean_text(papers, field="papers", least=2, most=200)
    said: dict[str, Any] = {"papers": paper}
    if found.uscc and not uscc:
        raise Invalid("parties.uscc_gone", field="uscc", value=found.uscc)
    found.uscc = check_uscc(uscc, field="uscc") if uscc else ""
    if named := _rename(found, name, named_on, day_of(now)):
        said["named_on"] = named
    if named or before["uscc"] != found.uscc:
        said |= noted_alike(keep_look(found, now))
    contact = {"contact_name": found.contact_name, "contact_phone": found.contact_phone}
    if contact_name is not None and contact_phone is not None:
        contact = plain_contact(contact_name, contact_phone)
    keep_facts(found, address, contact)
    keep_profile(found, on=day_of(now), supplier=None, institution=institution)
    bureau = reads.readers(actor.city, Kind.BUREAU) if institution else []
    return note_change(
        actor, now, found, before, said=said, tell=_told_own(actor, found, now),
        visible_to=[found.pk, *bureau],
    )  # fmt: skip


def locked_organisation(city: str, organisation_id: UUID) -> Organisation:
    """Lock an organisation of a city. Raises NotFound."""
    reads.organisation(city, organisation_id)
    return locked(Organisation.objects.all()).get(pk=organisation_id)


def _rename(found: Organisation, name: str, on: date | None, today: date) -> date | None:
    """Take a new name; return since when it holds, None where it is the old one."""
    if name.strip() == found.name:
        return None
    words = clean_name(name, field="name", least=2, most=200)
    if words == found.name:
        return None
    if on is None:
        raise Invalid("parties.named_on", field="named_on")
    if on > today:
        raise Invalid("parties.later_day", field="named_on", value=on.isoformat())
    found.former_names = [each for each in found.former_names if each != words] + [found.name]
    found.name = words
    return on


def keep_facts(
    found: Organisation, address: str, contact: dict[str, str], *, needed: bool = False
) -> None:
    """Keep where it is and whom to call, with its name and code. Writes: parties.Organisation."""
    found.address = clean_text(address, field="address", least=int(needed), most=200)
    found.contact_name, found.contact_phone = contact["contact_name"], contact["contact_phone"]
    found.save(
        update_fields=[
            "name", "former_names", "uscc", "address", "contact_name", "contact_phone",
        ]
    )  # fmt: skip


def note_change(
    actor: Actor,
    now: datetime,
    found: Organisation,
    before: dict[str, Any],
    *,
    said: dict[str, Any],
    visible_to: Sequence[UUID],
    tell: Sequence[Tell] = (),
) -> Organisation:
    """Record what changed, before and after; refuse where nothing did."""
    after = {key: fact for key, fact in known_facts(found).items() if before.get(key) != fact}
    if not after:
        raise Conflict("parties.nothing_changed")
    named = {"organisation_name": before["name"]} if said else {}
    record(
        actor=actor,
        now=now,
        type="parties.organisation.changed" if said else "parties.organisation.own_facts_changed",
        subject=found,
        visible_to=visible_to,
        before={**named, **noted({key: before.get(key) for key in after})},
        after={**named, **noted(after), **said},
        basis=basis_of(found),
        tell=tell,
    )
    return found


def _told_own(actor: Actor, found: Organisation, now: datetime) -> list[Tell]:
    """Who hears that the operator changed what is known: who administers the organisation."""
    if found.pk == own_organisation_id(actor):
        return []
    desks = {
        (administrator.role, administrator.region)
        for administrator in administrators(found, day_of(now))
    }
    return [
        Tell(organisation_id=found.pk, role=Role(role), region=region)
        for role, region in sorted(desks)
    ]
