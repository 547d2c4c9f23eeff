"""The institution's figures beside its desk: how fast, how often in time, what is lent."""

from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Q, QuerySet, Sum

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of, days_between
from cairong.lending.reads import applications_of, draws_waiting, loans_of
from cairong.listing.counting import counted, number_of
from cairong.policy.calendar_data import CALENDAR
from cairong.rulebook.reads import calendar_of
from cairong.web.desk.summaries import Summary

TEMPLATE = "institution/summary.html"
SPAN_DAYS = 365
MOST = 5000
KINDS = ("first_contact", "decide_application", "meet_conditions", "disburse_loan")


def summary(actor: Actor, now: datetime) -> Summary:
    """Work out an institution's median of deciding, its rate in time and what it has lent."""
    today = day_of(now)
    duties = _judged_duties(actor, today)
    states = {name: number_of(Q(state=name)) for name in ("submitted", "complete", "approved")}
    figures = counted(
        (applications_of(actor), states),
        (loans_of(actor).filter(state="repaying"), {"outstanding": Sum("outstanding_fen")}),
        (draws_waiting(actor), {"draws": number_of()}),
        (duties, punctuality(today=today)),
    )
    spans = _spans_of_deciding(actor, duties)
    kept, judged = figures["kept"], figures["judged"]
    context = {
        **figures,
        "median": f"{median(spans):g}" if spans else "",
        "decided": len(spans),
        "percent": round(100 * kept / judged) if judged else None,
    }
    return Summary(template=TEMPLATE, context=context)


def _judged_duties(actor: Actor, today: date) -> QuerySet[Duty]:
    """List a year's duties by which an institution is judged."""
    return Duty.objects.filter(
        city_id=actor.city,
        holder_organisation=actor.organisation_id,
        kind__in=KINDS,
        start_on__gte=today - timedelta(days=SPAN_DAYS),
    )


def _spans_of_deciding(actor: Actor, duties: QuerySet[Duty]) -> list[int]:
    """Count the working days each decision took."""
    decided = duties.filter(kind="decide_application", done_on__isnull=False)
    days = list(decided.values_list("start_on", "done_on")[:MOST])
    calendar = calendar_of(actor.city) if days else CALENDAR
    return [days_between(start, done, "working", calendar) for start, done in days if done]
