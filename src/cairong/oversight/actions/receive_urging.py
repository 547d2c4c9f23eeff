"""Sign for a letter of urging, as the desk that it went to."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.oversight.models import Urging
from cairong.oversight.urgings import is_held_by, urging_for
from cairong.policy.urging import CLAUSE, DESKS


@use_case(*DESKS, word="签收督办函", counties=True)
def receive_urging(*, actor: Actor, now: datetime, urging_id: UUID) -> Urging:
    """Sign for a letter, once; who did and when stays with it. The days run without it.

    Raises NotFound for a letter to another desk, Conflict where it was signed for.
    Writes: oversight.Urging. Source: 三(一)-2.
    """
    letter = urging_for(actor, urging_id, lock=True)
    if not is_held_by(actor, letter):
        raise NotFound("access.not_found", thing="督办函")
    if letter.received_at is not None:
        raise Conflict("oversight.urge_received", CLAUSE)
    letter.received_at, letter.received_by_id = now, actor.person_id
    letter.save(update_fields=["received_at", "received_by"])
    record(
        actor=actor, now=now, type="oversight.urging.received", subject=letter, about=[letter.pk],
        visible_to=[letter.organisation_id], after={"no": letter.no}, basis=[CLAUSE],
    )  # fmt: skip
    return letter
