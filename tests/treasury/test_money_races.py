"""Two hands on one receivable's money: whatever comes first, the account and the sums stay true."""

from functools import partial

import pytest

from cairong.audit.models import Outbox
from cairong.contracts.models import Contract
from cairong.kernel.errors import Conflict, PolicyBreach, WrongState
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.checking import books_check
from cairong.treasury.models import Entry, Payment, Receivable
from cairong.treasury.steps.receivables import stand_payee, stand_up
from support.racing import FEWER, hands, split
from support.slips import came_back
from support.town import CITY, at
from treasury.doing import accept, ask, both, deliver_gateway, release, request
from treasury.ground import FILED, PAYEE, SIGNED, stand_ground

pytestmark = pytest.mark.soak
NOW = at("2025-11-12 10:00")
NEW = {"payee": "供应商", "bank": "中国建设银行洛阳分行", "cnaps": "105493000012"}


@pytest.fixture
def ground(committed_town):
    return stand_ground(committed_town)


def change_proposed(ground, number: int):
    facts = {"contract_id": ground.contract.pk, "account_no": f"62170000000{number:05d}", **NEW}
    change = ask_payee_change(actor=ground.who("supplier"), now=NOW, reason="销户", **facts)
    both(consent_payee_change, ground, "purchaser", NOW, change_id=change.pk)
    officer = ground.who("treasury-officer")
    return change_payee.propose(actor=officer, now=NOW, change_id=change.pk)


def test_changing_the_account_and_asking_for_money_at_once(ground):
    """Either the account changes first and the money is laid before anew, or it waits till paid."""
    decides, asks = ground.who("treasury-approver"), ground.who("purchaser-approver")
    firsts = set()
    with hands(2) as pair:
        for number in range(FEWER):
            accept(ground, NOW, 100, NOW.date())
            order = change_proposed(ground, number)
            officer = ground.who("purchaser-officer")
            wanted = request_payment.propose(
                actor=officer, now=NOW, contract_id=ground.contract.pk, amount_fen=100
            )
            _, lost = split(pair.race(
                partial(change_payee.approve, actor=decides, now=NOW, proposal_id=order.pk),
                partial(request_payment.approve, actor=asks, now=NOW, proposal_id=wanted.pk),
            ))  # fmt: skip
            first = type(lost[0])
            assert (len(lost), first in {Conflict, PolicyBreach}) == (1, True)
            if first is Conflict:
                request(ground, NOW, 100)
            payment, row = Payment.objects.latest("pk"), ground.fresh()
            assert payment.payee_version_id == row.current_id
            firsts.add(first)
            release(ground, NOW, payment)
            deliver_gateway(NOW)
            if first is PolicyBreach:
                change_payee.approve(actor=decides, now=NOW, proposal_id=order.pk)
    assert firsts
    assert books_check(CITY)["balanced"]


def test_changing_the_account_and_asking_for_its_lock_at_once(committed_town):
    decides = committed_town.bureau("treasury-approver")
    with hands(2) as pair:
        for number in range(FEWER):
            ground = stand_ground(committed_town)
            order = change_proposed(ground, number)
            _, lost = split(pair.race(
                partial(change_payee.approve, actor=decides, now=NOW, proposal_id=order.pk),
                partial(ask, ground, NOW),
            ))  # fmt: skip
            assert [type(one) for one in lost] == [PolicyBreach]
            row = ground.fresh()
            held = list(row.locks.values_list("payee_version_id", flat=True))
            assert held == ([row.current_id] if row.current.version == 1 else [])


def test_the_bank_sends_back_while_the_worker_confirms(ground):
    system, ends = ground.town.system, set()
    with hands(2) as pair:
        for paid in range(0, 100 * FEWER, 100):
            accept(ground, NOW, 100, NOW.date())
            payment = release(ground, NOW, request(ground, NOW, 100))
            told = Outbox.objects.get(consumer=confirm_payment.name, done_at=None)
            won, lost = split(pair.race(
                sent_back(ground, payment),
                partial(confirm_payment, actor=system, now=NOW, event_id=told.event_id),
            ))  # fmt: skip
            if lost:  # it had arrived meanwhile: the return is laid before anew
                assert [one.findings[0].code for one in lost] == ["four_eyes.changed"]
                sent_back(ground, payment)()
            assert len(won) + len(lost) == 2
            row = ground.fresh()
            assert (row.paid_fen, row.in_transit_fen) == (paid, 0)
            assert (row.due_fen, row.received_fen) == (100, 0)
            payment.refresh_from_db()
            ends.add((payment.state, bool(payment.bank_serial)))
            both(request_payment, ground, "purchaser", NOW, amount_fen=100,
                 contract_id=ground.contract.pk)  # fmt: skip
            release(ground, NOW, Payment.objects.latest("pk"))
            deliver_gateway(NOW)
            put_away(ground)
    assert {state for state, _ in ends} == {"returned"}
    assert books_check(CITY)["balanced"]


def sent_back(ground, payment) -> partial:
    """A return laid before the second person, who agrees when called."""
    facts = came_back(payment)
    officer, approver = ground.who("treasury-officer"), ground.who("treasury-approver")
    order = return_payment.propose(actor=officer, now=NOW, **facts)
    return partial(return_payment.approve, actor=approver, now=NOW, proposal_id=order.pk)


def put_away(ground) -> None:
    """Let the worker divide what arrived, so that the next round begins clean."""
    for row in Outbox.objects.filter(consumer=apply_remittance.name, done_at=None).order_by("id"):
        apply_remittance(actor=ground.town.system, now=NOW, event_id=row.event_id)


def test_two_returns_of_one_payment_are_one(ground):
    with hands(2) as pair:
        for _ in range(FEWER):
            accept(ground, NOW, 1, NOW.date())
            payment = release(ground, NOW, request(ground, NOW, ground.fresh().due_fen))
            won, lost = split(pair.race(sent_back(ground, payment), sent_back(ground, payment)))
            assert (len(won), [type(one) for one in lost]) == (1, [WrongState])
    assert ground.fresh().due_fen == FEWER


def test_the_last_yuan_of_two_suppliers_at_once_settles_the_contract(committed_town):
    """Each sees the other's row only after it is committed: neither may miss the end."""
    other = committed_town.supplier("另一家", uscc="91410300MA3X4LQK6G")
    system = committed_town.system
    with hands(2) as pair:
        for _ in range(FEWER):
            ground = stand_ground(committed_town, amount_fen=1000)
            second = stand_up(
                actor=ground.who("purchaser-approver"), now=SIGNED, contract=ground.contract,
                supplier=other, amount_fen=1000,
            )  # fmt: skip
            stand_payee(now=FILED, receivable=second, source="合同备案", account=PAYEE)
            for supplier in (ground.supplier, other):
                pay_all(ground, supplier)
            events = Outbox.objects.filter(
                consumer=apply_remittance.name, done_at=None
            ).values_list("event_id")
            won, lost = split(pair.race(*(
                partial(apply_remittance, actor=system, now=NOW, event_id=one) for (one,) in events
            )))  # fmt: skip
            assert (len(won), lost) == (2, [])
            assert Contract.objects.get(pk=ground.contract.pk).state == "settled"
            assert not Receivable.objects.filter(contract=ground.contract, received_fen__gt=0)


def test_two_remittances_at_once_are_divided_in_their_order(ground):
    """Either worker may come first: who finds money before it undivided waits for another round."""
    system = ground.town.system
    with hands(2) as pair:
        for done in range(1, FEWER + 1):
            for _ in range(2):
                accept(ground, NOW, 100, NOW.date())
                release(ground, NOW, request(ground, NOW, 100))
            deliver_gateway(NOW)
            rows = Outbox.objects.filter(consumer=apply_remittance.name, done_at=None).order_by(
                "id"
            )
            _, lost = split(pair.race(*(
                partial(apply_remittance, actor=system, now=NOW, event_id=one.event_id)
                for one in rows
            )))  # fmt: skip
            assert [type(one) for one in lost] in ([], [WrongState])
            put_away(ground)
            row = ground.fresh()
            assert (row.received_fen, row.to_supplier_fen) == (0, 200 * done)
    divided = Entry.objects.filter(kind="surplus", account="to_supplier").order_by("pk")
    order = list(divided.values_list("ref_id", flat=True))
    assert order == sorted(order)
    assert books_check(CITY)["balanced"]


def pay_all(ground, supplier) -> None:
    """Accept, ask for, release and confirm one supplier's thousand fen; nothing is divided yet."""
    facts = {"contract_id": ground.contract.pk, "supplier_id": supplier.pk}
    for milestone, fen in (("签订开票", 400), ("验收", 600)):
        record_acceptance(
            actor=ground.who("purchaser-officer"), now=NOW, milestone=milestone,
            amount_fen=fen, on=NOW.date(), **facts,
        )  # fmt: skip
    release(ground, NOW, both(request_payment, ground, "purchaser", NOW, amount_fen=1000, **facts))
    deliver_gateway(NOW)
