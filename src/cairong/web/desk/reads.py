"""What waits at a desk, what it has done and what it has started."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.doors.lists import PER_PAGE
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.parties.models import Proposal

MOST_PROPOSALS = 500
COLLEAGUES: dict[Role, tuple[Role, ...]] = {
    Role.COUNTY_CLERK: (Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER),
    Role.INSTITUTION_MANAGER: (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One page of what waits at a desk: proposals for a second person, then duties by due day.

    `total`, `overdue` and `today` count all pages.
    """

    duties: list[Duty]
    proposals: list[Proposal]
    total: int
    overdue: int
    today: int
    number: int
    last: int


def waiting_for(actor: Actor, *, today: date, page: int = 1) -> Waiting:
    """List what waits for an actor now, the next due first; past the end, the last page."""
    duties, proposals = duties_of(actor), proposals_of(actor)
    counts = duties.order_by().aggregate(
        duties=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        today=Count("pk", filter=Q(due_on=today)),
    )
    before = list(proposals.select_related("prepared_by")[:MOST_PROPOSALS])
    total = len(before) + counts.pop("duties")
    last = max(1, -(-total // PER_PAGE))
    number = min(page, last)
    first, end = (number - 1) * PER_PAGE, number * PER_PAGE
    return Waiting(
        proposals=before[first:end],
        duties=list(duties[max(0, first - len(before)) : max(0, end - len(before))]),
        total=total,
        number=number,
        last=last,
        **counts,
    )


def duties_of(actor: Actor) -> QuerySet[Duty]:
    """List the open duties an actor's role in its organisation has to fulfil.

    A duty of the bureau's desks names no organisation: there is one bureau in a city.
    """
    own = Q(holder_organisation=actor.organisation_id)
    if actor.role in BUREAU:
        own |= Q(holder_organisation__isnull=True)
    rows = Duty.objects.filter(
        own,
        city_id=actor.city,
        state__in=OPEN,
        holder_role__in=(actor.role, *COLLEAGUES.get(actor.role, ())),
    )
    if not actor.whole_city:
        rows = rows.filter(Q(region=actor.region) | Q(region=""))
    return rows.order_by("due_on", "pk")


def proposals_of(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals that wait for an actor's role as the second person."""
    rows = Proposal.objects.filter(
        city_id=actor.city,
        organisation=actor.organisation_id,
        approves=actor.role,
        state="waiting",
    )
    if not actor.whole_city:
        rows = rows.filter(region=actor.region)
    return rows.order_by("prepared_at", "pk")


def started_by(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals an actor's person has made, newest first."""
    return Proposal.objects.filter(
        city_id=actor.city, organisation=actor.organisation_id, prepared_by=actor.person_id
    ).order_by("-prepared_at", "-pk")


def done_by(actor: Actor) -> QuerySet[Event]:
    """List what an actor's person has done for its organisation, newest first."""
    return Event.objects.filter(
        city=actor.city, person_id=actor.person_id, organisation_id=actor.organisation_id
    ).order_by("-seq")
