"""Daily: the contacts of those who signed up without an account go, some days after it."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.promotion import CLAUSE
from cairong.promotion.models import OutreachEvent
from cairong.promotion.reads import event_for, guests_to_forget
from cairong.promotion.states import OUTREACH_EVENT
from cairong.rulebook.reads import parameter

KEPT = "contact_kept_days"
OVER = "删除联系方式"
LEFT = (
    "SELECT FROM promotion_signup AS kept JOIN promotion_outreachevent AS held"
    " ON held.id = kept.event_id WHERE held.city_id = %s AND kept.contact <> ''"
)


def erase_contacts(*, actor: Actor, now: datetime) -> int:
    """Erase, event by event, the contacts whose days are over; count the events."""
    if not anything(LEFT, actor.city):
        return 0
    days = parameter(actor.city, KEPT, on=day_of(now))
    ids = guests_to_forget(actor.city, now - timedelta(days=days))
    acts = [partial(erase_contacts_of, event_id=pk) for pk in ids]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="到期删除联系方式")
def erase_contacts_of(*, actor: Actor, now: datetime, event_id: UUID) -> OutreachEvent:
    """Erase the contacts of one event's guests, counted from its end or from its calling off.

    That they signed up and came stays.

    Raises WrongState before its days are over. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = event_for(actor, event_id, lock=True)
    days = parameter(actor.city, KEPT, on=day_of(now))
    over_at = found.ended_at if found.state == "called_off" else found.ends_at
    if over_at is None or over_at + timedelta(days=days) > now:
        raise OUTREACH_EVENT.refusal(found.state, OVER)
    erased = found.sign_ups.exclude(contact="").update(contact="", erased_at=now)
    record(
        actor=actor,
        now=now,
        type="promotion.contacts.erased",
        subject=found,
        visible_to=[found.host_id],
        after={"no": found.no, "title": found.title, "count": erased},
        basis=[CLAUSE],
    )
    return found
