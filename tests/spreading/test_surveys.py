"""Surveys: drafted, frozen once published, answered by link and on paper, read with their n.

三(三)-2
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, NotFound, Refusal, WrongState
from cairong.policy.spreading import Question
from cairong.spreading.actions.draft_survey import change_survey
from cairong.spreading.actions.erase_survey_words import erase_survey_words, erase_words_of
from cairong.spreading.actions.publish_survey import call_survey_off, publish_survey
from cairong.spreading.models import Survey, SurveyAnswer
from cairong.spreading.reads import public_survey, results_of, survey_for
from spreading.ground import (
    CLEAR,
    FROM,
    FULL,
    KNOWN,
    MISSING,
    NOW,
    SAID,
    Spreading,
    stand_spreading,
)
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
THREE = [KNOWN, FROM, CLEAR]
LAST, AFTER = at("2025-10-20 23:00"), at("2025-10-21 00:00")


@staged
def ground(town: Town) -> Spreading:
    return stand_spreading(town)


@staged
def asked(town: Town) -> tuple[Spreading, Survey]:
    ground = stand_spreading(town)
    return ground, ground.open()


def refused(act, *args, **facts) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value.findings[0].code


class TestAsked:
    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"questions": [KNOWN, FROM]}, "spreading.questions"),
            ({"questions": [*THREE, KNOWN]}, "spreading.asked_twice"),
            ({"questions": [KNOWN, CLEAR, Question(kind="one", words="哪一种呢", choices=["甲"])]},
             "spreading.choices"),
            ({"questions": [CLEAR, FROM, Question(kind="yes", words="知道吗?", choices=["是"])]},
             "spreading.no_choices"),
            ({"questions": [CLEAR, FROM, Question(kind="yes", words="知")]}, "invalid.text_length"),
            ({"closes_on": date(2025, 10, 8)}, "spreading.closes"),
            ({"closes_on": date(2026, 1, 8)}, "spreading.closes"),
            ({"opens_on": date(2025, 10, 8)}, "spreading.opens"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_with_it_is_said(self, ground, otherwise, code):
        assert refused(ground.open, **otherwise) == code
        assert not Survey.objects.filter(state="published").exists()

    def test_one_desk_asks_and_others_see_what_it_published(self, ground):
        made = ground.draft()
        other = ground.town.bureau(Role.PROCUREMENT_APPROVER)
        for actor in (ground.anybody, other):
            with pytest.raises(NotFound):
                survey_for(actor, made.pk)
        with pytest.raises(NotAllowed):
            ground.draft(actor=other)
        publish_survey(actor=ground.desk, now=NOW, survey_id=made.pk)
        assert public_survey(ground.anybody, made.pk).no == "WJ2025-000001"

    def test_a_draft_is_changed_and_what_is_published_never(self, ground):
        made = ground.draft()
        about = {"actor": ground.desk, "now": NOW, "survey_id": made.pk}
        change_survey(**about, **SAID | {"questions": THREE})
        publish_survey(**about)
        with pytest.raises(WrongState):
            change_survey(**about, **SAID)

    def test_called_off_it_takes_no_answer(self, asked):
        ground, survey = asked
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason="第二题写错了")
        with pytest.raises(WrongState):
            ground.answer(survey)


class TestAnswered:
    def test_by_the_link_and_from_paper_and_nobody_is_named(self, asked):
        ground, survey = asked
        ground.answer(survey)
        ground.enter(survey, q1="no")
        first, second = SurveyAnswer.objects.order_by("pk")
        assert (first.way, first.chosen, first.words) == (
            "link", {"q1": "yes", "q2": "2", "q3": "4"}, {"q4": "额度怎样算"},
        )  # fmt: skip
        assert (second.way, second.chosen) == ("paper", {"q1": "no"})
        event = Event.objects.filter(type="spreading.survey.answered").earliest("seq")
        assert (event.person_id, event.organisation_id) == (None, None)
        assert "额度" not in str(event.after)

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"q4": "   "}, "spreading.says_nothing"),
            ({"q1": "maybe"}, "spreading.no_answer"),
            ({"q9": "1"}, "spreading.no_question"),
            ({"q4": "字" * 201}, "invalid.text_length"),
            ({"q4": "\x00"}, "invalid.text_character"),
        ],
    )
    def test_what_is_no_answer_is_said(self, asked, said, code):
        ground, survey = asked
        assert refused(ground.answer, survey, **said) == code
        assert not SurveyAnswer.objects.exists()

    def test_script_is_text(self, asked):
        ground, survey = asked
        ground.answer(survey, q4="<script>alert(1)</script>")
        assert results_of(survey).asked[3].words == ["<script>alert(1)</script>"]

    def test_on_its_days_and_from_paper_two_weeks_more(self, ground):
        survey = ground.open(opens_on=date(2025, 10, 10))
        assert refused(ground.answer, survey) == "spreading.not_open"
        assert refused(ground.enter, survey) == "spreading.not_open"
        assert ground.answer(survey, LAST).given_on == date(2025, 10, 20)
        assert refused(ground.answer, survey, AFTER) == "spreading.closed"
        ground.enter(survey, at("2025-11-03 18:00"))
        assert refused(ground.enter, survey, at("2025-11-04 00:00")) == "spreading.papers_closed"


class TestResults:
    def test_each_question_has_its_own_n_and_both_ways(self, asked):
        """Of 3 who answered q1, 2 say yes: 66.7 %, Wilson's interval 20.8 % to 93.9 %."""
        ground, survey = asked
        ground.answer(survey)
        ground.answer(survey, q1="yes")
        ground.enter(survey, q1="no", q2="4")
        found = results_of(survey)
        assert (found.answers, found.by_way) == (3, {"link": 2, "paper": 1})
        known, source, clear, missing = found.asked
        assert [(each.of, each.small) for each in known.shares] == [(3, True)] * 2
        yes = known.shares[0]
        assert (yes.count, yes.by_way) == (2, {"link": (2, 2), "paper": (0, 1)})
        low, high = yes.interval
        assert (round(low, 3), round(high, 3)) == (Decimal("0.208"), Decimal("0.939"))
        assert (source.of, clear.of, missing.of) == (2, 1, 1)

    def test_of_no_answer_there_is_no_share(self, asked):
        first = results_of(asked[1]).asked[0]
        assert (first.of, first.shares[0].share, first.shares[0].interval) == (0, None, None)

    def test_the_same_question_is_held_against_the_survey_before(self, asked):
        ground, survey = asked
        ground.answer(survey, q1="no")
        days = {"opens_on": date(2025, 12, 1), "closes_on": date(2025, 12, 20)}
        reworded = Question(kind="scale", words="办理的每一步您清楚吗")
        ground.now = at("2025-12-01 09:00")
        later = ground.open(questions=[reworded, MISSING, KNOWN], **days)
        ground.answer(later, q3="yes", q1="5")
        first, _, known = results_of(later).asked
        assert (known.compared, known.shares[1].before.share) == (survey.no, 1)
        assert (first.compared, first.shares[0].before) == ("", None)
        assert results_of(later, until=date(2025, 11, 30)).answers == 0


class TestForgotten:
    def test_words_go_by_rule_and_what_was_chosen_stays(self, asked):
        ground, survey = asked
        made = ground.answer(survey)
        system = ground.town.system
        on_time = at("2025-10-20 09:00") + timedelta(days=181)
        with pytest.raises(WrongState):
            erase_words_of(actor=system, now=on_time - timedelta(days=1), survey_id=survey.pk)
        assert erase_survey_words(actor=system, now=on_time - timedelta(days=1)) == 0
        assert erase_survey_words(actor=system, now=on_time) == 1
        made.refresh_from_db()
        assert (made.words, made.erased_at, made.chosen["q1"]) == ({}, on_time, "yes")
        assert erase_survey_words(actor=system, now=on_time) == 0


class TestDatabase:
    """What the database refuses by itself, whoever asks."""

    def refused(self, name: str, statement: str, *given) -> None:
        with pytest.raises(DatabaseError) as caught:
            tried(statement, given)
        assert caught.value.__cause__.diag.constraint_name == name

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("spreading_survey_unsaid", "state = 'called_off', ended_at = now(), reason = '停用'"),
            ("spreading_survey_frozen", "title = '改了题目的问卷'"),
            ("spreading_survey_frozen", "questions = '[]'"),
            ("spreading_survey_frozen", "closes_on = '2025-12-31'"),
        ],
    )
    def test_a_survey_stays_as_it_was_published(self, asked, name, change):
        self.refused(name, f"UPDATE spreading_survey SET {change} WHERE id = %s", asked[1].pk)  # noqa: S608

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("spreading_survey_days", "closes_on = '2025-10-01'"),
            ("spreading_survey_times", "published_at = now()"),
        ],
    )
    def test_a_draft_fits_together(self, ground, name, change):
        made = ground.draft()
        self.refused(name, f"UPDATE spreading_survey SET {change} WHERE id = %s", made.pk)  # noqa: S608

    @pytest.mark.parametrize(
        ("name", "on", "way", "chosen"),
        [
            ("spreading_answer_closed", "2025-10-21", "link", '{"q1": "yes"}'),
            ("spreading_answer_closed", "2025-10-08", "paper", '{"q1": "yes"}'),
            ("spreading_answer_closed", "2025-11-04", "paper", '{"q1": "yes"}'),
            ("spreading_answer_way", "2025-10-09", "mail", '{"q1": "yes"}'),
            ("spreading_answer_says", "2025-10-09", "link", "{}"),
        ],
    )
    def test_an_answer_comes_in_its_days(self, asked, name, on, way, chosen):
        self.refused(
            name,
            "INSERT INTO spreading_surveyanswer (survey_id, way, given_on, chosen, words)"
            " VALUES (%s, %s, %s, %s, '{}')",
            asked[1].pk, way, on, chosen,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "change",
        [
            'chosen = \'{"q1": "no"}\'',
            'words = \'{"q4": "改写"}\'',
            "words = '{}', erased_at = '2025-10-15 10:00+08'",
        ],
    )
    def test_an_answer_stays_as_it_was(self, asked, change):
        ground, survey = asked
        made = ground.answer(survey, **FULL)
        self.refused(
            "spreading_answer_stays",
            f"UPDATE spreading_surveyanswer SET {change} WHERE id = %s", made.pk,  # noqa: S608
        )  # fmt: skip


def tried(statement: str, given: tuple[object, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
