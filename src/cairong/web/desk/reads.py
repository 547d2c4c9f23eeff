"""What waits at a desk, what it has done and what it has started."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat, NullIf, Trim, TruncDate

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.contracts.models import Award, Contract
from cairong.doors.lists import PER_PAGE
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import SHANGHAI
from cairong.lending.models import Intent
from cairong.listing.counting import number_of
from cairong.parties.four_eyes import proposals_to_decide
from cairong.parties.models import Proposal
from cairong.policy.duties import DUTIES
from cairong.web.desk.among import Among
from cairong.web.desk.sent import with_sent

APPROVAL = "approval"
MOST_PROPOSALS = 500
HOLDERS = frozenset(one.holder for one in DUTIES.values())
COLLEAGUES: dict[Role, tuple[Role, ...]] = {
    Role.COUNTY_CLERK: (Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER),
    Role.INSTITUTION_MANAGER: (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One page of what waits at a desk: proposals for a second person, then duties by due day.

    `total`, `overdue` and `today` count all pages; `possible` is whether anything can ever wait.
    """

    duties: list[Any]
    proposals: list[Any]
    total: int
    overdue: int
    today: int
    number: int
    last: int
    possible: bool


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
        proposals=_with_cases(before[first:end]),
        duties=list(with_sent(duties_of(actor))[span]) if duties else [],
        total=total,
        number=number,
        last=last,
        possible=can_wait(actor),
        **counts,
    )


def _counts(actor: Actor, today: date) -> dict[str, int]:
    """Count the duties of a desk; a role that no kind of duty falls to has none."""
    if not _holds(actor):
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
    if not _approves(actor):
        return []
    return list(proposals_of(actor).select_related("prepared_by")[:MOST_PROPOSALS])


def can_wait(actor: Actor) -> bool:
    """Whether any kind of duty, or any act for a second person, ever waits at an actor's desk."""
    return _holds(actor) or _approves(actor)


def _holds(actor: Actor) -> bool:
    return bool(HOLDERS.intersection(roles_at(actor)))


def _approves(actor: Actor) -> bool:
    return any(act.approves == actor.role for act in ACTS.values())


def _with_cases(proposals: list[Any]) -> list[Any]:
    """Name in `case` what each proposal is about; no statement where there is none."""
    if proposals:
        rows = of_case(Proposal.objects.filter(pk__in=[one.pk for one in proposals]))
        cases = dict(rows.values_list("pk", "case"))
        for one in proposals:
            one.case = cases[one.pk]
    return proposals


def roles_at(actor: Actor) -> tuple[Role, ...]:
    """List the roles whose duties wait at an actor's desk: its own, and those it looks after."""
    return (actor.role, *COLLEAGUES.get(actor.role, ()))


def acts_as(actor: Actor, role: Role | None) -> bool:
    """Whether what waits for a role waits for this actor: its own, or a desk it stands in for.

    A manager looks after what waits for the others of his house, and does none of it.
    """
    return role is not None and (
        role == actor.role or (actor.role in BUREAU and role in roles_at(actor))
    )


def duties_of(actor: Actor) -> QuerySet[Duty]:
    """List the open duties an actor's role in its organisation has to fulfil.

    There is one bureau in a city: the roles of its desks say whose a duty is.
    """
    rows = Duty.objects.filter(city_id=actor.city, state__in=OPEN, holder_role__in=roles_at(actor))
    if actor.role not in BUREAU:
        rows = rows.filter(holder_organisation=actor.organisation_id)
    if not actor.whole_city:
        rows = rows.filter(Q(region=actor.region) | Q(region=""))
    return rows.order_by("due_on", "pk")


def proposals_of(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals that wait for an actor as the second person, the oldest first."""
    return proposals_to_decide(actor).order_by("prepared_at", "pk")


def todo_of(
    actor: Actor, *, words: str = "", kind: str = "", due: Q | None = None
) -> QuerySet[Any]:
    """List all that waits at a desk as one: its `id`, `what`, `since` and `until` when.

    `what` is the kind of duty, or APPROVAL for a proposal; a proposal has no due day and stands
    before all that has. Narrowed by words of the case, by `what`, by the due day of duties.
    """
    duties, proposals = duties_of(actor), proposals_of(actor)
    if words:
        said, by = Q(title__icontains=words), Q(prepared_by__name__icontains=words)
        duties = of_whole_case(duties).filter(said | Q(whole_case__icontains=words))
        proposals = of_case(proposals).filter(by | Q(case__icontains=words))
    if due is not None:
        duties, proposals = duties.filter(due), proposals.none()
    if kind:
        duties = duties.none() if kind == APPROVAL else duties.filter(kind=kind)
        proposals = proposals if kind == APPROVAL else proposals.none()
    first = Value(date.min, output_field=DateField())
    return (
        duties.order_by()
        .values("id", what=F("kind"), since=F("start_on"), until=F("due_on"))
        .union(
            proposals.order_by().values(
                "id",
                what=Value(APPROVAL),
                since=TruncDate("prepared_at", tzinfo=SHANGHAI),
                until=first,
            ),
            all=True,
        )
    )


def started_by(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals an actor's person has made or carries on for another, newest first."""
    mine = Q(prepared_by=actor.person_id) | Q(carried_by=actor.person_id)
    rows = Proposal.objects.filter(mine, city_id=actor.city, organisation=actor.organisation_id)
    return rows.order_by("-prepared_at", "-pk")


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
    listed = Among("pk", OuterRef(about))
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


def of_whole_case(duties: QuerySet[Duty]) -> QuerySet[Any]:
    """Name in `whole_case` the contract or award of each duty, or of the intent it is about."""
    contract = Trim(Concat("contract__title", Value(" "), "contract__no"))
    intents = Intent.objects.filter(Among("pk", OuterRef("about"))).annotate(
        case=Coalesce(NullIf(contract, Value("")), "award__title", output_field=CharField())
    )
    named: QuerySet[Any] = of_case(duties).annotate(
        whole_case=Coalesce(
            NullIf("case", Value("")), Subquery(intents.values("case")[:1]), Value("")
        )
    )
    return named
