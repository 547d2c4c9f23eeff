"""What waits at a desk, what it has done and what it has started."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat, Trim

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.contracts.models import Award, Contract
from cairong.doors.lists import PER_PAGE
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.parties.four_eyes import ACTS
from cairong.parties.models import Proposal
from cairong.policy.duties import DUTIES
from cairong.web.desk.summaries import number_of

MOST_PROPOSALS = 500
HOLDERS = frozenset(one.holder for one in DUTIES.values())
COLLEAGUES: dict[Role, tuple[Role, ...]] = {
    Role.COUNTY_CLERK: (Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER),
    Role.INSTITUTION_MANAGER: (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER),
}


class _Among(Func):
    """Whether the first value is one of those in the second, an array."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One page of what waits at a desk: proposals for a second person, then duties by due day.

    `total`, `overdue` and `today` count all pages.
    """

    duties: list[Duty]
    proposals: list[Any]
    total: int
    overdue: int
    today: int
    number: int
    last: int


def waiting_for(actor: Actor, *, today: date, page: int = 1) -> Waiting:
    """List what waits for an actor now, the next due first; past the end, the last page."""
    counts = _counts(actor, today)
    before = _waiting_proposals(actor)
    duties = counts.pop("duties")
    total = len(before) + duties
    last = max(1, -(-total // PER_PAGE))
    number = min(page, last)
    first, end = (number - 1) * PER_PAGE, number * PER_PAGE
    span = slice(max(0, first - len(before)), max(0, end - len(before)))
    return Waiting(
        proposals=before[first:end],
        duties=list(duties_of(actor)[span]) if duties else [],
        total=total,
        number=number,
        last=last,
        **counts,
    )


def _counts(actor: Actor, today: date) -> dict[str, int]:
    """Count the duties of a desk; a role that no kind of duty falls to has none."""
    if not HOLDERS.intersection(_roles(actor)):
        return {"duties": 0, "overdue": 0, "today": 0}
    found: dict[str, int] = (
        duties_of(actor)
        .order_by()
        .aggregate(
            duties=number_of(),
            overdue=number_of(Q(due_on__lt=today)),
            today=number_of(Q(due_on=today)),
        )
    )
    return found


def _waiting_proposals(actor: Actor) -> list[Any]:
    """List what waits for a second person's eyes; a role that approves no act has none."""
    if not any(act.approves == actor.role for act in ACTS.values()):
        return []
    return list(of_case(proposals_of(actor)).select_related("prepared_by")[:MOST_PROPOSALS])


def _roles(actor: Actor) -> tuple[Role, ...]:
    return (actor.role, *COLLEAGUES.get(actor.role, ()))


def duties_of(actor: Actor) -> QuerySet[Duty]:
    """List the open duties an actor's role in its organisation has to fulfil.

    There is one bureau in a city: the roles of its desks say whose a duty is.
    """
    rows = Duty.objects.filter(city_id=actor.city, state__in=OPEN, holder_role__in=_roles(actor))
    if actor.role not in BUREAU:
        rows = rows.filter(holder_organisation=actor.organisation_id)
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
    """List what an actor's person has done for its organisation, newest first.

    Reading a message is no act on anything.
    """
    rows = Event.objects.filter(
        city=actor.city, person_id=actor.person_id, organisation_id=actor.organisation_id
    )
    return rows.exclude(type="outreach.message.read").order_by("-seq")


def of_case(rows: QuerySet[Any], words: str = "", *, about: str = "about") -> QuerySet[Any]:
    """Name in `case` the contract (with its number) or the award that each row is about.

    With `words`, only the rows whose case says them. `about` is the column that lists the records.
    """
    listed = _Among("pk", OuterRef(about))
    contract = Contract.objects.filter(listed).annotate(
        case=Trim(Concat("title", Value(" "), "no"))
    )
    named: QuerySet[Any] = rows.annotate(
        case=Coalesce(
            Subquery(contract.values("case")[:1]),
            Subquery(Award.objects.filter(listed).values("title")[:1]),
            Value(""),
            output_field=CharField(),
        )
    )
    if words:
        named = named.filter(case__icontains=words)
    return named
