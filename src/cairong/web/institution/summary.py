"""The institution's figures beside its desk: how fast, how often in time, what is lent."""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q, Sum

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality as judged
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of, days_between
from cairong.lending.reads import applications_of, draws_waiting, loans_of
from cairong.rulebook.reads import calendar_of
from cairong.web.desk.summaries import Summary

TEMPLATE = "institution/summary.html"
SPAN_DAYS = 365
MOST = 5000
KINDS = ("first_contact", "decide_application", "disburse_loan")


def summary(actor: Actor, now: datetime) -> Summary:
    """Work out an institution's median of deciding, its rate in time and what it has lent."""
    counts = (
        applications_of(actor)
        .order_by()
        .aggregate(
            submitted=Count("pk", filter=Q(state="submitted")),
            complete=Count("pk", filter=Q(state="complete")),
            approved=Count("pk", filter=Q(state="approved")),
        )
    )
    money = (
        loans_of(actor).order_by().filter(state="repaying")
        .aggregate(outstanding=Sum("outstanding_fen"), loans=Count("pk"))
    )  # fmt: skip
    context = {
        **counts,
        "loans": money["loans"],
        "outstanding": money["outstanding"] or 0,
        "draws": draws_waiting(actor).count(),
        **punctuality(actor, now),
    }
    return Summary(template=TEMPLATE, context=context)


def punctuality(actor: Actor, now: datetime) -> dict[str, str | int | None]:
    """Work out, over a year: the median working days of deciding, and the share done in time.

    A duty still open counts once its day is over.
    """
    today, calendar = day_of(now), calendar_of(actor.city)
    duties = Duty.objects.filter(
        city_id=actor.city,
        holder_organisation=actor.organisation_id,
        kind__in=KINDS,
        start_on__gte=today - timedelta(days=SPAN_DAYS),
    ).exclude(state="cancelled")
    kept, ended = judged(duties, today=today)
    decided = duties.filter(kind="decide_application", done_on__isnull=False)
    spans = [
        days_between(start_on, done_on, "working", calendar)
        for start_on, done_on in decided.values_list("start_on", "done_on")[:MOST]
        if done_on
    ]
    return {
        "median": f"{median(spans):g}" if spans else "",
        "decided": len(spans),
        "percent": round(100 * kept / ended) if ended else None,
        "kept": kept,
        "ended": ended,
    }
