"""Open the notice letter as its supplier; the first opening is noted."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.outreach.models import Letter
from cairong.outreach.reads import letter_for


@use_case(Role.SUPPLIER, word="阅读告知函")
def open_letter(*, actor: Actor, now: datetime, letter_id: UUID) -> Letter:
    """Open a letter; who opened it first, and when, stays noted.

    Raises NotFound for another's letter. Writes: outreach.Letter. Source: 附-1, 三(三)-2.
    """
    letter = letter_for(actor, letter_id, lock=True)
    first = letter.opened_at is None
    if first:
        letter.opened_at, letter.opened_by_id = now, actor.person_id
        letter.save(update_fields=["opened_at", "opened_by"])
    file = letter.recipient.file if letter.recipient else None
    record(
        actor=actor,
        now=now,
        type="outreach.letter.opened",
        subject=letter,
        about=[letter.award_id, file.pk if file else None],
        visible_to=[
            letter.award.purchaser_id if letter.award else None,
            *((file.purchaser_id, file.agency_id) if file else ()),
        ],
        after={"first": first, "occasion": letter.occasion, "sha256": letter.sha256},
        basis=["附-1"],
    )
    return letter
