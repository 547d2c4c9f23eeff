"""The supplier says no: to an offer, to what of it is not drawn yet, or to its own intent."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import Intent, Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.holding import (
    end_application,
    follow_offers,
    hold_largest,
    let_go,
    locked_intent,
    locked_offer,
    take_back,
)
from cairong.lending.steps.partners import locks_of, partners_of, partners_told
from cairong.lending.steps.tellings import institutions_told
from cairong.treasury.models import Receivable

DECLINED, WITHDRAWN = "供应商谢绝报价", "供应商撤回意向"


@use_case(Role.SUPPLIER, word="不接受报价")
def decline_offer(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Decline an offer, or step back from an accepted one.

    Before the first draw that ends the intent, after it what is not drawn is given up; what the
    offer held is free at once. Raises NotFound, WrongState once drawn whole.
    Writes: lending.Offer, Application, Intent, treasury.Entry, clocks.Mark. Source: 双方自愿.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    before, ended = offer.state, None
    if before == "offered":
        _turn_down(offer, intent, receivable, now)
    else:
        ended = let_go(offer, intent, receivable, act="decline", now=now, reason=DECLINED)
    record(
        actor=actor,
        now=now,
        type="lending.offer.declined",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id, *locks_of(ended)],
        visible_to=[offer.institution_id, *partners_of(ended, now)],
        before={"state": before},
        after={"state": offer.state, "drawn_fen": offer.drawn_fen},
        basis=["二(一)-5"],
        tell=[*institutions_told(offer.institution_id), *partners_told(ended, now)],
    )
    return offer


@use_case(Role.SUPPLIER, word="撤回融资意向")
def withdraw_intent(*, actor: Actor, now: datetime, intent_id: UUID) -> Intent:
    """Withdraw an intent with every application and offer under it, before one is accepted.

    Raises NotFound, WrongState. Writes: lending.Intent, Application, Offer, treasury.Entry,
    clocks.Mark.
    """
    intent, receivable = locked_intent(actor, intent_id)
    before = intent.state
    told = take_back(intent, receivable, now=now, reason=WITHDRAWN)
    record(
        actor=actor,
        now=now,
        type="lending.intent.withdrawn",
        subject=intent,
        about=[intent.contract_id],
        visible_to=told,
        before={"state": before},
        after={"state": intent.state},
        basis=["二(一)-3"],
        tell=institutions_told(*told),
    )
    return intent


def _turn_down(offer: Offer, intent: Intent, receivable: Receivable, now: datetime) -> None:
    offer.state = OFFER.after(offer.state, "decline")
    end_application(offer.application, "decline", now=now, reason=DECLINED)
    hold_largest(intent, receivable, now=now)
    follow_offers(intent)
