"""The figures beside a desk of those who act: what waits, what is under way, what it comes to."""

from datetime import datetime

from cairong.cases.agencies import agency_figures
from cairong.cases.figures import bureau_figures, locks_to_acknowledge, purchaser_figures
from cairong.cases.financings import under_way
from cairong.cases.holdings import room_of
from cairong.cases.pace import pace_of
from cairong.cases.undelivered import undelivered_count
from cairong.contracts.reads import unclaimed_count
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.outreach.reads import unopened_letters
from cairong.web.cases.telling import card_shown
from cairong.web.desk.summaries import Summary


def of_purchaser(actor: Actor, now: datetime) -> Summary:
    """Count and sum what waits to be signed, accepted, asked for."""
    context = {
        **purchaser_figures(actor, now),
        "officer": actor.role is Role.PURCHASER_OFFICER,
        "locks": locks_to_acknowledge(actor),
    }
    return Summary(template="purchaser/summary.html", context=context)


def of_agency(actor: Actor, now: datetime) -> Summary:
    """Show an agency for whom it acts until when, what it issued, and what was read of it."""
    return Summary(template="agencies/summary.html", context=agency_figures(actor, now))


def of_supplier(actor: Actor, now: datetime) -> Summary:
    """Sum up what a supplier has, as its first screen: headroom, letters, financings under way."""
    context = {
        "room": room_of(actor),
        "letters": unopened_letters(actor),
        "unclaimed": unclaimed_count(actor),
        "cards": [card_shown(actor, each) for each in under_way(actor, now=now)],
    }
    return Summary(context=context, page="supplier/home.html")


def of_institution(actor: Actor, now: datetime) -> Summary:
    """Show an institution its pace: how fast, how often in time, what is lent."""
    pace = pace_of(actor, now)
    context = {**vars(pace), "percent": pace.percent}
    return Summary(template="institution/summary.html", context=context)


def of_procurement(actor: Actor, now: datetime) -> Summary:
    """Count the filings of a region, and how many reviews of this year were in time."""
    context = _worded(bureau_figures(actor, now, filings=True), now)
    return Summary(template="finance/procurement_summary.html", context=context)


def of_treasury(actor: Actor, now: datetime) -> Summary:
    """Count locks, payments and arrivals that wait or are stuck, and sum what is owed and paid."""
    stuck = {"stuck": undelivered_count(actor, now)}
    context = {**bureau_figures(actor, now, money=True), **stuck}
    return Summary(template="finance/treasury_summary.html", context=context)


def of_clerk(actor: Actor, now: datetime) -> Summary:
    """Show a county's clerk both desks at once."""
    context = _worded(bureau_figures(actor, now, filings=True, money=True), now)
    return Summary(template="finance/clerk_summary.html", context=context)


def _worded(figures: dict[str, int], now: datetime) -> dict[str, int | None]:
    kept, judged = figures["kept"], figures["judged"]
    percent = round(100 * kept / judged) if judged else None
    return {**figures, "percent": percent, "year": day_of(now).year}
