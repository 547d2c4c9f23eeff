"""One intent with all under it that its reader may see: institutions asked, offers, loans."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.cases import inquiries
from cairong.cases.accounts import Unlocked, unlocked_of
from cairong.cases.financings import Financing, Records, financings, title_of
from cairong.cases.looks import Shown, shown_of
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.states import State
from cairong.lending.disputes import disputable_of, starts_of
from cairong.lending.models import Application, Consent, Intent, Loan, Offer, StartDispute
from cairong.lending.reads import applications_of, intent_for, loans_of, side_by_side
from cairong.lending.states import APPLICATION, AWAITING_LOCK, INTENT
from cairong.lending.steps.contact import PURSUED
from cairong.lending.steps.eligibility import Judged, criterion_of, judged_by_institutions
from cairong.policy.eligibility import Criterion
from cairong.products.on_duty import OnDuty, asked_in
from cairong.rulebook.reads import calendar_of
from cairong.treasury.models import Lock

READ = "lending.contact.read"
MOST_READINGS = 50


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An institution that was asked, what runs for it, and its consent to read one's contact.

    `pursued`: it may still be given. `inquired` is what it asked, `shares` whose days it took;
    `disputable`: the start of its clock may still be disputed. `judged` is what it judged of the
    criteria of eligibility, `rejected_by` the criterion that a rejection rests on; `liaison` is
    whom to ask there today.
    """

    application: Application
    state: State
    pursued: bool
    consent: Consent | None
    deadline: Deadline | None
    inquired: list[inquiries.Asked]
    dispute: StartDispute | None
    disputable: bool
    shares: inquiries.Shares
    judged: list[Judged]
    looks: Shown
    rejected_by: Criterion | None
    liaison: OnDuty | None


@dataclass(frozen=True, kw_only=True)
class IntentView:
    """All that an actor may see of one intent, to the loan; who read the supplier's contact.

    Offers stand the cheapest first; `unlocked` is what is known of the account to be locked.
    """

    intent: Intent
    title: str
    state: State
    financing: Financing
    asked: list[Asked]
    offers: list[Offer]
    unlocked: Unlocked | None
    to_consent: list[Lock]
    loans: list[Loan]
    readings: list[Event]


def intent_view(actor: Actor, intent_id: UUID, *, now: datetime) -> IntentView:
    """Gather one intent with what the actor may see under it. Raises NotFound."""
    intent, today = intent_for(actor, intent_id), day_of(now)
    applications = list(applications_of(actor).filter(intent=intent))
    offers = side_by_side(actor, intent)
    loans = list(loans_of(actor).filter(offer__in=offers).order_by("drawn_on", "pk"))
    (financing,) = financings(actor, [Records(intent, applications, offers, loans)], now=now)
    accepted = next((offer for offer in offers if offer.state in AWAITING_LOCK), None)
    calendar = calendar_of(actor.city)
    locks = {offer.lock.pk: offer.lock for offer in offers if offer.lock is not None}
    readings = Event.objects.filter(city=actor.city, type=READ, about__contains=[intent.pk])
    return IntentView(
        intent=intent,
        title=title_of(intent),
        state=INTENT.states[intent.state],
        financing=financing,
        asked=_asked(actor, intent, applications, now=now),
        offers=offers,
        unlocked=unlocked_of(actor, accepted, today=today, calendar=calendar) if accepted else None,
        to_consent=[lock for lock in locks.values() if lock.state == "requested"],
        loans=loans,
        readings=list(readings.order_by("-seq")[:MOST_READINGS]),
    )


def _asked(
    actor: Actor, intent: Intent, applications: list[Application], *, now: datetime
) -> list[Asked]:
    standing = Consent.objects.filter(
        intent=intent, withdrawn_at__isnull=True, until__gte=day_of(now)
    )
    consents = {each.institution_id: each for each in standing}
    ids = [application.pk for application in applications]
    running, asked = open_deadlines(actor, now, ids), inquiries.asked_of(ids)
    calendar = calendar_of(actor.city)
    disputed = {each.application_id: each for each in starts_of(actor).filter(application__in=ids)}
    disputable = disputable_of(applications, disputed, day_of(now))
    judged = judged_by_institutions(ids)
    liaisons = asked_in(
        actor.city, {each.institution_id for each in applications}, intent.region, day_of(now)
    )
    looks = shown_of(applications, actor.city, day_of(now))
    own = {pk: [each for each in asked if each.inquiry.application_id == pk] for pk in ids}
    return [
        Asked(
            application=application,
            state=APPLICATION.states[application.state],
            pursued=application.state in PURSUED,
            consent=consents.get(application.institution_id)
            if application.state in PURSUED
            else None,
            deadline=running.get(application.pk),
            inquired=own[application.pk],
            dispute=disputed.get(application.pk),
            disputable=application.pk in disputable,
            shares=inquiries.shares_of(
                application, own[application.pk], today=day_of(now), calendar=calendar
            ),
            judged=list(judged[application.pk]),
            looks=looks[application.pk],
            rejected_by=criterion_of(application.reject_code),
            liaison=liaisons.get(application.institution_id),
        )
        for application in applications
    ]
