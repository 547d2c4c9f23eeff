"""Acceptance and payment: never above what is owed, only to the current payee, in time.

一(一)-2 二(三)-2
"""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cairong.audit.models import Event, Outbox
from cairong.audit.outbox import deliver
from cairong.audit.transaction import refusal_of
from cairong.clocks.models import Duty
from cairong.clocks.reads import newest, verdict_of
from cairong.kernel.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    WrongState,
)
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.return_payment import return_payment
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.chart import Kind
from cairong.treasury.gateway import SimulatedTreasury
from cairong.treasury.models import Acceptance, PayeeVersion, Payment, Remittance
from cairong.treasury.steps.books import move
from cairong.treasury.steps.exposure import locked, release_surplus
from cairong.treasury.steps.sending import instruction_of
from support.slips import came_back
from support.town import at
from treasury.doing import accept, activate, both, deliver_gateway, duty, refused, release, request
from treasury.ground import new_id, stand_ground

ACCEPTED = at("2025-11-03 10:00")
ASKED = at("2025-11-10 10:00")
PAID = at("2025-11-12 10:00")
FORTY, SIXTY = 27_408_000, 41_112_000


def refused_by(act) -> str:
    def whole() -> None:
        with transaction.atomic():
            act()
            connection.check_constraints()

    with pytest.raises(IntegrityError) as caught:
        whole()
    assert refusal_of(caught.value) is not None
    return caught.value.__cause__.diag.constraint_name


def sums(ground) -> tuple[int, ...]:
    row = ground.fresh()
    return row.committed_fen, row.due_fen, row.requested_fen, row.in_transit_fen, row.paid_fen


def owed(ground):
    """The first milestone accepted, as in the story."""
    return accept(ground, ACCEPTED, FORTY, date(2025, 11, 3))


def test_the_way_of_the_money(ground):
    activate(ground, at("2025-10-17 10:00"))
    acceptance = owed(ground)
    assert sums(ground) == (SIXTY, FORTY, 0, 0, 0)
    to_pay = duty(acceptance, "pay")
    assert (to_pay.due_on, to_pay.due_law_on) == (date(2025, 11, 17), date(2025, 12, 3))
    payment = request(ground, ASKED, FORTY)
    assert sums(ground) == (SIXTY, 0, FORTY, 0, 0)
    assert duty(payment, "release_payment").due_on == date(2025, 11, 12)
    release(ground, PAID, payment)
    assert sums(ground) == (SIXTY, 0, 0, FORTY, 0)
    assert duty(acceptance, "pay").state == "running"
    assert deliver_gateway(PAID) == 1
    assert sums(ground) == (SIXTY, 0, 0, 0, FORTY)
    payment.refresh_from_db()
    assert (payment.state, payment.remittance.amount_fen) == ("confirmed", FORTY)
    row = ground.fresh()
    assert (row.received_fen, row.transferred_fen, row.state) == (FORTY, -FORTY, "payable")
    assert duty(acceptance, "pay").done_on == date(2025, 11, 12)
    assert verdict_of(newest(ground.contract.pk, "pay"), today=date(2025, 11, 12)) == "kept"
    assert duty(payment, "release_payment").state == "done"
    confirmed = Event.objects.get(type="treasury.payment.confirmed")
    assert confirmed.subject_id == str(payment.remittance.pk)
    assert Outbox.objects.filter(
        event=confirmed, consumer=apply_remittance.name, done_at=None
    ).exists()
    assert headroom_fen(row) == SIXTY * 70 // 100


def test_the_last_payment_pays_the_receivable_off(ground):
    owed(ground)
    accept(ground, ACCEPTED, SIXTY, date(2025, 11, 3), "验收")
    for fen in (FORTY, SIXTY):
        release(ground, PAID, request(ground, ASKED, fen))
    assert deliver_gateway(PAID) == 2
    assert ground.fresh().state == "paid"
    assert not Duty.objects.filter(kind="pay", state="running").exists()
    assert (
        Payment.objects.values_list("voucher_no", flat=True)
        .order_by("voucher_no")[1]
        .endswith("-1-02")
    )


def test_part_acceptances_stay_inside_the_milestone(ground):
    accept(ground, ACCEPTED, FORTY - 1, date(2025, 11, 3))
    with refused(PolicyBreach, "treasury.accepted_too_much", "二(三)-4") as caught:
        accept(ground, ACCEPTED, 2, date(2025, 11, 3))
    assert caught.value.findings[0].params["open_fen"] == 1
    accept(ground, ACCEPTED, 1, date(2025, 11, 3))
    assert Acceptance.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "kind", "code", "obligation"),
    [
        ({"milestone": "没有的"}, Invalid, "invalid.choice", ""),
        ({"amount_fen": 0}, Invalid, "invalid.money_zero", ""),
        ({"on": date(2025, 11, 4)}, PolicyBreach, "treasury.accepted_on_wrong_day", "802§10"),
        ({"on": date(2025, 9, 25)}, PolicyBreach, "treasury.accepted_on_wrong_day", "802§10"),
        ({"contract_id": new_id()}, NotFound, "access.not_found", ""),
    ],
)
def test_acceptances_that_cannot_be(ground, change, kind, code, obligation):
    facts = {
        "contract_id": ground.contract.pk, "milestone": "签订开票", "amount_fen": 100,
        "on": date(2025, 11, 3),
    }  # fmt: skip
    with refused(kind, code, obligation):
        record_acceptance(
            actor=ground.who("purchaser-officer"), now=ACCEPTED, **{**facts, **change}
        )


def test_only_the_purchaser_accepts(ground):
    facts = {"contract_id": ground.contract.pk, "milestone": "验收", "amount_fen": 1}
    with refused(NotAllowed, "access.role"):
        record_acceptance(actor=ground.who("supplier"), now=ACCEPTED, on=date(2025, 11, 3), **facts)
    other = ground.town.actor(ground.town.purchaser("别处"), "purchaser-officer")
    with refused(NotFound, "access.not_found"):
        record_acceptance(actor=other, now=ACCEPTED, on=date(2025, 11, 3), **facts)


def test_nothing_is_asked_above_what_is_owed(ground):
    owed(ground)
    with refused(PolicyBreach, "treasury.above_owed", "二(三)-4") as caught:
        request(ground, ASKED, FORTY + 1)
    assert caught.value.findings[0].params == {"amount_fen": FORTY + 1, "owed_fen": FORTY}
    request(ground, ASKED, FORTY)
    with refused(PolicyBreach, "treasury.above_owed", "二(三)-4"):
        request(ground, ASKED, 1)


def test_nothing_is_asked_before_the_filing_is_accepted(town):
    ground = stand_ground(town, filed=False)
    owed(ground)
    with refused(WrongState, "treasury.no_payee", "二(三)-4"):
        request(ground, ASKED, 1)


def test_two_proposals_of_the_same_money_pay_once(ground):
    """The second approver reads why: what was owed at the proposal is asked for by now."""
    owed(ground)
    officer, approver = ground.who("purchaser-officer"), ground.who("purchaser-approver")
    facts = {"contract_id": ground.contract.pk, "amount_fen": FORTY}
    first, second = (request_payment.propose(actor=officer, now=ASKED, **facts) for _ in range(2))
    request_payment.approve(actor=approver, now=ASKED, proposal_id=first.pk)
    with refused(PolicyBreach, "treasury.above_owed", "二(三)-4"):
        request_payment.approve(actor=approver, now=ASKED, proposal_id=second.pk)


def test_what_is_paid_is_paid_once(ground):
    owed(ground)
    payment = request(ground, ASKED, FORTY)
    assert release(ground, PAID, payment).pk == payment.pk
    with refused(WrongState, "state.cannot"):
        release(ground, PAID, payment)
    with refused(Invalid, "invalid.missing"):
        both(pay, ground, "treasury", PAID)


def test_only_the_treasury_desk_of_the_region_pays(ground):
    owed(ground)
    payment = request(ground, ASKED, FORTY)
    with refused(NotAllowed, "access.role"):
        both(pay, ground, "procurement", PAID, payment_id=payment.pk)
    with refused(NotAllowed, "access.role"):
        both(pay, ground, "purchaser", PAID, payment_id=payment.pk)


@pytest.mark.parametrize(
    ("act", "side"), [(take_back_payment, "purchaser"), (send_back_payment, "treasury")]
)
def test_a_payment_not_released_goes_back(ground, act, side):
    owed(ground)
    payment = request(ground, ASKED, FORTY)
    both(act, ground, side, PAID, payment_id=payment.pk, reason="发票有误")
    payment.refresh_from_db()
    assert (payment.state, sums(ground)) == ("withdrawn", (SIXTY, FORTY, 0, 0, 0))
    assert duty(payment, "release_payment").state == "cancelled"
    told = Event.objects.get(type="treasury.payment.withdrawn").after["tell"]
    assert {one["role"] for one in told} == {"purchaser-officer", "treasury-officer", "supplier"}
    again = request(ground, PAID, FORTY)
    release(ground, PAID, again)
    with refused(WrongState, "state.cannot") as caught:
        both(act, ground, side, PAID, payment_id=again.pk, reason="发票有误")
    instead = {
        "purchaser": "您现在没有可办的事。",
        "treasury": "现在可以做的是:登记到账、登记退汇、改由国库科自行支付、撤销支付。",
    }
    said = sentence(caught.value.findings[0])
    assert said == f"支付现在是「支付在途」,不能「撤下支付申请」。{instead[side]}"


def test_the_gateway_knows_a_voucher_again(ground):
    owed(ground)
    payment = release(ground, PAID, request(ground, ASKED, FORTY))
    treasury, instruction = SimulatedTreasury(), instruction_of(payment)
    payee = ground.fresh().current
    assert (instruction.account_no, instruction.payee) == (payee.account_no, payee.payee)
    assert treasury.send(instruction, now=PAID) == treasury.send(instruction, now=PAID)


def test_the_same_event_confirms_once(ground):
    owed(ground)
    release(ground, PAID, request(ground, ASKED, FORTY))
    row = Outbox.objects.get(consumer=confirm_payment.name)
    for _ in range(2):
        deliver(row, now=PAID, consumers={confirm_payment.name: confirm_payment})
    assert (Remittance.objects.count(), ground.fresh().paid_fen) == (1, FORTY)


def test_a_part_payment_keeps_the_oldest_acceptance_first(ground):
    first = accept(ground, ACCEPTED, 100, date(2025, 11, 1))
    second = accept(ground, ACCEPTED, 100, date(2025, 11, 3))
    release(ground, PAID, request(ground, ASKED, 150))
    deliver_gateway(PAID)
    assert (duty(first, "pay").state, duty(second, "pay").state) == ("done", "running")
    release(ground, PAID, request(ground, PAID, 50))
    deliver_gateway(PAID)
    assert duty(second, "pay").state == "done"


def test_a_payment_sent_back_by_the_bank_is_owed_again(ground):
    acceptance = owed(ground)
    payment = release(ground, PAID, request(ground, ASKED, FORTY))
    deliver_gateway(PAID)
    later = at("2025-11-20 09:00")
    release_surplus(
        receivable=locked(ground.receivable.pk), amount_fen=FORTY,
        ref_id=payment.remittance.pk, now=PAID,
    )  # fmt: skip
    both(return_payment, ground, "treasury", later, **came_back(payment))
    assert sums(ground) == (SIXTY, FORTY, 0, 0, 0)
    row = ground.fresh()
    assert (row.transferred_fen, row.received_fen, row.to_supplier_fen) == (0, 0, 0)
    again = duty(acceptance, "pay")
    assert (again.state, again.due_on) == ("running", date(2025, 11, 17))
    assert verdict_of(again, today=date(2025, 11, 20)) == "late"
    assert Duty.objects.filter(subject_id=acceptance.pk, kind="pay").count() == 2
    release(ground, later, request(ground, later, FORTY))
    deliver_gateway(later)
    assert (duty(acceptance, "pay").state, ground.fresh().paid_fen) == ("done", FORTY)


def test_a_return_before_the_answer_bounces(ground):
    owed(ground)
    payment = release(ground, PAID, request(ground, ASKED, FORTY))
    facts = came_back(payment)
    both(return_payment, ground, "treasury", PAID, **facts)
    assert sums(ground) == (SIXTY, FORTY, 0, 0, 0)
    with refused(WrongState, "state.cannot"):
        both(return_payment, ground, "treasury", PAID, **facts)


def test_the_database_holds_the_payee_of_a_payment(ground):
    owed(ground)
    other = stand_ground(ground.town, amount_fen=100).fresh().current
    facts = {
        "city_id": "410300", "receivable": ground.receivable, "amount_fen": 100,
        "voucher_no": "ZF-1", "requested_at": ASKED,
    }  # fmt: skip
    made = Payment.objects.create
    assert refused_by(lambda: made(payee_version=other, **facts)) == "treasury_payment_payee"
    payee = ground.fresh().current
    jumped = {**facts, "payee_version": payee, "state": "released"}
    assert refused_by(lambda: made(**jumped)) == "treasury_payment_steps"
    name = refused_by(lambda: made(payee_version=payee, **facts))
    assert name == "treasury_payment_posted"


def test_the_database_holds_the_facts_of_a_payment(ground):
    owed(ground)
    payment = request(ground, ASKED, 100)
    change = Payment.objects.filter(pk=payment.pk).update
    other = stand_ground(ground.town, amount_fen=100)
    assert refused_by(lambda: change(amount_fen=99)) == "treasury_payment_fixed"
    assert refused_by(lambda: change(voucher_no="x")) == "treasury_payment_fixed"
    payee = other.fresh().current
    assert refused_by(lambda: change(payee_version=payee)) == "treasury_payment_fixed"
    assert refused_by(lambda: change(receivable=other.receivable)) == "treasury_payment_fixed"
    assert refused_by(lambda: change(state="confirmed")) == "treasury_payment_steps"
    assert refused_by(lambda: change(state="released")) == "treasury_payment_posted"


def test_a_posting_of_a_payment_is_of_that_payment(ground):
    owed(ground)
    payment = request(ground, ASKED, 100)
    row = ground.fresh()
    wrong = [
        {"kind": Kind.RELEASE, "amount_fen": 100, "ref_id": payment.pk},
        {"kind": Kind.REQUEST, "amount_fen": 100, "ref_id": new_id()},
        {"kind": Kind.WITHDRAW, "amount_fen": 99, "ref_id": payment.pk},
    ]
    for facts in wrong:
        name = refused_by(lambda facts=facts: move(receivable=row, now=PAID, **facts))
        assert name == "treasury_posting_of_payment"
    twice = {"kind": Kind.REQUEST, "amount_fen": 100, "ref_id": payment.pk}
    assert refused_by(lambda: move(receivable=row, now=PAID, **twice)) == "treasury_posting_once"


def test_a_second_payee_needs_an_agreed_change(ground):
    facts = {
        "receivable": ground.receivable, "payee": "别家", "account_no": "12345678", "bank": "乙",
        "cnaps": "102493000011", "source": "无", "established_at": PAID,
    }  # fmt: skip
    made = PayeeVersion.objects.create
    assert refused_by(lambda: made(version=3, **facts)) == "treasury_payee_next_version"
    assert refused_by(lambda: made(version=2, **facts)) == "treasury_payee_agreed"
    owed(ground)
    request(ground, ASKED, 100)
    assert refused_by(lambda: made(version=2, **facts)) == "treasury_payee_payment_open"
    activate(ground, at("2025-10-17 10:00"))
    assert refused_by(lambda: made(version=2, **facts)) == "treasury_payee_locked"


def test_statements_are_few_and_constant(ground, django_assert_max_num_queries):
    owed(ground)
    request(ground, ASKED, 100)
    approver = ground.who("treasury-approver")
    counts = []
    for _ in range(2):
        payment = request(ground, ASKED, 100)
        proposal = pay.propose(
            actor=ground.who("treasury-officer"), now=PAID, payment_id=payment.pk
        )
        with django_assert_max_num_queries(24) as queries:
            pay.approve(actor=approver, now=PAID, proposal_id=proposal.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]
