"""Acts by who may not, on days that are not the agreement's, and rows written by hand. 条例§16"""

from datetime import date, timedelta

import pytest

from agencies import test_agreements
from agencies.ground import KNOWN, LINES, NOW, OWN, STRANGER, Agencies
from agencies.test_agreements import LATER, refused
from cairong.agencies.actions.add_recipients import add_recipients
from cairong.agencies.actions.answer_engagement import (
    accept_engagement,
    decline_engagement,
    return_engagement,
)
from cairong.agencies.actions.cancel_file import cancel_file
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.models import Engagement, ProcurementFile, Recipient
from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.contracts.facts import Winner
from cairong.contracts.models import Award
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.outreach.actions.acknowledge_letter import acknowledge_letter
from cairong.outreach.actions.serve_letter import serve_letter
from cairong.outreach.models import Letter
from cairong.parties.models import Proposal
from support.refusing import stopped
from support.town import at

pytestmark = pytest.mark.django_db
MORE = "92410303MA40000019 第三家商行"
FIRST, LAST = at("2026-01-01 00:00"), at("2026-12-31 23:59")
SECOND = timedelta(seconds=1)
hand = test_agreements.TestDatabase()  # its rows; not collected here a second time


def on_file(ground: Agencies, file: ProcurementFile):
    """What the agency does with a file of its own, each with what it names."""
    letter = ground.letter()
    return (
        (add_recipients, {"file_id": file.pk, "obtained": MORE}),
        (serve_letter, {"letter_id": letter.pk, "served_how": "post", "served_on": NOW.date()}),
        (cancel_file, {"file_id": file.pk, "reason": "编号抄错"}),
    )


class TestWhoMayNot:
    @pytest.mark.parametrize(
        "role", [Role.PURCHASER_APPROVER, Role.SUPPLIER, Role.PROCUREMENT_OFFICER, Role.AUDITOR]
    )
    def test_nobody_else_does_what_an_agency_or_officer_does_with_a_file(self, ground, role):
        file = ground.issue()
        seats = {Role.PURCHASER_APPROVER: ground.purchaser, Role.SUPPLIER: ground.town.supplier()}
        town = ground.town
        actor = town.actor(seats[role], role) if role in seats else town.bureau(role)
        for act, given in on_file(ground, file):
            with pytest.raises(NotAllowed):
                act(actor=actor, now=NOW, **given)
        with pytest.raises(NotAllowed):
            ground.issue(actor=actor, project_no="洛采2026-8")
        assert ProcurementFile.objects.get().state == "issued"
        assert Recipient.objects.count() == 2

    def test_the_purchaser_answers_no_agreement_for_its_agency(self, ground: Agencies):
        made = ground.record(no="洛代2026-2", agency="乙代理")
        for actor in ground.pair():
            given = {"actor": actor, "now": NOW, "engagement_id": made.pk}
            with pytest.raises(NotAllowed):
                accept_engagement(**given)
            with pytest.raises(NotAllowed):
                decline_engagement(**given, reason="代为答复")
        made.refresh_from_db()
        assert (made.state, made.answered_at) == ("offered", None)

    def test_an_agency_neither_records_nor_ends_nor_agrees_to_an_agreement(self, ground):
        first, second = ground.pair()
        given = {"engagement_id": ground.engagement.pk, "reason": "另行委托"}
        waiting = end_engagement.propose(actor=first, now=NOW, **given)
        for actor, error in ((ground.clerk(), NotFound), (first, NotAllowed)):
            with pytest.raises(error):
                end_engagement.approve(actor=actor, now=NOW, proposal_id=waiting.pk)
        for act in (end_engagement, record_engagement):
            with pytest.raises(NotAllowed):
                act.propose(actor=second, now=NOW, **given)
        assert ground.engagement.state == "accepted"

    def test_another_purchasers_pair_neither_ends_nor_decides_it(self, ground: Agencies):
        first, second = ground.pair("另一采购人")
        given = {"engagement_id": ground.engagement.pk, "reason": "冒名终止"}
        with pytest.raises(NotFound):
            end_engagement.propose(actor=first, now=NOW, **given)
        waiting = end_engagement.propose(actor=ground.buyer(), now=NOW, **given)
        with pytest.raises(NotFound):
            end_engagement.approve(actor=second, now=NOW, proposal_id=waiting.pk)
        assert ground.engagement.state == "accepted"

    def test_another_purchaser_or_agency_has_nothing_of_the_file(self, ground: Agencies):
        file = ground.issue()
        for actor in (ground.buyer(name="另一采购人"), ground.clerk("乙代理")):
            for act, given in on_file(ground, file):
                with pytest.raises(NotFound):
                    act(actor=actor, now=NOW, **given)
            with pytest.raises(NotFound):
                ground.award(actor=actor, file_id=file.pk)
        assert Award.objects.count() == 0

    def test_a_purchaser_cannot_cite_an_agreement_of_its_own_for_an_award(self, ground):
        refused(
            Invalid, "agencies.acts_itself", ground.award, actor=ground.buyer(),
            engagement_id=ground.engagement.pk,
        )  # fmt: skip


class TestDays:
    @pytest.mark.parametrize("moment", [FIRST, LAST])
    def test_on_its_first_and_last_day_all_is_done(self, ground: Agencies, moment):
        day = moment.date()
        file = ground.issue(moment, issued_on=day)
        served = {"letter_id": ground.letter().pk, "served_how": "post", "served_on": day}
        serve_letter(actor=ground.clerk(), now=moment, **served)
        add_recipients(actor=ground.clerk(), now=moment, file_id=file.pk, obtained=MORE)
        award = ground.award(moment, file_id=file.pk, notice_on=day)
        assert (award.engagement, award.file) == (ground.engagement, file)

    def test_the_second_before_its_first_day_nothing_is(self, ground: Agencies):
        early = FIRST - SECOND
        day = early.date()
        refused(PolicyBreach, "agencies.agreement_ahead", ground.issue, early, issued_on=day)
        refused(PolicyBreach, "agencies.agreement_ahead", ground.award, early, notice_on=day,
                engagement_id=ground.engagement.pk)  # fmt: skip

    def test_after_its_last_day_no_file_is_gone_on_with(self, ground: Agencies):
        file = ground.issue()
        for act, given in on_file(ground, file):
            refused(PolicyBreach, "agencies.agreement_over", act, actor=ground.clerk(), now=LATER,
                    **given)  # fmt: skip
        refused(PolicyBreach, "agencies.agreement_over", ground.award, LATER, file_id=file.pk)
        cancel_file(actor=ground.buyer(), now=LATER, file_id=file.pk, reason="改由自己办理")
        file.refresh_from_db()
        assert (file.state, file.cancelled_at) == ("cancelled", LATER)

    def test_given_back_it_bars_its_files_too(self, ground: Agencies):
        file = ground.issue()
        return_engagement(
            actor=ground.clerk(), now=NOW, engagement_id=ground.engagement.pk, reason="人手不够"
        )
        for act, given in on_file(ground, file):
            refused(PolicyBreach, "agencies.agreement_ended", act, actor=ground.clerk(), now=NOW,
                    **given)  # fmt: skip

    def test_it_is_accepted_to_the_end_of_its_last_day_and_no_longer(self, ground: Agencies):
        made = ground.record(no="洛代2026-2", agency="乙代理", valid_to=date(2026, 3, 31))
        given = {"actor": ground.clerk("乙代理"), "engagement_id": made.pk}
        refused(PolicyBreach, "agencies.days_over", accept_engagement, **given,
                now=at("2026-04-01 00:00"))  # fmt: skip
        assert accept_engagement(**given, now=at("2026-03-31 23:59")).state == "accepted"

    @pytest.mark.parametrize("covers", ["", "洛采2026-7"])
    def test_ended_before_it_began_its_end_is_its_first_day(self, ground: Agencies, covers):
        made = ground.engage(
            no="洛代2027-1", project_no=covers, valid_from=date(2027, 1, 1),
            valid_to=date(2027, 12, 31),
        )  # fmt: skip
        return_engagement(actor=ground.clerk(), now=NOW, engagement_id=made.pk, reason="太忙")
        made.refresh_from_db()
        assert (made.ended_on, made.ended_at) == (date(2027, 1, 1), NOW)
        ground.record(no="洛代2027-2", project_no=covers, valid_from=date(2027, 1, 1),
                      valid_to=date(2027, 12, 31))  # fmt: skip

    def test_it_is_ended_once(self, ground: Agencies):
        ground.end()
        with pytest.raises(WrongState):
            ground.end()
        assert Event.objects.filter(type="agencies.engagement.ended").count() == 1
        assert not Proposal.objects.filter(state="waiting").exists()

    def test_two_of_the_purchaser_record_no_days_the_wrong_way_round(self, ground: Agencies):
        refused(PolicyBreach, "agencies.days_order", ground.record, no="洛代2026-2",
                valid_from=date(2026, 6, 2), valid_to=date(2026, 6, 1))  # fmt: skip
        assert Engagement.objects.count() == 1
        assert not Proposal.objects.filter(state="waiting").exists()

    def test_a_suspended_agency_is_given_no_agreement(self, ground: Agencies):
        agency = ground.agency("乙代理")
        type(agency).objects.filter(pk=agency.pk).update(active=False)
        with pytest.raises(Conflict) as caught:
            ground.record(no="洛代2026-2", agency="乙代理")
        assert caught.value.findings[0].code == "parties.organisation_state"


class TestWrongThings:
    @pytest.mark.parametrize(
        ("otherwise", "field"),
        [
            ({"project_no": "7"}, "project_no"),
            ({"title": " "}, "title"),
            ({"budget_fen": 0}, "budget"),
            ({"budget_fen": -1}, "budget"),
            ({"method": "抽签"}, "method"),
            ({"issued_on": date(1890, 1, 1)}, "issued_on"),
            ({"obtained": f"{STRANGER.lower()} 甲公司\n{STRANGER} 甲公司"}, "obtained"),
        ],
    )
    def test_a_value_that_cannot_stand_is_named_and_no_file_is_kept(self, ground, otherwise, field):
        with pytest.raises(Invalid) as caught:
            ground.issue(**otherwise)
        assert [each.params["field"] for each in caught.value.findings] == [field]
        assert not ProcurementFile.objects.exists()

    def test_an_agreement_for_one_project_awards_no_other_and_none_without_a_number(self, ground):
        made = ground.engage(agency="乙代理", no="洛代2026-2", project_no="洛采2026-7")
        for number in ("洛采2026-8", ""):
            refused(
                PolicyBreach, "agencies.other_project", ground.award, actor=ground.clerk("乙代理"),
                engagement_id=made.pk, project_no=number,
            )  # fmt: skip
        assert Award.objects.count() == 0

    def test_the_agency_is_not_added_later_nor_among_several_winners(self, ground: Agencies):
        file = ground.issue()
        refused(PolicyBreach, "agencies.own_part", add_recipients, actor=ground.clerk(), now=NOW,
                file_id=file.pk, obtained=f"{MORE}\n{OWN} 某某")  # fmt: skip
        winners = [Winner(supplier_id=ground.town.supplier().pk, share_fen=40_000_000),
                   Winner(name="甲　代理", share_fen=40_000_000, unregistered=True)]  # fmt: skip
        refused(PolicyBreach, "agencies.own_part", ground.award, file_id=file.pk, winners=winners,
                supplier_id=None)  # fmt: skip
        assert (Recipient.objects.count(), Award.objects.count()) == (2, 0)

    def test_a_cancelled_file_takes_no_more_and_is_not_cancelled_twice(self, ground: Agencies):
        file = ground.issue()
        given = {"actor": ground.clerk(), "now": NOW, "file_id": file.pk}
        cancel_file(**given, reason="编号抄错")
        with pytest.raises(WrongState):
            cancel_file(**given, reason="再作废")
        with pytest.raises(WrongState):
            add_recipients(**given, obtained=MORE)
        assert Event.objects.filter(type="agencies.file.cancelled").count() == 1


class TestEvents:
    def test_each_act_says_what_it_was_of_what_and_to_whom(self, ground: Agencies):
        clerk, purchaser, agency = ground.clerk(), ground.purchaser.pk, ground.agency().pk
        file = ground.issue()
        added, served, cancelled = on_file(ground, file)
        for act, given in (added, served):
            act(actor=clerk, now=NOW, **given)
        acknowledge_letter(actor=ground.town.system, now=NOW, token=ground.letter().token)
        cancelled[0](actor=clerk, now=NOW, **cancelled[1])
        ground.end()
        of_engagement = ("agencies.Engagement", ground.engagement.pk)
        of_file = ("agencies.ProcurementFile", file.pk)
        of_letter = ("outreach.Letter", ground.letter().pk)
        both = {purchaser, agency}
        for kind, subject in (
            ("agencies.engagement.recorded", of_engagement),
            ("agencies.engagement.accepted", of_engagement),
            ("agencies.file.issued", of_file),
            ("agencies.file.obtained", of_file),
            ("outreach.letter.served", of_letter),
            ("outreach.letter.acknowledged", of_letter),
            ("agencies.file.cancelled", of_file),
            ("agencies.engagement.ended", of_engagement),
        ):
            event = Event.objects.get(type=kind)
            assert (event.subject_type, event.subject_id) == (subject[0], str(subject[1])), kind
            assert set(event.visible_to) == both, kind
            assert event.basis, kind

    def test_who_obtained_a_file_is_in_no_event_of_it(self, ground: Agencies):
        file = ground.issue()
        add_recipients(actor=ground.clerk(), now=NOW, file_id=file.pk, obtained=f"{LINES}\n{MORE}")
        said = Event.objects.get(type="agencies.file.obtained").after
        assert said["count"] == 1
        assert [each for each in (KNOWN, STRANGER, "第三家") if each in str(said)] == []


class TestByHand:
    @pytest.mark.parametrize(
        "changes",
        [
            {"valid_to": date(2030, 1, 1)},
            {"valid_from": date(2020, 1, 1)},
            {"project_no": "洛采2026-9"},
            {"no": "改号"},
            {"agency_id": "乙代理"},
            {"paper": "换了原件"},
        ],
    )
    def test_what_an_agreement_says_is_never_rewritten(self, ground: Agencies, changes):
        if "agency_id" in changes:
            changes = {"agency_id": ground.agency("乙代理").pk}
        with stopped("permission denied"):
            Engagement.objects.filter(pk=ground.engagement.pk).update(**changes)

    @pytest.mark.parametrize(
        "changes",
        [
            {"project_no": "洛采2026-9"},
            {"budget_fen": 1},
            {"issued_on": date(2026, 1, 1)},
            {"agency_id": None, "engagement_id": None},
            {"sme_reserved": True},
        ],
    )
    def test_nor_what_a_file_says(self, ground: Agencies, changes):
        file = ground.issue()
        with stopped("permission denied"):
            ProcurementFile.objects.filter(pk=file.pk).update(**changes)

    def test_nobody_who_obtained_a_file_is_renamed_and_nothing_is_deleted(self, ground: Agencies):
        file = ground.issue()
        with stopped("permission denied"):
            Recipient.objects.filter(file=file).update(name="换了名字")
        for model in (Letter, Recipient, ProcurementFile, Engagement):
            with stopped("permission denied"):
                model.objects.all()._raw_delete("default")

    @pytest.mark.parametrize("otherwise", [{"purchaser": "供应商"}, {"agency": "采购人"}])
    def test_no_agreement_is_written_with_who_is_no_purchaser_or_agency(self, ground, otherwise):
        made = {"供应商": ground.town.supplier(), "采购人": ground.purchaser}
        who = {side: made[name] for side, name in otherwise.items()}
        with stopped("agencies_engagement_steps"):
            insert(hand.row(ground, **who))

    def test_no_file_is_written_the_second_before_the_agreement_begins(self, ground: Agencies):
        with stopped("agencies_mandate"):
            insert(hand.file(ground, recorded_at=FIRST - SECOND))
        insert(hand.file(ground, recorded_at=FIRST))

    def test_none_under_an_agreement_that_waits_or_is_for_another_project(self, ground: Agencies):
        waits = ground.record(no="洛代2027-1", valid_from=date(2027, 1, 1),
                              valid_to=date(2027, 12, 31))  # fmt: skip
        scoped = ground.engage(no="洛代2026-3", project_no="洛采2026-9")
        for wrong in ({"engagement": waits, "recorded_at": LATER}, {"engagement": scoped}):
            with stopped("agencies_mandate"):
                insert(hand.file(ground, **wrong))

    @pytest.mark.parametrize(
        ("changes", "guard"),
        [
            ({"state": "cancelled", "cancelled_reason": "手改"}, "agencies_file_cancelled_why"),
            ({"cancelled_reason": "没有作废"}, "agencies_file_cancelled_why"),
        ],
    )
    def test_a_file_is_issued_or_cancelled_with_why(self, ground: Agencies, changes, guard):
        file = ground.issue()
        with stopped(guard):
            ProcurementFile.objects.filter(pk=file.pk).update(**changes)

    @pytest.mark.parametrize("changes", [{"ended_reason": "改写"}, {"ended_on": date(2026, 5, 1)}])
    def test_how_it_ended_is_not_rewritten(self, ground: Agencies, changes):
        ground.end()
        with stopped("agencies_engagement_steps"):
            Engagement.objects.filter(pk=ground.engagement.pk).update(**changes)
