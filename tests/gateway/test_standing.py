"""What keeps signed payments from the treasury the gateway itself says. 二(三)-4, 三(一)-2."""

import json
import os
import time
from datetime import timedelta

import psycopg
import pytest

from cairong.clocks.actions.clock import doubt_clock
from cairong.gateway.rounds import PATIENCE, round_of_gateway
from cairong.gateway.standing import standstills
from cairong.home.addresses import APP, GATEWAY
from cairong.home.hailing import NAME, begin, end, proof
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import GatewayWatch, Instruction, Order
from cairong.treasury import keeping
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from lending.ground import twice
from orders.test_signing import left
from support.signing import SIGNED, as_gateway
from support.speaking import speak
from support.town import CITY
from support.waiting import wait_for

LATER = SIGNED + timedelta(minutes=31)


@pytest.fixture
def held(cluster, signed):
    """A session of the app role that holds the lock of a signed payment."""
    with psycopg.connect(cluster.address(APP).conninfo, autocommit=True) as other:
        key = signed.about_id.int & keeping.LOW_BITS
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        yield other


def said(visitor) -> tuple[int, list[str]]:
    page = visitor.reads("/healthz")
    return page.status, [each["what"] for each in json.loads(page.text).get("standstills", [])]


def test_a_payment_held_by_another_session_is_named_and_stops_no_round(
    cluster, signed, exchange, held
):
    with as_gateway(cluster):
        begun = time.monotonic()
        assert round_of_gateway(exchange) == 0
        assert round_of_gateway(exchange) == 0  # it rests a minute
        assert time.monotonic() - begun < 4 * PATIENCE
        heard = GatewayWatch.objects.get()
        assert f"cairong_app (pid {held.info.backend_pid})" in heard.trouble
        assert heard.since is not None
        assert Instruction.objects.get().state == "queued"


def test_given_back_it_sets_out(cluster, signed, exchange, held, clock):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        held.close()
        clock.set("2025-11-12 14:02")
        wait_for(lambda: round_of_gateway(exchange) == 2, "it set out and was sent", seconds=10)
        assert Instruction.objects.get().state == "sent"
        assert GatewayWatch.objects.get().trouble == ""


def test_an_answer_about_it_waits_and_is_taken_later(cluster, signed, exchange, clock):
    with as_gateway(cluster):
        round_of_gateway(exchange)
    answered = exchange.into / f"{signed.number}.json"
    facts = {"number": signed.number, "order": signed.digest, "outcome": "refused"}
    answered.write_text(json.dumps(facts | {"amount_fen": 5_000_000, "reason": "账户已销户"}))
    with psycopg.connect(cluster.address(APP).conninfo, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [signed.about_id.int & keeping.LOW_BITS])
        with as_gateway(cluster):
            assert round_of_gateway(exchange) == 0
            assert answered.exists()
            assert "占着这笔支付" in GatewayWatch.objects.get().trouble
    clock.set("2025-11-12 14:02")
    with as_gateway(cluster):
        wait_for(lambda: round_of_gateway(exchange) == 1, "it is taken", seconds=10)
        assert Instruction.objects.get().state == "refused"


class TestPage:
    """It is said on the gateway's own pages, which neither web nor worker draws."""

    def test_all_gets_on(self, visitor, exchange):
        round_of_gateway(exchange)
        assert said(visitor) == (200, [])
        assert "停住" not in visitor.reads("/").text

    def test_nothing_was_heard_of_the_rounds(self, visitor):
        status, (what,) = said(visitor)
        assert status == 503
        assert "收发停住了" in what
        assert "送国库停住了" in visitor.reads("/").text

    def test_a_trouble_of_the_rounds(self, visitor, exchange):
        (exchange.into).chmod(0o777)
        round_of_gateway(exchange)
        status, (what,) = said(visitor)
        assert (status, "任何账号都能写" in what) == (503, True)

    def test_the_name_of_a_file_words_nothing_of_ours(self, visitor, exchange):
        for name in (
            "x\n签名网关已换到 https:／／example.invalid",
            "长" * 60,
            "410300-0\n改到.why",
        ):
            (exchange.into / name).write_text("")
            os.utime(exchange.into / name, (1_600_000_000, 1_600_000_000))
        round_of_gateway(exchange)
        _, (what,) = said(visitor)
        assert "不认识的文件" in what
        for word in ("\n", "已换到", "长", "改到"):
            assert word not in what
        assert len(what) < 200

    def test_what_was_signed_and_did_not_leave_is_named_with_its_code(
        self, visitor, exchange, clock
    ):
        city = visitor.city
        order = city.instruction().order
        exchange.ledger.add("410300-0009999", "0" * 64)  # sent before a restore: nothing sets out
        clock.set("2025-11-12 14:31")
        round_of_gateway(exchange)
        _, whats = said(visitor)
        assert f"{order.number}(核对码 {order.code})" in whats[-1]
        page = visitor.reads(f"/order/{order.digest}/").text
        assert "再照本页的收款账号付款,不要照别处显示的" in page
        assert "6222020200012345678" in page


class TestLedToPay:
    """An order leads to pay only where it is signed and nothing of it left."""

    def reads(self, visitor, order) -> str:
        return visitor.reads(f"/order/{order.digest}/").text

    def test_by_an_account_that_two_signed_with_what_is_paid_so(self, cluster, visitor):
        (payee,) = visitor.city.draws()
        assert "还没有两人签名:不要照它付款" in self.reads(visitor, payee)
        visitor.city.both_sign(payee)
        page = self.reads(visitor, payee)
        assert "再照本页的收款账号付款" in page
        assert visitor.city.payment.voucher_no not in page  # it leaves by the program
        own, app = cluster.address(GATEWAY), cluster.address(APP)
        keep_heard(city=CITY, now=SIGNED, trouble="")
        speak(app.user, app.password)
        given = {"payment_id": visitor.city.payment.pk, "reason": "交换目录坏了"}
        twice(pay_by_own_means, *visitor.city.pair, SIGNED, **given)
        speak(own.user, own.password)
        GatewayWatch.objects.update(heard_at=SIGNED - timedelta(hours=1))
        page = self.reads(visitor, payee)
        assert "再照本页的收款账号和下面的金额付款" in page
        assert f"凭证 {visitor.city.payment.voucher_no}" in page
        assert "¥50,000.00(伍万元整)" in page

    def test_by_nothing_that_was_sent_or_is_over(self, visitor):
        order = visitor.city.instruction().order
        assert "再照本页的收款账号付款" in self.reads(visitor, order)
        left(visitor.city)
        assert "已了结,或已送国库:不要照它付款" in self.reads(visitor, order)


def test_that_the_clock_is_in_doubt_is_said_whoever_wrote_it(cluster, city, exchange):
    doubt_clock(actor=city.system, now=SIGNED, due=LATER)
    with as_gateway(cluster):
        round_of_gateway(exchange)
        assert [each.what for each in standstills(CITY, SIGNED)] == ["时钟异常,请平台运维核对时钟"]


def test_whoever_asks_while_a_command_does_is_told_that_it_is_ours(visitor, tmp_path):
    folder = tmp_path / "gateway"
    folder.mkdir()
    assert visitor.reads("/hail/?asked=0a").status == 404
    secret = begin(folder)
    said = json.loads(visitor.reads("/hail/?asked=0a", host=NAME).text)
    assert (said["url"], said["door"]) == ("http://localhost:8001", "8001")
    assert said["proof"] == proof(secret, "0a", said)
    assert said["proof"] != json.loads(visitor.reads("/hail/?asked=0b").text)["proof"]
    end(folder)
    assert visitor.reads("/hail/?asked=0a").status == 404


def test_where_no_ceremony_was_held_nothing_stands_still(first_visitor):
    assert Order.objects.count() == 0
    assert said(first_visitor) == (200, [])
