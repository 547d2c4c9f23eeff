"""The rounds of the gateway: write what is to be signed, send what is, read what is answered."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from cairong.clocks.steady import is_believed
from cairong.doors import clock
from cairong.gateway.exchange import Exchange, Rest
from cairong.gateway.simulated import answer_as_paid, unanswered
from cairong.home.trouble import Trouble
from cairong.kernel.actor import Actor, Channel, system
from cairong.kernel.errors import Conflict, Refusal
from cairong.orders.actions.keep_heard import keep_heard
from cairong.orders.answers import TreasuryAnswer
from cairong.orders.leaving import leaving
from cairong.orders.ledger import SHOWN
from cairong.orders.reads import Sending, instructions_in, paid_by, was_answered
from cairong.orders.watching import BETWEEN
from cairong.parties.reads import cities
from cairong.policy.catalogue import sentences
from cairong.treasury.actions.answer_instruction import answer_instruction
from cairong.treasury.actions.draw_orders import draw_pay_order, draw_payee_order
from cairong.treasury.actions.send_instruction import (
    close_instruction,
    hold_back_instruction,
    keep_sent,
    set_out_instruction,
)
from cairong.treasury.keeping import payment_kept
from cairong.treasury.ordering import (
    ended_as,
    gone_otherwise,
    over_instructions,
    payments_to_draw,
    versions_to_draw,
)
from cairong.treasury.proving import GONE, require_proven

LOGGER = logging.getLogger(__name__)
REST = timedelta(minutes=1)  # before what was refused is tried again
PATIENCE = 1.0  # seconds for a payment that somebody else holds: others are not kept waiting


class Answered(NamedTuple):
    """The number of an answer: whatever goes wrong with it, telling it again is an event."""

    number: str


_kept = partial(payment_kept, patience=PATIENCE)
type Work = tuple[object, Callable[..., object]]


def round_of_gateway(exchange: Exchange) -> int:
    """Do what is due in each city; count it. What fails is tried again, and stops no other.

    Killed anywhere it goes on from its rows. A demonstration is answered by the simulated treasury.
    """
    return sum(
        _of_city(system(city=city).through(Channel.GATEWAY), exchange, demo=demo)
        for city, demo in cities().items()
    )


def _of_city(actor: Actor, exchange: Exchange, *, demo: bool = False) -> int:
    """Write, send, take answers, in this order: each goes on from what the one before left.

    Where the clock is in doubt nothing sets out; what did is carried on, and answers are taken.
    """
    steps: list[Callable[[Actor], Iterator[Work]]] = [_to_draw, _to_drop]
    with_folder = (_to_simulate, *WITH_FOLDER) if demo else WITH_FOLDER
    steps += [partial(each, exchange) for each in with_folder]
    done, met = 0, []
    for key, act in (work for step in steps for work in step(actor)):
        met.append(key)
        done += _tried(exchange, key, act, actor)
    now = clock.now()
    stuck = [exchange.resting[key].why for key in met if key in exchange.resting]
    said = dict.fromkeys([*_contradicted(actor.city), exchange.trouble(actor.city, now), *stuck])
    keep_heard(
        city=actor.city,
        now=now,
        trouble=BETWEEN.join(each for each in said if each),
        unsure=exchange.ledger.why_unsure(actor.city),
    )
    return done


def _contradicted(city: str) -> Iterator[str]:
    """Say which instructions left that the rows of their payments know nothing of."""
    if found := gone_otherwise(city):
        numbers = "、".join(each.order.number for each in found[:SHOWN])
        yield f"支付指令 {numbers} {GONE}:请停止支付,通知审计员,向国库查明"


def _to_draw(actor: Actor) -> Iterator[Work]:
    for pk in versions_to_draw(actor):
        yield pk, partial(draw_payee_order, version_id=pk)
    for pk in payments_to_draw(actor):
        yield pk, partial(draw_pay_order, payment_id=pk)


def _to_drop(actor: Actor) -> Iterator[Work]:
    """Let go of what is queued and leaves no more, whatever the folder, list and clock say."""
    for row in instructions_in(actor.city, "queued"):
        if ended_as(row.order):
            yield row.pk, partial(_set_out, row, used=False)


def _to_close(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    for row in over_instructions(actor.city):
        yield row.pk, partial(_close, exchange, row)


def _close(exchange: Exchange, instruction: Sending, *, actor: Actor, now: datetime) -> None:
    """Put the file of an instruction away whose payment was recorded otherwise, and close it."""
    with _kept(instruction.order.about_id):
        exchange.put_away(instruction.order.number)
        close_instruction(instruction_id=instruction.pk, actor=actor, now=now)


def _to_keep(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    """Have the folder remember which keys ended, and what was dropped, through a restore.

    A list that cannot be read stops nothing else.
    """
    ledger = exchange.ledger
    try:
        unkept = bool(ledger.not_kept(actor.city) or ledger.over_not_kept(actor.city))
    except OSError:
        unkept = True
    if unkept:
        yield "ended keys", partial(_keep, exchange)


def _keep(exchange: Exchange, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as acts are called
    exchange.ledger.keep_ended(actor.city)
    exchange.ledger.keep_over(actor.city)


def _to_set_out(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    """Let what is queued set out, unless folder and rows disagree; no number is used twice.

    Nothing does while the folder takes nothing: it would come back from there each time.
    """
    rows = instructions_in(actor.city, "queued")
    if not rows or not is_believed(actor.city, clock.reading()):
        return
    if exchange.ledger.why_held(actor.city) or not exchange.can_write():
        return
    for row in rows:
        used = exchange.ledger.is_otherwise(row.order.number, row.order.digest)
        yield row.pk, partial(_set_out, row, used=used)


def _set_out(instruction: Sending, *, used: bool, actor: Actor, now: datetime) -> None:
    with _kept(instruction.order.about_id):
        set_out_instruction(instruction_id=instruction.pk, used=used, actor=actor, now=now)


def _to_carry(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    if not instructions_in(actor.city, "queued", "leaving"):
        exchange.failed = ""
    rows = instructions_in(actor.city, "leaving")
    if rows and exchange.ledger.why_held(actor.city):
        return
    for row in rows:
        yield row.pk, partial(_carry, exchange, row)


def _to_simulate(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    for row in unanswered(exchange, actor.city):
        yield ("simulated", row.pk), partial(answer_as_paid, exchange, row)


def _to_answer(exchange: Exchange, actor: Actor) -> Iterator[Work]:
    on_the_way = {row.order.number for row in instructions_in(actor.city, "leaving")}
    for answer in exchange.answers():
        if answer.number.startswith(f"{actor.city}-") and answer.number not in on_the_way:
            yield Answered(answer.number), partial(_take, exchange, answer)


WITH_FOLDER = (_to_close, _to_keep, _to_set_out, _to_carry, _to_answer)


def _carry(exchange: Exchange, instruction: Sending, *, actor: Actor, now: datetime) -> None:
    """Bring an instruction that set out to the treasury, with what proves it, and mark it sent.

    Its signatures are checked anew each time, since rows may have been written meanwhile, and
    whether its payment is on its way still: what the desk recorded by the bank slip stays here.
    Where nothing of it was ever written it is put back.
    """
    number = instruction.order.number
    with _kept(instruction.order.about_id):
        if ended_as(instruction.order):
            return
        try:
            require_proven(instruction.order)
            exchange.put(number, leaving(instruction.order), str(instruction.order.pk))
        except (OSError, Trouble, Conflict):
            if exchange.never_left(number):
                hold_back_instruction(instruction_id=instruction.pk, actor=actor, now=now)
            raise
        keep_sent(instruction_id=instruction.pk, actor=actor, now=now)


def _take(exchange: Exchange, answer: TreasuryAnswer, *, actor: Actor, now: datetime) -> None:
    """Keep what the treasury answers, then put its file away; a refused one is kept apart.

    What was refused because others are at it is tried again.
    """
    if not was_answered(actor.city, answer):
        try:
            with _kept(paid_by(actor.city, answer.number)):
                answer_instruction(answer=answer, actor=actor, now=now)
        except Conflict:
            raise
        except Refusal as refusal:
            exchange.refuse(answer.number, refusal)
            raise
    exchange.done(answer.number)


def _tried(exchange: Exchange, key: object, act: Callable[..., object], actor: Actor) -> int:
    """Try one thing; what was refused rests a minute, since each refusal is a row.

    So does an answer in any case: it may have been kept, and only its file not put away.
    """
    now, rest = clock.now(), exchange.resting.get(key)
    if rest is not None and now < rest.until <= now + REST:
        return 0
    try:
        act(actor=actor, now=now)
    except Exception as error:
        if isinstance(error, Refusal) or isinstance(key, Answered):
            exchange.resting[key] = Rest(now + REST, _why(error))
        LOGGER.exception("the gateway could not carry out %s", act)
        return 0
    exchange.resting.pop(key, None)
    return 1


def _why(error: Exception) -> str:
    if isinstance(error, Refusal):
        return "".join(each.text for each in sentences(error))
    return "回执没有记入,请看 log/gateway.log"
