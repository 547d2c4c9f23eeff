"""A letter of urging from its issue to its finding: done, refused, and what it leaves.

三(一)-2
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.ball import Ball
from cairong.cases.desk import waiting_for
from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.outreach.reads import inbox
from cairong.oversight.actions.answer_urging import answer_urging
from cairong.oversight.actions.issue_urging import issue_urging
from cairong.oversight.actions.receive_urging import receive_urging
from cairong.oversight.actions.serve_urging import serve_urging
from cairong.oversight.models import Urged, Urging, UrgingAnswer, UrgingService
from cairong.oversight.performance import duties_promised
from cairong.oversight.urgings import urgeable, urging_for, urging_paper, urgings_for
from cairong.parties.models import Organisation, Proposal
from cairong.parties.reads import the_only
from lending.ground import drain
from oversight.urged import LATER, NOW, Desk
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
NEW_YEAR = at("2026-01-05 10:00")


@staged
def desk(town: Town) -> Desk:
    made = Desk(town)
    _ = made.officer, made.approver, made.purchaser
    return made


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


def letters_at(actor: Actor, now: datetime = NOW) -> list[Ball]:
    """What of letters waits at a desk."""
    return [ball for ball in waiting_for(actor, now=now).balls if ball.thing == "urging"]


class TestIssued:
    def test_it_keeps_the_facts_of_each_duty_as_they_stand(self, desk):
        first, second = desk.late(), desk.late("sign_contract", title="保安服务")
        letter = desk.issue(first, second)
        assert (letter.no, letter.state, letter.region) == ("洛财督〔2025〕1号", "issued", COUNTY)
        rows = [(one.title, one.kind, one.due_on, one.late_days) for one in letter.items.all()]
        assert ("办公系统运维", "file_contract", date(2025, 9, 29), 10) in rows
        event = Event.objects.get(type="oversight.urging.issued")
        assert event.after["late"][0].startswith("办公系统运维:10 个工作日(9月30日至10月20日)")
        assert event.basis == ["三(一)-2", "二(二)-2", "二(二)-1"]

    def test_a_demand_of_several_lines_as_a_browser_ends_them(self, desk):
        letter = desk.issue(desk.late(), demand=" 请立即办理。\r\n请说明超期的原因。 ")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert letter.demand == "请立即办理。\n请说明超期的原因。"

    def test_the_answer_is_a_duty_of_the_desk_with_its_own_clock(self, desk):
        letter = desk.issue(desk.late())
        duty = Duty.objects.get(kind="answer_urging")
        assert (duty.subject_id, duty.holder_role) == (letter.pk, "purchaser-officer")
        assert duty.due_on == letter.answer_on == date(2025, 10, 27)
        (ball,) = letters_at(desk.purchaser)
        assert (ball.word, ball.deadline.due) == ("答复督办函", date(2025, 10, 27))
        assert ball.of.title == "督办函 洛财督〔2025〕1号"

    def test_each_side_finds_its_own_at_its_desk(self, desk):
        makes = {
            "first_contact": desk.town.actor(desk.town.institution(), Role.INSTITUTION_OFFICER),
            "confirm_lock": desk.town.bureau(Role.TREASURY_OFFICER),
            "review_filing": desk.officer,
            "file_contract": desk.purchaser,
        }
        letters = {kind: desk.issue(desk.late(kind)) for kind in makes}
        for kind, actor in makes.items():
            waiting = [
                ball.subject_id for ball in waiting_for(actor, now=NOW).balls
                if ball.thing == "urging"
            ]  # fmt: skip
            assert waiting == [letters[kind].pk], kind

    def test_the_numbers_of_a_series_have_no_gap_and_begin_anew_each_year(self, desk):
        numbers = [desk.issue(desk.late()).no for _ in range(3)]
        numbers.append(desk.issue(desk.late(), series="西财督").no)
        numbers.append(desk.issue(desk.late(), now=NEW_YEAR).no)
        assert numbers == [
            "洛财督〔2025〕1号", "洛财督〔2025〕2号", "洛财督〔2025〕3号", "西财督〔2025〕1号",
            "洛财督〔2026〕1号",
        ]  # fmt: skip

    def test_what_was_only_proposed_takes_no_number(self, desk):
        facts = {
            "organisation_id": desk.town.purchaser().pk, "duty_ids": [desk.late().pk],
            "series": "洛财督", "demand": "请立即办理。",
        }  # fmt: skip
        issue_urging.propose(actor=desk.officer, now=NOW, **facts)
        assert desk.issue(desk.late()).number == 1

    def test_duties_of_several_regions_make_a_letter_of_the_city(self, desk):
        assert desk.issue(desk.late(), desk.late(region="410327")).region == CITY


class TestTold:
    def test_the_desk_and_its_head_are_told_in_plain_words(self, desk):
        head = desk.town.actor(desk.town.purchaser(), Role.PURCHASER_APPROVER)
        desk.issue(desk.late())
        drain(NOW, {tell_holders.name: tell_holders})
        for actor in (desk.purchaser, head):
            told = inbox(actor).get(event_type="oversight.urging.issued")
            assert told.sentence == (
                "财政部门发来督办函 洛财督〔2025〕1号,督办「办公系统运维」等超期事项 1 件,"
                "请在2025年10月27日(周一)前答复。"
            )

    def test_the_bureau_is_told_of_the_answer_and_the_desk_of_the_finding(self, desk):
        desk.close(desk.answer(desk.issue(desk.late())), "unmended")
        drain(LATER, {tell_holders.name: tell_holders})
        told = inbox(desk.approver).get(event_type="oversight.urging.answered").sentence
        assert told.startswith("采购人答复了督办函 洛财督〔2025〕1号:已于当天补报")
        told = inbox(desk.purchaser).get(event_type="oversight.urging.closed").sentence
        assert "结论:未整改" in told


class TestNotIssued:
    def test_what_is_not_overdue(self, desk):
        duty = desk.late(start_on=date(2025, 10, 17))
        refused(PolicyBreach, "oversight.urge_not_overdue", desk.issue, duty)

    def test_what_is_done(self, desk):
        duty = desk.late()
        fulfil_duties(subject_id=duty.subject_id, on=date(2025, 10, 9), now=NOW, reason="x")
        refused(PolicyBreach, "oversight.urge_ended", desk.issue, duty)

    def test_the_same_duty_in_two_open_letters(self, desk):
        duty = desk.late()
        desk.issue(duty)
        refused(PolicyBreach, "oversight.urge_open", desk.issue, duty)

    def test_duties_of_two_holders_or_two_desks(self, desk):
        other = desk.late(holder=desk.town.purchaser("另一采购人"))
        refused(PolicyBreach, "oversight.urge_of_other", desk.issue, desk.late(), other)
        treasury = desk.late("confirm_lock")
        refused(
            PolicyBreach,
            "oversight.urge_of_other",
            desk.issue,
            desk.late("review_filing"),
            treasury,
        )

    def test_what_lies_in_another_county(self, desk):
        county = [
            desk.town.actor(the_only(CITY, "bureau"), role, "county")
            for role in (Role.COUNTY_CLERK, Role.PROCUREMENT_APPROVER)
        ]
        clerk = replace(county[0], region="410327")
        refused(NotFound, "access.not_found", desk.issue, desk.late(), by=(clerk, county[1]))

    @pytest.mark.parametrize("series", ["", "洛", "LCD", "洛财督" * 5, "洛 督", "洛财督〔"])
    def test_a_word_that_is_none(self, desk, series):
        refused(Invalid, "oversight.urge_word", desk.issue, desk.late(), series=series)

    def test_a_demand_that_says_nothing(self, desk):
        refused(Invalid, "invalid.text_length", desk.issue, desk.late(), demand="办")

    def test_nothing_ticked_or_what_is_no_duty(self, desk):
        duty = desk.late()
        refused(NotFound, "access.not_found", desk.issue, duty, duty_ids=[])
        refused(NotFound, "access.not_found", desk.issue, duty, duty_ids=[duty.subject_id])
        supplier = desk.town.supplier().pk
        refused(PolicyBreach, "oversight.urge_of_other", desk.issue, duty, organisation_id=supplier)

    def test_others_issue_none(self, desk):
        with pytest.raises(NotAllowed):
            issue_urging.propose(
                actor=desk.purchaser, now=NOW, organisation_id=desk.town.purchaser().pk,
                duty_ids=[desk.late().pk], series="洛财督", demand="请办理。",
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            desk.issue(desk.late(), by=(desk.officer, desk.officer))


class TestReceived:
    def test_it_is_signed_for_once_by_its_desk(self, desk):
        letter = desk.issue(desk.late())
        receive_urging(actor=desk.purchaser, now=LATER, urging_id=letter.pk)
        letter.refresh_from_db()
        assert (letter.received_at, letter.received_by_id) == (LATER, desk.purchaser.person_id)
        refused(
            Conflict, "oversight.urge_received",
            receive_urging, actor=desk.purchaser, now=LATER, urging_id=letter.pk,
        )  # fmt: skip

    def test_nobody_else_signs_for_it(self, desk):
        letter = desk.issue(desk.late())
        other = desk.town.actor(desk.town.purchaser("另一采购人"), Role.PURCHASER_OFFICER)
        for actor in (other, desk.officer):
            with pytest.raises(NotFound):
                receive_urging(actor=actor, now=LATER, urging_id=letter.pk)

    def test_service_on_paper_is_kept_beside(self, desk):
        letter = desk.issue(desk.late())
        facts = {"urging_id": letter.pk, "way": "post", "receiver": "张三", "on": day_of(LATER)}
        paper = desk.paper(desk.officer)
        serve_urging(actor=desk.officer, now=LATER, paper_id=paper.pk, **facts)
        service = UrgingService.objects.get()
        assert (service.way, service.receiver, service.paper) == ("post", "张三", paper)
        assert urging_paper(desk.purchaser, paper.pk) == paper
        refused(
            Conflict, "oversight.urge_served_twice",
            serve_urging, actor=desk.officer, now=LATER, **facts,
        )  # fmt: skip
        for day in (day_of(NOW) - timedelta(days=1), day_of(LATER) + timedelta(days=1)):
            refused(
                Invalid, "oversight.urge_served_on",
                serve_urging, actor=desk.officer, now=LATER, **facts | {"on": day},
            )  # fmt: skip


class TestAnswered:
    def test_an_answer_ends_the_duty_to_answer_and_lies_with_the_bureau(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        assert (letter.state, letter.received_at) == ("answered", LATER)
        assert Duty.objects.get(kind="answer_urging").state == "done"
        (ball,) = letters_at(desk.officer, LATER)
        assert ball.word == "办结督办函"

    def test_an_unanswered_one_is_overdue_itself_and_may_be_urged(self, desk):
        desk.issue(desk.late())
        duty = Duty.objects.get(kind="answer_urging")
        second = desk.issue(duty, now=at("2025-10-28 10:00"))
        assert second.items.get().title == "督办函 洛财督〔2025〕1号"

    def test_it_is_answered_once(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        refused(WrongState, "state.cannot", desk.answer, letter)

    def test_nobody_answers_for_another(self, desk):
        letter = desk.issue(desk.late())
        other = desk.town.actor(desk.town.purchaser("另一采购人"), Role.PURCHASER_OFFICER)
        for actor in (other, desk.officer):
            with pytest.raises(NotFound):
                desk.answer(letter, actor)
        assert not UrgingAnswer.objects.exists()

    def test_a_paper_of_another_organisation_is_none(self, desk):
        letter = desk.issue(desk.late())
        with pytest.raises(NotFound):
            answer_urging(
                actor=desk.purchaser, now=LATER, urging_id=letter.pk, words="已经办理。",
                paper_id=desk.paper(desk.officer).pk,
            )  # fmt: skip


class TestClosed:
    def test_mended_once_all_is_done(self, desk):
        duty = desk.late()
        letter = desk.answer(desk.issue(duty))
        refused(PolicyBreach, "oversight.urge_undone", desk.close, letter, "mended")
        fulfil_duties(subject_id=duty.subject_id, on=day_of(LATER), now=LATER, reason="x")
        letter = desk.close(letter, "mended")
        assert (letter.state, letter.get_verdict_display()) == ("closed", "整改到位")
        assert not Urged.objects.filter(open=True).exists()

    def test_not_mended_and_urged_again(self, desk):
        duty = desk.late()
        desk.close(desk.answer(desk.issue(duty)), "unmended")
        assert desk.issue(duty, now=LATER).number == 2

    def test_before_the_answer_only_when_all_is_done_or_its_day_is_over(self, desk):
        duty = desk.late()
        letter = desk.issue(duty)
        refused(PolicyBreach, "oversight.urge_awaited", desk.close, letter, "unmended")
        after = at("2025-10-28 10:00")
        assert desk.close(letter, "unmended", now=after).state == "closed"
        answer = Duty.objects.get(kind="answer_urging")
        assert (answer.state, answer.cancelled_on) == ("cancelled", day_of(after))

    def test_whoever_answered_does_not_close(self, desk):
        letter = desk.issue(desk.late("review_filing"))
        desk.answer(letter, desk.officer)
        refused(NotAllowed, "oversight.urge_own_answer", desk.close, letter, "unmended")
        other = desk.town.actor(
            Organisation.objects.get(kind="bureau"), Role.PROCUREMENT_OFFICER, "other"
        )
        assert desk.close(letter, "unmended", by=(other, desk.approver)).state == "closed"

    def test_the_one_who_proposes_does_not_approve(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        with pytest.raises(NotAllowed):
            desk.close(letter, "unmended", by=(desk.officer, desk.officer))
        assert Proposal.objects.filter(state="approved", act="oversight.close_urging").count() == 0

    def test_what_is_closed_stays_closed(self, desk):
        letter = desk.close(desk.answer(desk.issue(desk.late())), "unmended")
        refused(WrongState, "state.cannot", desk.close, letter, "unmended")
        refused(WrongState, "state.cannot", desk.answer, letter)


class TestDisputed:
    def test_a_dispute_is_decided_as_one(self, desk):
        duty = desk.late()
        letter = desk.dispute(desk.issue(duty), duty)
        assert letter.state == "disputed"
        for verdict in ("mended", "unmended"):
            refused(PolicyBreach, "oversight.urge_decide", desk.close, letter, verdict)
        assert desk.close(letter, "overruled").verdict == "overruled"
        assert not Urged.objects.get().upheld

    def test_upheld_it_excuses_what_it_disputed_and_nothing_else(self, desk):
        first, second = desk.late(), desk.late(title="保安服务")
        letter = desk.dispute(desk.issue(first, second), first)
        desk.close(letter, "upheld")
        assert dict(Urged.objects.values_list("duty_id", "upheld")) == {
            first.pk: True, second.pk: False,
        }  # fmt: skip
        refused(PolicyBreach, "oversight.urge_upheld", desk.issue, first)
        assert desk.issue(second, now=LATER).number == 2
        assert Duty.objects.filter(pk=first.pk, state="running").exists(), "its record stays"

    def test_upheld_it_counts_neither_as_kept_nor_as_late(self, desk):
        first, second = desk.late(), desk.late(title="保安服务")
        judged = duties_promised(CITY, 2025, "file_contract", today=day_of(LATER))
        assert set(judged) == {first, second}
        desk.close(desk.dispute(desk.issue(first, second), first), "upheld")
        assert list(judged.all()) == [second]

    def test_no_dispute_is_upheld_where_there_was_none(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        refused(PolicyBreach, "oversight.urge_no_dispute", desk.close, letter, "upheld")

    def test_what_is_not_in_the_letter_is_not_disputed(self, desk):
        letter = desk.issue(desk.late())
        refused(Invalid, "oversight.urge_nothing_disputed", desk.dispute, letter, desk.late())
        refused(Invalid, "oversight.urge_nothing_disputed", desk.dispute, letter)


class TestRead:
    def test_each_reads_its_own(self, desk):
        letter = desk.issue(desk.late())
        town = desk.town
        other = town.actor(town.purchaser("另一采购人"), Role.PURCHASER_OFFICER)
        pboc = town.actor(the_only(CITY, "pboc"), Role.PBOC)
        sme = town.actor(the_only(CITY, "sme-authority"), Role.SME_AUTHORITY)
        supplier = town.actor(town.supplier(), Role.SUPPLIER)
        assert urging_for(desk.purchaser, letter.pk) == letter
        assert [bool(urgings_for(one)) for one in (desk.officer, sme, pboc, other, supplier)] == [
            True, True, False, False, False,
        ]  # fmt: skip

    def test_what_may_be_urged_of_a_desk(self, desk):
        duty, holder = desk.late(), desk.town.purchaser().pk
        assert list(urgeable(desk.officer, NOW, holder, "purchaser-officer")) == [duty]
        desk.issue(duty)
        assert not urgeable(desk.officer, NOW, holder, "purchaser-officer")
        assert Urging.objects.count() == 1
