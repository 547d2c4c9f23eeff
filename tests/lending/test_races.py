"""Real threads on committed data: one wins, the others read why, and no bound is passed."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection

from cairong.kernel.errors import Refusal, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.disburse import disburse
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.models import Receivable
from cairong.treasury.steps.exposure import base_fen
from lending.ground import NOW, Case, stand_case
from support.town import at, found_town

ROUNDS = int(os.environ.get("CAIRONG_RACE_ROUNDS", "200"))
FEWER = max(ROUNDS // 4, 1)
AT_ONCE = 2


@pytest.fixture
def case(committed_db) -> Case:
    made = stand_case(found_town(at("2025-09-01 08:00")))
    made.bank("乙银行"), made.officer("乙银行"), made.approver("乙银行")
    return made


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things in the same moment, each in a thread; answers or refusals in order."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        close_old_connections()
        try:
            gate.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers) -> list[Refusal]:
    return [one for one in answers if isinstance(one, Refusal)]


def within_cap(receivable: Receivable) -> bool:
    carried = base_fen(receivable) * receivable.cap_percent // 100
    return receivable.reserved_fen + receivable.outstanding_fen <= carried


def proposals(case: Case, products, yuan: int) -> list:
    """Lay one approval each of two institutions, on two intents of one contract, before them."""
    made = []
    for bank, product in zip(("甲银行", "乙银行"), products, strict=True):
        intent = case.intend(yuan, bank)
        case.complete(intent, bank)
        case.verify(intent, bank)
        facts = case.terms(intent, product, yuan, bank)
        made.append(approve_offer.propose(actor=case.officer(bank), now=NOW, **facts))
    return made


def test_two_approvers_never_exceed_the_headroom(case: Case):
    products = [case.publish(), case.publish("乙银行")]
    actors = [case.approver(), case.approver("乙银行")]
    for _ in range(ROUNDS):
        waiting = proposals(case, products, 300_000)
        answers = at_once(
            *(
                lambda actor=actor, one=one: approve_offer.approve(
                    actor=actor, now=NOW, proposal_id=one.pk
                )
                for actor, one in zip(actors, waiting, strict=True)
            )
        )
        assert len(refusals(answers)) == 1
        assert refusals(answers)[0].obligation == "一(一)-1"
        receivable = case.receivable()
        assert within_cap(receivable)
        assert receivable.reserved_fen == 30_000_000
        won = next(one for one in answers if isinstance(one, Offer))
        withdraw_intent(actor=case.supplier, now=NOW, intent_id=won.intent_id)


def test_accepted_once_however_often_it_is_clicked(case: Case):
    product, second = case.publish(), case.publish("乙银行")
    for _ in range(FEWER):
        intent = case.intend(1000, "甲银行", "乙银行")
        offers = [
            case.offer(intent, product, 1000),
            case.offer(intent, second, 900, "乙银行"),
        ]
        held = case.receivable().reserved_fen - 100_000
        answers = at_once(
            *(
                lambda one=one: accept_offer(actor=case.supplier, now=NOW, offer_id=one.pk)
                for one in (*offers, *offers)
            )
        )
        assert len(refusals(answers)) == 3
        assert all(isinstance(one, WrongState) for one in refusals(answers))
        won = Offer.objects.get(intent=intent, state="accepted")
        assert case.receivable().reserved_fen - held == won.amount_fen
        decline_offer(actor=case.supplier, now=NOW, offer_id=won.pk)


def test_one_request_sent_twice_is_carried_out_once(case: Case):
    product = case.publish()
    for _ in range(ROUNDS):
        offer = case.offer(case.intend(1000), product, 1000)
        actor = replace(case.supplier, request_id=uuid4())
        send = lambda actor=actor, one=offer: accept_offer(  # noqa: E731
            actor=actor, now=NOW, offer_id=one.pk
        )
        assert len(refusals(at_once(send, send))) == 1
        assert Offer.objects.get(pk=offer.pk).state == "accepted"
        decline_offer(actor=case.supplier, now=NOW, offer_id=offer.pk)


def test_accepting_and_withdrawing_at_once_leaves_one_truth(case: Case):
    product = case.publish()
    for _ in range(FEWER):
        offer = case.offer(case.intend(1000), product, 1000)
        answers = at_once(
            lambda one=offer: accept_offer(actor=case.supplier, now=NOW, offer_id=one.pk),
            lambda one=offer: withdraw_intent(
                actor=case.supplier, now=NOW, intent_id=one.intent_id
            ),
        )
        assert len(refusals(answers)) == 1
        intent = Intent.objects.get(pk=offer.intent_id)
        offer.refresh_from_db()
        assert (intent.state, offer.state) in {("chosen", "accepted"), ("withdrawn", "withdrawn")}
        assert intent.reserved_fen == (100_000 if offer.state == "accepted" else 0)
        if offer.state == "accepted":
            decline_offer(actor=case.supplier, now=NOW, offer_id=offer.pk)
        assert case.receivable().reserved_fen == 0


def test_two_draws_never_exceed_the_offer(case: Case):
    product = case.publish()
    offer = case.ready(product, 1000)
    for _ in range(FEWER):
        left = Offer.objects.get(pk=offer.pk)
        amount = (left.amount_fen - left.drawn_fen) // 2 + 1
        waiting = [
            disburse.propose(actor=case.officer(), now=NOW, offer_id=offer.pk, amount_fen=amount)
            for _ in range(AT_ONCE)
        ]
        answers = at_once(
            *(
                lambda one=one: disburse.approve(actor=case.approver(), now=NOW, proposal_id=one.pk)
                for one in waiting
            )
        )
        assert len(refusals(answers)) == 1
        after = Offer.objects.get(pk=offer.pk)
        drawn = sum(Loan.objects.filter(offer=offer).values_list("principal_fen", flat=True))
        assert after.drawn_fen == drawn <= after.amount_fen
        assert case.receivable().reserved_fen == after.amount_fen - drawn
        if after.state == "drawn":
            offer = case.ready(product, 1000)
