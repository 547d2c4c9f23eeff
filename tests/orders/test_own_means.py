"""Two persons of the desk pay by their own means: the program sends nothing of it. 二(三)-4."""

from datetime import date
from threading import Event as Signal

import psycopg
import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.home.addresses import GATEWAY
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, PolicyBreach, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.notary.facts import differences
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import GatewayWatch, Instruction
from cairong.treasury import ordering, unsent
from cairong.treasury.actions import pay_by_own_means as own_module
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.draw_orders import draw_pay_order
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.checking import books_check
from cairong.treasury.models import OwnMeans, Payment
from cairong.treasury.proving import GONE, unsigned
from gateway.test_exchange import owner_writes
from lending.ground import twice
from orders.test_rows import DENIED, instruct, refusal, sign, told
from orders.test_sending import unpaid
from orders.test_signing import LATER, answered, left, refused, sent
from support.racing import hands
from support.signing import PAID, SIGNED, SigningCity, as_gateway
from support.slips import came_back
from support.speaking import as_owner
from support.town import CITY
from support.waiting import wait_for
from treasury.test_gateway import somebody_waits

WHY = "交换目录坏了;国库说没有收到"
ROW = "INSERT INTO treasury_ownmeans (city_id, payment_id, reason, decided_at)"


@pytest.fixture(autouse=True)
def heard(cluster, asked) -> None:
    """The gateway was heard of, and knows what left."""
    with as_gateway(cluster):
        keep_heard(city=CITY, now=PAID, trouble="")


def decides(city: SigningCity, now=SIGNED, reason=WHY) -> Payment:
    return twice(pay_by_own_means, *city.pair, now, payment_id=city.payment.pk, reason=reason)


def test_what_is_queued_is_dropped_and_the_slip_ends_the_payment(cluster, city):
    with as_gateway(cluster):
        order = city.instruction().order
    assert decides(city).state == "released"
    event = Event.objects.latest("seq")
    assert (event.type, event.after["reason"]) == ("treasury.payment.own_means", WHY)
    assert {one["role"] for one in event.after["tell"]} == {
        "treasury-officer", "treasury-approver", "auditor",
    }  # fmt: skip
    with as_gateway(cluster):
        assert left(city).state == "dropped"
        assert Event.objects.latest("seq").after["state"] == "改由国库科自行支付"
        assert city.draws() == []
        with refused(WrongState, "orders.over"):
            draw_pay_order(actor=city.system, now=LATER, payment_id=city.payment.pk)
    assert ordering.ended_as(order) == "改由国库科自行支付"
    assert not ordering.something_waits(CITY, PAID)
    slip = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}
    twice(confirm_arrival, *city.pair, LATER, payment_id=city.payment.pk, **slip)
    assert Payment.objects.get().state == "confirmed"
    assert unsigned(CITY) == []
    assert list(differences(CITY)) == []
    assert books_check(CITY)["balanced"]


def test_nothing_of_it_is_signed_any_more(cluster, city):
    with as_gateway(cluster):
        order = city.to_sign()
        city.signs(city.officer, order)
    decides(city)
    with as_gateway(cluster):
        with refused(WrongState, "orders.over") as found:
            city.signs(city.approver, order)
        assert found.value.findings[0].params["state"] == "改由国库科自行支付"
        assert order not in ordering.waits_for(city.approver.person_id, CITY)
        sign(order, city.approver)  # by hand, as no act takes it
        assert instruct(order) == "treasury_instruction_unsigned"


def test_by_rows_of_a_gateway_that_does_not_look_nothing_sets_out(cluster, city):
    with as_gateway(cluster):
        order = city.both_sign(city.to_sign())
    decides(city)
    with as_gateway(cluster):
        assert order.instruction.state == "queued"
        again = "UPDATE orders_instruction SET state = 'leaving', left_at = now()"
        assert told(again) == "treasury_instruction_over"


@pytest.mark.usefixtures("account")
def test_what_comes_back_is_returned_by_the_banks_paper(city):
    decides(city)
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    assert Payment.objects.get().state == "returned"
    assert list(differences(CITY)) == []


@pytest.mark.parametrize("state", ["leaving", "sent", "answered"])
def test_not_while_the_treasury_may_pay_it(cluster, city, state, monkeypatch):
    with as_gateway(cluster):
        order = city.instruction().order
        (left if state == "leaving" else sent)(city)
        if state == "answered":
            answered(city)
    with refused(Conflict, "orders.awaits_treasury") as found:
        decides(city)
    assert found.value.findings[0].params["number"] == order.number
    monkeypatch.setattr(own_module, "require_none_under_way", lambda _: None)
    with refused(Conflict, "orders.return_unanswered"):
        decides(city)
    assert not OwnMeans.objects.exists()


def test_what_the_treasury_did_not_pay_may_be_paid_otherwise(cluster, city):
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        unpaid(city)
    decides(city)
    with as_gateway(cluster):
        assert city.draws() == []
        answered(city)
    assert Event.objects.latest("seq").type == "orders.instruction.answered_late"
    assert unsigned(CITY) == []


@pytest.mark.usefixtures("account")
def test_it_is_decided_once_with_a_reason_by_two_of_the_desk(city):
    for words in ("", " ", "x"):
        with pytest.raises(Invalid):
            decides(city, reason=words)
    with pytest.raises(NotAllowed):
        twice(pay_by_own_means, *reversed(city.pair), SIGNED,
              payment_id=city.payment.pk, reason=WHY)  # fmt: skip
    decides(city)
    with refused(PolicyBreach, "treasury.by_own_means"):
        decides(city, LATER)


def test_only_what_is_on_its_way(asked):
    with refused(WrongState, "state.cannot"):
        decides(asked)


@pytest.mark.parametrize("since", [None, LATER], ids=["no ceremony", "released before it"])
def test_only_what_leaves_by_the_program(city, monkeypatch, since):
    monkeypatch.setattr(unsent, "founded_at", lambda _: since)
    with refused(PolicyBreach, "treasury.not_by_gateway"):
        decides(city)


@pytest.mark.usefixtures("account")
def test_rows_that_two_persons_did_not_decide_are_refused(cluster, city):
    """As web, worker and gateway would write them; and none is taken back."""
    values = "SELECT city_id, id, 'x', now() FROM treasury_payment"
    assert told(f"{ROW} {values}") == "treasury_own_means_undecided"
    decides(city)
    for statement in (
        "DELETE FROM treasury_ownmeans",
        "UPDATE treasury_ownmeans SET decided_at = now()",
        "TRUNCATE treasury_ownmeans",
    ):
        assert told(statement).startswith(DENIED), statement
    with as_gateway(cluster):
        for statement in (f"{ROW} {values}", "DELETE FROM treasury_ownmeans"):
            assert told(statement).startswith(DENIED), statement


def by_hand(city: SigningCity, **other: object) -> str:
    """The row with what was decided, but for what is changed."""
    facts = {"city_id": CITY, "payment_id": city.payment.pk, "reason": "x", "decided_at": SIGNED}
    return refusal(lambda: OwnMeans.objects.create(**facts | other))


def test_the_database_asks_for_that_very_decision(cluster, city, monkeypatch):
    kept = []

    class Nowhere:
        objects = type("Rows", (), {"create": staticmethod(lambda **facts: kept.append(facts))})

    monkeypatch.setattr(own_module, "OwnMeans", Nowhere)
    with as_gateway(cluster):
        order = city.to_sign()
    decides(city)
    assert kept
    assert by_hand(city) == ""
    assert by_hand(city, decided_at=PAID) == "treasury_own_means_undecided"
    assert by_hand(city, reason=" ") == "treasury_own_means_undecided"
    with as_gateway(cluster):
        city.both_sign(order)
        left(city)
    assert by_hand(city) == "treasury_own_means_under_way"


def test_what_left_all_the_same_is_found_by_the_check(cluster, city):
    with as_gateway(cluster):
        order = city.instruction().order
    decides(city)
    owner_writes("orders_instruction", "state = 'sent', left_at = now(), sent_at = now()")
    (found,) = unsigned(CITY)
    assert (found.key, found.why) == (order.number, GONE)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("since", [None, "2025-11-13 09:00+08"])
def test_the_database_asks_for_a_ceremony_before_the_release(city, monkeypatch, owner_db, since):
    monkeypatch.setattr(own_module, "bars_own_means", lambda _: None)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE orders_personkey DISABLE TRIGGER USER")
        what = "founding = false" if since is None else f"made_at = '{since}'"
        cursor.execute(f"UPDATE orders_personkey SET {what}")  # noqa: S608
        cursor.execute("ALTER TABLE orders_personkey ENABLE TRIGGER USER")
    with refused(Conflict, "treasury.undecided"):
        decides(city)


def test_a_decision_that_meets_a_setting_out_is_refused(cluster, city, monkeypatch):
    """The setting out is not committed yet, and no act looks: the database alone sees it."""
    with as_gateway(cluster):
        city.instruction()
    for looks in ("await_answer", "require_none_under_way"):
        monkeypatch.setattr(own_module, looks, lambda _: None)
    with hands(1) as one, psycopg.connect(cluster.address(GATEWAY).conninfo) as leaving:
        leaving.execute("UPDATE orders_instruction SET state = 'leaving', left_at = now()")
        leaving.execute("SET CONSTRAINTS ALL IMMEDIATE")
        mine = one.pool.submit(decides, city)
        wait_for(somebody_waits, "the decision waits")
        leaving.commit()
        assert mine.exception(30).findings[0].code == "orders.return_unanswered"
    assert not OwnMeans.objects.exists()


def test_a_setting_out_that_meets_a_decision_is_refused(cluster, city, monkeypatch):
    with as_gateway(cluster):
        city.instruction()
    told_of, may_go, times = Signal(), Signal(), []

    def waits(*facts: object) -> None:
        times.append(facts)
        kept(*facts)
        if len(times) > 1:  # the second person's; the first's is taken back
            told_of.set()
            assert may_go.wait(30)

    kept = own_module._record
    monkeypatch.setattr(own_module, "_record", waits)
    with hands(2) as two, psycopg.connect(cluster.address(GATEWAY).conninfo) as leaving:
        mine = two.pool.submit(decides, city)
        assert told_of.wait(30)
        leaving.execute("UPDATE orders_instruction SET state = 'leaving', left_at = now()")
        ends = two.pool.submit(leaving.commit)
        wait_for(somebody_waits, "the setting out waits")
        may_go.set()
        assert mine.result(30).state == "released"
        assert ends.exception(30).diag.constraint_name == "treasury_instruction_over"
    assert Instruction.objects.get().state == "queued"
    assert OwnMeans.objects.count() == 1


def test_nobody_is_led_to_an_account_that_two_persons_did_not_sign(cluster, city, monkeypatch):
    """The gateway draws its order from whatever rows say; it is nobody's word yet."""
    with as_gateway(cluster):
        (payee,) = city.draws()
        city.signs(city.officer, payee)
    with refused(PolicyBreach, "treasury.account_unsigned"):
        decides(city)
    monkeypatch.setattr(own_module, "bars_own_means", lambda _: None)
    monkeypatch.setattr(own_module, "payee_order_of", lambda _: payee)
    with refused(PolicyBreach, "treasury.own_means_unsure"):
        decides(city)


@pytest.mark.parametrize("silent", [False, True], ids=["unsure", "not heard of since"])
def test_not_while_the_gateway_does_not_know_what_left(cluster, city, account, monkeypatch, silent):
    if not silent:
        with as_gateway(cluster):
            keep_heard(city=CITY, now=SIGNED, trouble="x" * 600, unsure="交换目录和数据库对不上")
    else:
        with as_owner():
            GatewayWatch.objects.all().delete()
    with refused(PolicyBreach, "treasury.left_unknown"):
        decides(city)
    monkeypatch.setattr(own_module, "bars_own_means", lambda _: None)
    with refused(PolicyBreach, "treasury.own_means_unsure"):
        decides(city)


def test_a_folder_that_cannot_be_written_may_be_gone_round(cluster, city, account):
    with as_gateway(cluster):
        keep_heard(city=CITY, now=SIGNED, trouble="交换目录写不进")
    assert decides(city).state == "released"


def test_not_what_the_treasury_said_later_it_paid(cluster, city, monkeypatch):
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        unpaid(city)
        answered(city)
    with refused(PolicyBreach, "treasury.paid_late"):
        decides(city, LATER)
    monkeypatch.setattr(own_module, "bars_own_means", lambda _: None)
    with refused(PolicyBreach, "treasury.own_means_unsure"):
        decides(city, LATER)
