"""What is overdue, loan by loan and institution by institution: for desks. 二(四)-5, 三(一)-3"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Forgiveness, Overdue, OverdueContact, RepaymentPlan, WriteOff
from cairong.lending.overdues import (
    Cause,
    arrears_on,
    causes_of,
    overdue_for,
    overdues_of,
    running_overdues,
)
from cairong.policy.overdue import BUCKET_WORDS, Arrears, bucket_of
from cairong.rulebook.reads import calendar_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """One overdue loan: whose, how much, how many days, what is done, and who paid late."""

    key: str
    no: str
    institution: str
    supplier: str
    contract: str
    region: str
    due_on: date
    days: int
    bucket: str
    whole_fen: int
    principal_fen: int
    interest_fen: int
    state: str
    cause: str


def lines_of(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[Line]:
    """List the overdue loans an actor may see, the longest overdue first."""
    found = list(_running(actor, now))
    causes = causes_of([overdue for overdue, _ in found], day_of(now))
    return [_line(overdue, arrears, causes[overdue.pk]) for overdue, arrears in found]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How many loans of an institution are overdue, and how much of their principal, by days."""

    key: str
    institution: str
    loans: int
    principal_fen: int
    short: int
    short_fen: int
    middle: int
    middle_fen: int
    long: int
    long_fen: int
    planned: int
    written_off: int


def standings(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[Standing]:
    """Count what is overdue by institution: one plan or write-off takes nothing out of the days."""
    rows = defaultdict[UUID, list[tuple[Overdue, Arrears]]](list)
    for overdue, arrears in _running(actor, now):
        rows[overdue.loan.institution_id].append((overdue, arrears))
    return sorted((_standing(pk, found) for pk, found in rows.items()), key=_name)


def _running(actor: Actor, now: datetime) -> Iterator[tuple[Overdue, Arrears]]:
    """Give each running overdue with what is overdue of it today."""
    today, calendar = day_of(now), calendar_of(actor.city)
    for overdue in running_overdues(actor):
        arrears = arrears_on(overdue.loan, today, calendar)
        if arrears is not None:
            yield overdue, arrears


def days_overdue(overdue: Overdue, today: date) -> int:
    """Count the days since the last on which it was in time, up to its end where it has ended."""
    until = day_of(overdue.ended_at) if overdue.ended_at else today
    return (until - overdue.last_on).days


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One overdue with all that is read of it; contacts and plans the newest first.

    `arrears` is what is overdue today; None once it has ended.
    """

    overdue: Overdue
    arrears: Arrears | None
    days: int
    causes: list[Cause]
    contacts: list[OverdueContact]
    plans: list[RepaymentPlan]
    written: WriteOff | None
    forgiven: list[Forgiveness]


def shown_of(actor: Actor, now: datetime, overdue_id: UUID) -> Shown:
    """Read one overdue with its contacts, plans and write-off. Raises NotFound."""
    overdue, today = overdue_for(actor, overdue_id), day_of(now)
    ended = overdue.ended_at is not None
    return Shown(
        overdue=overdue,
        arrears=None if ended else arrears_on(overdue.loan, today, calendar_of(actor.city)),
        days=days_overdue(overdue, today),
        causes=causes_of([overdue], today)[overdue.pk],
        contacts=list(overdue.contacts.order_by("-at")),
        plans=list(overdue.plans.order_by("-proposed_at")),
        written=overdue.write_offs.first(),
        forgiven=list(overdue.forgiven.order_by("at", "pk")),
    )


@dataclass(frozen=True, kw_only=True)
class Forgiven:
    """What was forgiven of one loan: when, by whom, of whose, how much and why."""

    key: str
    on: date
    no: str
    institution: str
    supplier: str
    contract: str
    region: str
    principal_fen: int
    interest_fen: int
    reason: str


def forgiven_of(actor: Actor, _now: datetime, _chosen: Mapping[str, Any]) -> list[Forgiven]:
    """List what was forgiven of the loans an actor may see, the newest first."""
    mine = overdues_of(actor).order_by().values("pk")
    rows = Forgiveness.objects.filter(city_id=actor.city, overdue__in=mine)
    return [
        Forgiven(
            key=str(each.overdue_id),
            on=day_of(each.at),
            no=each.loan.no,
            institution=each.loan.institution.name,
            supplier=each.loan.supplier.name,
            contract=each.loan.contract.title,
            region=each.loan.region,
            principal_fen=each.principal_fen,
            interest_fen=each.interest_fen,
            reason=each.reason,
        )
        for each in rows.select_related(
            "loan__institution", "loan__supplier", "loan__contract"
        ).order_by("-at", "-pk")
    ]


def _line(overdue: Overdue, arrears: Arrears, causes: list[Cause]) -> Line:
    loan = overdue.loan
    return Line(
        key=str(overdue.pk),
        no=loan.no,
        institution=loan.institution.name,
        supplier=loan.supplier.name,
        contract=loan.contract.title,
        region=loan.region,
        due_on=overdue.due_on,
        days=arrears.days,
        bucket=str(bucket_of(arrears.days)),
        whole_fen=arrears.whole_fen,
        principal_fen=arrears.principal_fen,
        interest_fen=arrears.interest_fen + arrears.fee_fen,
        state=overdue.state,
        cause="、".join(f"{each.purchaser}迟付 {each.days} 天" for each in causes),
    )


def _standing(pk: UUID, found: list[tuple[Overdue, Arrears]]) -> Standing:
    sums = [(0, 0) for _ in BUCKET_WORDS]
    for _, arrears in found:
        place = bucket_of(arrears.days)
        count, fen = sums[place]
        sums[place] = count + 1, fen + arrears.principal_fen
    (short, middle, long) = sums
    states = [overdue.state for overdue, _ in found]
    return Standing(
        key=str(pk),
        institution=found[0][0].loan.institution.name,
        loans=len(found),
        principal_fen=sum(fen for _, fen in sums),
        short=short[0],
        short_fen=short[1],
        middle=middle[0],
        middle_fen=middle[1],
        long=long[0],
        long_fen=long[1],
        planned=states.count("planned"),
        written_off=states.count("written_off"),
    )


def _name(standing: Standing) -> str:
    return standing.institution
