"""What left, and what rows then say of its payment, is not closed where they disagree. 二(三)-4"""

import pytest
from django.db import connection

from cairong.gateway.rounds import round_of_gateway
from cairong.kernel.errors import Conflict, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.orders.models import GatewayWatch, Instruction
from cairong.treasury.actions.send_instruction import close_instruction
from cairong.treasury.models import Payment
from cairong.treasury.proving import GONE, unsigned
from gateway.test_exchange import owner_writes
from lending.ground import twice
from orders.test_signing import LATER
from support.signing import as_gateway
from support.slips import came_back
from support.town import CITY

OLD = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {}"


@pytest.fixture
def older():
    """A session that sees what was so when its transaction began, as any role may ask for."""
    yield lambda level: connection.cursor().execute(OLD.format(level))
    connection.close()


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nothing_of_fact_is_written_by_an_older_snapshot(city, older, level):
    """Guards wait for one another, then look: by it they would not see what they waited for."""
    given = came_back(city.payment)
    older(level)
    with pytest.raises(Conflict) as refused:
        twice(return_payment, *city.pair, LATER, **given)
    assert refused.value.findings[0].code == "conflict.busy"
    assert Payment.objects.get().state == "released"


@pytest.fixture
def sent(cluster, signed, exchange) -> Instruction:
    with as_gateway(cluster):
        round_of_gateway(exchange)
    return Instruction.objects.get(state="sent")


@pytest.mark.parametrize("word", ["unpaid", "returned"])
def test_what_left_is_not_closed_by_rows_that_say_nothing_was_paid(
    cluster, sent, exchange, owner_db, word
):
    owner_writes("treasury_payment", f"state = '{word}', ended_at = now(), reason = '账户有误'")
    with as_gateway(cluster):
        assert round_of_gateway(exchange) == 0
        assert GONE in GatewayWatch.objects.get().trouble
    assert Instruction.objects.get().state == "sent"
    assert (exchange.out / f"{sent.order.number}.json").exists()
    assert [each.why for each in unsigned(CITY)] == [GONE]


def test_nothing_is_closed_without_a_slip(cluster, city, sent, owner_db):
    owner_writes("treasury_payment", "state = 'unpaid', ended_at = now(), reason = '账户有误'")
    with as_gateway(cluster), pytest.raises(WrongState) as refused:
        close_instruction(actor=city.system, now=LATER, instruction_id=sent.pk)
    assert refused.value.findings[0].code == "orders.not_over"


def test_what_the_desk_paid_otherwise_is_closed_as_before(cluster, sent, exchange, owner_db):
    owner_writes("orders_instruction", "state = 'closed', closed_at = now()")
    assert unsigned(CITY) == []
    owner_writes("treasury_payment", "state = 'unpaid', ended_at = now(), reason = '账户有误'")
    assert [each.why for each in unsigned(CITY)] == [GONE]
