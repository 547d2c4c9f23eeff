"""Two at once, many rounds: one wins, the other reads why; the books stay true."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.errors import Conflict, PolicyBreach, Repeated, WrongState
from cairong.policy.lending import within_headroom
from cairong.policy.rule import require
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.lapse_locks import lapse_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.checking import books_check
from cairong.treasury.models import Lock, Receivable
from cairong.treasury.steps.exposure import locked, reserve, unreserve
from support.racing import FEWER, ROUNDS, hands, split
from support.town import CITY, at
from treasury.doing import accept, ask, both, deliver_gateway
from treasury.ground import Ground, stand_ground

pytestmark = pytest.mark.soak
NOW = at("2025-11-12 10:00")
MOST = 47_964_000


@pytest.fixture
def raced(committed_town) -> Ground:
    return stand_ground(committed_town)


@use_case()
def take(*, actor, now, receivable_id, fen, looks=True) -> int:
    """Reserve as an approval does; `looks=False` leaves the bound to the database alone."""
    if looks:
        row = locked(receivable_id)
        require(within_headroom(amount_fen=fen, headroom_fen=headroom_fen(row), cap_percent=70))
    else:
        row = Receivable.objects.get(pk=receivable_id)
    reserve(receivable=row, amount_fen=fen, cap_percent=70, ref_id=uuid4(), now=now)
    record(actor=actor, now=now, type="test.reserved", subject=row)
    return fen


@use_case()
def give_back(*, actor, now, receivable_id, fen) -> None:
    row = locked(receivable_id)
    unreserve(receivable=row, amount_fen=fen, ref_id=uuid4(), now=now)
    record(actor=actor, now=now, type="test.given_back", subject=row)


@pytest.mark.parametrize("looks", [True, False], ids=["locked and looked", "database alone"])
def test_two_approvals_on_one_contract_never_exceed_headroom(raced, looks):
    actor, key = raced.town.system, raced.receivable.pk
    part = MOST * 6 // 10
    one = partial(take, actor=actor, now=NOW, receivable_id=key, fen=part, looks=looks)
    with hands(2) as pair:
        for _ in range(ROUNDS):
            won, lost = split(pair.race(one, one))
            assert (won, [type(refusal) for refusal in lost]) == ([part], [PolicyBreach])
            assert lost[0].obligation == "一(一)-1"
            room = "lending" if looks else "treasury"
            assert lost[0].findings[0].code == f"{room}.above_headroom"
            row = raced.fresh()
            assert (row.reserved_fen, headroom_fen(row)) == (part, MOST - part)
            give_back(actor=actor, now=NOW, receivable_id=key, fen=part)
    assert books_check(CITY)["balanced"]


def test_two_askers_and_two_payers_never_pay_above_what_is_owed(raced):
    officer, asker = raced.who("purchaser-officer"), raced.who("purchaser-approver")
    second_asker = raced.town.actor(raced.purchaser, "purchaser-approver", "乙")
    clerk, payer = raced.who("treasury-officer"), raced.who("treasury-approver")
    facts = {"contract_id": raced.contract.pk, "amount_fen": 100}
    with hands(2) as pair:
        for done in range(1, ROUNDS + 1):
            accept(raced, NOW, 100, NOW.date())
            proposals = [request_payment.propose(actor=officer, now=NOW, **facts) for _ in range(2)]
            won, lost = split(
                pair.race(
                    *(
                        partial(request_payment.approve, actor=who, now=NOW, proposal_id=one.pk)
                        for who, one in zip((asker, second_asker), proposals, strict=True)
                    )
                )
            )
            assert [one.findings[0].code for one in lost] == ["treasury.above_owed"]
            orders = [pay.propose(actor=clerk, now=NOW, payment_id=won[0].pk) for _ in range(2)]
            won, lost = split(
                pair.race(
                    *(
                        partial(pay.approve, actor=payer, now=NOW, proposal_id=one.pk)
                        for one in orders
                    )
                )
            )
            assert (len(won), [type(one) for one in lost]) == (1, [WrongState])
            row = raced.fresh()
            assert (row.due_fen, row.requested_fen, row.in_transit_fen) == (0, 0, 100)
            assert deliver_gateway(NOW) == 1
            assert raced.fresh().paid_fen == 100 * done
    assert books_check(CITY)["balanced"]


def test_a_double_click_does_once(raced):
    contract = raced.contract.pk
    officer = raced.who("purchaser-officer")
    with hands(2) as pair:
        for done in range(1, ROUNDS + 1):
            clicked = replace(officer, request_id=uuid4())
            click = partial(
                record_acceptance, actor=clicked, now=NOW, contract_id=contract,
                milestone="验收", amount_fen=100, on=NOW.date(),
            )  # fmt: skip
            won, lost = split(pair.race(click, click))
            assert (len(won), [type(one) for one in lost]) == (1, [Repeated])
            assert raced.fresh().due_fen == 100 * done


def test_two_consents_of_one_lock_are_one(raced):
    supplier = raced.who("supplier")
    lock = ask(raced, NOW)
    consent = partial(consent_lock, actor=supplier, now=NOW, lock_id=lock.pk)
    with hands(2) as pair:
        won, lost = split(pair.race(consent, consent))
    assert (len(won), [type(one) for one in lost]) == (1, [WrongState])


def test_of_two_institutions_one_gets_the_lock(committed_town):
    """Two desks confirm two institutions' locks at once, each round on a contract of its own."""
    approvers = [committed_town.bureau("treasury-approver") for _ in range(2)]
    with hands(2) as pair:
        for _ in range(FEWER):
            ground = stand_ground(committed_town)
            wanted = [
                ask(ground, NOW),
                ask(ground, NOW, committed_town.institution("甲银行涧西支行")),
            ]
            orders = []
            for lock in wanted:
                consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
                both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
                orders.append(
                    confirm_lock.propose(
                        actor=ground.who("treasury-officer"), now=NOW, lock_id=lock.pk
                    )
                )
            won, lost = split(
                pair.race(
                    *(
                        partial(confirm_lock.approve, actor=who, now=NOW, proposal_id=one.pk)
                        for who, one in zip(approvers, orders, strict=True)
                    )
                )
            )
            assert (len(won), [type(one) for one in lost]) == (1, [Conflict])
            assert Lock.objects.filter(receivable=ground.receivable, state="active").count() == 1


def test_lapsing_and_confirming_at_once_leaves_one_truth(committed_town):
    approver, system = committed_town.bureau("treasury-approver"), committed_town.system
    ends = set()
    with hands(2) as pair:
        for _ in range(FEWER):
            ground = stand_ground(committed_town)
            lock = ask(ground, NOW)
            consent_lock(actor=ground.who("supplier"), now=NOW, lock_id=lock.pk)
            both(acknowledge_lock, ground, "purchaser", NOW, lock_id=lock.pk)
            order = confirm_lock.propose(
                actor=ground.who("treasury-officer"), now=NOW, lock_id=lock.pk
            )
            won, lost = split(
                pair.race(
                    partial(confirm_lock.approve, actor=approver, now=NOW, proposal_id=order.pk),
                    partial(lapse_lock, actor=system, now=NOW, lock_id=lock.pk),
                )
            )
            assert (len(won), [type(one) for one in lost]) == (1, [WrongState])
            lock.refresh_from_db()
            assert lock.operations.filter(state="open").exists() == (lock.state == "active")
            ends.add(lock.state)
    assert ends <= {"active", "lapsed"}
