"""The bureau's figures beside its desks: filings that wait, locks, payments, what is stuck."""

from datetime import datetime

from cairong.cases.figures import bureau_figures
from cairong.cases.undelivered import undelivered_count
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.web.desk.summaries import Summary


def of_procurement(actor: Actor, now: datetime) -> Summary:
    """Count the filings of a region, and how many reviews of this year were in time."""
    context = _worded(bureau_figures(actor, now, filings=True), now)
    return Summary(template="finance/procurement_summary.html", context=context)


def of_treasury(actor: Actor, now: datetime) -> Summary:
    """Count locks, payments and arrivals that wait, and sum what is owed and paid."""
    context = {
        **bureau_figures(actor, now, money=True),
        "stuck": undelivered_count(actor, now),
    }
    return Summary(template="finance/treasury_summary.html", context=context)


def of_clerk(actor: Actor, now: datetime) -> Summary:
    """Show a county's clerk both desks at once."""
    context = _worded(bureau_figures(actor, now, filings=True, money=True), now)
    return Summary(template="finance/clerk_summary.html", context=context)


def _worded(figures: dict[str, int], now: datetime) -> dict[str, int | None]:
    kept, judged = figures["kept"], figures["judged"]
    percent = round(100 * kept / judged) if judged else None
    return {**figures, "percent": percent, "year": day_of(now).year}
