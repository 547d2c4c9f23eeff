"""The bureau looks at a first person's papers; the winner of an award is joined to it (D22)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.reads import award_of_claim
from cairong.contracts.steps.winners import join_winner
from cairong.kernel.actor import Actor, Role
from cairong.parties.models import Claim
from cairong.parties.steps.registering import decide_claim

JOINED = "contracts.winner.joined"


@use_case(Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, word="核实授权")
def prove_mandate(
    *, actor: Actor, now: datetime, claim_id: UUID, accepted: bool, reason: str
) -> Claim:
    """Decide whether a person has proved to act for a supplier, as the procurement desk.

    `reason` names the papers looked at, or says what is missing. Whoever registered from the
    invitation in an award is its winner from here on, and gets the notice letter. A supplier not
    known before stands once this is accepted. Raises NotFound, WrongState, Conflict where the
    supplier has people by now. Writes: parties.Claim, parties.Mandate, parties.Account,
    parties.Organisation, parties.SupplierProfile, contracts.AwardShare. Source: D22, 附-1.
    """
    claim = decide_claim(actor, now, claim_id, accepted=accepted, reason=reason)
    award = award_of_claim(claim)
    joined = accepted and award is not None and join_winner(claim)
    record(
        actor=actor,
        now=now,
        type="parties.mandate.proved" if accepted else "parties.mandate.refused",
        subject=claim,
        about=[claim.organisation_id, award.pk if award else None],
        visible_to=[claim.organisation_id, award.purchaser_id if award else None],
        after={
            "person": claim.person.name,
            "reason": claim.reason,
            "supplier": claim.named,
        },
        basis=["一(一)-5", *(["附-1"] if joined else [])],
        tell=_purchaser(award, accepted=accepted),
        also=[JOINED] if joined else [],
    )
    return claim


def _purchaser(award: Award | None, *, accepted: bool) -> list[Tell]:
    """Who hears what became of the winner that was invited: its purchaser."""
    if award is None or award.purchaser_id is None:
        return []
    return [
        Tell(
            organisation_id=award.purchaser_id,
            role=Role.PURCHASER_OFFICER,
            saying=JOINED if accepted else "contracts.winner.refused",
            subject_id=award.pk,
        )
    ]
