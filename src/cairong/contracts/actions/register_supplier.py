"""A supplier registers by its USCC, by itself or from the invitation in an award (D22)."""

from dataclasses import replace
from datetime import datetime

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.reads import require_open, winner_invited
from cairong.contracts.steps.winners import require_winner
from cairong.kernel.actor import Actor, Role
from cairong.parties import reads as parties
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim, Organisation
from cairong.parties.steps.registering import claim_said, claim_to_act


@use_case(word="注册供应商")
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
    invitation: str = "",
) -> Claim:
    """Register a supplier and its first person; both stand once the bureau has looked.

    A supplier known by its USCC is found again, not doubled. `invitation` is the token a purchaser
    handed to the winner of an award: used up here, its share is joined when the mandate stands.
    Raises Invalid for values that cannot stand, Conflict where the supplier already has people or
    a claim is waiting, NotFound for an invitation not open, Conflict for another's.
    Writes: parties.Person, parties.Account, parties.Claim, contracts.AwardInvitation. Source: D22.
    """
    invited = winner_invited(actor.city, invitation, lock=True) if invitation else None
    if invited is not None:
        require_open(invited, now)
    said = claim_said(
        actor, now, uscc=uscc, name=name, region=region, address=address, supplier=supplier
    )
    if invited is not None:
        require_winner(invited, said)
    claim = claim_to_act(
        said, person=person, phone=phone, evidence=evidence, username=username, password=password
    )
    if invited is not None:
        invited.claim = claim
        invited.save(update_fields=["claim"])
    _record(actor, now, claim, invited.share.award if invited else None)
    return claim


def _record(actor: Actor, now: datetime, claim: Claim, award: Award | None) -> None:
    bureau = parties.the_only(actor.city, Organisation.Kind.BUREAU)
    record(
        actor=replace(actor, person_name=claim.person.name),
        now=now,
        type="parties.supplier.registered",
        subject=claim,
        about=[claim.organisation_id, award.pk if award else None],
        visible_to=[claim.organisation_id, bureau.pk, award.purchaser_id if award else None],
        after={
            "uscc": claim.uscc,
            "name": claim.named,
            **({"award": award.no} if award else {}),
        },
        basis=["一(一)-5"],
        tell=[Tell(organisation_id=bureau.pk, role=Role.PROCUREMENT_OFFICER)],
    )
