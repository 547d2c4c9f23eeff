"""Who sees which survey, what is counted of it, and what its acts leave in the chain. 三(三)-2"""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, NotFound
from cairong.spreading.actions.answer_survey import enter_paper_answer
from cairong.spreading.actions.publish_survey import call_survey_off, publish_survey
from cairong.spreading.models import Survey
from cairong.spreading.paper import survey_pdf
from cairong.spreading.reads import (
    answered_on,
    is_open,
    is_own_survey,
    own_survey,
    public_surveys,
    questions_of,
    results_of,
    surveys_of,
    surveys_to_forget,
    takes_papers,
)
from spreading.ground import CLEAR, FROM, FULL, KNOWN, MISSING, NOW, Spreading, stand_spreading
from support.staging import staged
from support.town import CITY, Town

pytestmark = pytest.mark.django_db
WATCHING = (
    Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
    Role.COUNTY_CLERK,
)


@staged
def ground(town: Town) -> Spreading:
    return stand_spreading(town)


@staged
def asked(town: Town) -> tuple[Spreading, Survey]:
    ground = stand_spreading(town)
    return ground, ground.open()


class TestSeen:
    @pytest.mark.parametrize("role", WATCHING)
    def test_another_desk_sees_what_was_published_and_moves_nothing(self, asked, role):
        ground, survey = asked
        other = ground.town.bureau(role)
        ground.draft()
        assert list(surveys_of(other)) == [survey]
        assert not is_own_survey(other, survey)
        with pytest.raises(NotFound):
            own_survey(other, survey.pk)
        about = {"actor": other, "now": NOW, "survey_id": survey.pk}
        for act, said in (
            (publish_survey, {}),
            (call_survey_off, {"reason": "由我科另发"}),
            (enter_paper_answer, {"said": FULL}),
        ):
            with pytest.raises(NotAllowed):
                act(**about, **said)

    def test_a_desk_of_another_organisation_cannot_move_it(self, asked):
        ground, survey = asked
        away = ground.town.actor(ground.town.institution(), Role.INSTITUTION_OFFICER)
        assert not is_own_survey(away, survey)
        with pytest.raises(NotFound):
            own_survey(away, survey.pk)

    def test_the_public_sees_what_was_published_also_when_it_was_called_off(self, asked):
        ground, survey = asked
        draft = ground.draft()
        assert list(public_surveys(ground.anybody)) == [survey]
        about = {"actor": ground.desk, "now": NOW, "reason": "题目有误"}
        call_survey_off(survey_id=survey.pk, **about)
        call_survey_off(survey_id=draft.pk, **about)
        assert list(public_surveys(ground.anybody)) == [survey]

    @pytest.mark.parametrize(
        ("day", "link", "papers"),
        [
            ("2025-10-08", False, False),
            ("2025-10-09", True, True),
            ("2025-10-20", True, True),
            ("2025-10-21", False, True),
            ("2025-11-03", False, True),
            ("2025-11-04", False, False),
        ],
    )
    def test_it_is_open_on_its_days(self, asked, day, link, papers):
        _, survey = asked
        today = date.fromisoformat(day)
        assert (is_open(survey, today), takes_papers(survey, today)) == (link, papers)
        survey.state = "called_off"
        assert not is_open(survey, today)
        assert not takes_papers(survey, today)


class TestCounted:
    def test_questions_are_read_as_they_were_asked(self, asked):
        assert questions_of(asked[1]) == [KNOWN, FROM, CLEAR, MISSING]

    def test_a_list_says_how_many_came_by_which_way(self, asked):
        ground, survey = asked
        ground.answer(survey)
        ground.answer(survey)
        ground.enter(survey)
        other = ground.open()
        found = answered_on(ground.desk, NOW, [survey.pk, other.pk])
        assert found == {survey.pk: "网上 2、纸质 1", other.pk: "网上 0、纸质 0"}

    def test_one_called_off_is_held_against_no_other(self, asked):
        ground, survey = asked
        ground.answer(survey)
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason="题目有误")
        days = {"opens_on": date(2025, 12, 1), "closes_on": date(2025, 12, 20)}
        later = ground.open(**days)
        assert {each.compared for each in results_of(later).asked} == {""}

    def test_of_two_before_the_newer_is_taken(self, ground):
        first = ground.open(opens_on=date(2025, 10, 9), closes_on=date(2025, 10, 10))
        second = ground.open(opens_on=date(2025, 10, 11), closes_on=date(2025, 10, 12))
        third = ground.open(opens_on=date(2025, 10, 12), closes_on=date(2025, 10, 30))
        assert results_of(second).asked[0].compared == first.no
        assert results_of(third).asked[0].compared == first.no
        fourth = ground.open(opens_on=date(2025, 10, 13), closes_on=date(2025, 10, 30))
        assert results_of(fourth).asked[0].compared == second.no

    def test_only_what_still_keeps_words_is_to_be_forgotten(self, asked):
        ground, survey = asked
        ground.answer(survey, q1="yes")
        assert surveys_to_forget(CITY, date(2030, 1, 1), 180) == []
        ground.answer(survey, q4="额度怎样算")
        assert surveys_to_forget(CITY, date(2030, 1, 1), 180) == [survey.pk]
        assert surveys_to_forget(CITY, date(2025, 10, 25), 180) == []


class TestKept:
    def test_each_act_leaves_one_event_with_its_clause(self, asked):
        ground, survey = asked
        ground.answer(survey)
        kept = Event.objects.filter(type__startswith="spreading.").order_by("seq")
        assert [each.type for each in kept] == [
            "spreading.survey.drafted",
            "spreading.survey.published",
            "spreading.survey.answered",
        ]
        assert {tuple(each.basis) for each in kept} == {("三(三)-2",)}

    def test_on_paper_it_is_a_pdf_whatever_stands_in_it(self, ground):
        made = ground.draft(title="问卷 #set page() $x$ \\ `", intro="说明 *不* 是命令 <a@b>")
        assert survey_pdf(made, "https://cairong.example/surveys/1/").startswith(b"%PDF")
