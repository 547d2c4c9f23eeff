"""Whoever holds the link of a procurement file's letter says that they have read it."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict
from cairong.outreach.models import Letter
from cairong.outreach.reads import letter_linked
from cairong.policy.agencies import LETTER


@use_case(word="确认收到告知函", at_rest=True, without_factor=True, with_given_password=True)
def acknowledge_letter(*, actor: Actor, now: datetime, token: str) -> Letter:
    """Note the first reading of a letter by its link; nobody is asked who they are.

    Raises NotFound for a link that is none, Conflict where its reading is noted.
    Writes: outreach.Letter. Source: 附-1, 三(三)-2.
    """
    letter = letter_linked(actor.city, token, lock=True)
    if letter.opened_at is not None:
        raise Conflict("outreach.read_already", LETTER, at=letter.opened_at)
    letter.opened_at = now
    letter.save(update_fields=["opened_at"])
    assert letter.recipient is not None
    file = letter.recipient.file
    record(
        actor=actor,
        now=now,
        type="outreach.letter.acknowledged",
        subject=letter,
        about=[file.pk],
        visible_to=[file.purchaser_id, file.agency_id],
        after={"project_no": letter.project_no, "title": letter.project_title},
        basis=[LETTER],
    )
    return letter
