"""What is known of an organisation changes: by the operator on papers, its own facts by itself."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.actions.admit import basis_of
from cairong.parties.alike import keep_look, noted_alike
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.parties.people import administrators, own_organisation_id, require_whole_organisation
from cairong.parties.reads import known_facts
from cairong.parties.steps.facts import noted, plain_contact
from cairong.parties.steps.profiles import keep_profile
from cairong.policy.names import clean_name

Kind = Organisation.Kind


@two_person(Role.OPERATOR, word="变更单位登记信息", put=True)
def change_organisation(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    papers: str,
    name: str,
    named_on: date | None = None,
    uscc: str = "",
    address: str = "",
    contact_name: str | None = None,
    contact_phone: str | None = None,
    institution: InstitutionFacts | None = None,
) -> Organisation:
    """Write an organisation's facts anew as `papers` say them: operator, and bureau.

    Whom to call stays as it is where neither name nor number is given.
    A new name holds from `named_on`; by a former one the organisation is still found. What was
    signed keeps what it says. The organisation hears of it; of an institution, the bureau too.
    Raises NotFound, Invalid for facts that cannot stand, Conflict where nothing would change.
    Whose names look like a new one, the second person reads beside it.
    Writes: parties.Organisation, parties.NameLook, parties.InstitutionProfile. Source: D20, D22.
    """
    found = _locked(actor.city, organisation_id)
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
    _keep(found, address, contact)
    keep_profile(found, on=day_of(now), supplier=None, institution=institution)
    bureau = reads.readers(actor.city, Kind.BUREAU) if institution else []
    return _noted(
        actor, now, found, before, said=said, tell=_told_own(actor, found, now),
        visible_to=[found.pk, *bureau],
    )  # fmt: skip


@use_case(word="更新本单位信息")
def change_own_facts(
    *,
    actor: Actor,
    now: datetime,
    address: str,
    contact_name: str,
    contact_phone: str,
    supplier: SupplierFacts | None = None,
) -> Organisation:
    """Write anew whom to call and where one is, and a supplier's figures, as an administrator.

    What was signed keeps the size and the address it says. Raises NotAllowed for who administers
    one region of the organisation only, Invalid for facts that cannot stand, Conflict where
    nothing would change. Writes: parties.Organisation, parties.SupplierProfile.
    Source: D22, 一(一)-5.
    """
    found = _locked(actor.city, require_whole_organisation(actor, now).organisation_id)
    before = known_facts(found)
    _keep(found, address, plain_contact(contact_name, contact_phone, needed=True), needed=True)
    keep_profile(found, on=day_of(now), supplier=supplier, institution=None)
    bureau = reads.readers(actor.city, Kind.BUREAU)
    return _noted(actor, now, found, before, said={}, visible_to=[found.pk, *bureau])


def _locked(city: str, organisation_id: UUID) -> Organisation:
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


def _keep(
    found: Organisation, address: str, contact: dict[str, str], *, needed: bool = False
) -> None:
    found.address = clean_text(address, field="address", least=int(needed), most=200)
    found.contact_name, found.contact_phone = contact["contact_name"], contact["contact_phone"]
    found.save(
        update_fields=[
            "name", "former_names", "uscc", "address", "contact_name", "contact_phone",
        ]
    )  # fmt: skip


def _noted(
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
