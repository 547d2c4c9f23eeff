"""The folder by which the treasury is reached, and the rounds that fill and read it. 二(三)-4."""

import json
import os
from datetime import date

import pytest
from django.db import connections

from cairong.audit.models import Event, RefusalRecord
from cairong.gateway.exchange import Exchange, TreasuryAnswer
from cairong.gateway.rounds import round_of_gateway
from cairong.orders.models import Instruction, Order
from cairong.orders.signatures import SIGNATURES
from support.signing import as_gateway

ANSWER = {"bank_serial": "GK20251112000001", "arrived_on": "2025-11-12"}


@pytest.fixture
def exchange(tmp_path) -> Exchange:
    return Exchange(tmp_path / "exchange")


@pytest.fixture
def signed(cluster, city, clock) -> Order:
    """An order that both signed, queued."""
    clock.set("2025-11-12 14:00")
    with as_gateway(cluster):
        return city.instruction().order


def test_a_round_writes_sends_and_takes_the_answer(cluster, city, exchange, clock):
    clock.set("2025-11-12 14:00")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 1  # the order of the account
        city.both_sign(Order.objects.get())
        assert round_of_gateway(exchange) == 1  # the order of the payment
        order = city.both_sign(Order.objects.get(kind="pay"))
        assert round_of_gateway(exchange) == 1  # sent
        assert round_of_gateway(exchange) == 0
        said = json.loads((exchange.out / f"{order.number}.json").read_text())
        assert (said["code"], said["order"]) == (order.code, order.text)
        answer = exchange.into / f"{order.number}.json"
        answer.write_text(json.dumps(ANSWER | {"order": order.digest}))
        assert round_of_gateway(exchange) == 1  # answered
        assert not answer.exists()
        assert answer.with_suffix(".taken").exists()
    assert Instruction.objects.get().state == "answered"


def test_what_leaves_proves_itself(cluster, city, signed, exchange):
    with as_gateway(cluster):
        round_of_gateway(exchange)
    said = json.loads((exchange.out / f"{signed.number}.json").read_text())
    assert len(said["signatures"]) == 2
    for each in said["signatures"]:
        key = type("Key", (), each)
        assert SIGNATURES.check(said["digest"], each["signature"], [key]) is key


def test_killed_before_it_was_marked_it_is_brought_again_the_same(cluster, signed, exchange):
    class Killed(BaseException):
        pass

    put = exchange.put

    def and_killed(number, facts):
        put(number, facts)
        raise Killed

    exchange.put = and_killed
    with as_gateway(cluster):
        with pytest.raises(Killed):
            round_of_gateway(exchange)
        assert Instruction.objects.get().state == "queued"
        first = (exchange.out / f"{signed.number}.json").read_bytes()
        exchange.put = put
        assert round_of_gateway(exchange) == 1
    assert (exchange.out / f"{signed.number}.json").read_bytes() == first
    assert Event.objects.filter(type="orders.instruction.sent").count() == 1


def test_what_is_no_answer_stays_and_is_said_once(exchange, caplog):
    for name, text in {
        "410300-000001": "", "410300-000002": "[]", "410300-000003": "{}",
        "410300-000004": json.dumps(ANSWER | {"order": "x", "arrived_on": "soon"}),
        "not-a-number": json.dumps(ANSWER | {"order": "x"}),
    }.items():  # fmt: skip
        (exchange.into / f"{name}.json").write_text(text)
    assert list(exchange.answers()) == []
    assert list(exchange.answers()) == []
    assert len(caplog.records) == 4
    whole = json.dumps(ANSWER | {"order": "x"})
    (exchange.into / "410300-000005.json").write_text(whole)
    assert list(exchange.answers()) == [
        TreasuryAnswer(
            number="410300-000005", order="x", serial="GK20251112000001",
            arrived_on=date(2025, 11, 12),
        )
    ]  # fmt: skip


def test_what_is_no_plain_file_or_nests_without_end_hides_no_other(exchange):
    (exchange.into / "410300-0000001.json").symlink_to(exchange.into / "gone")
    os.mkfifo(exchange.into / "410300-0000002.json")
    (exchange.into / "410300-0000003.json").write_text("[" * 60_000)
    (exchange.into / "410300-0000004.json").write_text(json.dumps(ANSWER | {"order": "x"}))
    assert [each.number for each in exchange.answers()] == ["410300-0000004"]


def test_a_refused_answer_is_kept_apart_with_why(cluster, signed, exchange):
    at = exchange.into / f"{signed.number}.json"
    with as_gateway(cluster):
        round_of_gateway(exchange)
        at.write_text(json.dumps(ANSWER | {"order": "another"}))
        assert round_of_gateway(exchange) == 0
        assert round_of_gateway(exchange) == 0
    assert RefusalRecord.objects.count() == 1
    assert not at.exists()
    assert at.with_suffix(".refused").exists()
    assert "与指令不符" in at.with_suffix(".why").read_text()
    assert Instruction.objects.get().state == "sent"


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE orders_signature SET text = 'forged'",
        "UPDATE orders_order SET text = replace(text, '6222020200012345678', '1')",
        "UPDATE treasury_payeeversion SET account_no = '6222020200099999999'",
    ],
    ids=["signature", "order", "account"],
)
def test_rows_that_the_databases_owner_wrote_send_nothing(cluster, signed, exchange, caplog, edit):
    with connections["owner"].cursor() as cursor:
        table = edit.split()[1]
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(edit)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connections["owner"].close()
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    assert list(exchange.out.iterdir()) == []
    assert Instruction.objects.get().state == "queued"
    assert "orders.unproven" in caplog.text


def test_an_answer_to_nothing_stops_no_other(cluster, signed, exchange, caplog):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        (exchange.into / "410300-000000.json").write_text(json.dumps(ANSWER | {"order": "x"}))
        (exchange.into / f"{signed.number}.json").write_text(
            json.dumps(ANSWER | {"order": signed.digest})
        )
        assert round_of_gateway(exchange) == 1
    assert Instruction.objects.get().state == "answered"
    assert "could not carry out" in caplog.text


def test_what_cannot_be_written_is_tried_again(cluster, signed, exchange, caplog):
    exchange.out.rmdir()
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        exchange.out.mkdir()
        assert round_of_gateway(exchange) == 1
    assert "could not carry out" in caplog.text
