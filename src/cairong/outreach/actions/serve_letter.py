"""Whoever handed out a procurement file notes how its letter was served on a newcomer."""

from datetime import date, datetime
from uuid import UUID

from cairong.agencies.steps.acting import is_agency, under_any
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.outreach.models import Letter
from cairong.outreach.reads import letter_for
from cairong.policy.agencies import LETTER, SERVED, served_after_issue
from cairong.policy.contracts import check_day_known, day_has_come
from cairong.policy.rule import require


@use_case(Role.AGENCY_CLERK, Role.PURCHASER_OFFICER, word="登记告知函送达")
def serve_letter(
    *, actor: Actor, now: datetime, letter_id: UUID, served_how: str, served_on: date
) -> Letter:
    """Note once on which day and how the letter of a procurement file was served.

    Raises NotFound, Invalid, Conflict for one that is served, or in its supplier's inbox;
    PolicyBreach for a day to come or before it was sent, or an agency without an agreement that
    holds. Writes: outreach.Letter. Source: 附-1, 三(三)-2.
    """
    letter = letter_for(actor, letter_id, lock=True)
    if letter.recipient is None or letter.supplier is not None:
        raise Conflict("outreach.in_inbox", LETTER)
    if letter.served_on is not None:
        raise Conflict("outreach.served_already", LETTER, on=letter.served_on)
    if served_how not in SERVED:
        raise Invalid(
            "invalid.choice", field="served_how", value=served_how, choices="、".join(SERVED)
        )
    check_day_known(day=served_on, today=day_of(now), field="served_on")
    require(
        day_has_come(day=served_on, today=day_of(now), what="送达日期"),
        served_after_issue(served_on=served_on, issued_on=letter.recipient.file.issued_on),
    )
    file = letter.recipient.file
    if is_agency(actor):
        under_any(actor, now, file.purchaser, file.project_no)
    letter.served_how, letter.served_on = served_how, served_on
    letter.save(update_fields=["served_how", "served_on"])
    record(
        actor=actor,
        now=now,
        type="outreach.letter.served",
        subject=letter,
        about=[file.pk],
        visible_to=[file.purchaser_id, file.agency_id],
        after={
            "project_no": letter.project_no,
            "title": letter.project_title,
            "served_how": SERVED[served_how],
            "served_on": served_on,
        },
        basis=[LETTER],
    )
    return letter
