"""Sign for a letter of credit guidance, as the institution that it went to."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.guidance.models import Guided
from cairong.guidance.reads import guided_for
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.policy.guidance import CLAUSE


@use_case(Role.INSTITUTION_OFFICER, word="签收信贷指导函")
def receive_guidance(*, actor: Actor, now: datetime, guided_id: UUID) -> Guided:
    """Sign for a letter, once; who did and when stays with it. The days run without it.

    Raises NotFound for a letter to another, Conflict where it was signed for.
    Writes: guidance.Guided. Source: 三(一)-3.
    """
    found = guided_for(actor, guided_id, lock=True)
    if found.received_at is not None:
        raise Conflict("guidance.received", CLAUSE)
    found.received_at, found.received_by_id = now, actor.person_id
    found.save(update_fields=["received_at", "received_by"])
    record(
        actor=actor,
        now=now,
        type="guidance.letter.received",
        subject=found,
        about=[found.letter_id],
        visible_to=[found.letter.authority_id],
        after={"no": found.letter.no},
        basis=[CLAUSE],
    )
    return found
