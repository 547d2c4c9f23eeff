"""The SME authority recommends, institutions answer, the supplier has its say.

三(一)-4
"""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from admission.ground import suspend
from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    Refusal,
    WrongState,
)
from cairong.lending.actions.record_repayment import record_repayment
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation, SupplierProfile
from cairong.recommending.actions.answer_by_offer import answer_by_offer, answer_by_offers
from cairong.recommending.actions.ask_correction import ask_correction
from cairong.recommending.actions.ask_newcomers import ask_newcomers
from cairong.recommending.actions.keep_ground_paper import keep_ground_paper
from cairong.recommending.actions.lapse_recommendations import (
    lapse_recommendation,
    lapse_recommendations,
)
from cairong.recommending.actions.recommend_list import recommend_list
from cairong.recommending.actions.recommend_supplier import recommend_supplier
from cairong.recommending.actions.refuse_recommendation import refuse_recommendation
from cairong.recommending.actions.reply_correction import reply_correction
from cairong.recommending.actions.share_contact import share_contact
from cairong.recommending.actions.withdraw_recommendation import withdraw_recommendation
from cairong.recommending.facts import Firm
from cairong.recommending.models import Ask, Recommendation
from cairong.recommending.reads import (
    answered_by,
    answers_on,
    asks_of,
    backing_of,
    earlier_grounds,
    grounds_of,
    newly_serving,
    outcome_of,
    paper_on,
    recommendations_of,
)
from cairong.secrecy.actions.freeze_case import freeze_case
from lending.ground import Case, stand_case
from recommending.ground import (
    GROUNDS,
    LARGE,
    NOW,
    USCC,
    WORDS,
    Recommending,
    stand_recommending,
)
from support.slips import PAPER
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
LATER = at("2025-10-21 10:00")


@staged
def ground(town: Town) -> Recommending:
    return stand_recommending(town)


@staged
def lent_ground(town: Town) -> tuple[Recommending, Case]:
    """A recommendation, then an offer of 甲银行 that was drawn."""
    case = stand_case(town)
    ground = stand_recommending(town)
    ground.now = at("2025-10-09 09:00")
    ground.recommend()
    return ground, case


def code_of(caught) -> str:
    return caught.value.findings[0].code


class TestRecommended:
    def test_each_institution_of_its_region_has_days_to_answer(self, ground):
        """National Day lies between: five working days are fourteen calendar days."""
        made = ground.recommend(at("2025-09-26 10:00"))
        assert made.no == "TJ2025-000001"
        duties = Duty.objects.filter(kind="answer_recommendation")
        assert {duty.holder_organisation.name for duty in duties} == {"甲银行", "乙银行"}
        assert {duty.due_on for duty in duties} == {date(2025, 10, 10)}

    def test_what_it_rests_on_and_who_agreed_stand_in_the_chain(self, ground):
        paper = keep_ground_paper(actor=ground.pair[0], now=NOW, name="名单.pdf", content=PAPER)
        made = ground.recommend(lead_paper_id=paper.pk)
        event = Event.objects.get(type="recommending.supplier.recommended")
        assert event.person_id == ground.pair[1].person_id
        assert {kind: event.after[kind] for kind in GROUNDS} == GROUNDS
        assert paper.sha256[:16] in event.after["evidence"]
        assert event.basis == ["三(一)-4"]
        assert paper_on(ground.officer(), made.pk, paper.pk) == paper
        assert [each.paper_id for each in grounds_of(made)] == [paper.pk, None, None]

    def test_one_person_does_not_recommend(self, ground):
        first, _ = ground.pair
        facts = {"uscc": USCC, "until": date(2026, 3, 31), **GROUNDS}
        proposal = recommend_supplier.propose(actor=first, now=NOW, **facts)
        with pytest.raises(NotAllowed) as caught:
            recommend_supplier.approve(actor=first, now=NOW, proposal_id=proposal.pk)
        assert code_of(caught) == "four_eyes.same_person"
        assert not Recommendation.objects.exists()

    def test_nobody_but_the_authority_recommends(self, ground):
        for actor in (ground.officer(), ground.firm, ground.town.bureau(Role.PROCUREMENT_OFFICER)):
            with pytest.raises(NotAllowed):
                recommend_supplier.propose(
                    actor=actor, now=NOW, uscc=USCC, until=date(2026, 3, 31), **GROUNDS
                )

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"uscc": "91410300MA9KABCD2X"}, "invalid.uscc"),
            ({"uscc": LARGE}, "recommending.no_firm"),
            ({"until": date(2025, 9, 25)}, "recommending.until"),
            ({"until": date(2026, 9, 26)}, "recommending.until"),
            ({"lead": "很好"}, "invalid.text_length"),
            ({"credit": "x" * 301}, "invalid.text_length"),
            ({"operation": ""}, "invalid.missing"),
        ],
    )
    def test_what_cannot_be_recommended(self, ground, otherwise, code):
        with pytest.raises(Refusal) as caught:
            ground.recommend(**otherwise)
        assert code_of(caught).startswith(code)

    def test_a_large_firm_is_none_of_the_clause(self, ground):
        ground.town.actor(ground.large(), Role.SUPPLIER)
        with pytest.raises(PolicyBreach) as caught:
            ground.recommend(uscc=LARGE)
        assert code_of(caught) == "recommending.large"

    def test_one_whose_size_nobody_knows(self, ground):
        SupplierProfile.objects.update(size="")
        with pytest.raises(PolicyBreach) as caught:
            ground.recommend()
        assert code_of(caught) == "recommending.no_size"

    def test_one_nobody_is_registered_for_hears_nothing_of_it(self, ground):
        Organisation.objects.filter(name="供应商").update(active=False)
        with pytest.raises(PolicyBreach) as caught:
            ground.recommend()
        assert code_of(caught) == "recommending.suspended"
        ground.large()
        SupplierProfile.objects.filter(organisation__name="大企业").update(size="small")
        with pytest.raises(PolicyBreach) as caught:
            ground.recommend(uscc=LARGE)
        assert code_of(caught) == "recommending.nobody_told"

    def test_the_same_twice_open(self, ground):
        ground.recommend()
        with pytest.raises(Conflict) as caught:
            ground.recommend()
        assert code_of(caught) == "recommending.open_already"

    def test_nobody_serves(self, ground):
        Organisation.objects.filter(kind="institution").update(active=False)
        with pytest.raises(PolicyBreach) as caught:
            ground.recommend()
        assert code_of(caught) == "recommending.nobody_serves"

    def test_a_list_is_all_or_nothing(self, ground):
        first = Firm(uscc=USCC, until=date(2026, 3, 31), name="供应商", **GROUNDS)
        ground.town.actor(ground.large(), Role.SUPPLIER)
        second = Firm(uscc=LARGE, until=date(2026, 3, 31), name="大企业", **GROUNDS)
        with pytest.raises(PolicyBreach):
            ground.two(recommend_list, firms=[first, second])
        SupplierProfile.objects.update(size="micro")
        ground.two(recommend_list, firms=[first, second])
        assert Recommendation.objects.count() == 2
        assert Ask.objects.count() == 4
        for wrong in ([], [first] * 201):
            with pytest.raises(Invalid):
                ground.two(recommend_list, firms=wrong)
        other = Firm(uscc=USCC, until=date(2026, 3, 31), name="别的企业", **GROUNDS)
        with pytest.raises(Invalid) as caught:
            ground.two(recommend_list, firms=[other])
        assert code_of(caught) == "recommending.other_name"


class TestAnswered:
    def test_why_not_ends_the_duty_and_is_told(self, ground):
        made = ground.recommend()
        answered = ground.explain()
        assert (answered.state, answered.code) == ("explained", "no-need")
        assert Duty.objects.get(subject_id=answered.pk).state == "done"
        assert Duty.objects.get(subject_id=ground.ask("乙银行").pk).state == "running"
        assert answers_on(ground.pair[0], NOW, [made.pk]) == {made.pk: "1/2 家已答复"}
        event = Event.objects.get(type="recommending.ask.explained")
        assert event.after["words"] == WORDS

    @pytest.mark.parametrize(
        "otherwise", [{"code": "other"}, {"code": ""}, {"words": "无"}, {"words": ""}]
    )
    def test_a_reason_of_the_list_with_words(self, ground, otherwise):
        ground.recommend()
        with pytest.raises(PolicyBreach) as caught:
            ground.explain(**otherwise)
        assert code_of(caught) == "recommending.no_reason"

    def test_offered_without_an_offer_is_refused(self, ground):
        ground.recommend()
        with pytest.raises(PolicyBreach) as caught:
            answer_by_offer(actor=ground.officer(), now=NOW, ask_id=ground.ask().pk)
        assert code_of(caught) == "recommending.no_offer"

    def test_another_institution_answers_for_nobody(self, ground):
        ground.recommend()
        for act in (
            lambda: ground.explain(ask_id=ground.ask("乙银行").pk),
            lambda: answer_by_offer(
                actor=ground.officer(), now=NOW, ask_id=ground.ask("乙银行").pk
            ),
        ):
            with pytest.raises(NotFound):
                act()
        assert asks_of(ground.officer()).count() == 1

    def test_the_offer_and_the_loan_are_the_answer(self, lent_ground):
        ground, case = lent_ground
        offer = case.offer(case.intend(), case.publish())
        with pytest.raises(PolicyBreach) as caught:
            ground.explain()
        assert code_of(caught) == "recommending.has_offer"
        assert answer_by_offers(actor=ground.town.system, now=case.now) == 1
        ask = ground.ask()
        assert (ask.state, ask.offer_id) == ("offered", offer.pk)
        duty = Duty.objects.get(subject_id=ask.pk)
        assert (duty.state, duty.done_on) == ("done", day_of(case.now))
        assert answer_by_offers(actor=ground.town.system, now=case.now) == 0
        case.do("accept_offer", offer=offer)
        case.lock(offer)
        case.do("meet_conditions", case.officer(), offer=offer)
        loan = case.draw(offer, 300_000, now=LATER)
        assert answer_by_offers(actor=ground.town.system, now=LATER) == 1
        ask = ground.ask()
        assert (ask.state, ask.loan_id) == ("lent", loan.pk)
        found = outcome_of(ask.recommendation)
        assert (found.intents, found.offers, found.loans, found.lent_fen) == (1, 1, 1, 30_000_000)
        assert (found.days_to_offer, found.days_to_loan) == (0, 12)
        assert (
            "1 家放款"
            in answers_on(ground.pair[0], LATER, [ask.recommendation_id])[ask.recommendation_id]
        )

    def test_the_officer_need_not_wait_for_the_night(self, lent_ground):
        ground, case = lent_ground
        ground.explain()
        case.offer(case.intend(), case.publish())
        ask = answer_by_offer(actor=ground.officer(), now=case.now, ask_id=ground.ask().pk)
        assert (ask.state, ask.code, ask.words) == ("offered", "no-need", WORDS)
        with pytest.raises(WrongState):
            answer_by_offer(actor=ground.officer(), now=case.now, ask_id=ask.pk)

    def test_who_serves_the_region_later_is_asked_too(self, ground):
        made = ground.recommend()
        assert ask_newcomers(actor=ground.town.system, now=NOW) == 0
        facts = InstitutionFacts(regions=["410327"])
        ground.town.organisation("institution", "别县银行", region=CITY, institution=facts)
        suspend(ground.town, ground.town.institution("丁银行"), NOW)
        assert newly_serving(ground.town.system) == []
        ground.town.institution("丙银行")
        assert ask_newcomers(actor=ground.town.system, now=NOW) == 1
        assert made.asks.count() == 3


class TestSupplier:
    def test_it_says_no_and_nobody_has_to_answer(self, ground):
        made = ground.recommend()
        ground.explain("乙银行")
        refuse_recommendation(
            actor=ground.firm, now=NOW, recommendation_id=made.pk,
            reason="本单位不需要融资。\r\n谢谢。",
        )  # fmt: skip
        made.refresh_from_db()
        assert (made.state, made.ended_reason) == ("refused", "本单位不需要融资。\n谢谢。")
        assert {ask.institution.name: ask.state for ask in made.asks.all()} == {
            "甲银行": "closed", "乙银行": "explained",
        }  # fmt: skip
        assert Duty.objects.get(subject_id=ground.ask().pk).state == "cancelled"
        with pytest.raises(WrongState):
            ground.explain()
        ground.recommend(at("2025-09-26 10:00"))

    def test_it_alone_lets_its_contact_be_seen(self, ground):
        made = ground.recommend()
        assert not made.shares_contact
        act = {"actor": ground.firm, "now": NOW, "recommendation_id": made.pk}
        assert share_contact(**act, shares=True).shares_contact
        with pytest.raises(WrongState):
            share_contact(**act, shares=True)
        assert not share_contact(**act, shares=False).shares_contact

    def test_a_correction_is_asked_and_replied_in_a_new_version(self, ground):
        paper = keep_ground_paper(actor=ground.pair[0], now=NOW, name="名单.pdf", content=PAPER)
        made = ground.recommend(credit_paper_id=paper.pk)
        about = {"recommendation_id": made.pk}
        changed = {
            **GROUNDS,
            "operation": "两年营业收入增长,负债率 41%",
            "reply": "已按贵单位年报更正",
        }
        with pytest.raises(WrongState):
            ground.two(reply_correction, **about, **changed)
        words = "负债率应为 41%,见年报第 3 页"
        ask_correction(actor=ground.firm, now=NOW, words=words, **about)
        with pytest.raises(WrongState):
            ask_correction(actor=ground.firm, now=NOW, words=words, **about)
        ground.two(reply_correction, **about, **changed)
        now = grounds_of(made)
        assert [each.version for each in now] == [1, 1, 2]
        assert [each.words for each in earlier_grounds(made)] == [GROUNDS["operation"]]
        assert now[2].words == changed["operation"]
        assert now[1].paper_id == paper.pk
        assert [each.kind for each in made.sayings.order_by("pk")] == ["correction", "reply"]

    def test_a_reply_may_leave_the_grounds(self, ground):
        made = ground.recommend()
        about = {"recommendation_id": made.pk}
        ask_correction(actor=ground.firm, now=NOW, words="带动企业是 25 家", **about)
        ground.two(reply_correction, **about, **GROUNDS, reply="名单所列为 23 家,不作更正")
        assert [each.version for each in grounds_of(made)] == [1, 1, 1]

    def test_another_supplier_sees_none_of_it(self, ground):
        made = ground.recommend()
        other = ground.town.actor(ground.large(), Role.SUPPLIER)
        with pytest.raises(NotFound):
            refuse_recommendation(actor=other, now=NOW, recommendation_id=made.pk, reason="不需要")
        assert not recommendations_of(other).exists()


class TestEnded:
    def test_two_withdraw_it_with_a_reason_and_answers_stay(self, ground):
        made = ground.recommend()
        ground.explain()
        reason = "企业已迁出本市,不再推荐"
        ground.two(withdraw_recommendation, recommendation_id=made.pk, reason=reason)
        made.refresh_from_db()
        assert (made.state, made.ended_reason) == ("withdrawn", reason)
        assert (ground.ask().state, ground.ask().words) == ("explained", WORDS)
        with pytest.raises(WrongState):
            ground.two(withdraw_recommendation, recommendation_id=made.pk, reason=reason)

    def test_its_last_day_ends_it(self, ground):
        made = ground.recommend(until=date(2025, 9, 30))
        system = ground.town.system
        assert lapse_recommendations(actor=system, now=at("2025-09-30 23:00")) == 0
        with pytest.raises(WrongState):
            lapse_recommendation(
                actor=system, now=at("2025-09-30 23:00"), recommendation_id=made.pk
            )
        assert lapse_recommendations(actor=system, now=at("2025-10-01 01:00")) == 1
        made.refresh_from_db()
        assert made.state == "lapsed"

    def test_an_institution_reads_no_paper_of_what_is_over(self, ground):
        paper = keep_ground_paper(actor=ground.pair[0], now=NOW, name="名单.pdf", content=PAPER)
        made = ground.recommend(lead_paper_id=paper.pk)
        refuse_recommendation(
            actor=ground.firm, now=NOW, recommendation_id=made.pk, reason="不需要"
        )
        with pytest.raises(NotFound):
            paper_on(ground.officer(), made.pk, paper.pk)
        assert paper_on(ground.firm, made.pk, paper.pk) == paper


def refused_by(name: str, statement: str, *given: object) -> None:
    """A statement that a program with the app's rights would send is refused by this name."""

    def send() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError) as caught:
        send()
    assert caught.value.__cause__.diag.constraint_name == name


class TestDatabase:
    def test_offered_needs_the_offer(self, ground):
        ground.recommend()
        refused_by(
            "recommending_offer_backed",
            "UPDATE recommending_ask SET state = 'offered', answered_at = asked_at",
        )

    def test_the_offer_is_that_institutions_own_to_that_firm(self, lent_ground):
        ground, case = lent_ground
        offer = case.offer(case.intend(), case.publish())
        refused_by(
            "recommending_answer_true",
            "UPDATE recommending_ask SET state = 'offered', answered_at = asked_at, offer_id = %s"
            " WHERE institution_id = %s",
            offer.pk, ground.town.institution("乙银行").pk,
        )  # fmt: skip

    def test_nobody_says_why_not_in_anothers_name(self, ground):
        ground.recommend()
        refused_by(
            "recommending_answer_unsaid",
            "UPDATE recommending_ask SET state = 'explained', answered_at = asked_at,"
            " code = 'no-need', words = '不需要'",
        )

    def test_what_was_answered_stays(self, ground):
        ground.recommend()
        ground.explain()
        refused_by(
            "recommending_answer_stays",
            "UPDATE recommending_ask SET state = 'closed', answered_at = NULL"
            " WHERE state = 'explained'",
        )

    def test_a_reason_needs_words(self, ground):
        ground.recommend()
        refused_by(
            "recommending_reason_in_words",
            "UPDATE recommending_ask SET state = 'explained', answered_at = asked_at",
        )

    def test_nothing_is_recommended_that_two_did_not_agree_to(self, ground):
        ground.recommend()
        refused_by(
            "recommending_undecided",
            "INSERT INTO recommending_recommendation (city_id, no, supplier_id, authority_id,"
            " region, until, state, shares_contact, recommended_at, ended_reason)"
            " SELECT city_id, 'TJ2025-000009', %s, authority_id, region, until, 'open', false,"
            " recommended_at + interval '1 minute', '' FROM recommending_recommendation",
            ground.large().pk,
        )

    def test_a_firm_is_recommended_once_at_a_time(self, ground):
        ground.recommend()
        refused_by(
            "recommending_one_open",
            "INSERT INTO recommending_recommendation (city_id, no, supplier_id, authority_id,"
            " region, until, state, shares_contact, recommended_at, ended_reason)"
            " SELECT city_id, 'TJ2025-000009', supplier_id, authority_id, region, until, 'open',"
            " false, recommended_at, '' FROM recommending_recommendation",
        )

    def test_whom_it_is_about_is_not_rewritten(self, ground):
        ground.recommend()
        refused_by(
            "recommending_fixed",
            "UPDATE recommending_recommendation SET until = until + 100",
        )

    def test_nobody_ends_it_alone(self, ground):
        ground.recommend()
        refused_by(
            "recommending_undecided",
            "UPDATE recommending_recommendation SET state = 'withdrawn',"
            " ended_at = recommended_at, ended_reason = '不推荐了'",
        )


def test_a_county_authority_recommends_its_own_firms(ground, town):
    other = Organisation.objects.get(name="供应商")
    Organisation.objects.filter(pk=other.pk).update(region="410327")
    seat = ground.pair[0]
    with pytest.raises(Invalid) as caught:
        recommend_supplier.propose(
            actor=replace(seat, region=COUNTY),
            now=NOW,
            uscc=USCC,
            until=date(2026, 3, 31),
            **GROUNDS,
        )
    assert code_of(caught) == "recommending.no_firm"


def test_an_old_loan_is_no_answer(lent_ground):
    """What was repaid before the firm was recommended answers nothing."""
    ground, case = lent_ground
    offer = case.ready(case.publish())
    loan = case.draw(offer, 300_000, now=LATER)
    ask = ground.ask()
    ask.asked_at = at("2026-01-05 10:00")
    assert backing_of(ask).loan == loan
    case.by_bank(
        record_repayment, "甲银行", at("2025-11-20 10:00"), loan_id=loan.pk,
        amount_fen=30_000_000 + 86_250, on=date(2025, 11, 20), means="自有资金",
    )  # fmt: skip
    assert not backing_of(ask).found


def test_a_case_that_is_frozen_leaves_the_answer_without_it(lent_ground):
    ground, case = lent_ground
    case.offer(case.intend(), case.publish())
    answer_by_offer(actor=ground.officer(), now=case.now, ask_id=ground.ask().pk)
    assert answered_by([ground.ask()])[ground.ask().pk].offer is not None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    freeze_case(
        actor=ground.town.bureau(Role.PROCUREMENT_OFFICER), now=case.now, number=case.contract.no
    )
    ask = ground.ask()
    assert (ask.state, answered_by([ask])[ask.pk].found) == ("offered", False)
    assert not Event.objects.filter(type="recommending.ask.offered").exists()
    assert Event.objects.filter(type="recommending.supplier.recommended").exists()
    assert ask_newcomers(actor=ground.town.system, now=case.now) == 0
