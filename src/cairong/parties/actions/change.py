"""What is known of an organisation changes: by the operator on papers, its own facts by itself."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties import reads
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Organisation
from cairong.parties.people import require_whole_organisation
from cairong.parties.reads import known_facts
from cairong.parties.steps.admitting import (
    changed_on_papers,
    keep_facts,
    locked_organisation,
    note_change,
    require_not_institution,
)
from cairong.parties.steps.facts import plain_contact
from cairong.parties.steps.profiles import keep_profile

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
) -> Organisation:
    """Write an organisation's facts anew as `papers` say them: operator, and bureau.

    Whom to call stays as it is where neither name nor number is given.
    A new name holds from `named_on`; by a former one the organisation is still found. What was
    signed keeps what it says. The organisation hears of it. An institution's the bureau itself
    changes (room `admission`).
    Raises NotFound, Invalid for facts that cannot stand, Conflict where nothing would change and
    for an institution.
    Whose names look like a new one, the second person reads beside it.
    Writes: parties.Organisation, parties.NameLook. Source: D22.
    """
    found = locked_organisation(actor.city, organisation_id)
    require_not_institution(actor, found.kind)
    return changed_on_papers(
        actor,
        now,
        found,
        papers=papers,
        name=name,
        named_on=named_on,
        uscc=uscc,
        address=address,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )


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
    found = locked_organisation(actor.city, require_whole_organisation(actor, now).organisation_id)
    before = known_facts(found)
    keep_facts(found, address, plain_contact(contact_name, contact_phone, needed=True), needed=True)
    keep_profile(found, on=day_of(now), supplier=supplier, institution=None)
    bureau = reads.readers(actor.city, Kind.BUREAU)
    return note_change(actor, now, found, before, said={}, visible_to=[found.pk, *bureau])
