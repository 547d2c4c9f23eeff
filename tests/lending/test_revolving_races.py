"""Real threads on a revolving limit: draws, repayments and its end meet, no bound is passed."""

from functools import partial

import pytest

from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.arithmetic import base_fen
from lending.ground import NOW, Case, stand_case
from support.racing import FEWER, ROUNDS, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
LIMIT = 100_000


@pytest.fixture
def case(committed_db) -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


def limit(case: Case, product) -> Offer:
    """A limit of ¥1,000 of which ¥400 is drawn."""
    offer = case.offer(case.intend(1000), product, 1000, method="revolving")
    accept_offer(actor=case.supplier, now=NOW, offer_id=offer.pk, draw_fen=40_000)
    offer.refresh_from_db()
    case.lock(offer)
    case.do("meet_conditions", case.officer(), offer=offer)
    case.draw(offer, 400)
    return offer


def laid(case: Case, act, **facts):
    """Lay an act before the second person; answers his agreement, to be called."""
    order = act.propose(actor=case.officer(), now=NOW, **facts)
    return partial(act.approve, actor=case.approver(), now=NOW, proposal_id=order.pk)


def repays(case: Case, loan: Loan):
    facts = {"loan_id": loan.pk, "amount_fen": loan.outstanding_fen, "on": NOW.date()}
    return laid(case, record_repayment, **facts, means="转账")


def asks(case: Case, offer: Offer, fen: int):
    return partial(ask_draw, actor=case.supplier, now=NOW, offer_id=offer.pk, amount_fen=fen)


def agrees(case: Case, offer: Offer) -> Offer:
    """Books, loans, limit and what is held say the same, within limit and cap."""
    offer.refresh_from_db()
    row, intent = case.receivable(), Intent.objects.get(pk=offer.intent_id)
    loans = Loan.objects.filter(offer=offer).values_list("outstanding_fen", flat=True)
    assert sum(loans) == offer.used_fen == row.outstanding_fen
    assert row.reserved_fen == intent.reserved_fen
    assert offer.used_fen + intent.reserved_fen <= LIMIT
    assert row.outstanding_fen + row.reserved_fen <= base_fen(row) * row.cap_percent // 100
    return offer


def cleared(case: Case, offer: Offer) -> None:
    """Repay all that is outstanding."""
    for loan in Loan.objects.filter(offer=offer, state="repaying"):
        repays(case, loan)()


def test_draw_against_draw(case: Case):
    """Both fit the limit alone; what was asked is one of them."""
    offer = limit(case, case.publish(methods=["revolving"]))
    with hands(2) as two:
        for _ in range(ROUNDS):
            cleared(case, offer)
            asks(case, offer, 60_000)()
            facts = {"offer_id": offer.pk, "amount_fen": 60_000}
            acts = [laid(case, disburse, **facts) for _ in range(2)]
            assert len(split(two.race(*acts))[1]) == 1
            assert agrees(case, offer).used_fen == 60_000


def test_asking_against_asking(case: Case):
    offer = limit(case, case.publish(methods=["revolving"]))
    with hands(2) as two:
        for _ in range(FEWER):
            cleared(case, offer)
            assert len(split(two.race(*[asks(case, offer, LIMIT)] * 2))[1]) == 1
            offer = agrees(case, offer)
            assert offer.due_fen == LIMIT
            case.draw(offer, LIMIT // 100)


def test_draw_against_repayment(case: Case):
    """Whichever comes first, the limit holds what was not drawn, and what came back."""
    offer = limit(case, case.publish(methods=["revolving"]))
    with hands(2) as two:
        for _ in range(FEWER):
            asks(case, offer, 60_000)()
            loan = Loan.objects.get(offer=offer, state="repaying")
            draw = laid(case, disburse, offer_id=offer.pk, amount_fen=60_000)
            assert split(two.race(draw, repays(case, loan)))[1] == []
            assert (agrees(case, offer).used_fen, case.receivable().reserved_fen) == (
                60_000, 40_000,
            )  # fmt: skip
            cleared(case, offer)
            asks(case, offer, 40_000)()
            case.draw(offer, 400)


def test_asking_against_repayment(case: Case):
    """Asked for before the money is there, it is refused; after it, not."""
    offer = limit(case, case.publish(methods=["revolving"]))
    with hands(2) as two:
        for _ in range(FEWER):
            loan = Loan.objects.get(offer=offer, state="repaying")
            lost = split(two.race(asks(case, offer, 100_000), repays(case, loan)))[1]
            assert [one.findings[0].code for one in lost] in ([], ["lending.asked_above_offer"])
            offer = agrees(case, offer)
            if lost:
                asks(case, offer, 40_000)()
            case.draw(offer, offer.due_fen // 100 if not lost else 400)
            if not lost:
                cleared(case, offer)
                asks(case, offer, 40_000)()
                case.draw(offer, 400)


def test_repayment_against_giving_up(case: Case):
    """Given up while money comes: nothing is held any more, and the lock goes with the last."""
    product = case.publish(methods=["revolving"])
    with hands(2) as two:
        for _ in range(FEWER):
            offer = limit(case, product)
            loan = Loan.objects.get(offer=offer)
            away = partial(decline_offer, actor=case.supplier, now=NOW, offer_id=offer.pk)
            lost = split(two.race(repays(case, loan), away))[1]
            assert [one.findings[0].code for one in lost] in ([], ["four_eyes.changed"])
            if lost:  # the repayment would release the lock now: its second person looks again
                repays(case, loan)()
            assert agrees(case, offer).state == "drawn"
            assert case.receivable().reserved_fen == 0
            assert offer.lock.receivable.locks.filter(state="active").count() == 0
