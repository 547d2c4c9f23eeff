"""Publish a survey, and call one off."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.rule import require
from cairong.policy.spreading import CLAUSE, opens_in_time
from cairong.spreading.models import Survey
from cairong.spreading.reads import own_survey
from cairong.spreading.states import DESK, SURVEY
from cairong.spreading.steps.asking import facts_of


@use_case(*DESK, word="发布问卷")
def publish_survey(*, actor: Actor, now: datetime, survey_id: UUID) -> Survey:
    """Publish a survey: from its first day on anybody answers it by its link.

    Raises NotFound, WrongState, PolicyBreach for days that are past or too many.
    Writes: spreading.Survey. Source: 三(三)-2.
    """
    found = own_survey(actor, survey_id, lock=True)
    found.state = SURVEY.after(found.state, "publish")
    require(opens_in_time(today=day_of(now), opens_on=found.opens_on, closes_on=found.closes_on))
    found.published_at = now
    found.save(update_fields=["state", "published_at"])
    record(
        actor=actor,
        now=now,
        type="spreading.survey.published",
        subject=found,
        after=facts_of(found),
        basis=[CLAUSE],
    )
    return found


@use_case(*DESK, word="停用问卷")
def call_survey_off(*, actor: Actor, now: datetime, survey_id: UUID, reason: str) -> Survey:
    """Call a survey off: it takes no more answers, and is compared with none.

    Raises NotFound, WrongState, Invalid. Writes: spreading.Survey. Source: 三(三)-2.
    """
    found = own_survey(actor, survey_id, lock=True)
    before = found.state
    found.state = SURVEY.after(before, "call_off")
    found.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.ended_at = now
    found.save(update_fields=["state", "reason", "ended_at"])
    record(
        actor=actor,
        now=now,
        type="spreading.survey.called_off",
        subject=found,
        before={"state": before},
        after={"no": found.no, "title": found.title, "reason": found.reason},
        basis=[CLAUSE],
    )
    return found
