"""Real threads on committed data: one wins, the others read why, and no bound is passed."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from cairong.clocks.models import Duty
from cairong.kernel.errors import Repeated, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.arithmetic import base_fen
from cairong.treasury.models import Receivable
from lending.ground import NOW, Case, stand_case
from support.racing import FEWER, ROUNDS, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
BANKS = ("甲银行", "乙银行")


@pytest.fixture
def case(committed_db) -> Case:
    made = stand_case(found_town(at("2025-09-01 08:00")))
    made.bank("乙银行"), made.officer("乙银行"), made.approver("乙银行")
    return made


def within_cap(receivable: Receivable) -> bool:
    carried = base_fen(receivable) * receivable.cap_percent // 100
    return receivable.reserved_fen + receivable.outstanding_fen <= carried


def proposed(case: Case, bank: str, product, yuan: int):
    """Lay an approval on a new intent of the contract before the approver of an institution."""
    intent = case.intend(yuan, bank)
    case.complete(intent, bank)
    case.verify(intent, bank)
    facts = case.terms(intent, product, yuan, bank)
    return approve_offer.propose(actor=case.officer(bank), now=NOW, **facts)


def test_two_approvers_never_exceed_the_headroom(case: Case):
    """On different intents of one contract; who lost tries again against the next intent."""
    products = {bank: case.publish(bank) for bank in BANKS}
    waiting = {bank: proposed(case, bank, product, 300_000) for bank, product in products.items()}
    acts = [partial(approve_offer.approve, actor=case.approver(bank), now=NOW) for bank in BANKS]
    with hands(2) as two:
        for _ in range(ROUNDS):
            orders = zip(acts, waiting.values(), strict=True)
            [won], [lost] = split(
                two.race(*[partial(act, proposal_id=one.pk) for act, one in orders])
            )
            assert lost.obligation == "一(一)-1"
            receivable = case.receivable()
            assert within_cap(receivable)
            assert receivable.reserved_fen == 30_000_000
            withdraw_intent(actor=case.supplier, now=NOW, intent_id=won.intent_id)
            bank = won.institution.name
            waiting[bank] = proposed(case, bank, products[bank], 300_000)


def test_accepted_once_however_often_it_is_clicked(case: Case):
    product, second = case.publish(), case.publish("乙银行")
    with hands(4) as four:
        for _ in range(FEWER):
            intent = case.intend(1000, *BANKS)
            offers = [
                case.offer(intent, product, 1000),
                case.offer(intent, second, 900, "乙银行"),
            ]
            held = case.receivable().reserved_fen - 100_000
            answers = four.race(*[accepting(case, one) for one in (*offers, *offers)])
            assert [type(one) for one in split(answers)[1]] == [WrongState] * 3
            won = Offer.objects.get(intent=intent, state="accepted")
            assert case.receivable().reserved_fen - held == won.amount_fen
            decline_offer(actor=case.supplier, now=NOW, offer_id=won.pk)


def accepting(case: Case, offer: Offer):
    return partial(accept_offer, actor=case.supplier, now=NOW, offer_id=offer.pk)


def test_one_request_sent_twice_is_carried_out_once(case: Case):
    facts = {"now": NOW, "contract_id": case.contract.pk, "amount_fen": 100_000, "days": 180}
    facts["institution_ids"] = [case.bank().pk]
    case.shelve("甲银行")
    with hands(2) as two:
        for number in range(1, ROUNDS + 1):
            actor = replace(case.supplier, request_id=uuid4())
            send = partial(register_intent, actor=actor, **facts)
            [won], [lost] = split(two.race(send, send))
            assert isinstance(lost, Repeated)
            assert lost.subject_id == str(won.pk)
            assert Intent.objects.count() == number


def test_accepting_and_withdrawing_at_once_leaves_one_truth(case: Case):
    product = case.publish()
    with hands(2) as two:
        for _ in range(FEWER):
            offer = case.offer(case.intend(1000), product, 1000)
            back = partial(withdraw_intent, actor=case.supplier, now=NOW, intent_id=offer.intent_id)
            assert len(split(two.race(accepting(case, offer), back))[1]) == 1
            intent = Intent.objects.get(pk=offer.intent_id)
            offer.refresh_from_db()
            states = intent.state, offer.state
            assert states in {("chosen", "accepted"), ("withdrawn", "withdrawn")}
            assert intent.reserved_fen == (100_000 if offer.state == "accepted" else 0)
            if offer.state == "accepted":
                decline_offer(actor=case.supplier, now=NOW, offer_id=offer.pk)
            assert case.receivable().reserved_fen == 0


def test_two_draws_never_exceed_the_offer(case: Case):
    product = case.publish()
    offer = case.ready(product, 1000)
    with hands(2) as two:
        for _ in range(FEWER):
            left = Offer.objects.get(pk=offer.pk)
            facts = {
                "offer_id": offer.pk,
                "amount_fen": (left.amount_fen - left.drawn_fen) // 2 + 1,
            }
            waiting = [disburse.propose(actor=case.officer(), now=NOW, **facts) for _ in range(2)]
            act = partial(disburse.approve, actor=case.approver(), now=NOW)
            answers = two.race(*[partial(act, proposal_id=one.pk) for one in waiting])
            assert len(split(answers)[1]) == 1
            after = Offer.objects.get(pk=offer.pk)
            drawn = sum(Loan.objects.filter(offer=offer).values_list("principal_fen", flat=True))
            assert after.drawn_fen == drawn <= after.amount_fen
            assert case.receivable().reserved_fen == after.amount_fen - drawn
            if after.state == "drawn":
                offer = case.ready(product, 1000)


def test_two_draws_on_a_base_that_has_fallen_never_exceed_what_it_carries(case: Case):
    """Each would fit alone: who lost reads how much is left, in the words of the rule."""
    offer = case.ready(case.publish(), 400_000)
    case.paid("274080", NOW, "签订开票")
    act = partial(disburse.approve, actor=case.approver(), now=NOW)
    with hands(2) as two:
        for _ in range(min(FEWER, 20)):
            row = case.receivable()
            room = base_fen(row) * row.cap_percent // 100 - row.outstanding_fen
            facts = {"offer_id": offer.pk, "amount_fen": room // 2 + 1}
            waiting = [disburse.propose(actor=case.officer(), now=NOW, **facts) for _ in range(2)]
            answers = two.race(*[partial(act, proposal_id=one.pk) for one in waiting])
            won, lost = split(answers)
            assert len(won) == 1
            assert [one.findings[0].code for one in lost] == ["lending.above_headroom"]
            after = case.receivable()
            assert after.outstanding_fen * 100 <= base_fen(after) * after.cap_percent
            assert after.outstanding_fen + after.reserved_fen == offer.amount_fen


def part_asked(case: Case, product) -> Offer:
    """An offer of ¥1,000 of which ¥400 is asked, its conditions met."""
    offer = case.offer(case.intend(1000), product, 1000)
    accept_offer(actor=case.supplier, now=NOW, offer_id=offer.pk, draw_fen=40_000)
    offer.refresh_from_db()
    case.lock(offer)
    return case.do("meet_conditions", case.officer(), offer=offer)


def duties_done(offer: Offer) -> int:
    return Duty.objects.filter(subject_id=offer.pk, kind="disburse_loan", state="done").count()


def test_two_draws_of_what_was_asked_are_one(case: Case):
    """Both fit the offer, one fits what was asked: the duty is done once, by that."""
    product = case.publish()
    act = partial(disburse.approve, actor=case.approver(), now=NOW)
    with hands(2) as two:
        for _ in range(min(FEWER, 20)):
            offer = part_asked(case, product)
            facts = {"offer_id": offer.pk, "amount_fen": 40_000}
            waiting = [disburse.propose(actor=case.officer(), now=NOW, **facts) for _ in range(2)]
            answers = two.race(*[partial(act, proposal_id=one.pk) for one in waiting])
            assert len(split(answers)[1]) == 1
            offer.refresh_from_db()
            assert (offer.state, offer.drawn_fen) == ("part_drawn", 40_000)
            assert duties_done(offer) == 1
            decline_offer(actor=case.supplier, now=NOW, offer_id=offer.pk)


def test_a_draw_and_giving_up_the_rest_leave_one_truth(case: Case):
    product = case.publish()
    act = partial(disburse.approve, actor=case.approver(), now=NOW)
    with hands(2) as two:
        for _ in range(min(FEWER, 20)):
            offer = part_asked(case, product)
            facts = {"offer_id": offer.pk, "amount_fen": 40_000}
            laid = disburse.propose(actor=case.officer(), now=NOW, **facts)
            held = case.receivable()
            away = partial(decline_offer, actor=case.supplier, now=NOW, offer_id=offer.pk)
            split(two.race(partial(act, proposal_id=laid.pk), away))
            offer.refresh_from_db()
            drawn = sum(Loan.objects.filter(offer=offer).values_list("principal_fen", flat=True))
            assert offer.drawn_fen == drawn
            assert (offer.state, drawn, duties_done(offer)) in {
                ("declined", 0, 0), ("drawn", 40_000, 1),
            }  # fmt: skip
            after = case.receivable()
            assert after.reserved_fen == held.reserved_fen - 100_000
            assert after.outstanding_fen == held.outstanding_fen + drawn


def test_two_askings_at_once_are_one_after_the_other_or_refused(case: Case):
    """Each asks for all that is left: one is asked, its days run once."""
    product = case.publish()
    with hands(2) as two:
        for _ in range(min(FEWER, 20)):
            offer = part_asked(case, product)
            case.draw(offer, 400)
            facts = {"actor": case.supplier, "now": NOW, "offer_id": offer.pk}
            asks = [partial(ask_draw, **facts, amount_fen=60_000) for _ in range(2)]
            assert len(split(two.race(*asks))[1]) == 1
            offer.refresh_from_db()
            assert (offer.state, offer.asked_fen) == ("conditions_met", 100_000)
            running = Duty.objects.filter(subject_id=offer.pk, state="running")
            assert running.filter(kind="disburse_loan").count() == 1
            decline_offer(actor=case.supplier, now=NOW, offer_id=offer.pk)
