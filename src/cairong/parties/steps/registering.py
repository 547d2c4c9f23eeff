"""Steps on registering: a supplier by its USCC, a first person, the bureau's look at the papers."""

from datetime import datetime
from uuid import UUID

from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.actions.admit import SupplierFacts, keep_profile
from cairong.parties.models import Account, Claim, Mandate, Organisation, Person
from cairong.parties.states import CLAIM
from cairong.parties.steps.accounts import free_username, set_password
from cairong.parties.steps.facts import require_regions

Kind = Organisation.Kind


def supplier_by_uscc(
    actor: Actor,
    now: datetime,
    *,
    uscc: str,
    name: str,
    region: str,
    address: str,
    supplier: SupplierFacts,
) -> Organisation:
    """Find and lock the supplier of a USCC, or make it. Writes: parties.Organisation.

    Raises Invalid for a value that cannot stand, Conflict where it has people or a claim waits.
    """
    code = check_uscc(uscc, "uscc")
    require_regions(actor.city, [region], field="region")
    known = (
        Organisation.objects.select_for_update(of=("self",), no_key=True)
        .filter(city_id=actor.city, kind=Kind.SUPPLIER, uscc=code)
        .first()
    )
    if known is not None and Mandate.objects.lasting(day_of(now)).filter(organisation=known):
        raise Conflict("parties.supplier_has_people", name=known.name)
    if known is not None and known.claims.filter(state="waiting").exists():
        raise Conflict("parties.claim_waiting", name=known.name)
    organisation = known or Organisation.objects.create(
        city_id=actor.city,
        kind=Kind.SUPPLIER,
        uscc=code,
        name=clean_text(name, field="name", least=2, most=200),
        region=region,
        address=clean_text(address, field="address", least=1, most=200),
    )
    if not hasattr(organisation, "supplier_profile"):
        keep_profile(organisation, on=day_of(now), supplier=supplier, institution=None)
    return organisation


def claim_to_act(
    organisation: Organisation,
    now: datetime,
    *,
    person: str,
    phone: str,
    evidence: str,
    username: str,
    password: str,
) -> Claim:
    """Let a new person say that they act for a supplier, with an account that waits.

    Raises Invalid, Conflict for a user name that is taken: said last, for whoever asks who is here
    has to register. Writes: parties.Person, parties.Account, parties.Claim.
    """
    papers = clean_text(evidence, field="evidence", least=1, most=500, lines=True)
    account = Account(username=username)
    set_password(account, password)
    account.person = Person.objects.create(
        city_id=organisation.city_id,
        name=clean_text(person, field="person", least=1, most=60),
        phone=clean_text(phone, field="phone", least=5, most=30),
    )
    account.username = free_username(username)
    account.save()
    return Claim.objects.create(
        city_id=organisation.city_id,
        organisation=organisation,
        person=account.person,
        evidence=papers,
        created_at=now,
    )


def claim_for(actor: Actor, claim_id: UUID, *, lock: bool = False) -> Claim:
    """Fetch a claim of the desk's region. Raises NotFound."""
    rows = Claim.objects.filter(city_id=actor.city).select_related("organisation", "person")
    if not actor.whole_city:
        rows = rows.filter(organisation__region=actor.region)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    claim = rows.filter(pk=claim_id).first()
    if claim is None:
        raise NotFound("access.not_found", thing="授权证明")
    return claim


def decide_claim(
    actor: Actor, now: datetime, claim_id: UUID, *, accepted: bool, reason: str
) -> Claim:
    """Give the person of a claim the mandate, or close their account.

    Raises NotFound, WrongState. Writes: parties.Claim, parties.Mandate, parties.Account,
    parties.Organisation.
    """
    claim = claim_for(actor, claim_id, lock=True)
    claim.state = CLAIM.after(claim.state, "accept" if accepted else "refuse")
    claim.reason = clean_text(reason, field="reason", least=1, most=500, lines=True)
    claim.decided_by_id, claim.decided_at = actor.person_id, now
    claim.save()
    accounts = Account.objects.filter(person_id=claim.person_id)
    if not accepted:
        accounts.update(is_active=False)
        return claim
    mandate = Mandate.objects.create(
        organisation_id=claim.organisation_id,
        person_id=claim.person_id,
        role=Role.SUPPLIER,
        region=claim.organisation.region,
        administrator=True,
        valid_from=day_of(now),
    )
    accounts.update(mandate=mandate)
    _keep_contact(claim)
    return claim


def _keep_contact(claim: Claim) -> None:
    """Let the person proved be whom one calls, where the supplier names nobody yet."""
    Organisation.objects.filter(pk=claim.organisation_id, contact_phone="").update(
        contact_name=claim.person.name, contact_phone=claim.person.phone
    )
