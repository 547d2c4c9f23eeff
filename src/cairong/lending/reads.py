"""Intents, applications, offers and loans as each actor may see them: not yours is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cairong.audit.arrays import Ids
from cairong.audit.models import Event
from cairong.audit.rows import anything, fetch
from cairong.clocks.models import Duty
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, Actor, Role
from cairong.kernel.calendar import Calendar, Due, add_working_days, day_of
from cairong.kernel.errors import NotFound
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.states import AWAITING_LOCK, CHOSEN_OFFERS, LIVE_OVERDUE, STANDING_OFFERS
from cairong.parties.models import InstitutionProfile
from cairong.parties.reads import served_regions
from cairong.rulebook.reads import Numbers, calendar_of, numbers_of
from cairong.treasury.models import Lock, PayeeChange
from cairong.treasury.reads import CHANGE_DROPPED
from cairong.treasury.states import LIVE, OPEN_CHANGES
from cairong.treasury.steps.locks import LAPSE as LOCK_LAPSE

CHANGE_HOLD = "change_hold_days"
UNLOCKED = """
    SELECT FROM lending_offer o LEFT JOIN treasury_lock l ON l.id = o.lock_id
    WHERE o.city_id = %s AND o.state = ANY(%s) AND (l.id IS NULL OR NOT l.state = ANY(%s))"""
UNDRAWN = "undrawn"
INTENT_WORD, APPLICATION_WORD, OFFER_WORD, LOAN_WORD = "融资意向", "融资申请", "报价", "贷款"
SOON_DAYS, SOON_LOAN_DAYS = 3, 30  # working days, days


def intents_of(actor: Actor) -> QuerySet[Intent]:
    """List the intents an actor may see, newest first; an institution those it was asked on."""
    rows = Intent.objects.filter(city_id=actor.city).select_related("supplier", "contract", "award")
    return _scoped(rows, actor, "supplier", "applications__institution", "region").order_by(
        "-registered_at", "-no"
    )


def applications_of(actor: Actor) -> QuerySet[Application]:
    """List the applications an actor may see, oldest first; an institution its own alone."""
    rows = Application.objects.filter(city_id=actor.city).select_related(
        "institution", "intent__supplier", "intent__contract", "intent__award"
    )
    return _scoped(rows, actor, "intent__supplier", "institution", "region").order_by(
        "submitted_at", "pk"
    )


def offers_of(actor: Actor) -> QuerySet[Offer]:
    """List the offers an actor may see, newest first; an institution its own alone."""
    rows = Offer.objects.filter(city_id=actor.city).select_related(
        "institution", "product_version__product", "intent__supplier", "intent__contract"
    )
    return _scoped(rows, actor, "intent__supplier", "institution", "intent__region").order_by(
        "-offered_at", "-pk"
    )


def loans_of(actor: Actor) -> QuerySet[Loan]:
    """List the loans an actor may see, newest first."""
    rows = Loan.objects.filter(city_id=actor.city).select_related(
        "institution", "supplier", "contract", "offer", "outside"
    )
    return _scoped(rows, actor, "supplier", "institution", "region").order_by("-drawn_on", "-no")


def intent_for(actor: Actor, intent_id: UUID, *, lock: bool = False) -> Intent:
    """Fetch an intent the actor may see. Raises NotFound."""
    return fetch(intents_of(actor), intent_id, INTENT_WORD, lock=lock)


def application_for(actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """Fetch an application the actor may see. Raises NotFound."""
    return fetch(applications_of(actor), application_id, APPLICATION_WORD, lock=lock)


def offer_for(actor: Actor, offer_id: UUID, *, lock: bool = False) -> Offer:
    """Fetch an offer the actor may see. Raises NotFound."""
    return fetch(offers_of(actor), offer_id, OFFER_WORD, lock=lock)


def loan_for(actor: Actor, loan_id: UUID) -> Loan:
    """Fetch a loan the actor may see. Raises NotFound. Its receivable's lock guards it too."""
    return fetch(loans_of(actor), loan_id, LOAN_WORD)


def obliged_to_province(institution_id: UUID) -> bool:
    """Whether an institution has to check in the provincial system: those connected to it (D21)."""
    profile = InstitutionProfile.objects.filter(organisation_id=institution_id).first()
    return profile is not None and profile.connected


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The receipt of a check: the document as it was published then, byte by byte."""

    content: bytes
    content_hash: str


def receipt_of(actor: Actor, application_id: UUID, verification_id: UUID) -> Receipt:
    """Fetch the receipt of one check of an application. Raises NotFound."""
    checks = application_for(actor, application_id).verifications.filter(pk=verification_id)
    for check in checks:
        return Receipt(content=bytes(check.receipt), content_hash=check.content_hash)
    raise NotFound("access.not_found", thing="核验凭证")


def side_by_side(actor: Actor, intent: Intent) -> list[Offer]:
    """List the offers of an intent, the cheapest by yearly cost first."""
    rows = offers_of(actor).filter(intent=intent).select_related("lock")
    return list(rows.order_by(F("irr_percent").asc(nulls_last=True), "offered_at", "pk"))


def offers_under(actor: Actor, lock: Lock) -> list[Offer]:
    """List the offers an actor may see that stand under a lock."""
    held = lock.operations.filter(state="open").values("offer_id")
    return list(offers_of(actor).filter(pk__in=held))


def desk(actor: Actor, *states: str) -> QuerySet[Application]:
    """List an institution's (or watcher's) applications in these states with their next due day.

    Each carries `due_on`, the day its running duty is due; the next due come first.
    """
    running = Duty.objects.filter(subject_id=OuterRef("pk"), state__in=["running", "paused"])
    rows = applications_of(actor).annotate(
        due_on=Subquery(running.order_by("due_on").values("due_on")[:1])
    )
    rows = rows.filter(state__in=states) if states else rows
    return rows.order_by(F("due_on").asc(nulls_last=True), "submitted_at", "pk")


def dealt_with(actor: Actor) -> QuerySet[Application]:
    """List an institution's applications as they stand, the next due first.

    `amount_fen`, `days` are those of the chosen offer, else what was asked for; `offer_state` is
    that of the offer, and empty where none is chosen.
    """
    chosen = Offer.objects.filter(application=OuterRef("pk"), state__in=CHOSEN_OFFERS)
    return desk(actor).annotate(
        amount_fen=Coalesce(Subquery(chosen.values("amount_fen")[:1]), "intent__amount_fen"),
        days=Coalesce(Subquery(chosen.values("days")[:1]), "intent__days"),
        offer_state=Subquery(chosen.values("state")[:1]),
    )


def next_deadlines(actor: Actor, now: datetime, ids: Sequence[UUID]) -> dict[UUID, Deadline]:
    """Say for each of these applications what is due next: on it, else on its chosen offer."""
    chosen = dict(
        Offer.objects.filter(application__in=ids, state__in=CHOSEN_OFFERS).values_list(
            "pk", "application"
        )
    )
    found = open_deadlines(actor, now, [*ids, *chosen])
    of_offers = {chosen[pk]: each for pk, each in found.items() if pk in chosen}
    return {**of_offers, **{pk: each for pk, each in found.items() if pk not in chosen}}


def standing_so(actor: Actor, _now: datetime, state: str) -> Q:
    """Keep the applications in a state, or those whose accepted offer is not drawn whole yet."""
    if state == UNDRAWN:
        return Q(pk__in=draws_waiting(actor).order_by().values("application"))
    return Q(state=state) if state else Q()


def due_soon(actor: Actor, now: datetime, when: str) -> Q:
    """Keep the applications whose next duty is overdue, due today, or due in some days."""
    today = day_of(now)
    if when == "soon":
        last = add_working_days(today, SOON_DAYS, calendar_of(actor.city)).due
        return Q(due_on__range=(today, last))
    return {"over": Q(due_on__lt=today), "today": Q(due_on=today)}.get(when, Q())


def repaid_soon(_actor: Actor, now: datetime, when: str) -> Q:
    """Keep the loans that are overdue, or fall due in some days."""
    today = day_of(now)
    soon = (today, today + timedelta(days=SOON_LOAN_DAYS))
    late = Q(overdues__state__in=LIVE_OVERDUE)
    running = {"over": late, "soon": Q(due_on__range=soon)}.get(when)
    return Q(state="repaying") & running if running else Q()


def contracts_served(actor: Actor) -> QuerySet[Contract]:
    """List what is signed and public in the regions an institution serves.

    Each carries `application_id`, the institution's own application on it, if any.
    """
    own = Application.objects.filter(
        institution_id=actor.organisation_id, intent__contract=OuterRef("pk")
    )
    return (
        contracts_of(actor)
        .filter(region__in=served_regions(actor), sample=False)
        .annotate(application_id=Subquery(own.values("pk")[:1]))
    )


def draws_waiting(actor: Actor) -> QuerySet[Offer]:
    """List accepted offers not drawn whole yet, each with `due_on` of its duty to disburse."""
    running = Duty.objects.filter(subject_id=OuterRef("pk"), state__in=["running", "paused"])
    return (
        offers_of(actor)
        .filter(state__in=STANDING_OFFERS)
        .select_related("lock")
        .annotate(due_on=Subquery(running.order_by("due_on").values("due_on")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "accepted_at", "pk")
    )


def unlocked_offers(actor: Actor) -> QuerySet[Any]:
    """List accepted offers under no live lock whose account is filed, so that days run (D11).

    `changing` says whether a change of the account is open, `dropped_at` when the last one ended
    without another account, `licence` what its institution may do.
    """
    receivable = OuterRef("receivable")
    changes = PayeeChange.objects.filter(receivable=receivable, state__in=OPEN_CHANGES)
    dropped = Event.objects.filter(
        city=OuterRef("city"), type=CHANGE_DROPPED, about__contains=Ids(receivable)
    )
    return (
        offers_of(actor)
        .filter(state__in=AWAITING_LOCK, receivable__current__isnull=False)
        .exclude(lock__state__in=LIVE)
        .select_related("lock", "receivable__current")
        .annotate(
            changing=Exists(changes),
            dropped_at=Subquery(dropped.order_by("-seq").values("at")[:1]),
            licence=F("institution__institution_profile__licence_kind"),
        )
    )


def unlocked_until(actor: Actor) -> Iterator[tuple[Any, date]]:
    """Give each of an actor's `unlocked_offers` with the last day on which it may be one.

    On most days a city has none: that is asked first, by a statement written once.
    """
    if not anything(UNLOCKED, actor.city, list(AWAITING_LOCK), list(LIVE)):
        return
    calendar, days = calendar_of(actor.city), days_to_lock(actor.city)
    for offer in unlocked_offers(actor):
        yield offer, lock_by(offer, calendar, days).due


def days_to_lock(city: str) -> Numbers:
    """Read once the numbers by which `lock_by` counts."""
    return numbers_of(city, CHANGE_HOLD, LOCK_LAPSE)


def lock_by(offer: Any, calendar: Calendar, days: Numbers | None = None) -> Due:
    """Count the days for which one of `unlocked_offers` may still be without a lock (D11).

    They run from when a lock could be asked for: since the acceptance, the standing of the
    account, and the end of the last request, whichever came last. A change of the account holds
    them, and one that comes to nothing lets them run anew, for so many working days after that
    and no longer: an offer does not wait for parties who leave a change lying. `days` may be handed
    in where it is asked of many.
    """
    days = days or days_to_lock(offer.city_id)
    lock = offer.lock
    began = [
        offer.accepted_at,
        offer.receivable.current.established_at,
        lock.ended_at if lock else None,
    ]
    start = day_of(max(each for each in began if each is not None))
    held = add_working_days(start, days(CHANGE_HOLD, start), calendar)
    if offer.dropped_at:
        start = max(start, min(day_of(offer.dropped_at), held.due))
    last = add_working_days(start, days(LOCK_LAPSE, start), calendar)
    return held if held.due > last.due and offer.changing else last


def _scoped[Row: Model](
    rows: QuerySet[Row], actor: Actor, supplier: str, institution: str, region: str
) -> QuerySet[Row]:
    own = actor.organisation_id
    if actor.role is Role.SUPPLIER:
        return rows.filter(**{supplier: own})
    if actor.role in INSTITUTION:
        return rows.filter(**{institution: own})
    if actor.role in BUREAU | OVERSEERS:
        return rows if actor.whole_city else rows.filter(**{region: actor.region})
    return rows if actor.role is Role.SYSTEM else rows.none()
