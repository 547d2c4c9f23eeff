"""Take a dispute back before it is decided, with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.parties.reads import stands_for
from cairong.policy.sizing import CLAUSE
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_for
from cairong.sizing.states import ASKERS, DISPUTE
from cairong.sizing.steps.saying import say
from cairong.sizing.steps.telling import at_authority, at_firm


@use_case(*ASKERS, word="撤回规模异议", counties=True)
def withdraw_dispute(*, actor: Actor, now: datetime, dispute_id: UUID, reason: str) -> Dispute:
    """Take back what one's own organisation asked; the firm and the authority are told.

    The class stays as it was. Raises NotFound for what another asked, WrongState for one that is
    over, Invalid without a reason. Writes: sizing.Dispute, sizing.Saying, clocks.Mark.
    Source: 802§29.
    """
    found = dispute_for(actor, dispute_id, lock=True)
    if not stands_for(actor.organisation_id, found.asker_id):
        raise NotFound("access.not_found", thing="本单位提出的规模异议")
    before = found.state
    found.state, found.ended_at = DISPUTE.after(before, "withdraw"), now
    said = say(actor, now, found, Saying.Kind.WITHDRAWN, words=reason, field="reason")
    found.save(update_fields=["state", "ended_at"])
    cancel_duties(subject_id=found.pk, on=day_of(now), now=now, reason="提出的单位撤回")
    own = found.asker_id == found.supplier_id
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.withdrawn",
        subject=found,
        visible_to=[found.authority_id, found.supplier_id],
        before={"state": before},
        after={
            "no": found.no,
            "supplier": found.supplier.name,
            "state": found.state,
            "reason": said.words,
        },
        basis=[CLAUSE],
        tell=[*at_authority(found), *([] if own else at_firm(found))],
    )
    return found
