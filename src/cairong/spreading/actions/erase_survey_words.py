"""Daily: what was written in answers to a survey goes, some days after its last day."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.spreading import CLAUSE
from cairong.rulebook.reads import parameter
from cairong.spreading.models import Survey
from cairong.spreading.reads import survey_for, surveys_to_forget
from cairong.spreading.states import SURVEY

KEPT = "survey_words_kept_days"
OVER = "删除问卷里的文字"
LEFT = (
    "SELECT FROM spreading_surveyanswer AS said JOIN spreading_survey AS asked"
    " ON asked.id = said.survey_id WHERE asked.city_id = %s AND said.words <> '{}'::jsonb"
)


def erase_survey_words(*, actor: Actor, now: datetime) -> int:
    """Erase, survey by survey, the words whose days are over; count the surveys."""
    if not anything(LEFT, actor.city):
        return 0
    today = day_of(now)
    days = parameter(actor.city, KEPT, on=today)
    acts = [
        partial(erase_words_of, survey_id=pk) for pk in surveys_to_forget(actor.city, today, days)
    ]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="到期删除问卷里的文字")
def erase_words_of(*, actor: Actor, now: datetime, survey_id: UUID) -> Survey:
    """Erase what was written in the answers to one survey; what was chosen stays.

    Raises WrongState before its days are over. Writes: spreading.SurveyAnswer. Source: 三(三)-2.
    """
    found = survey_for(actor, survey_id, lock=True)
    days = parameter(actor.city, KEPT, on=day_of(now))
    if found.closes_on + timedelta(days=days) >= day_of(now):
        raise SURVEY.refusal(found.state, OVER)
    erased = found.answers.exclude(words={}).update(words={}, erased_at=now)
    record(
        actor=actor,
        now=now,
        type="spreading.words.erased",
        subject=found,
        visible_to=[found.host_id],
        after={"no": found.no, "title": found.title, "count": erased},
        basis=[CLAUSE],
    )
    return found
