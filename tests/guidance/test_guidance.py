"""A letter of credit guidance from its issue to its finding, and what the database refuses.

三(一)-3
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.desk import waiting_for
from cairong.clocks.models import Duty
from cairong.clocks.reads import duties_for
from cairong.guidance.actions.close_guidance import close_guidance
from cairong.guidance.actions.issue_guidance import issue_guidance
from cairong.guidance.actions.receive_guidance import receive_guidance
from cairong.guidance.models import Guidance, GuidanceAnswer, Guided
from cairong.guidance.reads import guidances_of, guided_for, guided_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.outreach.reads import inbox
from cairong.policy import guidance as rules
from guidance.ground import LATER, NOW, Guiding, stand_guiding
from lending.ground import Case, drain, stand_case
from support.refusing import stopped
from support.staging import staged
from support.town import COUNTY, Town, at

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Guiding:
    return stand_guiding(town)


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


class TestIssued:
    def test_each_institution_gets_it_with_its_own_figures_and_clock(self, town):
        case: Case = stand_case(town)
        case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-16 10:00"))
        ground = stand_guiding(town)
        letter = ground.issue(now=NOW)
        first, second = ground.at(letter), ground.at(letter, "乙银行")
        assert (first.figures["amount_fen"], first.figures["loans"]) == (30_000_000, 1)
        assert (second.figures["amount_fen"], second.figures["city_fen"]) == (0, 30_000_000)
        said = dict(rules.figures_said(first.figures))
        assert said["本年放款"] == "¥300,000.00,1 笔"
        assert dict(rules.figures_said(second.figures))["加权平均年利率"] == "—"
        duty = Duty.objects.get(kind="answer_guidance", subject_id=first.pk)
        assert duty.due_on == letter.answer_on == date(2025, 11, 3)
        (ball,) = waiting_for(ground.officer("乙银行"), now=NOW).balls
        assert (ball.word, ball.deadline.due) == ("答复信贷指导函", date(2025, 11, 3))

    def test_the_second_person_reads_all_figures_and_no_institution_reads_another_s(self, ground):
        letter = ground.issue()
        event = Event.objects.get(type="guidance.letter.issued")
        assert [line.split(":")[0] for line in event.after["figures"]] == ["乙银行", "甲银行"]
        assert event.visible_to == [ground.pboc.pk]
        own = guided_of(ground.officer())
        assert [each.institution.name for each in own] == ["甲银行"]
        other = ground.at(letter, "乙银行").pk
        refused(NotFound, "access.not_found", guided_for, ground.officer(), other)
        assert not guidances_of(ground.officer()).exists()
        assert not guided_of(ground.town.bureau(Role.PROCUREMENT_OFFICER)).exists()

    def test_numbers_have_no_gap_and_begin_anew_each_year(self, ground):
        numbers = [ground.issue().no, ground.issue("甲银行").no]
        numbers.append(ground.issue(now=at("2026-01-05 10:00")).no)
        assert numbers == ["洛银导〔2025〕1号", "洛银导〔2025〕2号", "洛银导〔2026〕1号"]

    def test_they_are_told_in_plain_words(self, ground):
        letter = ground.issue()
        drain(NOW, {tell_holders.name: tell_holders})
        told = inbox(ground.officer()).get(event_type="guidance.letter.issued").sentence
        assert told.endswith(
            f"发来信贷指导函 {letter.no}「扩大政府采购合同融资投放」,"
            "请在2025年11月3日(周一)前答复措施、数额和时间。"
        )

    def test_bad_input(self, ground):
        refused(Invalid, "oversight.urge_word", ground.issue, series="LYD")
        refused(Invalid, "guidance.nobody", ground.issue, institution_ids=[])
        refused(NotFound, "access.not_found", ground.issue, institution_ids=[ground.pboc.pk])
        ground.town.institution("乙银行").__class__.objects.filter(name="乙银行").update(
            active=False
        )
        refused(PolicyBreach, "guidance.suspended", ground.issue)


class TestAnswered:
    def test_it_ends_the_institution_s_days_and_begins_the_bank_s(self, ground):
        letter = ground.issue()
        answered = ground.answer(letter)
        assert (answered.state, answered.received_at) == ("answered", LATER)
        assert Duty.objects.get(kind="answer_guidance", subject_id=answered.pk).state == "done"
        (ball,) = waiting_for(ground.pair[0], now=LATER).balls
        assert (ball.word, ball.deadline.due) == ("办结信贷指导函", date(2025, 11, 5))
        # the days of the People's Bank are its own, and name no institution
        assert Duty.objects.get(kind="close_guidance").title == letter.no
        bureau = ground.town.bureau(Role.PROCUREMENT_OFFICER)
        assert not duties_for(bureau).filter(kind="close_guidance").exists()

    def test_once_by_its_own_officer_for_a_day_to_come(self, ground):
        letter = ground.issue()
        other = {"guided_id": ground.at(letter, "乙银行").pk}
        refused(NotFound, "access.not_found", ground.answer, letter, **other)
        refused(PolicyBreach, "guidance.by_on", ground.answer, letter, by_on=LATER.date())
        refused(Invalid, "guidance.plain", ground.answer, letter, promised_fen=-1)
        ground.answer(letter)
        refused(WrongState, "state.cannot", ground.answer, letter)

    def test_signed_for_once(self, ground):
        guided = ground.at(ground.issue())
        act = {"actor": ground.officer(), "now": LATER, "guided_id": guided.pk}
        receive_guidance(**act)
        refused(Conflict, "guidance.received", receive_guidance, **act)


class TestCounty:
    def test_a_county_s_desk_of_the_people_s_bank_issues_reads_and_closes_none(self, ground):
        answered = ground.answer(ground.issue())
        county = replace(ground.pair[0], region=COUNTY)
        assert not guidances_of(county).exists()
        assert not guided_of(county).exists()
        args = {"actor": county, "now": LATER}
        closing = {"guided_id": answered.pk, "verdict": "met", "finding": "措施具体"}
        refused(NotAllowed, "guidance.city_alone", close_guidance.propose, **args, **closing)
        letter = {
            "institution_ids": [answered.institution_id], "series": "洛银导",
            "subject": "扩大融资投放", "demand": "请说明措施。",
        }  # fmt: skip
        refused(NotAllowed, "guidance.city_alone", issue_guidance.propose, **args, **letter)


class TestClosed:
    def test_with_a_finding_that_the_institution_is_told(self, ground):
        closed = ground.close(ground.answer(ground.issue()))
        assert (closed.state, closed.verdict) == ("closed", "met")
        assert not Duty.objects.filter(subject_id=closed.pk, state="running").exists()
        drain(LATER, {tell_holders.name: tell_holders})
        told = inbox(ground.officer()).get(event_type="guidance.letter.closed").sentence
        assert "结论:已落实。措施具体,已开始放款。" in told

    def test_not_before_the_answer_is_due(self, ground):
        guided = ground.at(ground.issue())
        refused(PolicyBreach, "guidance.awaited", ground.close, guided, at("2025-11-03 10:00"))
        closed = ground.close(guided, at("2025-11-04 10:00"), verdict="unmet")
        assert closed.state == "closed"
        refused(WrongState, "state.cannot", ground.close, closed, at("2025-11-04 11:00"))


def test_a_promise_is_for_a_day_within_a_year():
    today = date(2025, 10, 22)
    for days, fits in ((0, False), (1, True), (366, True), (367, False)):
        found = rules.promised_in_time(today=today, by_on=today + timedelta(days=days))
        assert (found is None) == fits


class TestDatabase:
    def another(self, letter: Guidance, **otherwise) -> Guidance:
        names = ("city_id", "authority_id", "word", "year", "subject", "demand", "answer_on")
        facts = {name: getattr(letter, name) for name in names}
        made = Guidance(**facts | {"number": letter.number + 1, "issued_at": LATER} | otherwise)
        insert(made)
        return made

    def send(self, letter: Guidance, like: Guided, **otherwise) -> None:
        insert(
            Guided(
                city_id=letter.city_id, letter=letter, institution_id=like.institution_id,
                figures={}, **otherwise,
            )
        )  # fmt: skip

    def test_no_letter_that_two_did_not_decide(self, ground):
        letter = ground.issue()
        with stopped("guidance_.*undecided"):
            self.send(self.another(letter), ground.at(letter))
        with stopped("guidance_undecided"):
            self.another(letter, issued_at=letter.issued_at, demand="没有人同意过的要求")

    def test_none_without_the_next_number(self, ground):
        letter = ground.issue()
        for number in (letter.number, letter.number + 2):
            with stopped("guidance_number_once"):
                self.another(letter, number=number)

    def test_it_goes_to_nobody_else(self, ground):
        letter = ground.issue("甲银行")
        other = Guided(institution=ground.town.institution("乙银行"))
        with stopped("guidance_guided_undecided"):
            self.send(letter, other)

    def test_it_begins_as_sent_and_moves_one_way(self, ground):
        letter = ground.issue("甲银行")
        other = Guided(institution=ground.town.institution("乙银行"))
        with stopped("guidance_steps"):
            self.send(letter, other, state="answered")
        guided = ground.close(ground.answer(letter))
        with stopped("guidance_steps"):
            Guided.objects.filter(pk=guided.pk).update(finding="改过的结论")

    def test_no_answer_that_nobody_gave(self, ground):
        guided = ground.at(ground.issue())
        with stopped("guidance_guided_undecided"):
            Guided.objects.filter(pk=guided.pk).update(state="answered")
        with stopped("guidance_answer_unsaid"):
            Guided.objects.filter(pk=guided.pk).update(state="answered")
            insert(
                GuidanceAnswer(
                    guided=guided, words="代为答复的措施", promised_fen=0, by_on=LATER.date(),
                    at=LATER, by_id=ground.officer().person_id,
                )
            )  # fmt: skip

    def test_none_is_closed_that_two_did_not_decide(self, ground):
        guided = ground.answer(ground.issue())
        closed = {"state": "closed", "verdict": "met", "finding": "无", "closed_at": LATER}
        with stopped("guidance_guided_undecided"):
            Guided.objects.filter(pk=guided.pk).update(**closed)

    def test_what_was_written_stays(self, ground):
        letter = ground.issue()
        ground.answer(letter)
        for table, column in (
            ("guidance_guidance", "demand"), ("guidance_guidanceanswer", "words"),
            ("guidance_guided", "figures"),
        ):  # fmt: skip
            with stopped("permission denied"), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
