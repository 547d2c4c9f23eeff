"""How fast an institution decides, how often in time, and what it has lent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Q, QuerySet, Sum

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of, days_between
from cairong.lending.overdues import overdues_of
from cairong.lending.reads import applications_of, draws_waiting, loans_of
from cairong.lending.states import LIVE_OVERDUE
from cairong.listing.counting import Counting, counted_for, number_of
from cairong.oversight.urgings import excused
from cairong.policy.calendar_data import CALENDAR
from cairong.rulebook.reads import calendar_of

SPAN_DAYS = 365
MOST = 5000
KINDS = ("first_contact", "decide_application", "meet_conditions", "disburse_loan")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """An institution's applications by where they stand, its loans, and a year of its duties.

    `outstanding` is in fen, `overdue` counts loans; `median` in working days of the `decided`;
    `percent` of the `judged` duties were `kept`. Both are None where there is nothing to judge by.
    """

    submitted: int
    complete: int
    approved: int
    draws: int
    outstanding: int
    overdue: int
    kept: int
    judged: int
    decided: int
    median: float | None

    @property
    def percent(self) -> int | None:
        """How many in a hundred duties were kept."""
        return round(100 * self.kept / self.judged) if self.judged else None


def pace_of(actor: Actor, now: datetime) -> Pace:
    """Work out an institution's median of deciding, its rate in time and what it has lent."""
    today = day_of(now)
    duties = _judged_duties(actor, today)
    figures = counted_for(_figures, actor, now)
    spans = _spans_of_deciding(actor, duties)
    return Pace(**figures, decided=len(spans), median=median(spans) if spans else None)


def _figures(actor: Actor, today: date) -> list[Counting]:
    states = {name: number_of(Q(state=name)) for name in ("submitted", "complete", "approved")}
    return [
        (applications_of(actor), states),
        (loans_of(actor).filter(state="repaying"), {"outstanding": Sum("outstanding_fen")}),
        (overdues_of(actor).filter(state__in=LIVE_OVERDUE), {"overdue": number_of()}),
        (draws_waiting(actor), {"draws": number_of()}),
        (_judged_duties(actor, today), punctuality(today=today)),
    ]


def _judged_duties(actor: Actor, today: date) -> QuerySet[Duty]:
    """List a year's duties by which an institution is judged."""
    return Duty.objects.filter(
        city_id=actor.city,
        holder_organisation=actor.organisation_id,
        kind__in=KINDS,
        start_on__gte=today - timedelta(days=SPAN_DAYS),
    ).exclude(pk__in=excused().values("duty_id"))


def _spans_of_deciding(actor: Actor, duties: QuerySet[Duty]) -> list[int]:
    """Count the working days each decision took."""
    decided = duties.filter(kind="decide_application", done_on__isnull=False)
    days = list(decided.values_list("start_on", "done_on")[:MOST])
    calendar = calendar_of(actor.city) if days else CALENDAR
    return [days_between(start, done, "working", calendar) for start, done in days if done]
