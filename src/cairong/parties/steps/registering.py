"""Steps on registering: a supplier by its USCC, a first person, the bureau's look at the papers."""

from datetime import datetime
from uuid import UUID

from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.alike import alike_to_claim, keep_look, lock_names
from cairong.parties.kinds import FIGURES, SupplierFacts
from cairong.parties.models import Account, Claim, Mandate, Organisation, Person
from cairong.parties.people import free_username
from cairong.parties.reads import claim_for, has_people, supplier_of, waiting_on
from cairong.parties.states import CLAIM
from cairong.parties.steps.accounts import set_password
from cairong.parties.steps.facts import require_regions
from cairong.parties.steps.profiles import keep_profile, sized
from cairong.policy.names import clean_name

Kind = Organisation.Kind


def claim_said(
    actor: Actor,
    now: datetime,
    *,
    uscc: str,
    name: str,
    region: str,
    address: str,
    supplier: SupplierFacts,
) -> Claim:
    """Write down, unsaved yet, what somebody says of the supplier they say to act for.

    Others may be saying so too: the desk decides each. Raises Invalid for a value that cannot
    stand, Conflict where the supplier has people.
    """
    code = check_uscc(uscc, "uscc")
    require_regions(actor.city, [region], field="region")
    claim = Claim(
        city_id=actor.city,
        uscc=code,
        name=clean_name(name, field="name", least=2, most=200),
        region=region,
        address=clean_text(address, field="address", least=1, most=200),
        created_at=now,
        **vars(supplier),
    )
    claim.organisation = supplier_of(claim)
    if claim.organisation and has_people(claim.organisation, now):
        raise Conflict("parties.supplier_has_people", name=claim.named)
    sized(supplier, day_of(now))
    return claim


def claim_to_act(
    claim: Claim, *, person: str, phone: str, evidence: str, username: str, password: str
) -> Claim:
    """Let a new person say that they act for a supplier, with an account that waits.

    Raises Invalid, Conflict where a claim of this person's on this supplier waits, and for a user
    name that is taken: said last, for whoever asks who is here has to register.
    Writes: parties.Person, parties.Account, parties.Claim.
    """
    claim.evidence = clean_text(evidence, field="evidence", least=1, most=500, lines=True)
    account = Account(username=username)
    set_password(account, password)
    who = {
        "name": clean_name(person, field="person", least=1, most=60),
        "phone": clean_text(phone, field="phone", least=5, most=30),
    }
    own = {f"person__{key}": value for key, value in who.items()}
    if waiting_on(claim).filter(**own).exists():
        raise Conflict("parties.claim_waiting", name=claim.named)
    account.person = claim.person = Person.objects.create(city_id=claim.city_id, **who)
    account.username = free_username(username)
    account.save()
    claim.save()
    return claim


def decide_claim(
    actor: Actor, now: datetime, claim_id: UUID, *, accepted: bool, reason: str, by_two: bool
) -> Claim:
    """Give the person of a claim the mandate, or close their account.

    A supplier not known before stands from here on, as the claim says. Raises NotFound,
    WrongState, Conflict where the supplier has people by now, and where its name looks like one
    that stands under another code unless two persons decide. Writes: parties.Claim,
    parties.Mandate, parties.Account, parties.Organisation, parties.SupplierProfile,
    parties.NameLook. Source: D22, docs/decisions/names.md.
    """
    claim = claim_for(actor, claim_id, lock=True)
    claim.state = CLAIM.after(claim.state, "accept" if accepted else "refuse")
    claim.reason = clean_text(reason, field="reason", least=1, most=500, lines=True)
    claim.decided_by_id, claim.decided_at = actor.person_id, now
    accounts = Account.objects.filter(person_id=claim.person_id)
    if not accepted:
        claim.save()
        accounts.update(is_active=False)
        return claim
    _require_persons(claim, by_two=by_two)
    claim.organisation = supplier = _standing(claim, now)
    claim.save()
    mandate = Mandate.objects.create(
        organisation=supplier,
        person_id=claim.person_id,
        role=Role.SUPPLIER,
        region=supplier.region,
        administrator=True,
        valid_from=day_of(now),
    )
    accounts.update(mandate=mandate)
    _keep_contact(supplier, claim.person)
    return claim


def _require_persons(claim: Claim, *, by_two: bool) -> None:
    """Require two persons for a name that looks like another's, and for no other. Raises Conflict.

    Source: 一(一)-5, docs/decisions/names.md.
    """
    lock_names(claim.city_id)
    found = alike_to_claim(claim)
    if found and not by_two:
        others = ";".join(each.words for each in found)
        raise Conflict("parties.name_alike", "一(一)-5", name=claim.named, others=others)
    if by_two and not found:
        raise Conflict("parties.name_alone", "一(一)-5", name=claim.named)


def _standing(claim: Claim, now: datetime) -> Organisation:
    """Find and lock the supplier of a claim, or make it as the claim says.

    Raises Conflict where it has people by now.
    """
    known = supplier_of(claim)
    if known is None:
        said = {"name": claim.name, "region": claim.region, "address": claim.address}
        known, _ = Organisation.objects.get_or_create(
            city_id=claim.city_id, kind=Kind.SUPPLIER, uscc=claim.uscc, defaults=said
        )
        keep_look(known, now)
    supplier = locked(Organisation.objects.all()).get(pk=known.pk)
    if has_people(supplier, now):
        raise Conflict("parties.claim_overtaken", name=supplier.name)
    if claim.industry and not hasattr(supplier, "supplier_profile"):
        facts = SupplierFacts(**{key: getattr(claim, key) for key in FIGURES})
        keep_profile(supplier, on=day_of(now), supplier=facts, institution=None)
    return supplier


def _keep_contact(supplier: Organisation, person: Person) -> None:
    """Let the person proved be whom one calls, where the supplier names nobody yet."""
    Organisation.objects.filter(pk=supplier.pk, contact_phone="").update(
        contact_name=person.name, contact_phone=person.phone
    )
