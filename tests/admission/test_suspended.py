"""What a suspension does to each state of a case: every row of the table in the decision note.

docs/decisions/admission.md; 一(一)-4
"""

from datetime import date, timedelta

import pytest

from admission.ground import profile, resume, review, suspend, told
from cairong.clocks.models import Duty
from cairong.kernel.errors import Conflict, PolicyBreach, Refusal, WrongState
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.leave_suspended import leave_stranded, leave_suspended
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.outreach.reads import inbox
from cairong.parties.four_eyes import open_proposal, send_back
from cairong.policy.catalogue import sentence
from cairong.products.reads import on_shelf
from cairong.treasury.models import Lock
from lending.ground import NOW, Case
from support.refusing import stopped
from support.town import CITY, at

pytestmark = pytest.mark.django_db
OTHER = "乙银行"


def application(intent: Intent, case: Case, bank: str = "甲银行") -> Application:
    return case.application(intent, bank)


def product(case: Case, bank: str = "甲银行"):
    return case.bank(bank).products.get()


def state(thing) -> str:
    thing.refresh_from_db()
    return thing.state


class TestNewBusiness:
    def test_it_is_off_the_shelf_and_back_by_itself(self, case):
        suspend(case.town, case.bank())
        assert {each.product.institution.name for each in on_shelf(CITY)} == {OTHER}
        resume(case.town, case.bank())
        assert len(on_shelf(CITY)) == 2

    def test_no_intent_reaches_it_named_or_sent_to_all(self, case):
        suspend(case.town, case.bank())
        with pytest.raises(WrongState) as caught:
            case.intend(300_000)
        assert "甲银行已由财政部门暂停合作" in sentence(caught.value.findings[0])
        intent = case.intend(300_000, institution_ids=[])
        assert {each.institution.name for each in intent.applications.all()} == {OTHER}

    def test_resumed_it_is_brought_what_was_sent_to_all_meanwhile(self, case):
        suspend(case.town, case.bank())
        intent = case.intend(300_000, institution_ids=[])
        resume(case.town, case.bank())
        assert intent.applications.count() == 2

    def test_the_database_lets_none_past(self, case):
        intent = case.intend(300_000, OTHER)
        kept = application(intent, case, OTHER)
        suspend(case.town, case.bank())
        with stopped("admission_suspended"):
            kept.pk, kept.institution = None, case.bank()
            kept.save(force_insert=True)


class TestWaiting:
    def test_an_undecided_application_goes_back_with_its_clocks_and_words(self, case):
        intent = case.intend(300_000)
        waiting = case.complete(intent)
        suspend(case.town, case.bank())
        assert (state(waiting), state(intent)) == ("lapsed", "closed")
        assert not Duty.objects.filter(subject_id=waiting.pk, state="running").exists()
        assert "可以另选机构重新登记" in told(case.supplier, "lending.application.given_back")
        assert "退回" in told(case.officer(), "lending.application.given_back")
        assert case.intend(300_000, OTHER).state == "open"

    def test_the_other_institutions_go_on(self, case):
        intent = case.intend(300_000, "甲银行", OTHER)
        case.offer(intent, product(case, OTHER), 200_000, OTHER)
        offer = case.offer(intent, product(case))
        suspend(case.town, case.bank())
        assert (state(offer), state(intent)) == ("lapsed", "offered")
        intent.refresh_from_db()
        assert intent.reserved_fen == 20_000_000

    def test_an_offer_that_was_not_accepted_ends_and_holds_nothing(self, case):
        offer = case.offer(case.intend(300_000), product(case))
        suspend(case.town, case.bank())
        assert state(offer) == "lapsed"
        assert case.receivable().reserved_fen == 0

    def test_before_that_is_done_nobody_accepts_it_or_offers(self, case):
        offer = case.offer(case.intend(300_000), product(case))
        with stopped("admission_suspended"):
            suspended_at_once(case)
            Offer.objects.filter(pk=offer.pk).update(state="accepted")

    def test_what_is_decided_meanwhile_is_not_given_back(self, case):
        waiting = application(case.intend(300_000), case)
        with pytest.raises(WrongState):
            leave_suspended(actor=case.town.system, now=NOW, application_id=waiting.pk)


def suspended_at_once(case: Case) -> None:
    """As the rows stand between the suspension and what follows it."""
    type(profile(case.bank())).objects.filter(pk=case.bank().pk).update(suspended_on=NOW.date())


class TestAccepted:
    def test_it_goes_on_to_lock_and_draw_and_both_are_told(self, case):
        offer = case.accepted(product(case))
        suspend(case.town, case.bank())
        assert state(offer) == "accepted"
        assert "照常办理到结清" in told(case.supplier, "lending.suspended.followed")
        case.lock(offer)
        case.do("meet_conditions", case.officer(), offer=offer)
        assert case.draw(offer, 300_000).state == "repaying"

    def test_the_supplier_may_step_out_and_choose_another(self, case):
        offer = case.accepted(product(case))
        suspend(case.town, case.bank())
        case.do("decline_offer", offer=offer)
        assert case.intend(300_000, OTHER).state == "open"

    @pytest.mark.parametrize("stage", ["accepted", "locking", "conditions_met"])
    def test_with_draws_stopped_it_ends_with_its_lock(self, case, stage):
        offer = case.accepted(product(case))
        if stage == "locking":
            case.do("request_lock", *case.pair(), offer=offer)
        if stage == "conditions_met":
            case.lock(offer)
            case.do("meet_conditions", case.officer(), offer=offer)
        assert state(offer) == stage
        suspend(case.town, case.bank(), stop_draws=True)
        assert (state(offer), state(offer.intent)) == ("lapsed", "closed")
        assert case.receivable().reserved_fen == 0
        assert not Lock.objects.filter(state__in=["requested", "active"]).exists()
        assert not Duty.objects.filter(subject_id=offer.pk, state="running").exists()

    def test_a_draw_in_hand_keeps_its_lock_until_it_is_sent_back(self, case):
        offer = case.ready(product(case))
        officer, approver = case.pair()
        asked = disburse.propose(actor=officer, now=NOW, offer_id=offer.pk, amount_fen=100_000_00)
        suspend(case.town, case.bank(), stop_draws=True)
        assert (state(offer), Lock.objects.get().state) == ("conditions_met", "active")
        said = inbox(case.supplier).filter(event_type="lending.suspended.followed")[0]
        assert (said.subject_id, "不再放出" in said.sentence) == (str(offer.intent_id), True)
        open_proposal(actor=approver, now=NOW, proposal_id=asked.pk)
        with pytest.raises(WrongState, match="draws_stopped"):
            disburse.approve(actor=approver, now=NOW, proposal_id=asked.pk)
        send_back(actor=approver, now=NOW, proposal_id=asked.pk, reason="已停止放款")
        assert leave_stranded(actor=case.town.system, now=NOW) == 1
        assert (state(offer), leave_stranded(actor=case.town.system, now=NOW)) == ("lapsed", 0)
        with pytest.raises(WrongState, match="draws_stopped"):
            disburse.propose(actor=officer, now=NOW, offer_id=offer.pk, amount_fen=100_000_00)

    def test_a_suspension_is_sharpened_and_stays_since_its_day(self, case):
        offer = case.accepted(product(case))
        suspend(case.town, case.bank())
        with pytest.raises(Conflict) as caught:
            suspend(case.town, case.bank(), NOW + timedelta(days=1))
        assert "同时停止放款" in str(sentence(caught.value.findings[0]))
        suspend(case.town, case.bank(), NOW + timedelta(days=1), stop_draws=True)
        found = profile(case.bank())
        assert (found.suspended_on, found.draws_stopped) == (NOW.date(), True)
        assert state(offer) == "lapsed"

    def test_with_draws_stopped_nothing_more_is_drawn_of_a_loan_begun(self, case):
        offer = case.ready(product(case))
        loan = case.draw(offer, 100_000)
        suspend(case.town, case.bank(), stop_draws=True)
        assert (state(offer), state(loan)) == ("drawn", "repaying")
        assert case.receivable().reserved_fen == 0
        assert Lock.objects.get().state == "active"
        with stopped("admission_draws_stopped"):
            loan.pk, loan.no = None, "DK-1"
            Loan.objects.bulk_create([loan])


class TestRunning:
    def test_money_comes_home_and_frees_the_account(self, case):
        loan = case.draw(case.ready(product(case)), 300_000, now=at("2025-10-16 10:00"))
        review(case.town, case.bank(), at("2025-10-20 10:00"), finding="suspended", stop_draws=True,
               words="没有做到上年的条件。")  # fmt: skip
        assert Lock.objects.get().state == "active"
        case.paid(411_120, at("2025-11-03 10:00"))
        assert (state(loan), loan.outstanding_fen) == ("settled", 0)
        assert Lock.objects.get().state == "released"

    def test_its_people_record_what_was_repaid_by_other_means(self, case):
        loan = case.draw(case.ready(product(case)), 300_000)
        suspend(case.town, case.bank(), stop_draws=True)
        case.by_bank(record_repayment, "甲银行", at("2025-10-20 10:00"), loan_id=loan.pk,
                     amount_fen=1_000_000, on=date(2025, 10, 20), means="转账")  # fmt: skip
        loan.refresh_from_db()
        assert loan.outstanding_fen < 30_000_000


def test_who_did_wrong_is_not_let_go_by_it(case):
    """Nothing of it touches the purchaser's debt: a suspended lender's lock is not passed over."""
    case.draw(case.ready(product(case)), 300_000)
    suspend(case.town, case.bank())
    offer = case.offer(case.intend(50_000, OTHER), product(case, OTHER), 50_000, OTHER)
    case.do("accept_offer", offer=offer)
    with pytest.raises((Refusal, PolicyBreach)):
        case.do("request_lock", *case.pair(OTHER), offer=offer)
