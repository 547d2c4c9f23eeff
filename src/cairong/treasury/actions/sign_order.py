"""A signature of one order; with the second one what it says goes on. The gateway's."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.reads import doubted
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.orders.counting import desk_named, desk_of, is_signed
from cairong.orders.desks import SIGNERS
from cairong.orders.models import Instruction, Order, PersonKey
from cairong.orders.reads import order_by_digest
from cairong.orders.steps.drawing import KIND
from cairong.orders.steps.keys import carry_out
from cairong.orders.steps.signing import key_that_signed, take_signature
from cairong.orders.steps.telling import told_of_keys
from cairong.policy.orders import key_came_back
from cairong.policy.rule import require
from cairong.treasury.models import Receivable
from cairong.treasury.ordering import require_open
from cairong.treasury.steps.sending import await_answer
from cairong.treasury.steps.tellings import about

OF_KEYS = (KIND.KEY, KIND.END_KEY)


@use_case(*SIGNERS, word="签签名单")
def sign_order(
    *,
    actor: Actor,
    now: datetime,
    digest: str,
    signature: str,
    site: str,
    gone: Collection[str] = (),
) -> Order:
    """Take an actor's signature of the order of this digest.

    `gone` are the keys, by fingerprints, that ended and came back with the rows of a backup.
    With the last one it needs a payment's instruction stands, a key is registered or ended. Raises
    NotFound, Invalid for what no registered key signed, PolicyBreach, NotAllowed for somebody who
    may not sign it or decides nothing now, WrongState for an order that is over, Conflict also
    while the clock is in doubt: whether a key is a day old, nobody knows then.
    Writes: orders.Signature, orders.Instruction, orders.PersonKey. Source: 二(三)-4, D19.
    """
    order = order_by_digest(digest)
    await_answer(order.about_id)  # two who sign at once: the second sees the first's
    if order.kind != KIND.END_KEY and doubted(order.city_id):
        raise Conflict("orders.sign_later", "二(三)-4", number=order.number)
    require_open(order)
    key = key_that_signed(order, signature, site=site)
    if key.person_id != actor.person_id or actor.role not in desk_of(order):
        raise NotAllowed(
            "orders.no_mandate", "二(三)-4", person=key.person.name, desk=desk_named(order)
        )
    require(key_came_back(fingerprint=key.fingerprint, ended=gone))
    take_signature(order, key, signature, now)
    whole = is_signed(order)
    ended = _goes_on(order, now) if whole else []
    record(
        actor=actor,
        now=now,
        type="orders.order.signed",
        subject=order,
        about=[*_about(order), *(each.pk for each in ended)],
        after={
            "number": order.number,
            "code": order.code,
            "fingerprint": key.fingerprint,
            "whole": whole,
        },
        basis=["二(三)-4"],
        tell=_told(order, ended, now) if whole else (),
    )
    return order


def _goes_on(order: Order, now: datetime) -> list[PersonKey]:
    """Let what an order says go on; list the keys that end by it."""
    if order.kind == KIND.PAY:
        Instruction.objects.create(city_id=order.city_id, order=order, made_at=now)
    return carry_out(order, now) if order.kind in OF_KEYS else []


def _told(order: Order, ended: Iterable[PersonKey], now: datetime) -> list[Tell]:
    """Say who is told that a key was registered or ended; of what is paid, nobody is here."""
    if order.kind not in OF_KEYS:
        return []
    whose = [order.subject_id, *(each.person_id for each in ended)]
    return told_of_keys(order.city_id, whose, now)


def _about(order: Order) -> list[UUID]:
    if order.kind in OF_KEYS:
        return [order.about_id]
    receivable = Receivable.objects.get(pk=order.subject_id)
    return about(receivable, order.about_id)
