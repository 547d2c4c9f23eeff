"""Daily: offers and intents whose time is over lapse, with notice."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Intent, Offer
from cairong.lending.reads import intents_of, offer_for, offers_of
from cairong.lending.states import INTENT, OFFER
from cairong.lending.steps.holding import (
    end_application,
    end_open_applications,
    follow_offers,
    hold_largest,
    locked_intent,
)

OFFER_OVER, INTENT_OVER = "报价有效期已过", "意向有效期已过"


def lapse_offers(*, actor: Actor, now: datetime) -> int:
    """Let every offer lapse that was not accepted in its time; counts them."""
    over = offers_of(actor).filter(state="offered", valid_until__lt=day_of(now))
    count = 0
    for offer_id in list(over.values_list("pk", flat=True)):
        with suppress(WrongState):
            lapse_offer(actor=actor, now=now, offer_id=offer_id)
            count += 1
    return count


def lapse_intents(*, actor: Actor, now: datetime) -> int:
    """Let every intent lapse that nobody was chosen for in its time; counts them."""
    over = intents_of(actor).filter(state__in=["open", "offered"], lapses_on__lt=day_of(now))
    count = 0
    for intent_id in list(over.values_list("pk", flat=True)):
        with suppress(WrongState):
            lapse_intent(actor=actor, now=now, intent_id=intent_id)
            count += 1
    return count


@use_case(Role.SYSTEM)
def lapse_offer(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Let one offer lapse; what it held is free, the intent goes on with what is left.

    Raises WrongState where it was answered meanwhile. Writes: lending.Offer, Application, Intent,
    treasury.Entry.
    """
    found = offer_for(actor, offer_id)
    intent, receivable = locked_intent(actor, found.intent_id)
    offer = offer_for(actor, offer_id, lock=True)
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
        tell=[
            Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER),
            Tell(organisation_id=offer.institution_id, role=Role.INSTITUTION_OFFICER),
        ],
    )
    offer.refresh_from_db()
    return offer


@use_case(Role.SYSTEM)
def lapse_intent(*, actor: Actor, now: datetime, intent_id: UUID) -> Intent:
    """Let one intent lapse with every application and offer under it.

    Raises WrongState where it was decided meanwhile. Writes: lending.Intent, Application, Offer,
    treasury.Entry, clocks.Mark.
    """
    intent, receivable = locked_intent(actor, intent_id)
    before = intent.state
    intent.state = INTENT.after(before, "lapse")
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
        tell=[
            Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER),
            *(Tell(organisation_id=one, role=Role.INSTITUTION_OFFICER) for one in told),
        ],
    )
    return intent
