"""Short words for acts of two persons and for the queue of the outbox."""

from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.db import transaction

from cairong.audit.models import Event, Outbox, RefusalRecord
from cairong.audit.outbox import deliver
from cairong.clocks.models import Duty
from cairong.driving.together import together
from cairong.kernel.errors import Refusal
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.parties.four_eyes import TwoPersonAct
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock
from cairong.treasury.steps.exposure import locked
from cairong.treasury.steps.locks import ask_lock
from treasury.ground import Ground, new_id


def both(act: TwoPersonAct, ground: Ground, side: str, now: datetime, **arguments):
    """The officer proposes, the approver approves."""
    persons = (ground.who(f"{side}-{part}") for part in ("officer", "approver"))
    return together(act, *persons, now, **arguments)


@contextmanager
def refused(kind: type[Refusal], code: str, obligation: str = ""):
    """The act inside must be refused so, leaving nothing but its record."""
    events = Event.objects.filter(type__startswith="treasury.").count()
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.findings[0].code == code
    assert caught.value.obligation == obligation
    assert Event.objects.filter(type__startswith="treasury.").count() == events
    assert RefusalRecord.objects.last().code == code


def ask(ground: Ground, now: datetime, institution=None) -> Lock:
    """An institution asks for the lock, as lending does inside its own transaction."""
    with transaction.atomic():
        return ask_lock(
            receivable=locked(ground.receivable.pk),
            institution=institution or ground.institution,
            offer_id=new_id(),
            now=now,
        )


def activate(ground: Ground, now: datetime) -> Lock:
    """A lock asked for, consented, acknowledged and confirmed."""
    lock = ask(ground, now)
    consent_lock(actor=ground.who("supplier"), now=now, lock_id=lock.pk)
    both(acknowledge_lock, ground, "purchaser", now, lock_id=lock.pk)
    return both(confirm_lock, ground, "treasury", now, lock_id=lock.pk)


def accept(ground: Ground, now: datetime, fen: int, on: date, milestone: str = "签订开票"):
    return record_acceptance(
        actor=ground.who("purchaser-officer"), now=now, contract_id=ground.contract.pk,
        milestone=milestone, amount_fen=fen, on=on,
    )  # fmt: skip


def request(ground: Ground, now: datetime, fen: int):
    return both(
        request_payment, ground, "purchaser", now, contract_id=ground.contract.pk, amount_fen=fen
    )


def release(ground: Ground, now: datetime, payment):
    return both(pay, ground, "treasury", now, payment_id=payment.pk)


def deliver_gateway(now: datetime) -> int:
    """Deliver what waits for the treasury's gateway; count it."""
    rows = list(Outbox.objects.filter(consumer=confirm_payment.name, done_at=None).order_by("id"))
    for row in rows:
        deliver(row, now=now, consumers={confirm_payment.name: confirm_payment})
    return len(rows)


def deliver_money(now: datetime) -> None:
    """Let the treasury confirm what was released, and the money go where it belongs."""
    consumers = {confirm_payment.name: confirm_payment, apply_remittance.name: apply_remittance}
    for consumer in consumers:
        for row in Outbox.objects.filter(consumer=consumer, done_at=None).order_by("id"):
            deliver(row, now=now, consumers=consumers)


def duty(subject, kind: str) -> Duty:
    return Duty.objects.filter(subject_id=subject.pk, kind=kind).order_by("pk").last()
