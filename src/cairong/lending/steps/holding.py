"""What an intent holds of the headroom, and how its state follows its offers (D9)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from cairong.audit.rows import locked, peek
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, Intent, Offer
from cairong.lending.reads import (
    APPLICATION_WORD,
    INTENT_WORD,
    OFFER_WORD,
    application_for,
    applications_of,
    intent_for,
    intents_of,
    offer_for,
    offers_of,
)
from cairong.lending.states import APPLICATION, INTENT, OFFER, OPEN_APPLICATIONS, OPEN_INTENTS
from cairong.lending.steps.inquiring import drop_open
from cairong.lending.steps.partners import Ended
from cairong.treasury.models import Receivable
from cairong.treasury.states import LIVE
from cairong.treasury.steps import exposure
from cairong.treasury.steps.locks import end_operation, release_if_free


def locked_intent(actor: Actor, intent_id: UUID) -> tuple[Intent, Receivable | None]:
    """Lock an intent after its receivable (package order), and answer both.

    Raises NotFound where it is not the actor's.
    """
    (receivable_id,) = peek(intents_of(actor), intent_id, INTENT_WORD, "receivable_id")
    receivable = exposure.locked(receivable_id) if receivable_id else None
    return intent_for(actor, intent_id, lock=True), receivable


def locked_application(
    actor: Actor, application_id: UUID
) -> tuple[Application, Intent, Receivable | None]:
    """Lock an application after its receivable and its intent, and answer all three.

    Raises NotFound where it is not the actor's.
    """
    (intent_id,) = peek(applications_of(actor), application_id, APPLICATION_WORD, "intent_id")
    intent, receivable = locked_intent(actor, intent_id)
    return application_for(actor, application_id, lock=True), intent, receivable


def offer_under(actor: Actor, offer_id: UUID) -> tuple[Offer, Receivable]:
    """Lock an offer after its receivable, its intent left alone, and answer both.

    Raises NotFound where it is not the actor's.
    """
    (receivable_id,) = peek(offers_of(actor), offer_id, OFFER_WORD, "receivable_id")
    receivable = exposure.locked(receivable_id)
    return offer_for(actor, offer_id, lock=True), receivable


def locked_offer(actor: Actor, offer_id: UUID) -> tuple[Offer, Intent, Receivable]:
    """Lock an offer after its receivable and its intent, and answer all three.

    Raises NotFound where it is not the actor's.
    """
    (intent_id,) = peek(offers_of(actor), offer_id, OFFER_WORD, "intent_id")
    intent, receivable = locked_intent(actor, intent_id)
    assert receivable is not None
    return offer_for(actor, offer_id, lock=True), intent, receivable


def hold(
    intent: Intent, receivable: Receivable, wanted_fen: int, *, cap_percent: int, now: datetime
) -> None:
    """Bring what an intent reserves to the wanted amount; both rows are locked.

    Writes: lending.Intent, treasury.Entry.
    """
    more = wanted_fen - intent.reserved_fen
    if more > 0:
        exposure.reserve(
            receivable=receivable,
            amount_fen=more,
            cap_percent=cap_percent,
            ref_id=intent.pk,
            now=now,
        )
    elif more < 0:
        exposure.unreserve(receivable=receivable, amount_fen=-more, ref_id=intent.pk, now=now)
    if more:
        intent.reserved_fen = wanted_fen
        intent.save(update_fields=["reserved_fen"])


def hold_largest(intent: Intent, receivable: Receivable | None, *, now: datetime) -> None:
    """Let an intent hold no more than its largest offer still waiting for an answer (D9)."""
    if receivable is None or not intent.reserved_fen:
        return
    waiting = Offer.objects.filter(intent=intent, state="offered")
    largest = waiting.aggregate(most=Max("amount_fen"))["most"] or 0
    hold(intent, receivable, min(largest, intent.reserved_fen), cap_percent=0, now=now)


def end_application(application: Application, act: str, *, now: datetime, reason: str) -> None:
    """End an application by an act of its table, with its waiting offer and its running duties.

    Writes: lending.Application, lending.Inquiry, lending.Offer, clocks.Mark.
    """
    application.state = APPLICATION.after(application.state, act)
    application.save(update_fields=["state"])
    drop_open(application, now=now)
    for offer in Offer.objects.filter(application=application, state="offered"):
        offer.state = OFFER.after(offer.state, act)
        offer.save(update_fields=["state"])
    cancel_duties(subject_id=application.pk, on=day_of(now), now=now, reason=reason)


def end_open_applications(intent: Intent, act: str, *, now: datetime, reason: str) -> list[UUID]:
    """End every open application of an intent; answers the institutions concerned."""
    waiting = Application.objects.filter(intent=intent, state__in=OPEN_APPLICATIONS)
    rows = list(locked(waiting.order_by("pk")))
    for application in rows:
        end_application(application, act, now=now, reason=reason)
    return [application.institution_id for application in rows]


def take_back(
    intent: Intent, receivable: Receivable | None, *, now: datetime, reason: str
) -> list[UUID]:
    """End an intent that its supplier does not want, with all under it; answers whom it asked.

    Raises WrongState once an offer was accepted. Writes: lending.Intent, Application, Offer,
    treasury.Entry, clocks.Mark.
    """
    intent.state = INTENT.after(intent.state, "withdraw")
    intent.save(update_fields=["state"])
    told = end_open_applications(intent, "withdraw", now=now, reason=reason)
    hold_largest(intent, receivable, now=now)
    return told


def let_go(
    offer: Offer, intent: Intent, receivable: Receivable, *, act: str, now: datetime, reason: str
) -> Ended | None:
    """End an accepted offer: undrawn, with its intent; drawn in part, what of it is not drawn.

    What it held is free, and a lock nothing stands under any more ends; answers that lock.
    Writes: lending.Offer, Application, Intent, treasury.Entry, LockOperation, Lock, clocks.Mark.
    """
    drawn = bool(offer.drawn_fen)
    offer.state = OFFER.after(offer.state, "waive_rest" if drawn else act)
    offer.save(update_fields=["state"])
    cancel_duties(subject_id=offer.pk, on=day_of(now), now=now, reason=reason)
    if not drawn:
        end_application(offer.application, act, now=now, reason=reason)
    hold(intent, receivable, 0, cap_percent=0, now=now)
    intent.state = INTENT.after(intent.state, "finance" if drawn else "close")
    intent.save(update_fields=["state"])
    if offer.loans.exclude(state="settled").exists():
        return None
    earlier = {each.pk: each.state for each in receivable.locks.filter(state__in=LIVE)}
    end_operation(offer_id=offer.pk, settled=drawn, now=now)
    lock = release_if_free(receivable=receivable, now=now)
    return None if lock is None else Ended(lock=lock, before=earlier[lock.pk])


def follow_offers(intent: Intent) -> None:
    """Set an undecided intent's state by what stands: offers, open applications, or neither.

    Writes: lending.Intent.
    """
    if intent.state not in OPEN_INTENTS:
        return
    if Offer.objects.filter(intent=intent, state="offered").exists():
        act = "offer"
    elif Application.objects.filter(intent=intent, state__in=OPEN_APPLICATIONS).exists():
        act = "reopen" if intent.state == "offered" else ""
    else:
        act = "close"
    if act:
        intent.state = INTENT.after(intent.state, act)
        intent.save(update_fields=["state"])
