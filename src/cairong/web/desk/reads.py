"""What waits at a desk, what it has done and what it has started."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.parties.models import Proposal

MOST_SHOWN = 100
COLLEAGUES: dict[Role, tuple[Role, ...]] = {
    Role.COUNTY_CLERK: (Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER),
    Role.INSTITUTION_MANAGER: (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits at a desk: duties by the day they are due, and proposals for a second person."""

    duties: list[Duty]
    proposals: list[Proposal]
    overdue: int
    today: int

    @property
    def total(self) -> int:
        """Count all that waits."""
        return len(self.duties) + len(self.proposals)


def waiting_for(actor: Actor, *, today: date) -> Waiting:
    """List what waits for an actor now, the next due first."""
    duties = list(duties_of(actor).select_related("holder_organisation")[:MOST_SHOWN])
    return Waiting(
        duties=duties,
        proposals=list(proposals_of(actor).select_related("prepared_by")[:MOST_SHOWN]),
        overdue=sum(one.due_on < today for one in duties),
        today=sum(one.due_on == today for one in duties),
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
