"""The rounds of the gateway: write what is to be signed, send what is, read what is answered."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from cairong.doors import clock
from cairong.gateway.exchange import Exchange, TreasuryAnswer
from cairong.kernel.actor import Actor, Channel, system
from cairong.kernel.errors import Refusal
from cairong.orders.leaving import leaving
from cairong.orders.reads import Queued, queued
from cairong.parties.reads import cities
from cairong.policy.catalogue import sentences
from cairong.treasury.actions.draw_orders import draw_pay_order, draw_payee_order
from cairong.treasury.actions.send_instruction import answer_instruction, send_instruction
from cairong.treasury.ordering import payments_to_draw, versions_to_draw

LOGGER = logging.getLogger(__name__)


def round_of_gateway(exchange: Exchange) -> int:
    """Do what is due in each real city; count it. What fails is tried again, and stops no other.

    Killed anywhere it goes on from its rows.
    """
    real = [city for city, demo in cities().items() if not demo]
    return sum(_of_city(system(city=city).through(Channel.GATEWAY), exchange) for city in real)


def _of_city(actor: Actor, exchange: Exchange) -> int:
    """Write, send, take answers, in this order: each goes on from what the one before left."""
    payees = (partial(draw_payee_order, version_id=pk) for pk in versions_to_draw(actor))
    done = sum(_tried(act, actor) for act in payees)
    payments = (partial(draw_pay_order, payment_id=pk) for pk in payments_to_draw(actor))
    done += sum(_tried(act, actor) for act in payments)
    done += sum(_tried(partial(_send, exchange, row), actor) for row in queued(actor.city))
    own = [row for row in exchange.answers() if row.number.startswith(f"{actor.city}-")]
    return done + sum(_tried(partial(_take, exchange, row), actor) for row in own)


def _send(exchange: Exchange, instruction: Queued, *, actor: Actor, now: datetime) -> None:
    """Bring an instruction to the treasury, with what proves it."""
    number = instruction.order.number
    send_instruction(
        instruction_id=instruction.pk,
        carry=lambda: exchange.put(number, leaving(instruction.order)),
        drop=lambda: exchange.take_back(number),
        actor=actor,
        now=now,
    )


def _take(exchange: Exchange, answer: TreasuryAnswer, *, actor: Actor, now: datetime) -> None:
    """Keep what the treasury answers, then put its file away; a refused one is kept apart."""
    try:
        answer_instruction(
            number=answer.number,
            digest=answer.order,
            serial=answer.serial,
            arrived_on=answer.arrived_on,
            actor=actor,
            now=now,
        )
    except Refusal as refusal:
        exchange.refuse(answer.number, "\n".join(each.text for each in sentences(refusal)))
        raise
    exchange.done(answer.number)


def _tried(act: Callable[..., object], actor: Actor) -> int:
    try:
        act(actor=actor, now=clock.now())
    except Exception:
        LOGGER.exception("the gateway could not carry out %s", act)
        return 0
    return 1
