"""What may have left, whatever rows of a backup say, is not decided by them alone. 二(三)-4"""

from datetime import date

import psycopg
import pytest
from django.db import connection

from cairong.cases.money import paying_of
from cairong.cli.restore import doubt_what_left
from cairong.home.addresses import OWNER
from cairong.kernel.errors import Conflict, PolicyBreach
from cairong.orders.models import Doubt, GatewayWatch
from cairong.treasury import unsent as module
from cairong.treasury.actions import withdraw_payment as withdraw_module
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.models import OwnMeans
from cairong.treasury.unsent import is_doubted, not_arrived
from lending.ground import twice
from orders.test_calling_off import calls_off, hears
from orders.test_own_means import decides
from orders.test_sending import unpaid
from orders.test_signing import LATER, refused, sent
from support.cluster import DATABASE
from support.signing import SIGNED, as_gateway
from support.town import CITY


def restored(cluster) -> None:
    """What `cairong restore` does last, as the database's owner."""
    with psycopg.connect(cluster.address(OWNER).conninfo) as connection:
        doubt_what_left(connection)


def doubts(city, cluster, at=SIGNED) -> None:
    with as_gateway(cluster):
        Doubt.objects.create(city_id=CITY, about_id=city.payment.pk, raised_at=at)


@pytest.mark.parametrize("decided", [calls_off, decides])
@pytest.mark.usefixtures("account")
def test_neither_called_off_nor_paid_otherwise(cluster, city, decided, monkeypatch):
    hears(cluster)
    doubts(city, cluster)
    with refused(PolicyBreach, "treasury.in_doubt"):
        decided(city)
    shown = paying_of(city.officer, city.payment.pk, LATER)
    assert shown.no_own_means.code == shown.no_call_off.code == "treasury.in_doubt"
    monkeypatch.setattr(module, "is_doubted", lambda _: False)
    with refused(Conflict, "treasury.in_doubt"):
        decided(city)
    with as_gateway(cluster):
        Doubt.objects.update(ended_at=SIGNED)
    assert decided(city).pk == city.payment.pk


@pytest.mark.parametrize("before", [True, False])
def test_whatever_the_treasury_answers_to_another_number(cluster, city, before, monkeypatch):
    """It refuses, too, what it paid before: «凭证已付讫» is no word that it did not pay."""
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        unpaid(city, reason="凭证已付讫,重复指令不再支付")
    doubts(city, cluster, LATER if before else SIGNED)
    hears(cluster)
    assert is_doubted(city.payment)
    monkeypatch.setattr(module, "is_doubted", lambda _: False)
    with refused(Conflict, "treasury.in_doubt"):
        calls_off(city)


def test_a_restore_doubts_all_that_was_on_its_way_and_hears_of_no_gateway(cluster, city):
    hears(cluster)
    restored(cluster)
    assert GatewayWatch.objects.count() == 0
    first = Doubt.objects.get()
    assert (first.about_id, first.ended_at) == (city.payment.pk, None)
    assert not_arrived(CITY) == [city.payment]
    restored(cluster)  # of a backup that was made after a restore
    assert Doubt.objects.get().raised_at > first.raised_at
    hears(cluster)
    with refused(PolicyBreach, "treasury.in_doubt"):
        decides(city)
    assert not OwnMeans.objects.exists()


def test_what_was_only_asked_for_may_have_been_released_and_sent_since_the_backup(cluster, asked):
    restored(cluster)
    assert (Doubt.objects.get().about_id, not_arrived(CITY)) == (asked.payment.pk, [])
    assert paying_of(asked.officer, asked.payment.pk, LATER).payment.state == "requested"
    asked.release()
    hears(cluster)
    with refused(PolicyBreach, "treasury.in_doubt"):
        calls_off(asked)


def test_what_arrived_is_in_no_doubt(cluster, city):
    slip = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}
    twice(confirm_arrival, *city.pair, LATER, payment_id=city.payment.pk, **slip)
    restored(cluster)
    assert not Doubt.objects.exists()


def test_what_is_asked_for_and_in_doubt_is_not_taken_back_to_be_asked_for_anew(
    cluster, asked, monkeypatch
):
    """Under another voucher nobody would doubt it, and it would be paid twice."""
    restored(cluster)
    ground, given = asked.ground, {"payment_id": asked.payment.pk, "reason": "账户有误"}
    with refused(PolicyBreach, "treasury.in_doubt"):
        twice(send_back_payment, *asked.pair, SIGNED, **given)
    with refused(PolicyBreach, "treasury.in_doubt"):
        twice(take_back_payment, ground.officer(), ground.approver(), SIGNED, **given)
    monkeypatch.setattr(withdraw_module, "is_doubted", lambda _: False)
    with refused(Conflict, "treasury.in_doubt"):
        twice(send_back_payment, *asked.pair, SIGNED, **given)
    with as_gateway(cluster):
        Doubt.objects.update(ended_at=SIGNED)
    assert twice(send_back_payment, *asked.pair, SIGNED, **given).state == "withdrawn"


def test_no_table_of_a_session_blinds_the_database(cluster, city):
    """On a server where somebody may make one, it would hide that the payment was sent."""
    with as_gateway(cluster):
        city.instruction()
        sent(city)
    hears(cluster)
    admin = cluster.server.admin_address()
    with psycopg.connect(admin.conninfo, autocommit=True) as connected:
        connected.execute(f"GRANT TEMPORARY ON DATABASE {DATABASE} TO PUBLIC")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE orders_instruction (LIKE public.orders_instruction)")
    with refused(Conflict, "orders.return_unanswered"):
        calls_off(city)
