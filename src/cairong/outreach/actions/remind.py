"""Remind those who have to act of what ends soon, and their heads of what is over."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.outreach.models import Reminder
from cairong.outreach.steps.reminding import Occasion


@use_case(Role.SYSTEM, word="提醒")
def remind_of(*, actor: Actor, now: datetime, occasion: Occasion) -> Event:
    """Remind of one thing, each mark of it once for the day on which it ends.

    Raises WrongState where somebody was quicker. Writes: outreach.Reminder. Source: 三(一)-2.
    """
    Reminder.objects.create(
        city_id=actor.city,
        subject_id=occasion.subject.pk,
        mark=occasion.mark,
        until=occasion.until,
        at=now,
    )
    return record(
        actor=actor,
        now=now,
        type=occasion.type,
        subject=occasion.subject,
        about=occasion.about,
        visible_to=[told.organisation_id for told in occasion.tell],
        after={**occasion.facts, "until": occasion.until},
        basis=[occasion.basis],
        tell=occasion.tell,
    )
