"""What nothing can be lent on any more ends by itself, and everybody who waited hears of it."""

from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.kernel.errors import WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.end_groundless import end_groundless, end_groundless_intent
from cairong.lending.models import Application
from cairong.outreach.sentences import message_of
from lending.ground import Case, drain, stand_award, stand_case
from support.town import Town, at

LATER = at("2025-10-20 10:00")


def end(now) -> None:
    drain(now, {end_groundless.name: end_groundless})


class TestCancelledAward:
    @pytest.fixture
    def award(self, town: Town):
        stand_case(town).publish()
        return stand_award(town)

    @pytest.fixture
    def case(self, town: Town, award) -> Case:
        return Case(town, None)

    def cancel(self, case: Case, award) -> None:
        officer = case.town.actor(case.town.purchaser(), "purchaser-officer")
        cancel_award(actor=officer, now=case.now, award_id=award.pk, reason="项目终止")
        end(case.now)

    def test_wishes_on_it_end_with_every_duty_about_them(self, case: Case, award):
        intent = case.intend(300_000, "甲银行", award_id=award.pk, contract_id=None)
        self.cancel(case, award)
        intent.refresh_from_db()
        application = case.application(intent)
        assert (intent.state, application.state) == ("lapsed", "lapsed")
        assert set(Duty.objects.filter(about__contains=[intent.pk]).values_list("state")) == {
            ("cancelled",)
        }

    def test_supplier_and_banks_are_told_why(self, case: Case, award):
        case.intend(300_000, "甲银行", award_id=award.pk, contract_id=None)
        self.cancel(case, award)
        event = Event.objects.get(type="lending.intent.groundless")
        told = {one["organisation"] for one in event.after["tell"]}
        assert told == {str(case.supplier.organisation_id), str(case.bank().pk)}
        assert "项目已取消" in message_of(event)

    def test_no_other_can_be_registered(self, case: Case, award):
        self.cancel(case, award)
        with pytest.raises(WrongState) as refused:
            case.intend(200_000, "甲银行", award_id=award.pk, contract_id=None)
        assert refused.value.findings[0].code == "lending.award_cancelled"

    def test_one_on_another_award_stands(self, case: Case, award, town: Town):
        other = stand_award(town)
        intent = case.intend(300_000, "甲银行", award_id=other.pk, contract_id=None)
        self.cancel(case, award)
        intent.refresh_from_db()
        assert intent.state == "open"
        with pytest.raises(WrongState):
            end_groundless_intent(actor=town.system, now=case.now, intent_id=intent.pk)
        intent.refresh_from_db()
        assert intent.state == "open"


class TestPaidInFull:
    def pay_off(self, case: Case, now=LATER) -> None:
        case.paid("274080", now, "签订开票")
        case.paid("411120", now + timedelta(hours=1))
        end(now)

    def test_a_chosen_offer_ends_with_its_lock_and_all_are_told(self, case: Case, product):
        offer = case.ready(product)
        self.pay_off(case)
        offer.refresh_from_db()
        assert (offer.state, offer.intent.state, offer.lock.state) == (
            "lapsed",
            "closed",
            "released",
        )
        assert case.receivable().reserved_fen == 0
        event = Event.objects.get(type="lending.intent.groundless")
        assert {one["role"] for one in event.after["tell"]} == {
            "supplier", "institution-officer", "purchaser-officer", "treasury-officer",
        }  # fmt: skip

    def test_what_is_left_of_an_offer_drawn_in_part_ends_with_the_loan(self, case: Case, product):
        offer = case.ready(product)
        case.draw(offer, 100_000)
        self.pay_off(case)
        offer.refresh_from_db()
        assert (offer.state, offer.intent.state, offer.lock.state) == (
            "drawn", "financed", "released",
        )  # fmt: skip

    def test_offers_and_applications_still_waiting_end(self, case: Case, product):
        offered = case.offer(case.intend(100_000), product, 100_000)
        case.intend(50_000)
        self.pay_off(case)
        assert set(Application.objects.values_list("state", flat=True)) == {"lapsed"}
        with pytest.raises(WrongState):
            accept_offer(actor=case.supplier, now=LATER, offer_id=offered.pk)

    def test_a_payment_that_leaves_something_to_be_paid_ends_nothing(self, case: Case, product):
        offer = case.ready(product)
        case.paid("274080", LATER, "签订开票")
        end(LATER)
        offer.refresh_from_db()
        assert offer.state == "conditions_met"
