"""What acts leave in the chain, and what the database refuses by name to the app role's hand.

三(三)-2
"""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from cairong.audit.models import Event
from cairong.spreading.actions.draft_survey import change_survey
from cairong.spreading.actions.erase_survey_words import erase_survey_words
from cairong.spreading.actions.publish_survey import call_survey_off
from cairong.spreading.models import Survey
from spreading.ground import FROM, NOW, SAID, Spreading, stand_spreading
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
KINDS_OF_EVENT = {
    "drafted": {"no", "title", "opens", "closes", "questions"},
    "changed": {"no", "title", "opens", "closes", "questions"},
    "published": {"no", "title", "opens", "closes", "questions"},
    "answered": {"no", "title", "way"},
    "called_off": {"no", "title", "reason"},
}


@staged
def asked(town: Town) -> tuple[Spreading, Survey]:
    ground = stand_spreading(town)
    return ground, ground.open()


class TestChain:
    def test_each_event_says_what_was_done_and_no_word_of_an_answer(self, asked):
        ground, survey = asked
        answer = ground.answer(survey, q2="2", q4="张三的电话")
        draft = ground.draft()
        about = {"actor": ground.desk, "now": NOW, "survey_id": draft.pk}
        change_survey(**about, **SAID)
        call_survey_off(**about, reason="不发了")
        erase_survey_words(actor=ground.town.system, now=at("2026-04-20 09:00"))
        kept = Event.objects.filter(type__startswith="spreading.survey")
        facts = {each.type.rpartition(".")[2]: set(each.after) for each in kept}
        assert facts == KINDS_OF_EVENT
        subjects = set(kept.values_list("type", "subject_type", "subject_id"))
        said = ("spreading.survey.answered", "spreading.SurveyAnswer", str(answer.pk))
        assert said in subjects
        assert ("spreading.survey.called_off", "spreading.Survey", str(draft.pk)) in subjects
        erased = Event.objects.get(type="spreading.words.erased")
        assert (erased.subject_id, erased.after["count"]) == (str(survey.pk), 1)
        every = str(list(Event.objects.values("before", "after")))
        assert [each for each in ("张三", *FROM.choices) if each in every] == []


class TestDatabase:
    def refused(self, name: str, statement: str, *given) -> None:
        with pytest.raises(DatabaseError) as caught:
            tried(statement, given)
        assert caught.value.__cause__.diag.constraint_name == name

    @pytest.mark.parametrize("table", ["spreading_surveyanswer", "spreading_survey"])
    def test_the_app_role_deletes_nothing(self, asked, table):
        asked[0].answer(asked[1])
        for act in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(act)

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("spreading_survey_frozen", "intro = '改了说明'"),
            ("spreading_survey_frozen", "opens_on = '2025-10-01'"),
            ("spreading_survey_frozen", "no = 'WJ2025-999999'"),
            ("spreading_survey_frozen", "region = '410303'"),
            ("spreading_survey_frozen", "published_at = now()"),
            ("spreading_survey_frozen", "drafted_at = now()"),
            ("spreading_survey_frozen", "host_id = gen_random_uuid()"),
            ("spreading_survey_unsaid", "reason = '悄悄写的'"),
            ("spreading_survey_times", "ended_at = now()"),
            ("spreading_survey_times", "state = 'called_off', ended_at = now()"),
            ("spreading_survey_times", "state = 'draft'"),
        ],
    )
    def test_what_was_published_is_rewritten_by_no_hand(self, asked, name, change):
        statement = f"UPDATE spreading_survey SET {change} WHERE id = %s"  # noqa: S608
        self.refused(name, statement, asked[1].pk)

    def test_a_draft_is_published_by_its_desk_alone(self, asked):
        change = "UPDATE spreading_survey SET state = 'published', published_at = now()"
        draft = asked[0].draft().pk
        self.refused("spreading_survey_unsaid", f"{change} WHERE id = %s", draft)

    @pytest.mark.parametrize("change", ["ended_at = NULL, state = 'published'", "reason = '另说'"])
    def test_what_was_called_off_stays_so_with_its_reason(self, asked, change):
        ground, survey = asked
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason="写错了")
        statement = f"UPDATE spreading_survey SET {change} WHERE id = %s"  # noqa: S608
        self.refused("spreading_survey_unsaid", statement, survey.pk)

    @pytest.mark.parametrize(
        ("name", "no"),
        [("spreading_survey_no_once", "no"), ("spreading_survey_unsaid", "'WJ2025-000099'")],
    )
    def test_no_survey_is_slipped_in(self, asked, name, no):
        columns = "city_id, host_id, region, title, intro, questions, opens_on, closes_on, reason"
        self.refused(
            name,
            f"INSERT INTO spreading_survey ({columns}, id, no, state, drafted_at)"  # noqa: S608
            f" SELECT {columns}, gen_random_uuid(), {no}, 'draft', drafted_at"
            " FROM spreading_survey WHERE id = %s",
            asked[1].pk,
        )

    def test_no_answer_comes_to_a_draft_or_to_what_was_called_off(self, asked):
        ground, survey = asked
        draft = ground.draft()
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason="写错了")
        statement = (
            "INSERT INTO spreading_surveyanswer (survey_id, way, given_on, chosen, words)"
            " VALUES (%s, 'link', '2025-10-09', '{\"q1\": \"yes\"}', '{}')"
        )
        for each in (draft, survey):
            self.refused("spreading_answer_closed", statement, each.pk)

    @pytest.mark.parametrize(
        "change",
        [
            "way = 'paper'",
            "given_on = '2025-10-10'",
            "words = '{}'",
            "erased_at = '2025-12-01 10:00+08'",
            "words = '{\"q4\": \"改写\"}', erased_at = '2025-12-01 10:00+08'",
            "words = '{}', chosen = '{}', erased_at = '2025-12-01 10:00+08'",
        ],
    )
    def test_an_answer_is_neither_moved_nor_half_erased(self, asked, change):
        answer = asked[0].answer(asked[1])
        statement = f"UPDATE spreading_surveyanswer SET {change} WHERE id = %s"  # noqa: S608
        self.refused("spreading_answer_stays", statement, answer.pk)


def tried(statement: str, given: tuple[object, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
