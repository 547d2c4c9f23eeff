"""A payment of which nothing left is called off: it is owed again, and asked for anew. 二(三)-4."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.cases.money import paying_of
from cairong.clocks.models import Duty
from cairong.home.addresses import GATEWAY
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, PolicyBreach, WrongState
from cairong.notary.facts import differences
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import GatewayWatch, Instruction
from cairong.treasury import unsent
from cairong.treasury.actions import call_off_payment as off_module
from cairong.treasury.actions.call_off_payment import call_off_payment
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.checking import books_check
from cairong.treasury.models import OwnMeans, Payment, Receivable
from cairong.treasury.proving import unsigned
from lending.ground import twice
from orders.test_rows import refusal, told
from orders.test_sending import unpaid
from orders.test_signing import LATER, answered, left, refused, sent, worked
from support.racing import hands
from support.signing import FEN, PAID, SIGNED, SigningCity, as_gateway
from support.speaking import as_owner
from support.town import CITY
from support.undecided import look_away
from support.waiting import wait_for
from treasury.test_gateway import somebody_waits

WHY = "向国库查明:收款账户已销户,没有付出"


def hears(cluster, now=LATER, trouble: str = "") -> None:
    """The gateway is heard of."""
    with as_gateway(cluster):
        keep_heard(city=CITY, now=now, trouble=trouble)


def calls_off(city: SigningCity, now=LATER, reason=WHY) -> Payment:
    return twice(call_off_payment, *city.pair, now, payment_id=city.payment.pk, reason=reason)


def sums() -> tuple[int, int, int]:
    row = Receivable.objects.get()
    return row.due_fen, row.in_transit_fen, row.paid_fen


def is_well() -> bool:
    """Whether chain, rows, signatures and books agree."""
    return unsigned(CITY) == [] and list(differences(CITY)) == [] and books_check(CITY)["balanced"]


@pytest.fixture
def unpaid_city(cluster, city):
    """The treasury did not pay: the account was closed. The gateway is heard of."""
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        unpaid(city, reason="收款账户已销户")
    hears(cluster)
    return city


def test_what_the_treasury_did_not_pay_is_asked_for_anew(cluster, unpaid_city):
    city, due = unpaid_city, Receivable.objects.get().due_fen
    (duty,) = Duty.objects.filter(kind="pay")
    assert calls_off(city).state == "unpaid"
    assert sums() == (due + FEN, 0, 0)
    event = Event.objects.latest("seq")
    assert event.type == "treasury.payment.called_off"
    assert (event.after["reason"], event.after["treasury_said"]) == (WHY, "收款账户已销户")
    assert {one["role"] for one in event.after["tell"]} == {
        "purchaser-officer", "supplier", "treasury-officer", "treasury-approver",
    }  # fmt: skip
    duty.refresh_from_db()
    assert (duty.state, Duty.objects.filter(kind="pay").count()) == ("running", 1)
    with as_gateway(cluster):
        assert city.draws() == []
    ground = city.ground
    asked = {"contract_id": city.contract_id, "amount_fen": FEN}
    again = twice(request_payment, ground.officer(), ground.approver(), LATER, **asked)
    assert again.voucher_no != city.payment.voucher_no
    city.payment = twice(pay, *city.pair, LATER, payment_id=again.pk)
    with as_gateway(cluster):
        (order,) = city.draws(LATER)
        city.both_sign(order, LATER)
        sent(city)
        answered(city)
    worked()
    assert Payment.objects.get(pk=again.pk).state == "confirmed"
    assert sums()[1:] == (0, FEN)
    assert is_well()


def test_a_later_payment_waits_behind_it_no_more(cluster, unpaid_city):
    city, ground = unpaid_city, unpaid_city.ground
    asked = {"contract_id": city.contract_id, "amount_fen": FEN}
    later = twice(request_payment, ground.officer(), ground.approver(), SIGNED, **asked)
    twice(pay, *city.pair, LATER, payment_id=later.pk)
    slip = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}
    with refused(WrongState, "treasury.arrival_order"):
        twice(confirm_arrival, *city.pair, LATER, payment_id=later.pk, **slip)
    calls_off(city)
    twice(confirm_arrival, *city.pair, LATER, payment_id=later.pk, **slip)
    assert is_well()


def test_what_nobody_signed_is_called_off_and_not_signed_any_more(cluster, city):
    with as_gateway(cluster):
        order = city.to_sign()
        city.signs(city.officer, order)
    hears(cluster)
    assert calls_off(city).state == "unpaid"
    assert "treasury_said" not in Event.objects.latest("seq").after
    with as_gateway(cluster), refused(WrongState, "orders.over") as found:
        city.signs(city.approver, order)
    assert found.value.findings[0].params["state"] == "没有付出"


def test_what_is_queued_is_dropped(cluster, city):
    with as_gateway(cluster):
        city.instruction()
    hears(cluster)
    calls_off(city)
    with as_gateway(cluster):
        assert left(city).state == "dropped"
    assert Event.objects.latest("seq").after["state"] == "没有付出"
    assert is_well()


@pytest.mark.parametrize("state", ["leaving", "sent", "answered"])
def test_not_while_the_treasury_may_pay_it(cluster, city, state, monkeypatch):
    with as_gateway(cluster):
        city.instruction()
        (left if state == "leaving" else sent)(city)
        if state == "answered":
            answered(city)
    hears(cluster)
    with refused(Conflict, "orders.awaits_treasury"):
        calls_off(city)
    monkeypatch.setattr(off_module, "require_none_under_way", lambda _: None)
    with refused(Conflict, "orders.return_unanswered"):
        calls_off(city)


@pytest.mark.usefixtures("account")
def test_not_what_two_decided_to_pay_otherwise(cluster, city):
    given = {"payment_id": city.payment.pk, "reason": WHY}
    hears(cluster)
    twice(pay_by_own_means, *city.pair, SIGNED, **given)
    with refused(PolicyBreach, "treasury.by_own_means"):
        calls_off(city)


@pytest.mark.parametrize("since", [None, LATER], ids=["no ceremony", "released before it"])
def test_not_where_the_desk_pays_by_its_own_means(cluster, city, monkeypatch, since):
    """Nothing here proves that nothing left: such money comes back by the bank's paper."""
    hears(cluster)
    monkeypatch.setattr(unsent, "founded_at", lambda _: since)
    with refused(PolicyBreach, "treasury.not_by_gateway"):
        calls_off(city)


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (None, "treasury.gateway_silent"),
        ((LATER - timedelta(minutes=10, seconds=1), ""), "treasury.gateway_silent"),
        ((LATER, "恢复过备份,没有送出"), "treasury.gateway_troubled"),
    ],
)
def test_not_while_nobody_knows_what_left(cluster, city, monkeypatch, heard, code):
    """After a restore the rows may say that nothing left: folder and rows together say it."""
    if heard is not None:
        hears(cluster, *heard)
    with refused(PolicyBreach, code):
        calls_off(city)
    monkeypatch.setattr(off_module, "bars_call_off", lambda *_: None)
    with refused(Conflict, "treasury.call_off_barred"):
        calls_off(city)


def test_not_where_the_treasury_said_later_that_it_paid(cluster, unpaid_city, monkeypatch):
    city = unpaid_city
    with as_gateway(cluster):
        unpaid(city, reason="账户不存在")
    assert calls_off_is_barred(city) == ""
    with as_gateway(cluster):
        answered(city)
    assert calls_off_is_barred(city) == "treasury.paid_late"
    with refused(PolicyBreach, "treasury.paid_late"):
        calls_off(city)
    monkeypatch.setattr(off_module, "bars_call_off", lambda *_: None)
    with refused(Conflict, "treasury.call_off_barred"):
        calls_off(city)


def calls_off_is_barred(city: SigningCity) -> str:
    """Why the page says that it cannot be called off."""
    found = paying_of(city.officer, city.payment.pk, LATER).no_call_off
    return found.code if found else ""


def test_with_a_reason_by_two_of_the_desk_and_once(unpaid_city):
    city = unpaid_city
    for words in ("", " ", "x"):
        with pytest.raises(Invalid):
            calls_off(city, reason=words)
    given = {"payment_id": city.payment.pk, "reason": WHY}
    with pytest.raises(NotAllowed):
        twice(call_off_payment, *reversed(city.pair), LATER, **given)
    calls_off(city)
    with refused(WrongState, "state.cannot"):
        calls_off(city)


def test_only_what_is_on_its_way(asked):
    with refused(WrongState, "state.cannot"):
        calls_off(asked)


def by_hand(payment: Payment, **changed: object) -> str:
    """The row turned by hand, without its posting; which guard of ours it meets."""
    facts = {"state": "unpaid", "ended_at": LATER, "reason": WHY} | changed
    return refusal(lambda: Payment.objects.filter(pk=payment.pk).update(**facts))


def test_rows_that_two_persons_did_not_decide_are_refused(cluster, city):
    hears(cluster)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE treasury_payment DISABLE TRIGGER treasury_payment_posted")
    assert by_hand(city.payment) == "treasury_payment_undecided"
    with as_gateway(cluster):
        turned = "UPDATE treasury_payment SET state = 'unpaid'"
        assert told(turned).startswith("permission denied")


def test_the_database_bars_what_two_persons_decided(cluster, unpaid_city, monkeypatch):
    """Where the acts do not look: marked, never founded, silent."""
    city = unpaid_city
    monkeypatch.setattr(off_module, "bars_call_off", lambda *_: None)
    given = {"payment_id": city.payment.pk, "reason": WHY}
    twice(pay_by_own_means, *city.pair, SIGNED, **given)
    with refused(Conflict, "treasury.call_off_barred"):
        calls_off(city)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE treasury_ownmeans DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM treasury_ownmeans")
        cursor.execute("ALTER TABLE orders_personkey DISABLE TRIGGER USER")
        cursor.execute("UPDATE orders_personkey SET made_at = made_at + interval '3 days'")
    with refused(Conflict, "treasury.call_off_barred"):
        calls_off(city)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE orders_personkey SET made_at = made_at - interval '3 days'")
        cursor.execute("DELETE FROM orders_gatewaywatch")
    with refused(Conflict, "treasury.call_off_barred"):
        calls_off(city)
    hears(cluster)
    calls_off(city)
    assert not GatewayWatch.objects.exclude(trouble="").exists()


def test_a_posting_of_it_is_of_a_payment_called_off(city):
    entry = """INSERT INTO treasury_entry (posting, receivable_id, kind, account, delta_fen, ref_id,
        at) SELECT post, p.receivable_id, 'call_off', account, fen, p.id, now()
        FROM treasury_payment p, gen_random_uuid() AS post,
            (VALUES ('in_transit', -5000000), ('due', 5000000)) AS moved (account, fen)"""
    assert told(entry) == "treasury_posting_of_payment"


def test_a_call_off_that_meets_a_setting_out_is_refused(cluster, city, monkeypatch):
    """The setting out is not committed yet, and no act looks: the database alone sees it."""
    with as_gateway(cluster):
        city.instruction()
    hears(cluster)
    for looks in ("await_answer", "require_none_under_way"):
        monkeypatch.setattr(off_module, looks, lambda _: None)
    with hands(1) as one, psycopg.connect(cluster.address(GATEWAY).conninfo) as leaving:
        leaving.execute("UPDATE orders_instruction SET state = 'leaving', left_at = now()")
        leaving.execute("SET CONSTRAINTS ALL IMMEDIATE")
        mine = one.pool.submit(calls_off, city)
        wait_for(somebody_waits, "the call-off waits")
        leaving.commit()
        assert mine.exception(30).findings[0].code == "orders.return_unanswered"
    assert Payment.objects.get().state == "released"
    assert Instruction.objects.get().state == "leaving"


@pytest.mark.usefixtures("account")
def test_own_means_and_a_call_off_at_once_come_to_one_of_them(cluster, city):
    hears(cluster)
    given = {"payment_id": city.payment.pk, "reason": WHY}
    asked = [
        (act, act.propose(actor=city.officer, now=LATER, **given))
        for act in (pay_by_own_means, call_off_payment)
    ]

    def agrees(act, proposal) -> object:
        return act.approve(actor=city.approver, now=LATER, proposal_id=proposal.pk)

    with hands(2) as two:
        ended = two.race(*(lambda each=each: agrees(*each) for each in asked))
    assert sum(isinstance(each, Payment) for each in ended) == 1
    state = Payment.objects.get().state
    assert (state, OwnMeans.objects.count()) in {("released", 1), ("unpaid", 0)}
    assert is_well()


@pytest.mark.usefixtures("account")
def test_what_was_released_before_can_be_read_as_it_stands(city):
    """The page's words of both ways, in a city without a gateway that is heard of."""
    found = paying_of(city.officer, city.payment.pk, PAID)
    assert found.by_gateway
    assert found.no_own_means.code == "treasury.left_unknown"
    assert found.no_call_off.code == "treasury.gateway_silent"


def test_it_is_dated_by_the_clock(cluster, unpaid_city):
    """Dated back, a gateway that fell silent since would seem to have been heard of."""
    look_away("treasury_", ends="untimely", again=True)
    hears(cluster)
    with refused(Conflict, "orders.untimely"):
        calls_off(unpaid_city)
