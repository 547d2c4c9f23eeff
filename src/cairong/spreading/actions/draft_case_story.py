"""Draft a story of a loan, and write it otherwise; what the loan says nobody types."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.parties.reads import own_organisation
from cairong.policy.spreading import EXPERIENCE
from cairong.spreading.models import CaseStory
from cairong.spreading.states import CASE_STORY, DESK
from cairong.spreading.steps.telling import shown_of, text_of_story
from cairong.spreading.stories import loan_to_tell, own_story

SERIES = "AL"


@use_case(*DESK, word="起草典型案例")
def draft_case_story(
    *, actor: Actor, now: datetime, loan_id: UUID, title: str, words: str
) -> CaseStory:
    """Draft a story of a loan; amount, days, rate and names are the loan's own.

    Raises NotFound for a loan that has a story already, Invalid by field.
    Writes: spreading.CaseStory. Source: 三(三)-3.
    """
    loan = loan_to_tell(actor, loan_id)
    made = CaseStory.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        host_id=own_organisation(actor),
        region=actor.region,
        loan=loan,
        supplier=loan.supplier,
        institution=loan.institution,
        written_at=now,
        **text_of_story(loan, title, words),
    )
    record(
        actor=actor,
        now=now,
        type="spreading.story.drafted",
        subject=made,
        after=shown_of(made),
        basis=[EXPERIENCE],
    )
    return made


@use_case(*DESK, word="修改典型案例")
def change_case_story(
    *, actor: Actor, now: datetime, story_id: UUID, title: str, words: str
) -> CaseStory:
    """Write a story otherwise: both sides are to be asked anew, whatever they said before.

    Raises NotFound, WrongState once it was published, Invalid by field.
    Writes: spreading.CaseStory. Source: 三(三)-3.
    """
    found = own_story(actor, story_id, lock=True)
    before = {"state": found.state, "title": found.title, "sha256": found.sha256}
    found.state = CASE_STORY.after(found.state, "change")
    for name, value in text_of_story(found.loan, title, words).items():
        setattr(found, name, value)
    found.written_at = now
    found.save(update_fields=["state", "title", "document", "sha256", "written_at"])
    record(
        actor=actor,
        now=now,
        type="spreading.story.changed",
        subject=found,
        before=before,
        after=shown_of(found),
        basis=[EXPERIENCE],
    )
    return found
