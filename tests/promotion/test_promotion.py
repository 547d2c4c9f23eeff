"""Events: drafted, announced, told by segment, signed up for, attended, and what came. 三(三)"""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.models import Event
from cairong.audit.recording import TELL
from cairong.cases.actions.tell_holders import tell_holders
from cairong.contracts.models import Award, AwardShare
from cairong.kernel.actor import Role
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    Refusal,
    WrongState,
)
from cairong.lending.models import Intent
from cairong.outreach.actions.mark_read import mark_all_read
from cairong.outreach.models import Letter, Message
from cairong.parties.models import Organisation
from cairong.promotion.actions.announce_outreach_event import renew_door
from cairong.promotion.actions.ask_at_event import answer_question, ask_at_event, give_feedback
from cairong.promotion.actions.change_outreach_event import change_outreach_event
from cairong.promotion.actions.end_outreach_event import (
    call_outreach_event_off,
    hold_outreach_event,
    sum_up_outreach_event,
)
from cairong.promotion.actions.erase_contacts import erase_contacts, erase_contacts_of
from cairong.promotion.actions.keep_event_paper import keep_event_paper
from cairong.promotion.actions.sign_in_at_door import enter_attendance
from cairong.promotion.actions.sign_up import take_sign_up_back
from cairong.promotion.actions.strike_sign_up import strike_sign_up
from cairong.promotion.actions.withdraw_event_paper import withdraw_event_paper
from cairong.promotion.effect import effect_of
from cairong.promotion.models import EventPaper, Invitation, OutreachEvent
from cairong.promotion.reads import (
    contact_words,
    contacts_on,
    counts_on,
    events_of,
    invitations_of,
    public_event,
    public_paper,
    sign_ups_of,
    told_on,
)
from cairong.promotion.segments import to_invite
from cairong.promotion.yearly import year_of
from inspecting.ground import desk_of
from lending.ground import drain, stand_award, stand_case
from promotion.ground import DURING, ENDS, GUEST, NOW, SAID, STARTS, Promotion, stand_promotion
from support.slips import PAPER
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
OVER = at("2025-10-15 18:00")


@staged
def ground(town: Town) -> Promotion:
    return stand_promotion(town)


@staged
def coming(town: Town) -> tuple[Promotion, OutreachEvent]:
    ground = stand_promotion(town)
    return ground, ground.announced()


def code_of(caught) -> str:
    return caught.value.findings[0].code


def segment(ground: Promotion, event: OutreachEvent, name: str, **otherwise) -> list[str]:
    asked = {"segment": name, "region": "", "size": ""} | otherwise
    return [each.name for each in to_invite(ground.host, NOW, event.pk, **asked)]


def award_to(ground: Promotion, supplier: Organisation, on: date) -> None:
    award = stand_award(ground.town)
    Award.objects.filter(pk=award.pk).update(notice_on=on)
    AwardShare.objects.filter(award=award).update(supplier=supplier)


class TestDrafted:
    def test_nobody_but_its_desk_sees_a_draft(self, ground):
        made = ground.draft()
        assert made.no == "HD2025-000001"
        assert list(events_of(ground.host)) == [made]
        for actor in (ground.sme, ground.firm, ground.guest):
            assert not events_of(actor).exists()

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"kind": "party"}, "promotion.kind"),
            ({"title": "会"}, "invalid.text_length"),
            ({"place": ""}, "invalid.missing"),
            ({"capacity": 0}, "promotion.capacity"),
            ({"capacity": 5001}, "promotion.capacity"),
            ({"ends_at": STARTS}, "promotion.ends"),
            ({"starts_at": at("2025-10-01 09:00"), "ends_at": at("2025-10-01 10:00")},
             "promotion.starts"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_with_it_is_said(self, ground, otherwise, code):
        with pytest.raises(Refusal) as caught:
            ground.draft(**otherwise)
        assert code_of(caught) == code
        assert not OutreachEvent.objects.exists()

    def test_each_of_the_four_authorities_holds_events_and_nobody_else(self, ground):
        for kind, role in (("pboc", Role.PBOC), ("sme-authority", Role.SME_AUTHORITY),
                           ("regulator", Role.REGULATOR)):  # fmt: skip
            host = Organisation.objects.get(kind=kind)
            assert ground.draft(actor=ground.town.actor(host, role)).host == host
        for actor in (ground.firm, ground.lender, ground.town.bureau(Role.TREASURY_OFFICER)):
            with pytest.raises(NotAllowed):
                ground.draft(actor=actor)

    def test_only_its_own_desk_moves_it(self, coming):
        ground, event = coming
        with pytest.raises(NotFound):
            call_outreach_event_off(
                actor=ground.sme, now=NOW, event_id=event.pk, reason="场地不能使用"
            )


class TestAnnounced:
    def test_anybody_sees_it_and_the_door_is_in_no_event(self, coming):
        ground, event = coming
        assert public_event(ground.guest, event.pk) == event
        told = Event.objects.get(type="promotion.event.announced")
        assert event.door
        assert event.door not in str(told.after)
        assert told.basis == ["三(三)-1"]

    def test_who_signed_up_is_told_of_another_place(self, coming):
        ground, event = coming
        ground.signed_up(event)
        said = SAID | {"place": "洛阳市会展中心一号厅"}
        change_outreach_event(actor=ground.host, now=NOW, event_id=event.pk, **said)
        drain(NOW, {TELL: tell_holders})
        message = Message.objects.get(organisation=ground.town.supplier())
        assert "洛阳市会展中心一号厅" in message.sentence

    def test_no_fewer_places_than_were_given(self, coming):
        ground, event = coming
        ground.signed_up(event)
        ground.signed_up(event, ground.lender)
        with pytest.raises(PolicyBreach) as caught:
            change_outreach_event(
                actor=ground.host, now=NOW, event_id=event.pk, **SAID | {"capacity": 1}
            )
        assert code_of(caught) == "promotion.full"

    def test_what_has_begun_is_not_moved(self, coming):
        ground, event = coming
        said = SAID | {"starts_at": ENDS, "ends_at": ENDS + timedelta(hours=1)}
        with pytest.raises(PolicyBreach) as caught:
            change_outreach_event(actor=ground.host, now=DURING, event_id=event.pk, **said)
        assert code_of(caught) == "promotion.begun_unmoved"

    def test_it_is_called_off_with_the_reason(self, coming):
        ground, event = coming
        ground.signed_up(event)
        call_outreach_event_off(
            actor=ground.host, now=NOW, event_id=event.pk, reason="场地停电\n另行通知"
        )
        drain(NOW, {TELL: tell_holders})
        assert "场地停电" in Message.objects.get(organisation=ground.town.supplier()).sentence
        with pytest.raises(WrongState):
            ground.signed_up(event, ground.lender)


class TestInvited:
    def test_a_segment_is_who_won_and_has_no_loan_within_a_year(self, coming):
        ground, event = coming
        supplier = ground.town.supplier()
        assert segment(ground, event, "won") == []
        award_to(ground, supplier, date(2025, 9, 15))
        assert segment(ground, event, "won") == ["供应商"]
        assert segment(ground, event, "won", region=COUNTY, size="small") == ["供应商"]
        assert segment(ground, event, "won", region="410327") == []
        assert segment(ground, event, "won", size="large") == []
        Award.objects.update(notice_on=date(2024, 10, 8))
        assert segment(ground, event, "won") == []

    def test_who_never_opened_a_letter_until_it_opens_one(self, coming):
        ground, event = coming
        award = stand_award(ground.town)
        supplier = ground.town.supplier()
        assert segment(ground, event, "unread") == []
        for occasion in ("award", "contract"):
            letter = Letter.objects.create(
                city_id=CITY, award=award, supplier=supplier, occasion=occasion,
                project_title="运维", sha256="0" * 64, sent_at=NOW,
            )  # fmt: skip
        assert segment(ground, event, "unread") == ["供应商"]
        Letter.objects.filter(pk=letter.pk).update(opened_at=NOW)
        assert segment(ground, event, "unread") == []

    def test_institutions_by_the_regions_they_serve_and_nobody_who_is_read_by_none(self, coming):
        ground, event = coming
        ground.town.institution("无人银行")
        assert segment(ground, event, "institutions") == ["甲银行"]
        assert segment(ground, event, "institutions", region=COUNTY) == ["甲银行"]
        assert segment(ground, event, "suppliers") == ["供应商"]

    def test_each_is_told_once_by_which_channel_and_whether_it_read_stands(self, coming):
        ground, event = coming
        ground.invite(event, "suppliers")
        invited = Invitation.objects.get()
        assert told_on(ground.host, NOW, [invited.pk]) == {invited.pk: "正在发送"}
        drain(NOW, {TELL: tell_holders})
        assert told_on(ground.host, NOW, [invited.pk]) == {invited.pk: "站内消息 · 未读"}
        mark_all_read(actor=ground.firm, now=NOW)
        assert told_on(ground.host, NOW, [invited.pk]) == {invited.pk: "站内消息 · 已读"}
        assert "政采贷银企座谈会" in Message.objects.get().sentence
        assert list(invitations_of(ground.sme)) == [invited]
        with pytest.raises(WrongState) as caught:
            ground.invite(event, "suppliers")
        assert code_of(caught) == "promotion.nobody_left"

    def test_not_what_has_begun_and_not_a_segment_that_is_none(self, coming):
        ground, event = coming
        with pytest.raises(Invalid):
            ground.invite(event, "everybody")
        with pytest.raises(PolicyBreach):
            ground.invite(event, "suppliers", now=STARTS)
        with pytest.raises(WrongState):
            ground.invite(ground.draft(), "suppliers")


class TestSignedUp:
    def test_once_with_an_account_and_it_may_be_taken_back(self, coming):
        ground, event = coming
        made = ground.signed_up(event)
        assert (made.name, made.contact) == ("供应商", "")
        with pytest.raises(Conflict) as caught:
            ground.signed_up(event)
        assert code_of(caught) == "promotion.signed_up_already"
        take_sign_up_back(actor=ground.firm, now=NOW, event_id=event.pk)
        assert not sign_ups_of(ground.host).exists()
        ground.signed_up(event)
        with pytest.raises(NotAllowed):
            ground.signed_up(event, ground.sme)

    def test_a_guests_contact_is_masked_to_all_but_the_host_and_in_no_event(self, coming):
        ground, event = coming
        made = ground.guest_signed_up(event, contact="138 0000 1111")
        assert contact_words(ground.host, made) == GUEST["contact"]
        assert contact_words(ground.sme, made) == "138****1111"
        assert contacts_on(ground.sme, NOW, [made.pk]) == {made.pk: "138****1111"}
        assert GUEST["contact"] not in str(Event.objects.get(type="promotion.sign_up.made").after)
        with pytest.raises(Conflict):
            ground.guest_signed_up(event)
        with pytest.raises(PolicyBreach):
            ground.guest_signed_up(event, contact="下午再说")

    def test_one_contact_is_written_one_way(self, coming):
        ground, _ = coming
        event = ground.announced(capacity=9)
        assert ground.guest_signed_up(event, contact="0379-6 3215678").contact == "037963215678"
        assert ground.guest_signed_up(event, contact="Zhang@Example.CN").contact == (
            "zhang@example.cn"
        )
        with pytest.raises(Conflict):
            ground.guest_signed_up(event, contact="zhang@EXAMPLE.cn")
        with pytest.raises(PolicyBreach):
            ground.guest_signed_up(event, contact="1380000١١١١")

    def test_a_county_desk_alone_reads_the_contacts_of_its_event(self, coming):
        ground, _ = coming
        clerk = desk_of(ground.town, Role.COUNTY_CLERK, COUNTY)
        made = ground.guest_signed_up(ground.announced(actor=clerk))
        assert contact_words(clerk, made) == GUEST["contact"]
        assert contact_words(ground.host, made) == "138****1111"

    def test_the_host_strikes_a_guest_off_and_says_why(self, coming):
        ground, event = coming
        made, own = ground.guest_signed_up(event), ground.signed_up(event)
        about = {"now": NOW, "event_id": event.pk, "reason": "同一家报了两次\n已电话核实"}
        with pytest.raises(NotFound):
            strike_sign_up(actor=ground.sme, sign_up_id=made.pk, **about)
        with pytest.raises(Conflict) as caught:
            strike_sign_up(actor=ground.host, sign_up_id=own.pk, **about)
        assert code_of(caught) == "promotion.strikes_itself"
        strike_sign_up(actor=ground.host, sign_up_id=made.pk, **about)
        assert list(sign_ups_of(ground.host)) == [own]
        said = Event.objects.get(type="promotion.sign_up.struck").after
        assert said["reason"] == about["reason"]
        assert GUEST["contact"] not in str(said)
        ground.guest_signed_up(event)

    def test_guests_take_half_of_the_places_and_nobody_more_than_there_are(self, coming):
        ground, event = coming
        for number in (1, 2):
            ground.guest_signed_up(event, contact=f"1380000111{number}")
        with pytest.raises(PolicyBreach) as caught:
            ground.guest_signed_up(event, contact="13800001113")
        assert code_of(caught) == "promotion.guests_full"
        ground.signed_up(event)
        ground.signed_up(event, ground.lender)
        more = ground.town.actor(ground.town.institution("乙银行"), Role.INSTITUTION_OFFICER)
        with pytest.raises(PolicyBreach) as caught:
            ground.signed_up(event, more)
        assert code_of(caught) == "promotion.full"

    def test_not_for_what_is_over(self, coming):
        ground, event = coming
        ground.now = OVER
        with pytest.raises(PolicyBreach) as caught:
            ground.signed_up(event)
        assert code_of(caught) == "promotion.over"


class TestAttended:
    def test_at_the_door_once_and_late_is_noted(self, coming):
        ground, event = coming
        ground.signed_up(event)
        made = ground.signed_in(event)
        assert (made.how, made.attended_at) == ("door", DURING)
        assert Event.objects.get(type="promotion.sign_up.attended").after["late"] == 20
        with pytest.raises(Conflict) as caught:
            ground.signed_in(event)
        assert code_of(caught) == "promotion.came_already"
        with pytest.raises(Conflict):
            take_sign_up_back(actor=ground.firm, now=DURING, event_id=event.pk)

    def test_a_guest_by_the_name_and_the_contact_it_signed_up_with(self, coming):
        ground, event = coming
        made = ground.guest_signed_up(event)
        for wrong in ({"contact": "13800001112"}, {"name": "别的商行"}):
            with pytest.raises(NotFound):
                ground.signed_in(event, actor=ground.guest, **GUEST | wrong)
        assert ground.signed_in(event, actor=ground.guest, **GUEST) == made

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"token": "x" * 22}, "promotion.no_door"),
            ({"now": at("2025-10-15 12:00")}, "promotion.door_early"),
            ({"now": OVER}, "promotion.door_late"),
        ],
    )
    def test_not_by_another_door_nor_too_early_nor_too_late(self, coming, otherwise, code):
        ground, event = coming
        ground.signed_up(event)
        with pytest.raises(Refusal) as caught:
            ground.signed_in(event, **otherwise)
        assert code_of(caught) == code

    def test_who_did_not_sign_up_signs_up_first(self, coming):
        ground, event = coming
        with pytest.raises(NotFound) as caught:
            ground.signed_in(event)
        assert code_of(caught) == "promotion.no_sign_up"

    def test_another_code_takes_the_first_ones_place(self, coming):
        ground, event = coming
        ground.signed_up(event)
        renewed = renew_door(actor=ground.host, now=DURING, event_id=event.pk)
        with pytest.raises(NotFound):
            ground.signed_in(event)
        ground.signed_in(renewed)

    def test_the_host_enters_who_came_from_paper_until_it_is_summed_up(self, coming):
        ground, event = coming
        made, other = ground.signed_up(event), ground.signed_up(event, ground.lender)
        about = {"actor": ground.host, "event_id": event.pk}
        with pytest.raises(PolicyBreach):
            enter_attendance(now=NOW, sign_up_id=made.pk, **about)
        hold_outreach_event(now=OVER, **about)
        assert enter_attendance(now=OVER, sign_up_id=made.pk, **about).how == "host"
        with pytest.raises(Conflict):
            enter_attendance(now=OVER, sign_up_id=made.pk, **about)
        sum_up_outreach_event(
            now=OVER, summary="二十家到场,多数问怎样登记意向,下次先讲操作", **about
        )
        with pytest.raises(WrongState):
            enter_attendance(now=OVER, sign_up_id=other.pk, **about)
        assert counts_on(ground.host, OVER, [event.pk]) == {event.pk: "邀请 0 · 报名 2 · 到场 1"}


class TestSaid:
    def test_a_question_is_answered_for_all_and_who_asked_is_told(self, coming):
        ground, event = coming
        asked = ask_at_event(
            actor=ground.firm, now=NOW, event_id=event.pk, words="没有抵押能借多少?\n要几天?"
        )
        with pytest.raises(NotFound):
            answer_question(actor=ground.sme, now=NOW, question_id=asked.pk, answer="不超过七成")
        about = {"actor": ground.host, "now": NOW, "question_id": asked.pk}
        answer_question(answer="不超过合同未支付金额的七成\n三天", **about)
        drain(NOW, {TELL: tell_holders})
        assert "七成" in Message.objects.get(organisation=ground.town.supplier()).sentence
        with pytest.raises(Conflict):
            answer_question(answer="改口", **about)

    def test_who_came_says_how_it_was_once(self, coming):
        ground, event = coming
        about = {"actor": ground.firm, "now": OVER, "event_id": event.pk}
        said = {"useful": 5, "clear": 4, "plan": "apply"}
        with pytest.raises(NotFound):
            give_feedback(**about, **said)
        ground.signed_up(event)
        ground.signed_in(event)
        with pytest.raises(Invalid):
            give_feedback(**about, **said | {"useful": 6})
        give_feedback(**about, **said, words="讲得好\n下次再来")
        with pytest.raises(Conflict):
            give_feedback(**about, **said)

    def test_what_is_handed_out_is_kept_once(self, coming):
        ground, event = coming
        about = {"actor": ground.host, "now": NOW, "event_id": event.pk}
        made = keep_event_paper(name="政策一张纸", content=PAPER, **about)
        assert Event.objects.get(type="promotion.paper.kept").after["sha256"] == made.sha256
        with pytest.raises(Conflict):
            keep_event_paper(name="又一份", content=PAPER, **about)
        with pytest.raises(Invalid):
            keep_event_paper(name="程序", content=b"MZ", **about)

    def test_what_is_handed_out_may_be_withdrawn_and_is_kept(self, coming):
        ground, event = coming
        about = {"actor": ground.host, "now": NOW, "event_id": event.pk}
        made = keep_event_paper(name="政策一张纸", content=PAPER, **about)
        with pytest.raises(NotFound):
            withdraw_event_paper(**about | {"actor": ground.sme}, paper_id=made.pk)
        withdraw_event_paper(**about, paper_id=made.pk)
        with pytest.raises(NotFound):
            public_paper(ground.guest, event.pk, made.pk)
        assert EventPaper.objects.get().withdrawn_at == NOW
        with pytest.raises(NotFound):
            withdraw_event_paper(**about, paper_id=made.pk)


class TestForgotten:
    def test_contacts_go_days_after_the_event_and_the_count_stays(self, coming):
        ground, event = coming
        made = ground.guest_signed_up(event)
        ground.signed_in(event, actor=ground.guest, **GUEST)
        system = ground.town.system
        assert erase_contacts(actor=system, now=ENDS + timedelta(days=30)) == 0
        with pytest.raises(WrongState):
            erase_contacts_of(actor=system, now=ENDS + timedelta(days=29), event_id=event.pk)
        later = ENDS + timedelta(days=30, seconds=1)
        assert erase_contacts(actor=system, now=later) == 1
        made.refresh_from_db()
        assert (made.contact, made.erased_at, made.name) == ("", later, GUEST["name"])
        assert made.attended_at == DURING
        assert contact_words(ground.host, made) == "已按规定删除"
        assert erase_contacts(actor=system, now=later) == 0

    def test_of_what_was_called_off_they_go_days_after_that(self, coming):
        ground, event = coming
        ground.guest_signed_up(event)
        call_outreach_event_off(actor=ground.host, now=NOW, event_id=event.pk, reason="停电")
        later = NOW + timedelta(days=30, seconds=1)
        assert later < ENDS + timedelta(days=30)
        assert erase_contacts(actor=ground.town.system, now=later - timedelta(seconds=2)) == 0
        assert erase_contacts(actor=ground.town.system, now=later) == 1


class TestEffect:
    def test_those_who_came_are_held_against_those_like_them(self, coming):
        """供应商 came and registered an intent; 同类 is alike and did not; 外县 is not alike."""
        ground, event = coming
        town = ground.town
        alike = town.supplier("同类", uscc="91410300MA44K3P079")
        other = town.supplier("外县", uscc="92410303MA40000019")
        Organisation.objects.filter(pk=other.pk).update(region="410327")
        case = stand_case(town)
        share = AwardShare.objects.get()
        AwardShare.objects.create(
            award=share.award, position=2, supplier=alike, supplier_name=alike.name
        )
        ground.signed_up(event)
        ground.signed_in(event)
        hold_outreach_event(actor=ground.host, now=OVER, event_id=event.pk)
        case.now = at("2025-10-16 10:00")
        case.intend()
        found = effect_of(OutreachEvent.objects.get(), at("2025-12-01 10:00"))
        assert (found.came, found.intents, found.loans, found.whole) == (1, 1, 0, False)
        assert found.by_intent is not None
        assert (found.by_intent.came, found.by_intent.stayed) == (1, 1)
        assert found.by_intent.difference == 1
        assert found.by_intent.low < found.by_intent.difference
        assert effect_of(OutreachEvent.objects.get(), at("2026-02-01 10:00")).whole
        year = year_of(CITY, 2025, at("2025-12-01 10:00"))
        assert (year.events, year.signed_up, year.came, year.effect) == (1, 1, 1, found)
        assert year_of(CITY, 2024, at("2025-12-01 10:00")).effect is None
        with connection.cursor() as cursor:  # what was registered is looked at before it is moved
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Intent.objects.update(registered_at=at("2026-01-14 10:00"))
        assert effect_of(OutreachEvent.objects.get(), at("2026-02-01 10:00")).intents == 0


def tried(statement: str, given: tuple[object, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestDatabase:
    """What the database refuses by itself, whoever asks."""

    def refused(self, name: str, statement: str, *given) -> None:
        with pytest.raises(DatabaseError) as caught:
            tried(statement, given)
        assert caught.value.__cause__.diag.constraint_name == name

    def test_nothing_moves_that_its_host_did_not_say(self, coming):
        _, event = coming
        self.refused(
            "promotion_unsaid",
            "UPDATE promotion_outreachevent SET state = 'held', held_at = %s WHERE id = %s",
            OVER, event.pk,
        )  # fmt: skip

    def test_whose_it_is_is_not_rewritten(self, coming):
        ground, event = coming
        self.refused(
            "promotion_fixed",
            "UPDATE promotion_outreachevent SET host_id = %s WHERE id = %s",
            ground.sme.organisation_id, event.pk,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("promotion_fixed", "title = '改了名称的会'"),
            ("promotion_fixed", "meant_for = '别的人', changed_at = '2025-10-15 14:20+08'"),
            ("promotion_fixed", "summary = '没有总结过'"),
            ("promotion_fixed", "reason = '没有取消过'"),
            ("promotion_unsaid", "place = '别的地方', changed_at = '2025-10-09 10:00+08'"),
        ],
    )
    def test_what_is_said_of_it_is_changed_by_its_host_before_it_begins(self, coming, name, change):
        _, event = coming
        self.refused(
            name,
            f"UPDATE promotion_outreachevent SET {change} WHERE id = %s", event.pk,  # noqa: S608
        )  # fmt: skip

    @pytest.mark.parametrize(
        "change", ["reason = '改写'", "ended_at = now()", "meant_for = '改写'"]
    )
    def test_how_it_ended_is_not_rewritten(self, coming, change):
        ground, event = coming
        call_outreach_event_off(actor=ground.host, now=NOW, event_id=event.pk, reason="停电")
        self.refused(
            "promotion_fixed",
            f"UPDATE promotion_outreachevent SET {change} WHERE id = %s", event.pk,  # noqa: S608
        )  # fmt: skip

    def test_nothing_is_handed_out_that_its_host_did_not_upload(self, coming):
        _, event = coming
        self.refused(
            "promotion_paper_unsaid",
            "INSERT INTO promotion_eventpaper (id, city_id, event_id, name, kind, sha256, content,"
            " kept_at) VALUES (gen_random_uuid(), %s, %s, '假的', 'pdf', %s, %s, %s)",
            CITY, event.pk, sha256(PAPER).hexdigest(), PAPER, NOW,
        )  # fmt: skip

    def test_nothing_is_withdrawn_that_its_host_did_not_withdraw(self, coming):
        ground, event = coming
        keep_event_paper(
            actor=ground.host, now=NOW, event_id=event.pk, name="政策一张纸", content=PAPER
        )
        self.refused(
            "promotion_paper_withdrawn", "UPDATE promotion_eventpaper SET withdrawn_at = %s", NOW
        )

    def test_nothing_is_answered_that_its_host_did_not_answer(self, coming):
        ground, event = coming
        asked = ask_at_event(actor=ground.firm, now=NOW, event_id=event.pk, words="怎样登记意向?")
        self.refused(
            "promotion_answer_unsaid",
            "UPDATE promotion_question SET answer = '假的', answered_at = %s WHERE id = %s",
            NOW, asked.pk,
        )  # fmt: skip

    def test_no_more_sign_up_than_there_are_places(self, coming):
        ground, _ = coming
        event = ground.announced(capacity=1)
        ground.signed_up(event)
        self.refused(
            "promotion_full",
            "INSERT INTO promotion_signup (id, event_id, name, contact, at, how)"
            " VALUES (gen_random_uuid(), %s, '旁听', '13800001111', %s, '')",
            event.pk, NOW,
        )  # fmt: skip

    def test_nobody_signs_up_for_what_is_over(self, coming):
        _, event = coming
        self.refused(
            "promotion_closed",
            "INSERT INTO promotion_signup (id, event_id, name, contact, at, how)"
            " VALUES (gen_random_uuid(), %s, '旁听', '13800001111', %s, '')",
            event.pk, OVER,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("promotion_stays", "name = '别人'"),
            ("promotion_not_there", "attended_at = '2025-10-14 10:00+08', how = 'door'"),
            ("promotion_contact_kept", "contact = '13900001111'"),
            ("promotion_contact_kept", "contact = '', erased_at = '2025-10-14 10:00+08'"),
            ("promotion_attended_how", "attended_at = '2025-10-15 15:00+08'"),
        ],
    )
    def test_a_sign_up_stays_as_it_was(self, coming, name, change):
        ground, event = coming
        made = ground.guest_signed_up(event)
        self.refused(name, f"UPDATE promotion_signup SET {change} WHERE id = %s", made.pk)  # noqa: S608

    def test_what_was_answered_stays(self, coming):
        ground, event = coming
        asked = ask_at_event(actor=ground.firm, now=NOW, event_id=event.pk, words="怎样登记意向?")
        answer_question(actor=ground.host, now=NOW, question_id=asked.pk, answer="登录后点我要融资")
        self.refused(
            "promotion_asked",
            "UPDATE promotion_question SET answer = '改写' WHERE id = %s", asked.pk,
        )  # fmt: skip
