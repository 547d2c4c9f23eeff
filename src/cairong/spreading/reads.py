"""Surveys and their answers as each actor may see them: not yours is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor, Role
from cairong.parties.reads import line_of
from cairong.policy.spreading import WAYS, Question, Share, offered, papers_until, shares
from cairong.spreading.models import Survey, SurveyAnswer
from cairong.spreading.states import DESK


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question with what was answered: shares where there are choices, else how many wrote.

    `words` are what was written, for the desk alone; `compared` names the survey before.
    """

    number: int
    question: Question
    of: int
    shares: Sequence[Share]
    words: Sequence[str]
    compared: str = ""


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was answered to a survey: how many answers by each way, and question by question."""

    by_way: dict[str, int]
    asked: Sequence[Asked]

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(self.by_way.values())


def surveys_of(actor: Actor) -> QuerySet[Survey]:
    """List the surveys an actor may see: those published, and the drafts of its own desk."""
    rows = Survey.objects.filter(city_id=actor.city).select_related("host")
    if actor.role is not Role.SYSTEM:
        rows = rows.filter(Q(published_at__isnull=False) | _own(actor))
    return rows.order_by("-opens_on", "-no")


def survey_for(actor: Actor, survey_id: UUID, *, lock: bool = False) -> Survey:
    """Fetch a survey the actor may see. Raises NotFound."""
    return fetch(surveys_of(actor), survey_id, "问卷", lock=lock)


def own_survey(actor: Actor, survey_id: UUID, *, lock: bool = False) -> Survey:
    """Fetch a survey of the actor's own desk. Raises NotFound."""
    rows = Survey.objects.filter(_own(actor), city_id=actor.city).select_related("host")
    return fetch(rows, survey_id, "本部门的问卷", lock=lock)


def asked_last(actor: Actor) -> Survey | None:
    """Find the survey that was asked last, of those an actor may see."""
    return surveys_of(actor).filter(state="published").first()


def is_own_survey(actor: Actor, survey: Survey) -> bool:
    """Whether a survey is one of the actor's own desk."""
    return Survey.objects.filter(_own(actor), pk=survey.pk).exists()


def public_surveys(actor: Actor) -> QuerySet[Survey]:
    """List the surveys that anybody may see: those that were published, newest first."""
    rows = Survey.objects.filter(city_id=actor.city, published_at__isnull=False)
    return rows.select_related("host").order_by("-opens_on", "-no")


def public_survey(actor: Actor, survey_id: UUID, *, lock: bool = False) -> Survey:
    """Fetch a survey that anybody may see. Raises NotFound."""
    return fetch(public_surveys(actor), survey_id, "问卷", lock=lock)


def questions_of(survey: Survey) -> list[Question]:
    """Read the questions of a survey, in order."""
    return [Question(**each) for each in survey.questions]


def is_open(survey: Survey, today: date) -> bool:
    """Whether a survey takes answers by its link on a day."""
    return survey.state == "published" and survey.opens_on <= today <= survey.closes_on


def takes_papers(survey: Survey, today: date) -> bool:
    """Whether answers on paper may be typed in on a day."""
    return survey.state == "published" and (
        survey.opens_on <= today <= papers_until(survey.closes_on)
    )


def results_of(survey: Survey, *, until: date | None = None) -> Results:
    """Count what was answered to a survey, in all or to the end of a day."""
    rows = survey.answers.all()
    if until is not None:
        rows = rows.filter(given_on__lte=until)
    answers = list(rows.order_by("pk").values_list("way", "chosen", "words"))
    return Results(
        by_way={way: sum(each[0] == way for each in answers) for way in WAYS},
        asked=[
            _asked(survey, number, question, answers)
            for number, question in enumerate(questions_of(survey), 1)
        ],
    )


def _asked(
    survey: Survey, number: int, question: Question, answers: Sequence[tuple[str, Any, Any]]
) -> Asked:
    key = f"q{number}"
    if not offered(question):
        words = [said[key] for _, _, said in answers if key in said]
        return Asked(number=number, question=question, of=len(words), shares=(), words=words)
    chosen = [(way, picked[key]) for way, picked, _ in answers if key in picked]
    before, compared = _before(survey, question)
    return Asked(
        number=number,
        question=question,
        of=len(chosen),
        shares=shares(question, chosen, before),
        words=(),
        compared=compared,
    )


def _before(survey: Survey, question: Question) -> tuple[list[Share], str]:
    """Find what was answered to the same question in the newest survey that closed before."""
    earlier = Survey.objects.filter(
        city_id=survey.city_id, state="published", closes_on__lt=survey.opens_on
    ).order_by("-closes_on", "-no")
    for each in earlier:
        for number, asked in enumerate(questions_of(each), 1):
            if asked == question:
                key = f"q{number}"
                rows = each.answers.filter(chosen__has_key=key).values_list("way", "chosen")
                return shares(question, [(way, said[key]) for way, said in rows]), each.no
    return [], ""


def answered_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these surveys how many answers there are, by way."""
    ways = {way: Count("answers", filter=Q(answers__way=way)) for way in WAYS}
    rows = Survey.objects.filter(pk__in=ids).annotate(**ways)
    return {
        each.pk: "、".join(f"{word} {getattr(each, way)}" for way, word in WAYS.items())
        for each in rows
    }


def surveys_to_forget(city: str, today: date, days: int) -> list[UUID]:
    """Name the surveys, over for so many days, of which an answer still keeps words."""
    kept = SurveyAnswer.objects.filter(survey=OuterRef("pk")).exclude(words={})
    over = Q(closes_on__lt=today - timedelta(days=days))
    rows = Survey.objects.filter(Exists(kept), over, city_id=city)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _own(actor: Actor) -> Q:
    if actor.role not in DESK:
        return Q(pk=None)
    mine = Q(host__in=line_of(actor.organisation_id))
    return mine if actor.whole_city else mine & Q(region=actor.region)
