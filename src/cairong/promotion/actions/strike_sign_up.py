"""Strike the sign-up of a guest off the list, with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.policy.promotion import CLAUSE
from cairong.promotion.models import SignUp
from cairong.promotion.reads import own_event, sign_up_for
from cairong.promotion.states import HOSTS, OUTREACH_EVENT


@use_case(*HOSTS, word="划去报名")
def strike_sign_up(
    *, actor: Actor, now: datetime, event_id: UUID, sign_up_id: UUID, reason: str
) -> SignUp:
    """Take the sign-up of somebody without an account back, as the host; its place is free again.

    Raises NotFound, WrongState once the event was held, Conflict for one with an account, which
    takes its own back, or for one that came. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "sign_up")
    made = sign_up_for(actor, sign_up_id, lock=True)
    if made.event_id != found.pk:
        raise NotFound("promotion.no_sign_up", CLAUSE, title=found.title)
    if made.organisation_id:
        raise Conflict("promotion.strikes_itself", CLAUSE, name=made.name)
    if made.attended_at:
        raise Conflict("promotion.came_already", CLAUSE, at=made.attended_at)
    said = clean_text(reason, "reason", least=2, most=300, lines=True)
    made.taken_back_at = now
    made.save(update_fields=["taken_back_at"])
    record(
        actor=actor,
        now=now,
        type="promotion.sign_up.struck",
        subject=made,
        about=[found.pk],
        after={"no": found.no, "title": found.title, "name": made.name, "reason": said},
        basis=[CLAUSE],
    )
    return made
