"""The institution records that it spoke with a supplier whose loan is overdue."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.lending.models import Overdue, OverdueContact
from cairong.lending.overdues import overdue_for
from cairong.lending.steps.overdue import (
    about_overdue,
    move,
    overdue_facts,
    parties,
    tell_supplier,
)
from cairong.policy.overdue import CLAUSE

CONTACTED = "已联系供应商"


@use_case(Role.INSTITUTION_OFFICER, word="登记联系情况")
def contact_overdue(
    *,
    actor: Actor,
    now: datetime,
    overdue_id: UUID,
    on: date,
    channel: Literal["phone", "visit", "letter", "message"],
    words: str,
) -> Overdue:
    """Record how and when the supplier was spoken with, and what it says; as often as it is.

    Raises NotFound, WrongState once all is paid, Invalid for a day before it was due or to come.
    Writes: lending.OverdueContact, Overdue, clocks.Mark. Source: 二(四)-5.
    """
    said = clean_text(words, "words", least=4, most=500, lines=True)
    overdue = overdue_for(actor, overdue_id, lock=True)
    before = move(overdue, "contact", now=now)
    if not overdue.due_on <= on <= day_of(now):
        raise Invalid("lending.contacted_on", field="on", value=on, least=overdue.due_on)
    contact = OverdueContact.objects.create(
        overdue=overdue, on=on, channel=channel, words=said, at=now
    )
    fulfil_duties(subject_id=overdue.pk, on=day_of(now), now=now, reason=CONTACTED)
    record(
        actor=actor,
        now=now,
        type="lending.overdue.contacted",
        subject=overdue,
        about=about_overdue(overdue),
        visible_to=parties(overdue),
        before={"state": before},
        after={
            **overdue_facts(overdue),
            "on": on,
            "contact": contact.get_channel_display(),
            "words": said,
        },
        basis=[CLAUSE],
        tell=[tell_supplier(overdue)],
    )
    return overdue
