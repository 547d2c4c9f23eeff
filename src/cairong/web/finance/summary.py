"""The bureau's figures beside its desks: filings that wait, locks, payments, what is stuck."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.treasury.reads import changes_for, locks_for, payments_for, receivables_for
from cairong.web.desk.summaries import Summary
from cairong.web.finance.exceptions import undelivered


def of_procurement(actor: Actor, now: datetime) -> Summary:
    """Count the filings of a region, and how many reviews of this year were in time."""
    return Summary(template="finance/procurement_summary.html", context=_filings(actor, now))


def of_treasury(actor: Actor, now: datetime) -> Summary:
    """Count locks and payments that wait, and sum what is owed and paid."""
    return Summary(template="finance/treasury_summary.html", context=_money(actor, now))


def of_clerk(actor: Actor, now: datetime) -> Summary:
    """Show a county's clerk both desks at once."""
    context = {"filings": _filings(actor, now), "money": _money(actor, now)}
    return Summary(template="finance/clerk_summary.html", context=context)


def _filings(actor: Actor, now: datetime) -> dict[str, Any]:
    counts = (
        contracts_of(actor)
        .order_by()
        .filter(sample=False)
        .aggregate(
            announced=Count("state", filter=Q(state="announced")),
            returned=Count("state", filter=Q(state="returned")),
            filed=Count("state", filter=Q(state__in=["filed", "settled"])),
        )
    )
    today = day_of(now)
    duties = Duty.objects.filter(
        city_id=actor.city, kind="review_filing", start_on__year=today.year
    ).exclude(state="cancelled")
    if not actor.whole_city:
        duties = duties.filter(region=actor.region)
    kept, ended = punctuality(duties, today=today)
    percent = round(100 * kept / ended) if ended else None
    return {**counts, "ended": ended, "kept": kept, "percent": percent, "year": today.year}


def _money(actor: Actor, now: datetime) -> dict[str, Any]:
    payments = (
        payments_for(actor)
        .order_by()
        .filter(state="requested")
        .aggregate(count=Count("pk"), fen=Sum("amount_fen"))
    )
    sums = (
        receivables_for(actor)
        .order_by()
        .aggregate(due=Sum("due_fen"), paid=Sum("paid_fen"), out=Sum("outstanding_fen"))
    )
    treasury = actor.role in (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
    return {
        "locks": locks_for(actor).filter(state="purchaser_acknowledged").count(),
        "changes": changes_for(actor).filter(state="agreed").count(),
        "payments": payments["count"],
        "payments_fen": payments["fen"] or 0,
        **{name: fen or 0 for name, fen in sums.items()},
        "stuck": len(undelivered(actor, now)) if treasury else 0,
    }
