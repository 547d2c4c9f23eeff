"""A contract is settled by what ends it, opened again by what comes back, and nothing hangs."""

from datetime import date

import pytest

from cairong.audit.models import Event, Outbox
from cairong.contracts.models import Contract
from cairong.contracts.states import CONTRACT
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.checking import books_check
from cairong.treasury.models import Remittance
from cairong.treasury.steps.exposure import draw, locked, repay_own, reserve
from cairong.treasury.steps.receivables import stand_payee, stand_up
from cairong.treasury.steps.settling import settle_contract
from support.slips import came_back
from support.town import at
from treasury.doing import accept, both, deliver_gateway, deliver_money, refused, release, request
from treasury.ground import FILED, PAYEE, SIGNED, Ground, new_id, stand_ground

ON = date(2025, 11, 3)
NOW = at("2025-11-12 10:00")
LATER = at("2025-11-20 09:00")
FORTY, SIXTY = 27_408_000, 41_112_000


def pay_off(ground: Ground, *, milestones=(("签订开票", FORTY), ("验收", SIXTY))) -> list:
    """Accept, ask for and release what is owed; nothing is delivered yet."""
    payments = []
    for milestone, fen in milestones:
        accept(ground, NOW, fen, ON, milestone)
        payments.append(release(ground, NOW, request(ground, NOW, fen)))
    return payments


def send_back(ground: Ground, payment, now=LATER):
    return both(return_payment, ground, "treasury", now, **came_back(payment))


def state(ground: Ground) -> str:
    return Contract.objects.get(pk=ground.contract.pk).state


def lend(ground: Ground, fen: int):
    """Principal outstanding on the receivable, as a draw leaves it; answers what it is of."""
    row, loan = locked(ground.receivable.pk), new_id()
    reserve(receivable=row, amount_fen=fen, cap_percent=70, ref_id=new_id(), now=NOW)
    draw(receivable=row, amount_fen=fen, cap_percent=70, ref_id=loan, now=NOW)
    return loan


def test_the_last_yuan_settles_the_contract(ground):
    pay_off(ground, milestones=(("签订开票", FORTY),))
    deliver_money(NOW)
    assert state(ground) == "filed"
    pay_off(ground, milestones=(("验收", SIXTY),))
    deliver_money(NOW)
    assert state(ground) == "settled"
    last = Event.objects.filter(type="lending.remittance.applied").latest("seq")
    assert last.after["contract_settled"] is True
    assert ground.contract.pk in last.about
    first = Event.objects.filter(type="lending.remittance.applied").earliest("seq")
    assert first.after["contract_settled"] is False


def test_money_that_is_not_divided_yet_settles_nothing(ground):
    pay_off(ground)
    deliver_gateway(NOW)
    assert (ground.fresh().state, state(ground)) == ("paid", "filed")


def test_a_loan_that_outlives_the_money_keeps_the_contract_open_until_it_is_repaid(ground):
    """No loan of the lending room takes the money here: the principal stays outstanding."""
    loan = lend(ground, 100)
    pay_off(ground)
    deliver_money(NOW)
    assert (ground.fresh().state, state(ground)) == ("paid", "filed")
    row = locked(ground.receivable.pk)
    repay_own(receivable=row, principal_fen=99, ref_id=loan, now=NOW)
    assert (settle_contract(row), state(ground)) == (False, "filed")
    repay_own(receivable=row, principal_fen=1, ref_id=loan, now=NOW)
    assert (settle_contract(row), state(ground)) == (True, "settled")


def test_of_two_suppliers_the_last_one_paid_settles(town):
    ground = stand_ground(town)
    other = town.supplier("另一家", uscc="91410300MA3X4LQK6G")
    second = stand_up(
        actor=ground.who("purchaser-approver"), now=SIGNED, contract=ground.contract,
        supplier=other, amount_fen=FORTY,
    )  # fmt: skip
    stand_payee(now=FILED, receivable=second, source="合同备案", account=PAYEE)
    for supplier, fen, after in (
        (ground.supplier, FORTY + SIXTY, "filed"),
        (other, FORTY, "settled"),
    ):
        pay_supplier(ground, supplier, fen)
        assert state(ground) == after


def pay_supplier(ground: Ground, supplier, fen: int) -> None:
    """Pay one supplier of several all that is its own."""
    facts = {"contract_id": ground.contract.pk, "supplier_id": supplier.pk}
    for milestone, part in (("签订开票", fen * 2 // 5), ("验收", fen - fen * 2 // 5)):
        record_acceptance(
            actor=ground.who("purchaser-officer"), now=NOW, milestone=milestone,
            amount_fen=part, on=ON, **facts,
        )  # fmt: skip
    payment = both(request_payment, ground, "purchaser", NOW, amount_fen=fen, **facts)
    release(ground, NOW, payment)
    deliver_money(NOW)


@pytest.mark.parametrize("before", [one for one in CONTRACT.states if one != "filed"])
def test_only_a_filed_contract_is_settled(ground, before):
    row = ground.fresh()
    row.paid_fen = row.amount_fen
    Contract.objects.filter(pk=ground.contract.pk).update(state=before)
    assert (settle_contract(row), state(ground)) == (False, before)


@pytest.mark.parametrize(
    ("short", "settles"),
    [({}, True), ({"paid_fen": -1}, False), ({"outstanding_fen": 1}, False),
     ({"received_fen": 1}, False), ({"reserved_fen": 1}, True)],
)  # fmt: skip
def test_what_keeps_a_contract_from_being_settled(ground, short, settles):
    """A reservation does not: nothing can be drawn on it any more, and it lapses by itself."""
    row = ground.fresh()
    row.paid_fen = row.amount_fen
    for column, fen in short.items():
        setattr(row, column, getattr(row, column) + fen)
    assert settle_contract(row) is settles
    assert state(ground) == ("settled" if settles else "filed")


def test_a_return_opens_a_settled_contract_again_and_paying_settles_it_once_more(ground):
    _, last = pay_off(ground)
    deliver_money(NOW)
    send_back(ground, last)
    assert state(ground) == "filed"
    returned = Event.objects.get(type="treasury.payment.returned")
    assert returned.after["contract_reopened"] is True
    release(ground, LATER, request(ground, LATER, SIXTY))
    deliver_money(LATER)
    assert state(ground) == "settled"
    assert books_check("410300")["balanced"]


def test_a_return_of_a_contract_not_settled_leaves_it_as_it_is(ground):
    (payment,) = pay_off(ground, milestones=(("签订开票", FORTY),))
    deliver_money(NOW)
    send_back(ground, payment)
    assert state(ground) == "filed"
    assert Event.objects.get(type="treasury.payment.returned").after["contract_reopened"] is False


def test_a_payment_returned_before_its_instruction_left_ends_the_instruction(ground):
    (payment,) = pay_off(ground, milestones=(("签订开票", FORTY),))
    send_back(ground, payment, NOW)
    deliver_money(LATER)
    row = Outbox.objects.get(consumer=confirm_payment.name)
    assert (row.done_at, row.attempts, row.last_error) == (LATER, 0, "")
    payment.refresh_from_db()
    assert (payment.state, payment.bank_serial) == ("returned", "")
    assert not Remittance.objects.exists()
    kept = Event.objects.get(type="treasury.payment.not_sent")
    assert (kept.subject_id, kept.after["reason"]) == (str(payment.pk), "账号户名不符")
    assert kept.visible_to[-1] == ground.purchaser.pk
    assert "tell" not in kept.after
    assert ground.fresh().due_fen == FORTY
    assert books_check("410300")["balanced"]


def test_what_was_returned_unsent_is_paid_by_a_payment_of_its_own(ground):
    (payment,) = pay_off(ground, milestones=(("签订开票", FORTY),))
    send_back(ground, payment, NOW)
    again = release(ground, LATER, request(ground, LATER, FORTY))
    deliver_money(LATER)
    again.refresh_from_db()
    assert (again.state, ground.fresh().paid_fen) == ("confirmed", FORTY)
    assert again.voucher_no != payment.voucher_no


def test_money_taken_back_before_it_was_divided_repays_nothing(ground):
    (payment,) = pay_off(ground, milestones=(("签订开票", FORTY),))
    deliver_gateway(NOW)
    send_back(ground, payment)
    deliver_money(LATER)
    row = Outbox.objects.get(consumer=apply_remittance.name)
    assert (row.done_at, row.attempts) == (LATER, 0)
    assert not Event.objects.filter(type="lending.remittance.applied").exists()
    kept = Event.objects.get(type="lending.remittance.taken_back")
    assert (kept.subject_id, kept.after) == (
        str(payment.remittance.pk),
        {"amount_fen": FORTY},
    )
    assert (ground.fresh().to_supplier_fen, ground.fresh().received_fen) == (0, 0)
    assert books_check("410300")["balanced"]


def test_nothing_more_is_owed_on_a_settled_contract(ground):
    pay_off(ground)
    deliver_money(NOW)
    with refused(PolicyBreach, "treasury.above_owed", "二(三)-4"):
        request(ground, LATER, 1)
