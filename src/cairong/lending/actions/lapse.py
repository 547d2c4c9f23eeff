"""Daily: offers, accepted or not, and intents whose time is over lapse, with notice."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Intent, Offer
from cairong.lending.reads import (
    intents_of,
    lock_by,
    offers_of,
    unlocked_offers,
    unlocked_until,
)
from cairong.lending.states import INTENT, OFFER, OPEN_INTENTS
from cairong.lending.steps.holding import (
    end_application,
    end_open_applications,
    follow_offers,
    hold_largest,
    let_go,
    locked_intent,
    locked_offer,
)
from cairong.lending.steps.tellings import both_told
from cairong.rulebook.reads import calendar_of

OFFER_OVER, INTENT_OVER = "报价有效期已过", "意向有效期已过"
UNLOCKED = "没有按时锁定回款账户"


def lapse_offers(*, actor: Actor, now: datetime) -> int:
    """Let every offer lapse that was not accepted in its time; counts them."""
    over = offers_of(actor).filter(state="offered", valid_until__lt=day_of(now))
    acts = [partial(lapse_offer, offer_id=pk) for pk in over.values_list("pk", flat=True)]
    return carry_out_each(acts, actor=actor, now=now)


def lapse_intents(*, actor: Actor, now: datetime) -> int:
    """Let every intent lapse that nobody was chosen for in its time; counts them.

    One that an offer or a decision still in its days holds goes on until those have ended.
    """
    today = day_of(now)
    over = intents_of(actor).filter(state__in=OPEN_INTENTS, lapses_on__lt=today)
    if not over.exists():
        return 0
    over = over.exclude(pk__in=held_intents(actor.city, today))
    acts = [partial(lapse_intent, intent_id=pk) for pk in over.values_list("pk", flat=True)]
    return carry_out_each(acts, actor=actor, now=now)


def held_intents(city: str, today: date) -> QuerySet[Intent]:
    """List the intents that an offer, or a decision whose days have not ended, holds open."""
    deciding = Duty.objects.filter(
        city_id=city, kind="decide_application", state__in=OPEN, due_on__gte=today
    )
    offered = Q(offers__state="offered", offers__valid_until__gte=today)
    decided = Q(applications__in=deciding.values("subject_id"))
    return Intent.objects.filter(offered | decided, city_id=city)


def lapse_unlocked_offers(*, actor: Actor, now: datetime) -> int:
    """Let every accepted offer lapse that came under no lock in its time; counts them (D11)."""
    acts = [
        partial(lapse_unlocked_offer, offer_id=offer.pk)
        for offer, last in unlocked_until(actor)
        if day_of(now) > last
    ]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="未锁定账户的报价失效")
def lapse_unlocked_offer(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Let one accepted offer lapse whose account was not locked in time; what it held is free.

    Raises WrongState where a lock was asked for, a change of the account holds it still, or it was
    declined, meanwhile. Writes: lending.Offer, Application, Intent, treasury.Entry.
    Source: 二(三)-3, D11.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    before = offer.state
    OFFER.after(before, "lapse_unlocked")
    unlocked = unlocked_offers(actor).filter(pk=offer_id).first()
    last = lock_by(unlocked, calendar_of(actor.city)).due if unlocked else None
    if last is None or day_of(now) <= last:
        raise WrongState("lending.lock_in_time", "二(三)-3")
    let_go(offer, intent, receivable, act="lapse_unlocked", now=now, reason=UNLOCKED)
    record(
        actor=actor,
        now=now,
        type="lending.offer.unlocked_lapsed",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id],
        visible_to=[intent.supplier_id, offer.institution_id],
        before={"state": before},
        after={"state": offer.state, "until": last, "amount_fen": offer.amount_fen},
        basis=["二(三)-3"],
        tell=both_told(intent, offer.institution_id),
    )
    return offer


@use_case(Role.SYSTEM, word="报价到期失效")
def lapse_offer(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Let one offer lapse; what it held is free, the intent goes on with what is left.

    Raises WrongState where it was answered meanwhile. Writes: lending.Offer, Application, Intent,
    treasury.Entry.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    OFFER.after(offer.state, "lapse")
    end_application(offer.application, "lapse", now=now, reason=OFFER_OVER)
    hold_largest(intent, receivable, now=now)
    follow_offers(intent)
    record(
        actor=actor,
        now=now,
        type="lending.offer.lapsed",
        subject=offer,
        about=[offer.application_id, intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id, offer.institution_id],
        before={"state": "offered"},
        after={"state": "lapsed", "valid_until": offer.valid_until},
        basis=["二(一)-5"],
        tell=both_told(intent, offer.institution_id),
    )
    offer.refresh_from_db()
    return offer


@use_case(Role.SYSTEM, word="意向到期失效")
def lapse_intent(*, actor: Actor, now: datetime, intent_id: UUID) -> Intent:
    """Let one intent lapse with every application and offer under it.

    Raises WrongState where it was decided meanwhile, or an offer or a decision holds it. Writes:
    lending.Intent, Application, Offer, treasury.Entry, clocks.Mark. Source: 二(一)-3, 民法典§476.
    """
    intent, receivable = locked_intent(actor, intent_id)
    before = intent.state
    intent.state = INTENT.after(before, "lapse")
    if held_intents(actor.city, day_of(now)).filter(pk=intent_id).exists():
        raise WrongState("lending.intent_held", "二(一)-3", no=intent.no)
    intent.save(update_fields=["state"])
    told = end_open_applications(intent, "lapse", now=now, reason=INTENT_OVER)
    hold_largest(intent, receivable, now=now)
    record(
        actor=actor,
        now=now,
        type="lending.intent.lapsed",
        subject=intent,
        about=[intent.contract_id],
        visible_to=[intent.supplier_id, *told],
        before={"state": before},
        after={"state": intent.state, "lapses_on": intent.lapses_on},
        basis=["二(一)-3"],
        tell=both_told(intent, *told),
    )
    return intent
