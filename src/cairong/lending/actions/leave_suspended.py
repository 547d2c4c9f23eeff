"""What waits at an institution whose new business was suspended goes back to its supplier."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.models import Event
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import carry_out_each, consumer, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.lending.models import Application, Loan, Offer
from cairong.lending.states import OPEN_APPLICATIONS, STANDING_OFFERS
from cairong.lending.steps.holding import (
    end_application,
    follow_offers,
    hold_largest,
    let_go,
    locked_application,
)
from cairong.lending.steps.named import named
from cairong.lending.steps.partners import Ended, locks_of, partners_of, partners_told
from cairong.lending.steps.tellings import both_told
from cairong.parties.models import InstitutionProfile, Organisation, Proposal

REASON = "机构暂停合作"
CLAUSE = "一(一)-4"


def to_leave(actor: Actor, event_id: int) -> Iterator[Callable[..., object]]:
    """List the acts that give back what waits at an institution that was suspended."""
    event = Event.objects.get(pk=event_id)
    for pk in stranded(actor.city, UUID(event.subject_id)).values_list("pk", flat=True):
        yield partial(leave_suspended, application_id=pk)


def stranded(city: str, institution_id: UUID) -> QuerySet[Application]:
    """List what waits at an institution that is suspended: undecided, unanswered.

    Where its draws are stopped too: also what was accepted and is not drawn whole, but for an offer
    of which a draw waits for its second person: it keeps its lock until that is sent back.
    """
    rows = Application.objects.filter(city_id=city, institution=institution_id).order_by("pk")
    profile = InstitutionProfile.objects.filter(pk=institution_id).first()
    if profile is None or profile.suspended_on is None:
        return rows.none()
    waiting = Q(state__in=OPEN_APPLICATIONS)
    if profile.draws_stopped:
        undrawn = Offer.objects.filter(institution=institution_id, state__in=STANDING_OFFERS)
        drawing = Proposal.objects.filter(
            act="lending.disburse", state="waiting", about__contains=[OuterRef("pk")]
        )
        waiting |= Q(pk__in=undrawn.exclude(Exists(drawing)).values("application"))
    return rows.filter(waiting)


def leave_stranded(*, actor: Actor, now: datetime) -> int:
    """Daily: give back what was held when its institution was suspended and no longer is."""
    suspended = InstitutionProfile.objects.filter(
        organisation__city_id=actor.city, suspended_on__isnull=False
    )
    acts = [
        partial(leave_suspended, application_id=pk)
        for institution in suspended.order_by("pk").values_list("pk", flat=True)
        for pk in stranded(actor.city, institution).values_list("pk", flat=True)
    ]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="暂停合作的机构退回申请")
def leave_suspended(*, actor: Actor, now: datetime, application_id: UUID) -> Application:
    """Give one application back: with its offer, what it holds of the headroom, and its clocks.

    The intent goes on at the other institutions asked, or closes where none is left; what was
    drawn of an accepted offer stays a loan, with its lock. The supplier reads that it may choose
    another. Raises WrongState where it ended meanwhile, or the institution is no longer suspended.
    Writes: lending.Application, Offer, Intent, treasury.Entry, LockOperation, Lock, clocks.Mark.
    Source: 一(一)-4, D9.
    """
    application, intent, receivable = locked_application(actor, application_id)
    if not stranded(actor.city, application.institution_id).filter(pk=application_id).exists():
        raise WrongState("lending.not_stranded", CLAUSE, no=intent.no)
    before, ended = application.state, None
    if before in OPEN_APPLICATIONS:
        end_application(application, "lose_lender", now=now, reason=REASON)
        follow_offers(intent)
        hold_largest(intent, receivable, now=now)
    else:
        assert receivable is not None
        offer = Offer.objects.get(application=application, state__in=STANDING_OFFERS)
        ended = let_go(offer, intent, receivable, act="lose_lender", now=now, reason=REASON)
        application.refresh_from_db()
    _record(actor, now, application, before=before, ended=ended)
    return application


def _record(
    actor: Actor, now: datetime, application: Application, *, before: str, ended: Ended | None
) -> None:
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type="lending.application.given_back",
        subject=application,
        about=[intent.pk, intent.contract_id, intent.award_id, *locks_of(ended)],
        visible_to=[intent.supplier_id, application.institution_id, *partners_of(ended, now)],
        before={**named(intent), "state": before},
        after={
            **named(intent),
            "state": application.state,
            "lender": application.institution.name,
            "intent": intent.state,
        },
        basis=[CLAUSE],
        tell=[*both_told(intent, application.institution_id), *partners_told(ended, now)],
    )


@consumer("lending.leave_suspended", word="退回暂停合作的机构未办结的申请", each=to_leave)
def leave_all(*, actor: Actor, now: datetime, event: Event) -> None:
    """Note that all was given back, and tell whoever has a loan there that it goes on as it was."""
    institution = Organisation.objects.get(pk=event.subject_id, city_id=actor.city)
    profile = InstitutionProfile.objects.get(pk=institution.pk)
    going = _going_on(institution) if profile.suspended_on else {}
    record(
        actor=actor,
        now=now,
        type="lending.suspended.followed",
        subject=institution,
        visible_to=[institution.pk, *going],
        after={"institution": institution.name, "suppliers": len(going)},
        basis=[CLAUSE],
        tell=[
            Tell(
                organisation_id=supplier,
                role=Role.SUPPLIER,
                saying="lending.suspended.stopped" if profile.draws_stopped else "",
                subject_id=record_id,
            )
            for supplier, record_id in going.items()
        ],
    )


def _going_on(institution: Organisation) -> dict[UUID, UUID]:
    """Find whose running loan, or accepted offer, stands there; each with its record to read."""
    offers = Offer.objects.filter(institution=institution, state__in=STANDING_OFFERS)
    loans = Loan.objects.filter(institution=institution, state="repaying").order_by("no")
    found = dict(offers.order_by("pk").values_list("intent__supplier", "intent"))
    return found | dict(loans.values_list("supplier", "pk"))
