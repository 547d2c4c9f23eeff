"""Where folder, rows and disk disagree: nothing is paid twice, nothing lies there unheard of."""

import os
from datetime import date

from cairong.gateway import rounds
from cairong.gateway.rounds import _carry, round_of_gateway
from cairong.kernel.errors import Conflict
from cairong.orders.models import GatewayWatch, Instruction
from cairong.treasury.actions.confirm_payment import confirm_arrival
from gateway.test_exchange import answer, owner_writes, sets_out
from lending.ground import twice
from support.signing import SIGNED, as_gateway
from support.town import CITY


def test_what_the_desk_recorded_by_the_slip_is_not_carried(
    cluster, city, signed, exchange, monkeypatch
):
    """Between setting out and the folder, or in the folder still: nobody may carry it now."""
    exchange.out.rmdir()
    sets_out(cluster, exchange, monkeypatch)
    exchange.out.mkdir()
    owner_writes("treasury_payment", "state = 'confirmed'")
    with as_gateway(cluster):
        (row,) = Instruction.objects.select_related("order")
        _carry(exchange, row, actor=city.system, now=SIGNED)
    assert list(exchange.out.iterdir()) == []
    assert Instruction.objects.get().state == "leaving"


def test_a_file_whose_payment_was_recorded_otherwise_is_taken_from_the_folder(
    cluster, city, signed, exchange
):
    with as_gateway(cluster):
        round_of_gateway(exchange)
    assert (exchange.out / f"{signed.number}.json").exists()
    slip = {"bank_serial": "BANK20251112", "arrived_on": date(2025, 11, 12)}
    twice(confirm_arrival, *city.pair, SIGNED, payment_id=city.payment.pk, **slip)
    with as_gateway(cluster):
        round_of_gateway(exchange)
    assert [path.name for path in exchange.out.iterdir()] == [f"{signed.number}.closed"]
    assert Instruction.objects.get().state == "closed"


def test_an_answer_that_meets_others_at_work_is_tried_again(
    cluster, signed, exchange, clock, monkeypatch
):
    def busy(**_: object) -> None:
        raise Conflict("conflict.busy")

    with as_gateway(cluster):
        round_of_gateway(exchange)
        path = answer(exchange, signed)
        with monkeypatch.context() as patched:
            patched.setattr(rounds, "answer_instruction", busy)
            assert round_of_gateway(exchange) == 0
        assert path.exists()
        assert round_of_gateway(exchange) == 0, "it rests a minute"
        clock.set("2025-11-12 14:02")
        assert round_of_gateway(exchange) == 1
    assert path.with_suffix(".taken").exists()


def test_an_answer_that_no_page_can_show_is_kept_apart(cluster, signed, exchange):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        path = exchange.into / f"{signed.number}.json"
        for field, value in (
            ("bank_serial", "G\0K"),
            ("order", "\ud800"),
            ("arrived_on", "2025-W46-3"),
        ):
            answer(exchange, signed, **{field: value})
            round_of_gateway(exchange)
            assert path.with_suffix(".refused").exists()
            assert field in path.with_suffix(".why").read_text()


def test_a_file_that_nobody_will_take_up_is_told(cluster, signed, exchange, clock):
    strange = exchange.into / f"{signed.number} (1).json"
    strange.write_text("{}")
    os.utime(strange, (0, 0))
    with as_gateway(cluster):
        round_of_gateway(exchange)
    assert strange.name in GatewayWatch.objects.get().trouble


def test_a_number_that_left_and_by_the_rows_did_not_holds_everything(cluster, signed, exchange):
    """A backup of before: the order stands, signed, and nothing says that it set out."""
    exchange.ledger.add(signed.number, signed.digest)
    with as_gateway(cluster):
        assert exchange.ledger.disagreeing(CITY) == [signed.number]
        round_of_gateway(exchange)
    assert Instruction.objects.get().state == "queued"


def test_a_list_that_cannot_be_read_stops_no_answer(cluster, signed, exchange):
    with as_gateway(cluster):
        round_of_gateway(exchange)
        exchange.ledger.path.unlink()
        exchange.ledger.path.mkdir()
        path = answer(exchange, signed)
        round_of_gateway(exchange)
    assert path.with_suffix(".taken").exists()
    assert "读不出" in GatewayWatch.objects.get().trouble


def test_a_folder_that_anybody_may_write_into_is_told(cluster, signed, exchange):
    exchange.into.chmod(0o777)
    with as_gateway(cluster):
        round_of_gateway(exchange)
    assert "in 任何账号都能写" in GatewayWatch.objects.get().trouble
