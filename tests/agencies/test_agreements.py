"""An agency acts under an agreement that holds: two record it, it accepts. 采购法§20, 条例§16"""

from datetime import date

import pytest

from agencies.ground import KNOWN, NOW, STRANGER, Agencies
from cairong.agencies.actions.answer_engagement import (
    accept_engagement,
    decline_engagement,
    return_engagement,
)
from cairong.agencies.actions.cancel_file import cancel_file
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.models import Engagement, ProcurementFile, Recipient
from cairong.audit.rows import insert
from cairong.cases.desk import waiting_for
from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    WrongState,
)
from cairong.outreach.models import Letter
from cairong.outreach.reads import inbox
from cairong.parties.four_eyes import TwoPersonAct
from cairong.policy.agencies import agreement_holds, agreement_in_days, within_agreement
from support.refusing import stopped
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
ITS_OWN = {
    "accept_engagement", "decline_engagement", "return_engagement", "issue_file",
    "add_recipients", "cancel_file", "record_award", "serve_letter",
}  # fmt: skip
LATER = at("2027-01-01 00:00")  # the first moment after the last day


def refused(error, code: str, act, *given, **otherwise):
    with pytest.raises(error) as caught:
        act(*given, **otherwise)
    assert caught.value.findings[0].code == code
    assert caught.value.findings[0].obligation


class TestRecorded:
    def test_two_record_it_and_it_waits_for_the_agency_that_is_told(self, ground: Agencies):
        made = ground.record(agency="乙代理", no="洛代2026-2")
        clerk = ground.clerk("乙代理")
        assert [each.ref for each in waiting_for(clerk, now=NOW).balls] == [""]
        ground.follow()
        said = inbox(clerk).filter(event_type="agencies.engagement.recorded")[0].sentence
        assert "洛代2026-2" in said
        assert "2026年12月31日" in said
        refused(
            PolicyBreach, "agencies.not_accepted", ground.issue, actor=clerk,
            engagement_id=made.pk,
        )  # fmt: skip
        decline_engagement(actor=clerk, now=NOW, engagement_id=made.pk, reason="人手不够")
        assert waiting_for(clerk, now=NOW).balls == []
        ground.follow()
        told = inbox(ground.buyer()).filter(event_type="agencies.engagement.declined")
        assert "人手不够" in told[0].sentence

    @pytest.mark.parametrize(
        ("days", "code"),
        [
            (("2026-05-02", "2026-05-01"), "agencies.days_order"),
            (("2026-01-01", "2026-03-01"), "agencies.days_over"),
            (("2026-01-01", "2031-01-07"), "agencies.days_long"),
            (("2026-01-01", "2026-03-02"), ""),
        ],
    )
    def test_its_days_are_in_order_and_not_over(self, days, code):
        first, last = map(date.fromisoformat, days)
        found = agreement_in_days(valid_from=first, valid_to=last, today=NOW.date())
        assert (found.code if found else "") == code

    def test_what_it_is_for_stands_once_in_the_same_days(self, ground: Agencies):
        refused(Conflict, "agencies.agreement_once", ground.record, valid_from=date(2027, 1, 1),
                valid_to=date(2027, 2, 1))  # fmt: skip
        refused(Conflict, "agencies.agreement_overlaps", ground.record, no="洛代2026-3",
                valid_from=date(2026, 12, 31), valid_to=date(2027, 6, 1))  # fmt: skip
        ground.record(no="洛代2027-1", valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31))
        ground.record(no="洛代2026-4", agency="乙代理")
        ground.record(no="洛代2026-5", project_no="洛采2026-7")
        refused(Conflict, "agencies.agreement_overlaps", ground.record, no="洛代2026-6",
                agency="乙代理", project_no="洛采2026-7")  # fmt: skip

    def test_who_is_no_agency_is_not_there(self, ground: Agencies):
        with pytest.raises(NotFound):
            ground.record(no="洛代2026-9", agency_id=ground.town.supplier().pk)


class TestHolds:
    @pytest.mark.parametrize(
        ("state", "today", "code"),
        [
            ("offered", "2026-03-02", "agencies.not_accepted"),
            ("declined", "2026-03-02", "agencies.agreement_ended"),
            ("ended", "2026-03-02", "agencies.agreement_ended"),
            ("returned", "2026-03-02", "agencies.agreement_ended"),
            ("accepted", "2025-12-31", "agencies.agreement_ahead"),
            ("accepted", "2026-01-01", ""),
            ("accepted", "2026-12-31", ""),
            ("accepted", "2027-01-01", "agencies.agreement_over"),
        ],
    )
    def test_from_its_first_day_to_its_last_once_accepted(self, state, today, code):
        found = agreement_holds(
            state=state, no="1", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31),
            today=date.fromisoformat(today),
        )  # fmt: skip
        assert (found.code if found else "") == code

    def test_one_for_a_project_is_for_no_other(self):
        assert within_agreement(no="1", covers="", project_no="") is None
        assert within_agreement(no="1", covers="甲", project_no="甲") is None
        assert within_agreement(no="1", covers="甲", project_no="乙") is not None

    def test_ended_by_two_or_given_back_it_bars_every_act_at_once(self, ground: Agencies):
        file = ground.issue()
        ground.end()
        assert ground.engagement.ended_on == date(2026, 3, 2)
        for act, given in (
            (ground.issue, {"project_no": "洛采2026-8"}),
            (ground.award, {"file_id": file.pk}),
            (ground.award, {"engagement_id": ground.engagement.pk, "project_no": "洛采2026-9"}),
        ):
            refused(PolicyBreach, "agencies.agreement_ended", act, **given)
        with pytest.raises(WrongState):
            return_engagement(
                actor=ground.clerk(), now=NOW, engagement_id=ground.engagement.pk, reason="退回"
            )
        assert Award.objects.count() == 0
        assert ground.award(actor=ground.buyer(), file_id=file.pk).agency == "甲代理"

    def test_who_agrees_to_the_end_a_day_later_ends_it_that_day(self, ground: Agencies):
        first, second = ground.pair()
        given = {"engagement_id": ground.engagement.pk, "reason": "另行委托"}
        waiting = end_engagement.propose(actor=first, now=NOW, **given)
        end_engagement.approve(actor=second, now=at("2026-03-03 09:00"), proposal_id=waiting.pk)
        assert ground.engagement.ended_on == date(2026, 3, 3)

    def test_it_ends_with_its_last_day(self, ground: Agencies):
        ground.issue(at("2026-12-31 23:59"))
        refused(PolicyBreach, "agencies.agreement_over", ground.issue, LATER, project_no="八号")

    def test_a_project_given_to_another_is_that_ones_alone(self, ground: Agencies):
        ground.engage(agency="乙代理", no="洛代2026-2", project_no="洛采2026-7")
        refused(PolicyBreach, "agencies.of_another", ground.issue)
        ground.issue(project_no="洛采2026-8")
        made = Engagement.objects.get(no="洛代2026-2")
        clerk = ground.clerk("乙代理")
        refused(PolicyBreach, "agencies.other_project", ground.issue, actor=clerk,
                engagement_id=made.pk, project_no="洛采2026-9")  # fmt: skip
        assert ground.issue(actor=clerk, engagement_id=made.pk).agency == made.agency

    def test_a_purchaser_or_agency_of_others_is_not_there(self, ground: Agencies):
        with pytest.raises(NotFound):
            ground.issue(actor=ground.clerk("乙代理"))
        with pytest.raises(NotFound):
            accept_engagement(
                actor=ground.clerk("乙代理"), now=NOW, engagement_id=ground.engagement.pk
            )
        refused(Invalid, "agencies.which_agreement", ground.issue, engagement_id=None)
        refused(Invalid, "agencies.acts_itself", ground.issue, actor=ground.buyer(),
                engagement_id=ground.engagement.pk)  # fmt: skip


class TestSignsNothing:
    def test_these_are_all_its_acts_and_the_purchasers_are_refused_with_the_clause(self, ground):
        named = {each.name for each in ACTS.values() if Role.AGENCY_CLERK in each.roles}
        assert named == ITS_OWN
        for act in ACTS.values():
            if Role.PURCHASER_OFFICER not in act.roles or act.name in named:
                continue
            begun = act.propose if isinstance(act, TwoPersonAct) else act.call
            with pytest.raises(NotAllowed) as caught:
                begun(actor=ground.clerk(), now=NOW)
            found = caught.value.findings[0]
            assert (found.code, found.obligation) == ("access.agency", "条例§16"), act.name


class TestDatabase:
    def row(self, ground: Agencies, **otherwise) -> Engagement:
        facts = {
            "city_id": CITY, "purchaser": ground.purchaser, "agency": ground.agency(),
            "no": "无人复核", "paper": "纸", "valid_from": date(2027, 1, 1),
            "valid_to": date(2027, 12, 31), "recorded_at": NOW,
        }  # fmt: skip
        return Engagement(**facts | otherwise)

    def file(self, ground: Agencies, **otherwise) -> ProcurementFile:
        facts = {
            "city_id": CITY, "purchaser": ground.purchaser, "agency": ground.agency(),
            "engagement": ground.engagement, "region": COUNTY, "project_no": "洛采2026-8",
            "title": "项目", "budget_fen": 1, "method": "询价", "issued_on": NOW.date(),
            "recorded_at": NOW,
        }  # fmt: skip
        return ProcurementFile(**facts | otherwise)

    @pytest.mark.parametrize(
        ("otherwise", "guard"),
        [
            ({}, "agencies_engagement_undecided"),
            ({"state": "accepted", "answered_at": NOW}, "agencies_engagement_steps"),
            ({"valid_to": date(2026, 12, 31)}, "agencies_engagement_days"),
            ({"valid_from": date(2026, 12, 31)}, "agencies_engagement_overlaps"),
            ({"no": "洛代2026-1"}, "agencies_engagement_once"),
        ],
    )
    def test_no_agreement_stands_that_two_did_not_record(self, ground, otherwise, guard):
        with stopped(guard):
            insert(self.row(ground, **otherwise))

    @pytest.mark.parametrize(
        ("changes", "guard"),
        [
            ({"state": "offered", "answered_at": None}, "agencies_engagement_steps"),
            ({"state": "returned", "ended_reason": "退", "ended_at": NOW,
              "ended_on": date(2026, 3, 2)}, "agencies_engagement_undecided"),
            ({"state": "ended", "ended_reason": "停", "ended_at": NOW,
              "ended_on": date(2026, 3, 2)}, "agencies_engagement_undecided"),
            ({"state": "ended", "ended_at": NOW, "ended_on": date(2026, 3, 2)},
             "agencies_engagement_ended_why"),
            ({"state": "ended", "ended_reason": "停", "ended_at": NOW,
              "ended_on": date(2025, 12, 31)}, "agencies_engagement_ended_why"),
            ({"answered_at": None}, "agencies_engagement_answered"),
        ],
    )  # fmt: skip
    def test_nobody_ends_or_answers_it_by_hand(self, ground, changes, guard):
        with stopped(guard):
            Engagement.objects.filter(pk=ground.engagement.pk).update(**changes)

    def test_what_is_accepted_says_when(self, ground: Agencies):
        made = ground.record(agency="乙代理", no="洛代2026-2")
        with stopped("agencies_engagement_answered"):
            Engagement.objects.filter(pk=made.pk).update(state="accepted")

    @pytest.mark.parametrize(
        "changes",
        [
            {"recorded_at": LATER},
            {"agency_id": "乙代理"},
            {"purchaser_id": "另一采购人"},
        ],
    )
    def test_no_file_of_an_agency_stands_without_its_agreement(self, ground, changes):
        otherwise = dict(changes)
        if "agency_id" in changes:
            otherwise = {"agency": ground.agency("乙代理")}
        if "purchaser_id" in changes:
            otherwise = {"purchaser": ground.town.purchaser("另一采购人")}
        with stopped("agencies_mandate"):
            insert(self.file(ground, **otherwise))
        for wrong, guard in (
            ({"agency": None}, "agencies_file_by_agency"),
            ({"budget_fen": 0}, "agencies_file_plain"),
            ({"state": "cancelled"}, "agencies_file_steps"),
        ):
            with stopped(guard):
                insert(self.file(ground, **wrong))

    def test_a_project_has_one_file_and_a_cancelled_one_stays_so(self, ground: Agencies):
        file = ground.issue()
        with stopped("agencies_file_once"):
            insert(self.file(ground, project_no=file.project_no))
        rows = ProcurementFile.objects.filter(pk=file.pk)
        with stopped("agencies_file_cancelled_why"):
            rows.update(state="cancelled")
        cancel_file(actor=ground.clerk(), now=NOW, file_id=file.pk, reason="编号抄错")
        with stopped("agencies_file_steps"):
            rows.update(state="issued", cancelled_at=None, cancelled_reason="")
        given = {"city_id": CITY, "file": file, "name": "某", "uscc": "1", "at": NOW}
        with stopped("agencies_file_steps"):
            insert(Recipient(**given, by=ground.purchaser))

    def test_a_letter_is_of_a_recipient_or_of_an_award(self, ground: Agencies):
        ground.issue()
        rows, letter = Letter.objects.filter(pk=ground.letter().pk), ground.letter(KNOWN)
        for changes, guard in (
            ({"token": ""}, "outreach_letter_of_one"),
            ({"occasion": "award"}, "outreach_letter_of_one"),
            ({"token": letter.token}, "outreach_letter_token_once"),
            ({"served_on": NOW.date()}, "outreach_letter_served_how"),
        ):
            with stopped(guard):
                rows.update(**changes)

    def test_nor_one_for_a_project_given_to_another(self, ground):
        ground.engage(agency="乙代理", no="洛代2026-2", project_no="洛采2026-8")
        with stopped("agencies_mandate"):
            insert(self.file(ground))

    def test_nobody_is_entered_past_the_agreement_nor_the_agency_itself(self, ground):
        file = ground.issue()
        facts = {"city_id": CITY, "file": file, "name": "某", "at": NOW}
        other = ground.agency("乙代理")
        with stopped("agencies_own_part"):
            insert(Recipient(**facts, uscc=ground.agency().uscc, by=ground.purchaser))
        with stopped("agencies_recipient_once"):
            insert(Recipient(**facts, uscc=STRANGER, by=ground.purchaser))
        with stopped("agencies_mandate"):
            insert(Recipient(**facts, uscc="1", by=other))
        with stopped("agencies_recipient_named"):
            insert(Recipient(**facts, uscc="", by=ground.purchaser))
        ground.end()
        with stopped("agencies_mandate"):
            insert(Recipient(**facts, uscc="1", by=ground.agency()))
        insert(Recipient(**facts, uscc="1", by=ground.purchaser))

    def test_no_award_stands_past_the_agreement_or_on_a_file_of_others(self, ground):
        file = ground.issue()
        ground.engage(agency="乙代理", no="洛代2026-2")
        other = Engagement.objects.get(no="洛代2026-2")
        award = ground.award(file_id=file.pk)
        twin = ground.town.supplier("甲代理", uscc=ground.agency().uscc)
        facts = {
            "city_id": CITY, "purchaser": ground.purchaser, "purchaser_name": "采购人",
            "title": "项目", "amount_fen": 1, "notice_on": NOW.date(), "recorded_at": NOW,
            "region": COUNTY, "project_no": "洛采2026-7",
        }  # fmt: skip
        for otherwise, guard in (
            ({"engagement": other, "recorded_at": LATER}, "agencies_mandate"),
            ({"engagement": other}, "agencies_file_of_other"),
            ({"engagement": other, "file": file}, "agencies_file_of_other"),
            ({"file": file, "project_no": "别的"}, "agencies_file_of_other"),
        ):
            with stopped(guard):
                insert(Award(no="手写", **facts | otherwise))
        with stopped("agencies_mandate"):
            Award.objects.filter(pk=award.pk).update(engagement=other)
        with stopped("agencies_own_part"):
            award.shares.update(supplier=twin)
        with stopped("agencies_file_awarded"):
            ProcurementFile.objects.filter(pk=file.pk).update(
                state="cancelled", cancelled_at=NOW, cancelled_reason="手改"
            )
