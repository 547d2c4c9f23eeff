"""The bureau's figures beside its desks: filings that wait, locks, payments, what is stuck."""

from datetime import datetime

from django.db.models import Q, Sum

from cairong.cases.undelivered import undelivered
from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality
from cairong.contracts.reads import contracts_of
from cairong.contracts.states import ON_FILE
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.listing.counting import Counting, counted, number_of
from cairong.treasury.reads import changes_for, locks_for, payments_for, receivables_for
from cairong.web.desk.summaries import Summary


def of_procurement(actor: Actor, now: datetime) -> Summary:
    """Count the filings of a region, and how many reviews of this year were in time."""
    context = _worded(counted(*_filings(actor, now)), now)
    return Summary(template="finance/procurement_summary.html", context=context)


def of_treasury(actor: Actor, now: datetime) -> Summary:
    """Count locks, payments and arrivals that wait, and sum what is owed and paid."""
    context = {**counted(*_money(actor)), "stuck": undelivered(actor, now).count()}
    return Summary(template="finance/treasury_summary.html", context=context)


def of_clerk(actor: Actor, now: datetime) -> Summary:
    """Show a county's clerk both desks at once."""
    context = _worded(counted(*_filings(actor, now), *_money(actor)), now)
    return Summary(template="finance/clerk_summary.html", context=context)


def _filings(actor: Actor, now: datetime) -> list[Counting]:
    today = day_of(now)
    reviews = Duty.objects.filter(
        city_id=actor.city, kind="review_filing", start_on__year=today.year
    )
    if not actor.whole_city:
        reviews = reviews.filter(region=actor.region)
    states = {
        "announced": number_of(Q(state="announced")),
        "returned": number_of(Q(state="returned")),
        "filed": number_of(Q(state__in=ON_FILE)),
    }
    return [
        (contracts_of(actor).filter(sample=False), states),
        (reviews, punctuality(today=today)),
    ]


def _money(actor: Actor) -> list[Counting]:
    asked, on_way = Q(state="requested"), Q(state="released")
    payments = {
        "payments": number_of(asked),
        "payments_fen": Sum("amount_fen", filter=asked),
        "on_way": number_of(on_way),
    }
    sums = {"due": Sum("due_fen"), "paid": Sum("paid_fen"), "out": Sum("outstanding_fen")}
    return [
        (locks_for(actor).filter(state="purchaser_acknowledged"), {"locks": number_of()}),
        (changes_for(actor).filter(state="agreed"), {"changes": number_of()}),
        (payments_for(actor).filter(asked | on_way), payments),
        (receivables_for(actor), sums),
    ]


def _worded(figures: dict[str, int], now: datetime) -> dict[str, int | None]:
    kept, judged = figures["kept"], figures["judged"]
    percent = round(100 * kept / judged) if judged else None
    return {**figures, "percent": percent, "year": day_of(now).year}
