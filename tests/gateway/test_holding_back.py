"""What set out and was never written waits again: the folder's list says so. 二(三)-4."""

from pathlib import Path

import pytest
from django.db import connections

from cairong.audit.models import Event
from cairong.gateway.exchange import Exchange
from cairong.gateway.rounds import round_of_gateway
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.models import GatewayWatch, Instruction
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.proving import unsigned
from gateway.test_exchange import owner_writes, sets_out
from lending.ground import twice
from support.signing import SIGNED, as_gateway
from support.town import CITY


def state() -> str:
    return Instruction.objects.get().state


def told() -> list[str]:
    """What became of the instruction, in order."""
    rows = Event.objects.filter(type__startswith="orders.instruction.").order_by("seq")
    return [each.type.removeprefix("orders.instruction.") for each in rows]


def full(*_: object) -> None:
    """A disk that takes nothing."""
    raise OSError(28, "No space left on device")


def takes_no_line(exchange: Exchange, monkeypatch) -> None:
    """The disk takes no line any more; the list can be read."""
    monkeypatch.setattr(exchange.ledger, "_append", full)


def test_nothing_sets_out_while_the_folder_takes_nothing(cluster, signed, exchange):
    """Else it would set out and be put back, with an event of each, every other second."""
    exchange.out.rmdir()
    with as_gateway(cluster):
        for _ in range(3):
            assert round_of_gateway(exchange) == 0
        assert (state(), told()) == ("queued", [])
        assert GatewayWatch.objects.get().trouble == "交换目录写不进"
        exchange.out.mkdir()
        assert round_of_gateway(exchange) == 2
        assert state() == "sent"
        assert GatewayWatch.objects.get().trouble == ""
    assert [path.name for path in exchange.out.iterdir()] == [f"{signed.number}.json"]


def test_nothing_sets_out_while_the_list_takes_no_line(cluster, signed, exchange, monkeypatch):
    monkeypatch.setattr(exchange.ledger, "stand", full)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
    assert (state(), told()) == ("queued", [])


def test_what_was_never_written_is_put_back_once(cluster, city, signed, exchange, monkeypatch):
    with as_gateway(cluster), monkeypatch.context() as patched:
        exchange.ledger.stand()
        takes_no_line(exchange, patched)
        patched.setattr(exchange, "can_write", lambda: True)
        assert round_of_gateway(exchange) == 1
        assert (state(), told()) == ("queued", ["leaving", "held_back"])
        assert Instruction.objects.get().left_at is None
        assert GatewayWatch.objects.get().trouble == "交换目录写不进"
        patched.setattr(exchange, "can_write", lambda: False)
        assert round_of_gateway(exchange) == 0
        assert told() == ["leaving", "held_back"]
    given = {"payment_id": city.payment.pk, "reason": "交换目录坏了,国库说没有收到"}
    twice(pay_by_own_means, *city.pair, SIGNED, **given)
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 2  # dropped, and written into the list
    assert (state(), told()[-1]) == ("dropped", "dropped")
    assert list(exchange.out.iterdir()) == []
    assert unsigned(CITY) == []


def test_what_was_put_back_leaves_once_the_folder_is_well(cluster, signed, exchange, monkeypatch):
    with as_gateway(cluster):
        with monkeypatch.context() as patched:
            exchange.ledger.stand()
            takes_no_line(exchange, patched)
            round_of_gateway(exchange)
        assert state() == "queued"
        round_of_gateway(exchange)
    assert (state(), told()) == ("sent", ["leaving", "held_back", "leaving", "sent"])


def test_what_is_not_proven_any_more_is_put_back(cluster, signed, exchange, monkeypatch, clock):
    """It set out, and before anything was written somebody wrote rows: nothing left."""
    put_aside = exchange.put
    with monkeypatch.context() as patched, as_gateway(cluster):

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(exchange, "put", killed)
        with pytest.raises(KeyboardInterrupt):
            round_of_gateway(exchange)
    assert (exchange.put, state()) == (put_aside, "leaving")
    owner_writes("orders_signature", "text = 'forged'")
    with as_gateway(cluster):
        round_of_gateway(exchange)
        assert state() == "queued"
        clock.set("2025-11-12 14:05")
        round_of_gateway(exchange)
    assert (state(), told()) == ("queued", ["leaving", "held_back"])


@pytest.mark.parametrize("read", [True, False], ids=["taken away", "not to be read"])
def test_what_the_list_does_not_say_stays(cluster, signed, exchange, monkeypatch, read):
    """Its line is there though its file is not; or the list itself is gone."""
    exchange.out.rmdir()
    sets_out(cluster, exchange, monkeypatch)
    assert signed.number in exchange.ledger.path.read_text()
    with as_gateway(cluster):
        round_of_gateway(exchange)
        assert state() == "leaving"
        exchange.ledger.path.unlink()
        if not read:
            exchange.ledger.path.mkdir()
        assert not exchange.never_left(signed.number)
        assert not exchange.never_left("410300-9999999")
        round_of_gateway(exchange)
    assert state() == "leaving"


def test_a_torn_line_that_names_it_counts(tmp_path: Path):
    exchange = Exchange(tmp_path / "exchange")
    exchange.ledger.path.write_text('{"number": "410300-0000009", "dig')
    assert not exchange.never_left("410300-0000009")
    assert exchange.never_left("410300-0000010")
    (exchange.out / "410300-0000010.json").write_text("{}")
    assert not exchange.never_left("410300-0000010")


def test_what_was_dropped_does_not_leave_after_a_restore(cluster, city, signed, exchange):
    """A backup of before brings the rows back, signed and without the mark: money is out."""
    given = {"payment_id": city.payment.pk, "reason": "交换目录坏了,国库说没有收到"}
    with as_gateway(cluster):
        keep_heard(city=CITY, now=SIGNED, trouble="")
    twice(pay_by_own_means, *city.pair, SIGNED, **given)
    with as_gateway(cluster):
        round_of_gateway(exchange)
        round_of_gateway(exchange)
    assert state() == "dropped"
    assert exchange.ledger.path.read_text().count("over") == 1
    owner_writes("orders_instruction", "state = 'queued'")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE treasury_ownmeans DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM treasury_ownmeans")
    with as_gateway(cluster):
        round_of_gateway(exchange)
    assert (state(), told()) == ("dropped", ["dropped", "number_taken"])
    assert list(exchange.out.iterdir()) == []
