"""A supplier registers by its USCC; its first person proves the mandate to the bureau (D22)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.actions.admit import SupplierFacts, keep_profile
from cairong.parties.models import Account, Claim, Mandate, Organisation, Person, Region
from cairong.parties.states import CLAIM
from cairong.parties.steps.accounts import free_username, set_password

Kind = Organisation.Kind
DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


@use_case()
def register_supplier(
    *,
    actor: Actor,
    now: datetime,
    uscc: str,
    name: str,
    region: str,
    address: str,
    supplier: SupplierFacts,
    person: str,
    phone: str,
    evidence: str,
    username: str,
    password: str,
) -> Claim:
    """Register a supplier and its first person; the mandate stands once the bureau has looked.

    A supplier known by its USCC is found again, not doubled. Raises Invalid for values that
    cannot stand, Conflict where the supplier already has people or a claim is waiting.
    Writes: parties.Organisation, parties.Person, parties.Account, parties.Claim. Source: D22.
    """
    organisation = _supplier(actor, check_uscc(uscc, "uscc"), name, region, address)
    if not hasattr(organisation, "supplier_profile"):
        keep_profile(organisation, supplier=supplier, institution=None)
    papers = clean_text(evidence, field="evidence", least=1, most=500, lines=True)
    account = Account(username=username)
    set_password(account, password)
    account.person = Person.objects.create(
        city_id=actor.city,
        name=clean_text(person, field="person", least=1, most=60),
        phone=clean_text(phone, field="phone", least=5, most=30),
    )
    account.username = free_username(username)  # last: whoever asks who is here has to register
    account.save()
    claim = Claim.objects.create(
        city_id=actor.city,
        organisation=organisation,
        person=account.person,
        evidence=papers,
        created_at=now,
    )
    bureau = reads.the_only(actor.city, Kind.BUREAU)
    record(
        actor=replace(actor, person_name=account.person.name), now=now,
        type="parties.supplier.registered", subject=claim,
        about=[organisation.pk], visible_to=[organisation.pk, bureau.pk],
        after={"uscc": organisation.uscc, "name": organisation.name}, basis=["一(一)-5"],
        tell=[Tell(organisation_id=bureau.pk, role=Role.PROCUREMENT_OFFICER)],
    )  # fmt: skip
    return claim


@use_case(*DESK)
def prove_mandate(
    *, actor: Actor, now: datetime, claim_id: UUID, accepted: bool, reason: str
) -> Claim:
    """Decide whether a person has proved to act for a supplier, as the procurement desk.

    `reason` names the papers looked at, or says what is missing. Raises NotFound, WrongState.
    Writes: parties.Claim, parties.Mandate, parties.Account, parties.Organisation. Source: D22.
    """
    claim = claim_for(actor, claim_id, lock=True)
    claim.state = CLAIM.after(claim.state, "accept" if accepted else "refuse")
    claim.reason = clean_text(reason, field="reason", least=1, most=500, lines=True)
    claim.decided_by_id, claim.decided_at = actor.person_id, now
    claim.save()
    accounts = Account.objects.filter(person_id=claim.person_id)
    if accepted:
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
    else:
        accounts.update(is_active=False)
    record(
        actor=actor,
        now=now,
        type="parties.mandate.proved" if accepted else "parties.mandate.refused",
        subject=claim,
        about=[claim.organisation_id],
        visible_to=[claim.organisation_id],
        after={"person": claim.person.name, "reason": claim.reason},
        basis=["一(一)-5"],
    )
    return claim


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


def _keep_contact(claim: Claim) -> None:
    """Let the person proved be whom one calls, where the supplier names nobody yet."""
    Organisation.objects.filter(pk=claim.organisation_id, contact_phone="").update(
        contact_name=claim.person.name, contact_phone=claim.person.phone
    )


def _supplier(actor: Actor, uscc: str, name: str, region: str, address: str) -> Organisation:
    if not Region.objects.filter(city_id=actor.city, code=region).exists():
        raise Invalid("parties.no_region", field="region", value=region)
    known = (
        Organisation.objects.select_for_update(of=("self",), no_key=True)
        .filter(city_id=actor.city, kind=Kind.SUPPLIER, uscc=uscc)
        .first()
    )
    if known is None:
        return Organisation.objects.create(
            city_id=actor.city,
            kind=Kind.SUPPLIER,
            uscc=uscc,
            name=clean_text(name, field="name", least=2, most=200),
            region=region,
            address=clean_text(address, field="address", least=1, most=200),
        )
    if known.mandates.filter(ended_reason="").exists():
        raise Conflict("parties.supplier_has_people", name=known.name)
    if known.claims.filter(state="waiting").exists():
        raise Conflict("parties.claim_waiting", name=known.name)
    return known
