"""Draft a survey of whether the policy is known, and change the draft."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.parties.reads import own_organisation
from cairong.policy.spreading import CLAUSE, Question
from cairong.spreading.models import Survey
from cairong.spreading.reads import own_survey
from cairong.spreading.states import DESK, SURVEY
from cairong.spreading.steps.asking import asked_of, facts_of

SERIES = "WJ"


@use_case(*DESK, word="起草问卷")
def draft_survey(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    intro: str,
    questions: list[Question],
    opens_on: date,
    closes_on: date,
) -> Survey:
    """Draft a survey of three to six questions; nobody but one's own desk sees it yet.

    Raises Invalid by field, PolicyBreach for questions that are too few, too many or unfit.
    Writes: spreading.Survey. Source: 三(三)-2.
    """
    said = asked_of(
        day_of(now), title=title, intro=intro, questions=questions, opens_on=opens_on,
        closes_on=closes_on,
    )  # fmt: skip
    made = Survey.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        host_id=own_organisation(actor),
        region=actor.region,
        drafted_at=now,
        **said,
    )
    record(
        actor=actor,
        now=now,
        type="spreading.survey.drafted",
        subject=made,
        after=facts_of(made),
        basis=[CLAUSE],
    )
    return made


@use_case(*DESK, word="修改问卷")
def change_survey(
    *,
    actor: Actor,
    now: datetime,
    survey_id: UUID,
    title: str,
    intro: str,
    questions: list[Question],
    opens_on: date,
    closes_on: date,
) -> Survey:
    """Change a draft; what was published is never changed.

    Raises NotFound, WrongState, Invalid by field, PolicyBreach. Writes: spreading.Survey.
    Source: 三(三)-2.
    """
    found = own_survey(actor, survey_id, lock=True)
    found.state = SURVEY.after(found.state, "change")
    before = facts_of(found)
    said = asked_of(
        day_of(now), title=title, intro=intro, questions=questions, opens_on=opens_on,
        closes_on=closes_on,
    )  # fmt: skip
    for name, value in said.items():
        setattr(found, name, value)
    found.save(update_fields=[*said])
    record(
        actor=actor,
        now=now,
        type="spreading.survey.changed",
        subject=found,
        before=before,
        after=facts_of(found),
        basis=[CLAUSE],
    )
    return found
