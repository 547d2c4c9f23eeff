"""An intent whose ground is gone ends: its award was cancelled, or its money is paid and repaid."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import consumer, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.lending.models import Intent, Offer
from cairong.lending.states import INTENT, LIVE_OFFERS, OPEN_INTENTS
from cairong.lending.steps.holding import (
    end_open_applications,
    hold_largest,
    let_go,
    locked_intent,
)
from cairong.lending.steps.partners import Ended, locks_of, partners_of, partners_told
from cairong.lending.steps.tellings import both_told
from cairong.parties.reads import city_of
from cairong.treasury.models import Receivable

CANCELLED, PAID = "中标(成交)项目已取消", "合同款已全部付清"


def to_end(actor: Actor, _event_id: int) -> list[Callable[..., object]]:
    """List the acts that end the intents whose award is cancelled or contract paid."""
    return [
        partial(end_groundless_intent, intent_id=pk)
        for pk in groundless(actor.city).values_list("pk", flat=True)
    ]


def groundless(city: str) -> QuerySet[Intent]:
    """List the intents, open or chosen, on an award cancelled or on nothing left to be paid."""
    cancelled = Q(contract=None, award__state="cancelled")
    paid = Q(
        receivable__paid_fen=F("receivable__amount_fen"),
        receivable__outstanding_fen=0,
        receivable__received_fen=0,
    )
    alive = Intent.objects.filter(city_id=city, state__in=[*OPEN_INTENTS, "chosen"])
    return alive.filter(cancelled | paid).order_by("pk")


@use_case(Role.SYSTEM, word="依据已不存在的意向终止")
def end_groundless_intent(*, actor: Actor, now: datetime, intent_id: UUID) -> Intent:
    """End one intent that nothing can be lent on any more, with all that stands under it.

    Raises WrongState where it ended meanwhile, or money came back. Writes: lending.Intent,
    Application, Offer, treasury.Entry, LockOperation, Lock, clocks.Mark. Source: 一(一)-1, D9.
    """
    intent, receivable = locked_intent(actor, intent_id)
    if not groundless(actor.city).filter(pk=intent_id).exists():
        raise WrongState("lending.ground_stands", "一(一)-1", no=intent.no)
    reason, before = PAID if receivable else CANCELLED, intent.state
    ended: Ended | None = None
    if receivable and before == "chosen":
        lender, ended = _let_go(intent, receivable, reason, now)
        told = [lender]
    else:
        intent.state = INTENT.after(before, "lapse")
        intent.save(update_fields=["state"])
        told = end_open_applications(intent, "lapse", now=now, reason=reason)
        hold_largest(intent, receivable, now=now)
    record(
        actor=actor,
        now=now,
        type="lending.intent.groundless",
        subject=intent,
        about=[intent.contract_id, intent.award_id, *locks_of(ended)],
        visible_to=[intent.supplier_id, *told, *partners_of(ended, now)],
        before={"state": before},
        after={"no": intent.no, "state": intent.state, "reason": reason},
        basis=["一(一)-1"],
        tell=[*both_told(intent, *told), *partners_told(ended, now)],
    )
    return intent


def _let_go(
    intent: Intent, receivable: Receivable, reason: str, now: datetime
) -> tuple[UUID, Ended | None]:
    offer = locked(Offer.objects.filter(intent=intent, state__in=LIVE_OFFERS)).get()
    ended = let_go(offer, intent, receivable, act="lose_ground", now=now, reason=reason)
    return offer.institution_id, ended


@consumer("lending.end_groundless", word="结束没有依据的意向", each=to_end)
def end_groundless(*, actor: Actor, now: datetime, event: Event) -> None:
    """Note that the intents on a ground that is gone have been looked for."""
    record(
        actor=actor,
        now=now,
        type="lending.groundless.ended",
        subject=city_of(actor.city),
        after={"of": event.type},
        basis=["一(一)-1"],
    )
