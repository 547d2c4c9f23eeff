"""A holiday notice gives offers, intents and lock requests the days they count on (D15).

Their last day moves later, never earlier: a day that was shown to a supplier is kept.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, day_of
from cairong.lending.models import Application, Intent, Offer
from cairong.lending.reads import intent_for, offer_for
from cairong.lending.states import OPEN_APPLICATIONS, OPEN_INTENTS
from cairong.lending.steps.tellings import both_told
from cairong.lending.steps.terms import intent_until, offer_until
from cairong.parties.reads import city_of
from cairong.rulebook.reads import calendar_of
from cairong.rulebook.steps.later import put_later
from cairong.treasury.actions.prolong_lock import locks_to_prolong, prolong_lock


def to_prolong(city: str, calendar: Calendar) -> list[Callable[..., object]]:
    """List the acts by which a calendar puts last days later that stand now."""
    offers = Offer.objects.filter(city_id=city, state="offered")
    intents = Intent.objects.filter(city_id=city, state__in=OPEN_INTENTS)
    return [
        *(partial(prolong_lock, lock_id=pk) for pk in locks_to_prolong(city, calendar)),
        *(
            partial(prolong_offer, offer_id=offer.pk)
            for offer in offers
            if _offer_day(offer, calendar) > offer.valid_until
        ),
        *(
            partial(prolong_intent, intent_id=intent.pk)
            for intent in intents
            if _intent_day(intent, calendar) > intent.lapses_on
        ),
    ]


@use_case(Role.SYSTEM, word="报价有效期顺延")
def prolong_offer(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Move an offer's last day to where the days off known now put it; both sides are told.

    Raises WrongState where it was answered, lapsed or moved meanwhile. Writes: lending.Offer.
    Source: 三(一)-2, D15.
    """
    offer = offer_for(actor, offer_id, lock=True)
    last = _offer_day(offer, calendar_of(actor.city))
    before = put_later(offer, "valid_until", last, stands=offer.state == "offered")
    intent = offer.intent
    record(
        actor=actor,
        now=now,
        type="lending.offer.prolonged",
        subject=offer,
        about=[offer.application_id, intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id, offer.institution_id],
        before={"valid_until": before},
        after={"from": before, "valid_until": offer.valid_until},
        basis=["三(一)-2"],
        tell=both_told(intent, offer.institution_id),
    )
    return offer


@use_case(Role.SYSTEM, word="意向有效期顺延")
def prolong_intent(*, actor: Actor, now: datetime, intent_id: UUID) -> Intent:
    """Move an intent's last day off a day of rest that became known; all asked are told.

    Raises WrongState where it was decided, lapsed or moved meanwhile. Writes: lending.Intent.
    Source: 三(一)-2, 民法典§203, D15.
    """
    intent = intent_for(actor, intent_id, lock=True)
    last = _intent_day(intent, calendar_of(actor.city))
    before = put_later(intent, "lapses_on", last, stands=intent.state in OPEN_INTENTS)
    asked = Application.objects.filter(intent=intent, state__in=OPEN_APPLICATIONS)
    told = list(asked.order_by("pk").values_list("institution_id", flat=True))
    record(
        actor=actor,
        now=now,
        type="lending.intent.prolonged",
        subject=intent,
        about=[intent.contract_id, intent.award_id],
        visible_to=[intent.supplier_id, *told],
        before={"lapses_on": before},
        after={"from": before, "lapses_on": intent.lapses_on},
        basis=["三(一)-2"],
        tell=both_told(intent, *told),
    )
    return intent


@consumer(
    "lending.prolong",
    word="顺延有效期",
    each=lambda actor, _: to_prolong(actor.city, calendar_of(actor.city)),
)
def prolong(*, actor: Actor, now: datetime, event: Event) -> None:
    """Note that a notice has been gone through."""
    record(
        actor=actor,
        now=now,
        type="lending.terms.prolonged",
        subject=city_of(actor.city),
        after={"year": event.after["year"]},
        basis=["三(一)-2"],
    )


def _offer_day(offer: Offer, calendar: Calendar) -> date:
    return offer_until(offer.city_id, day_of(offer.offered_at), calendar)


def _intent_day(intent: Intent, calendar: Calendar) -> date:
    return intent_until(intent.city_id, day_of(intent.registered_at), calendar)
