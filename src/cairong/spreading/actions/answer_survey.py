"""Answer a survey: by its link, or from paper by the desk's hand."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.rule import require
from cairong.policy.spreading import CLAUSE, WAYS, taken_by_link, taken_on_paper
from cairong.spreading.models import Survey, SurveyAnswer
from cairong.spreading.reads import own_survey, public_survey
from cairong.spreading.states import DESK, SURVEY
from cairong.spreading.steps.asking import answered_of


@use_case(Role.PUBLIC, word="填写问卷")
def answer_survey(
    *, actor: Actor, now: datetime, survey_id: UUID, said: dict[str, str]
) -> SurveyAnswer:
    """Answer a survey by its link; nobody is asked who he is, and a question may be left out.

    Raises NotFound, WrongState, Invalid by question, PolicyBreach outside its days or for an
    answer to nothing. Writes: spreading.SurveyAnswer. Source: 三(三)-2.
    """
    found = public_survey(actor, survey_id)
    SURVEY.after(found.state, "answer")
    require(
        taken_by_link(
            today=day_of(now), opens_on=found.opens_on, closes_on=found.closes_on,
            title=found.title,
        )
    )  # fmt: skip
    return _kept(actor, now, found, "link", said)


@use_case(*DESK, word="录入纸质答卷")
def enter_paper_answer(
    *, actor: Actor, now: datetime, survey_id: UUID, said: dict[str, str]
) -> SurveyAnswer:
    """Type one answer in that came on paper, until two weeks after the last day.

    Raises NotFound, WrongState, Invalid by question, PolicyBreach. Writes: spreading.SurveyAnswer.
    Source: 三(三)-2.
    """
    found = own_survey(actor, survey_id)
    SURVEY.after(found.state, "enter")
    require(
        taken_on_paper(
            today=day_of(now), opens_on=found.opens_on, closes_on=found.closes_on,
            title=found.title,
        )
    )  # fmt: skip
    return _kept(actor, now, found, "paper", said)


def _kept(
    actor: Actor, now: datetime, survey: Survey, way: Literal["link", "paper"], said: dict[str, str]
) -> SurveyAnswer:
    chosen, words = answered_of(survey, said)
    made = SurveyAnswer.objects.create(
        survey=survey, way=way, given_on=day_of(now), chosen=chosen, words=words
    )
    record(
        actor=actor,
        now=now,
        type="spreading.survey.answered",
        subject=made,
        about=[survey.pk],
        visible_to=[survey.host_id],
        after={"no": survey.no, "title": survey.title, "way": WAYS[way]},
        basis=[CLAUSE],
    )
    return made
