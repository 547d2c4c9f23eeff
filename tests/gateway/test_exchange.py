"""The folder by which the treasury is reached, and the rounds that fill and read it. 二(三)-4."""

import json
import os
import stat
from datetime import date

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cairong.audit.models import Event, RefusalRecord
from cairong.clocks.actions.clock import confirm_clock, doubt_clock
from cairong.gateway.exchange import Exchange
from cairong.gateway.rounds import round_of_gateway
from cairong.kernel.actor import Role
from cairong.orders.actions.make_key import ask_key_end
from cairong.orders.answers import TreasuryAnswer
from cairong.orders.models import GatewayWatch, Instruction, Order, PersonKey
from cairong.orders.signatures import SIGNATURES
from support.signing import FEN, PAID, SIGNED, as_gateway
from support.town import CITY

ANSWER = {
    "outcome": "paid", "amount_fen": FEN, "bank_serial": "GK20251112000001",
    "arrived_on": "2025-11-12",
}  # fmt: skip
UNPAID = {"outcome": "refused", "amount_fen": FEN, "reason": "账户户名不符"}


def answer(exchange: Exchange, to: Order, **said):
    """The treasury's file for an order."""
    path = exchange.into / f"{to.number}.json"
    path.write_text(json.dumps({"number": to.number, "order": to.digest} | ANSWER | said))
    return path


def owner_writes(table: str, edit: str) -> None:
    """Change every row of a table as the database's owner, past its triggers."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {edit}")  # noqa: S608
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connections["owner"].close()


def test_a_round_writes_sends_and_takes_the_answer(cluster, city, exchange, clock):
    clock.set("2025-11-12 14:00")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 1  # the order of the account
        city.both_sign(Order.objects.get())
        assert round_of_gateway(exchange) == 1  # the order of the payment
        order = city.both_sign(Order.objects.get(kind="pay"))
        assert round_of_gateway(exchange) == 2  # set out, sent
        assert round_of_gateway(exchange) == 0
        said = json.loads((exchange.out / f"{order.number}.json").read_text())
        assert (said["code"], said["order"]) == (order.code, order.text)
        at = answer(exchange, order)
        assert round_of_gateway(exchange) == 1  # answered
        assert not at.exists()
        assert at.with_suffix(".taken").exists()
        answer(exchange, order)  # killed before it was put away, it is there again
        assert round_of_gateway(exchange) == 1
        assert not at.exists()
        assert RefusalRecord.objects.count() == 0
    assert Instruction.objects.get().state == "answered"


def test_a_second_answer_leaves_the_first_where_it_is(cluster, signed, exchange):
    """What the treasury said is kept, each time; the same said twice is one file."""
    with as_gateway(cluster):
        round_of_gateway(exchange)
        for amount_fen in (1, 2):
            answer(exchange, signed, amount_fen=amount_fen)
            round_of_gateway(exchange)
            exchange.resting.clear()
        for serial in ("GK20251112000001", "GK20251112000001", "GK20251112000002"):
            answer(exchange, signed, bank_serial=serial)
            round_of_gateway(exchange)
    first, second = f"{signed.number}", f"{signed.number}.2"
    kept = {path.name: json.loads(path.read_text()) for path in exchange.into.iterdir()
            if path.suffix != ".why"}  # fmt: skip
    assert {name: (said["bank_serial"][-1], said["amount_fen"]) for name, said in kept.items()} == {
        f"{first}.taken": ("1", FEN), f"{second}.taken": ("2", FEN),
        f"{first}.refused": ("1", 1), f"{second}.refused": ("1", 2),
    }  # fmt: skip
    assert {path.name for path in exchange.into.glob("*.why")} == {f"{first}.why", f"{second}.why"}


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

    def and_killed(*given):
        put(*given)
        raise Killed

    exchange.put = and_killed
    with as_gateway(cluster):
        with pytest.raises(Killed):
            round_of_gateway(exchange)
        assert Instruction.objects.get().state == "leaving"
        first = (exchange.out / f"{signed.number}.json").read_bytes()
        exchange.put = put
        assert round_of_gateway(exchange) == 1
    assert (exchange.out / f"{signed.number}.json").read_bytes() == first
    assert Event.objects.filter(type="orders.instruction.sent").count() == 1


def test_what_is_no_answer_stays_and_is_said_once(exchange, caplog):
    for name, text in {
        "410300-000001": "", "410300-000002": '{"number": "410300-0000',
        "not-a-number": json.dumps(ANSWER | {"order": "x"}),
    }.items():  # fmt: skip
        (exchange.into / f"{name}.json").write_text(text)
    assert list(exchange.answers()) == []
    assert list(exchange.answers()) == []
    assert len(caplog.records) == 2
    for number, said in (("410300-000005", ANSWER), ("410300-000006", UNPAID)):
        whole = json.dumps(said | {"number": number, "order": "x"})
        (exchange.into / f"{number}.json").write_text(whole)
    assert list(exchange.answers()) == [
        TreasuryAnswer(
            number="410300-000005", order="x", amount_fen=FEN, serial="GK20251112000001",
            arrived_on=date(2025, 11, 12),
        ),
        TreasuryAnswer(
            number="410300-000006", order="x", amount_fen=FEN, outcome="refused",
            reason="账户户名不符",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "outcome 没有写"),
        ({"number": "410300-000009"}, "outcome 没有写"),
        (ANSWER | {"outcome": "maybe"}, "outcome 写的是「maybe」"),
        (ANSWER, "number 没有写"),
        (ANSWER | {"number": "410300-000008", "order": "x"}, "number 写的是「410300-000008」"),
        (ANSWER | {"number": "410300-000009", "order": 7}, "order 写的是「7」"),
        (ANSWER | {"number": "410300-000009", "order": "x", "amount_fen": "5万"}, "「5万」"),
        (ANSWER | {"number": "410300-000009", "order": "x", "amount_fen": True}, "「True」"),
        (ANSWER | {"number": "410300-000009", "order": "x", "arrived_on": "soon"}, "「soon」"),
        (UNPAID | {"number": "410300-000009", "order": "x", "reason": None}, "reason 没有写"),
    ],
)
def test_an_answer_that_is_not_whole_is_kept_apart_with_why(exchange, said, why):
    at = exchange.into / "410300-000009.json"
    at.write_text(json.dumps(said))
    assert list(exchange.answers()) == []
    assert not at.exists()
    assert at.with_suffix(".refused").exists()
    assert why in at.with_suffix(".why").read_text()
    assert "按格式重写" in at.with_suffix(".why").read_text()


def test_what_is_no_plain_file_or_nests_without_end_hides_no_other(exchange):
    (exchange.into / "410300-0000001.json").symlink_to(exchange.into / "gone")
    os.mkfifo(exchange.into / "410300-0000002.json")
    (exchange.into / "410300-0000003.json").write_text("[" * 60_000)
    whole = ANSWER | {"number": "410300-0000004", "order": "x"}
    (exchange.into / "410300-0000004.json").write_text(json.dumps(whole))
    assert [each.number for each in exchange.answers()] == ["410300-0000004"]


@pytest.mark.parametrize("said", [{"order": "0" * 64}, {"amount_fen": 1}])
def test_a_refused_answer_is_kept_apart_with_why(cluster, signed, exchange, said):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        at = answer(exchange, signed, **said)
        assert round_of_gateway(exchange) == 0
        assert round_of_gateway(exchange) == 0
    assert RefusalRecord.objects.count() == 1
    assert not at.exists()
    assert at.with_suffix(".refused").exists()
    assert f"支付指令 {signed.number} 的回执与指令不符" in at.with_suffix(".why").read_text()
    assert Instruction.objects.get().state == "sent"


@pytest.mark.parametrize(
    "edit",
    [
        ("orders_signature", "text = 'forged'"),
        ("orders_order", "text = replace(text, '6222020200012345678', '1')"),
        ("treasury_payeeversion", "account_no = '6222020200099999999'"),
    ],
    ids=["signature", "order", "account"],
)
def test_rows_that_the_databases_owner_wrote_send_nothing(cluster, signed, exchange, caplog, edit):
    owner_writes(*edit)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    assert list(exchange.out.iterdir()) == []
    assert Instruction.objects.get().state == "queued"
    assert "orders.unproven" in caplog.text


def test_an_answer_to_nothing_stops_no_other(cluster, signed, exchange, caplog):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        stray = ANSWER | {"number": "410300-000000", "order": "x"}
        (exchange.into / "410300-000000.json").write_text(json.dumps(stray))
        answer(exchange, signed)
        assert round_of_gateway(exchange) == 1
    assert Instruction.objects.get().state == "answered"
    assert "could not carry out" in caplog.text


def sets_out(cluster, exchange, monkeypatch) -> None:
    """Let the instruction set out though the folder takes nothing: it broke in between."""
    with monkeypatch.context() as patched, as_gateway(cluster):
        patched.setattr(exchange, "can_write", lambda: True)
        assert round_of_gateway(exchange) == 1


def test_what_cannot_be_written_is_tried_again(cluster, signed, exchange, caplog, monkeypatch):
    exchange.out.rmdir()
    sets_out(cluster, exchange, monkeypatch)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        assert Instruction.objects.get().state == "leaving"
        assert GatewayWatch.objects.get().trouble == "交换目录写不进"
        exchange.out.mkdir()
        assert round_of_gateway(exchange) == 1
    assert "could not carry out" in caplog.text


def test_what_set_out_is_checked_anew_each_time_it_is_carried(
    cluster, signed, exchange, caplog, monkeypatch
):
    exchange.out.rmdir()
    sets_out(cluster, exchange, monkeypatch)
    owner_writes("orders_signature", "text = 'forged'")
    exchange.out.mkdir()
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    assert list(exchange.out.iterdir()) == []
    assert Instruction.objects.get().state == "leaving"
    assert "orders.unproven" in caplog.text


def test_what_the_treasury_did_not_pay_waits_for_two_again(cluster, city, signed, exchange):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        answer(exchange, signed, **UNPAID)
        assert round_of_gateway(exchange) == 1
        assert round_of_gateway(exchange) == 1  # its next order
        again = Order.objects.filter(kind="pay").latest("number")
        assert Instruction.objects.get().state == "refused"
        city.both_sign(again)
        round_of_gateway(exchange)
    assert {path.stem for path in exchange.out.iterdir()} == {signed.number, again.number}


def test_by_a_clock_in_doubt_nothing_sets_out(cluster, city, signed, exchange, clock):
    """Nobody has looked yet: the clock went back, and the round sees it by itself."""
    clock.set("2025-11-10 14:00")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    assert Instruction.objects.get().state == "queued"
    clock.set("2025-11-12 14:05")
    doubt_clock(actor=city.system, now=SIGNED, due=PAID)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    town = city.town
    operator = town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)
    confirm_clock(actor=operator, now=SIGNED, reason="已校准")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 2


def test_what_was_refused_rests_a_minute(cluster, signed, exchange, clock):
    owner_writes("orders_signature", "text = 'forged'")
    with as_gateway(cluster):
        for _ in range(3):
            round_of_gateway(exchange)
        assert RefusalRecord.objects.count() == 1
        clock.set("2025-11-12 14:02")
        round_of_gateway(exchange)
    assert RefusalRecord.objects.count() == 2


def test_what_was_sent_is_written_down_before_its_file(cluster, signed, exchange):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        round_of_gateway(exchange)
    (line,) = exchange.ledger.path.read_text().splitlines()
    assert json.loads(line) == {
        "number": signed.number, "digest": signed.digest, "key": str(signed.pk),
    }  # fmt: skip
    assert stat.S_IMODE(exchange.ledger.path.stat().st_mode) == 0o600


def test_after_a_restore_nothing_is_sent_until_folder_and_rows_agree(cluster, signed, exchange):
    """The folder sent what the restored rows know nothing of."""
    exchange.ledger.add("410300-0000999", "f" * 64)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        assert "对不上(410300-0000999)" in GatewayWatch.objects.get().trouble
        exchange.ledger.settle(["410300-0000999"], by="王", at=SIGNED)
        assert round_of_gateway(exchange) == 2
        assert GatewayWatch.objects.get().trouble == ""
    assert Instruction.objects.get().state == "sent"


def test_what_was_compared_is_compared_again_only_when_something_went_on(
    cluster, city, signed, exchange
):
    """One statement says that nothing did: the rows are not read again at every round."""
    with as_gateway(cluster):
        round_of_gateway(exchange)
        assert exchange.ledger.disagreeing(CITY) == []
        with CaptureQueriesContext(connection) as idle:
            assert exchange.ledger.disagreeing(CITY) == []
        exchange.ledger.add("410300-0000999", "f" * 64)
        with CaptureQueriesContext(connection) as grown:
            assert exchange.ledger.disagreeing(CITY) == ["410300-0000999"]
        exchange.ledger.settle(["410300-0000999"], by="王", at=SIGNED)
        assert exchange.ledger.disagreeing(CITY) == []
    assert (len(idle), len(grown)) == (1, 3)
    owner_writes("orders_instruction", "left_at = NULL, sent_at = NULL")  # as a restore has it
    assert exchange.ledger.disagreeing(CITY) == [signed.number]


def test_a_folder_that_knows_not_what_the_rows_sent_sends_nothing(
    cluster, city, signed, exchange, tmp_path
):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        answer(exchange, signed, **UNPAID)
        round_of_gateway(exchange)
        round_of_gateway(exchange)
        city.both_sign(Order.objects.filter(kind="pay").latest("number"))
        other = Exchange(tmp_path / "other")
        assert round_of_gateway(other) == 0
        assert other.ledger.disagreeing(CITY) == [signed.number]
        assert round_of_gateway(exchange) == 2


def test_a_key_that_ended_comes_back_with_no_restore(cluster, city, signed, exchange):
    """The rows of a backup say that it counts; the folder remembers that it ended."""
    lost = PersonKey.objects.get(person_id=city.approver.person_id)
    with as_gateway(cluster):
        end = ask_key_end(actor=city.system, now=SIGNED, key_id=lost.pk)
        city.signs(city.approver, end)
        exchange.ledger.keep_ended(CITY)
        assert exchange.ledger.not_kept(CITY) == []
    owner_writes("orders_personkey", "state = 'registered', ended_at = NULL")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        trouble = GatewayWatch.objects.get().trouble
        assert "停用过的签名钥匙又显示已登记" in trouble
        assert lost.fingerprint[:12] in trouble
    owner_writes(
        "orders_personkey", f"state = 'ended', ended_at = '{SIGNED}' WHERE id = '{lost.pk}'"
    )
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 2
        assert GatewayWatch.objects.get().trouble == ""


def test_the_round_remembers_which_keys_ended(cluster, city, exchange, clock):
    clock.set("2025-11-12 14:00")
    lost = PersonKey.objects.get(person_id=city.approver.person_id)
    with as_gateway(cluster):
        city.signs(city.approver, ask_key_end(actor=city.system, now=SIGNED, key_id=lost.pk))
        round_of_gateway(exchange)
    assert exchange.ledger.ended() == {lost.fingerprint}


def test_a_number_used_before_a_restore_is_given_up(cluster, city, signed, exchange):
    """The same number was sent for something else: the payment is ordered anew under another."""
    exchange.ledger.add(signed.number, "f" * 64)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        exchange.ledger.settle([signed.number], by="王", at=SIGNED)
        assert round_of_gateway(exchange) == 1
        assert Instruction.objects.get().state == "dropped"
        assert Event.objects.latest("seq").type == "orders.instruction.number_taken"
        assert round_of_gateway(exchange) == 1
        again = city.both_sign(Order.objects.filter(kind="pay").latest("number"))
        assert round_of_gateway(exchange) == 2
    assert [path.stem for path in exchange.out.iterdir()] == [again.number]


def test_a_restored_folder_sends_nothing_until_somebody_compared(cluster, signed, tmp_path):
    held = tmp_path / "held"
    held.touch()
    exchange = Exchange(tmp_path / "exchange", held)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        assert "恢复过备份" in GatewayWatch.objects.get().trouble
        exchange.ledger.settle([], by="王", at=SIGNED)
        assert round_of_gateway(exchange) == 2
    assert not held.exists()


def test_a_line_that_a_power_cut_tore_costs_no_other(exchange):
    exchange.ledger.add("410300-0000001", "a" * 64)
    with exchange.ledger.path.open("a") as stream:
        stream.write('{"number": "410300-00')
    exchange.ledger.add("410300-0000002", "b" * 64)
    assert exchange.ledger.sent() == {"410300-0000001": "a" * 64, "410300-0000002": "b" * 64}


def test_what_a_person_has_to_look_at_is_said(cluster, signed, exchange, clock):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        assert GatewayWatch.objects.get().trouble == ""
        answer(exchange, signed, amount_fen=1)
        half = exchange.into / "410300-0000007.json"
        half.write_text("{")
        round_of_gateway(exchange)
        assert "的回执没有记入" in GatewayWatch.objects.get().trouble
        assert "读不出来" not in GatewayWatch.objects.get().trouble
        os.utime(half, (SIGNED.timestamp() - 3600,) * 2)
        round_of_gateway(exchange)
        round_of_gateway(exchange)
        assert "410300-0000007的回执读不出来" in GatewayWatch.objects.get().trouble
        for path in (half, exchange.into / f"{signed.number}.why"):
            path.unlink()
        round_of_gateway(exchange)
    assert GatewayWatch.objects.get().trouble == ""
