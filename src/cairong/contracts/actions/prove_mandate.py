"""The bureau looks at a first person's papers; the winner of an award is joined to it (D22)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.reads import award_of_claim
from cairong.contracts.steps.winners import join_winner
from cairong.kernel.actor import Actor, Role
from cairong.parties.alike import alike_to_claim, noted_alike
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
    supplier has people by now, or its name looks like one under another code: then two persons
    decide (`admit_alike`). Writes: parties.Claim, parties.Mandate, parties.Account,
    parties.Organisation, parties.SupplierProfile, parties.NameLook, contracts.AwardShare.
    Source: D22, 附-1.
    """
    return decided(actor, now, claim_id, accepted=accepted, reason=reason)


def decided(
    actor: Actor,
    now: datetime,
    claim_id: UUID,
    *,
    accepted: bool,
    reason: str,
    by_two: bool = False,
) -> Claim:
    """Decide a claim, by one person or `by_two`, and record it: what both acts have in common.

    Writes: see `prove_mandate`.
    """
    claim = decide_claim(actor, now, claim_id, accepted=accepted, reason=reason, by_two=by_two)
    others = noted_alike(alike_to_claim(claim)) if by_two else {}
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
            **({"uscc": claim.uscc} if by_two else {}),
            **others,
        },
        basis=["一(一)-5", *(["附-1"] if joined else [])],
        tell=_purchaser(award, _saying(accepted=accepted, joined=joined)),
        also=[JOINED] if joined else [],
    )
    return claim


def _saying(*, accepted: bool, joined: bool) -> str:
    if not accepted:
        return "contracts.winner.refused"
    return JOINED if joined else "contracts.winner.which"


def _purchaser(award: Award | None, saying: str) -> list[Tell]:
    """Who hears what became of the winner that was invited: its purchaser."""
    if award is None or award.purchaser_id is None:
        return []
    return [
        Tell(
            organisation_id=award.purchaser_id,
            role=Role.PURCHASER_OFFICER,
            saying=saying,
            subject_id=award.pk,
        )
    ]
