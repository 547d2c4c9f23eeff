"""The supplier's first screen: what can be financed, what waits for one, what is under way."""

from datetime import datetime

from cairong.contracts.reads import unclaimed_awards
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.reads import offers_of
from cairong.outreach.reads import letters_of
from cairong.treasury.reads import locks_for
from cairong.web.desk.summaries import Summary
from cairong.web.supplier.cards import cards_under_way
from cairong.web.supplier.holdings import financeable, receivables_of, total_financeable

PAGE = "supplier/home.html"
MOST = 200
OF_OFFER = ("amount_fen", "days", "irr_percent", "valid_until", "institution__name")
OF_LOCK = ("lapses_on", "institution__name", "receivable__contract__title")


def summary(actor: Actor, now: datetime) -> Summary:
    """Sum up what a supplier has: headroom, contracts, decisions, financings under way."""
    today = day_of(now)
    owed = receivables_of(actor).select_related(None).exclude(state="paid")
    receivables = list(owed[:MOST])
    offers = offers_of(actor).select_related(None).select_related("institution")
    waiting = offers.filter(state="offered", valid_until__gte=today).only(*OF_OFFER)
    asked = locks_for(actor).select_related(None)
    asked = asked.select_related("institution", "receivable__contract")
    locks = asked.filter(state="requested").only(*OF_LOCK)
    letters = letters_of(actor).select_related(None).filter(opened_at=None)
    context = {
        "headroom": total_financeable(receivables),
        "contracts": sum(1 for one in receivables if financeable(one)),
        "offers": list(waiting.order_by("valid_until")[:5]),
        "locks": list(locks[:5]),
        "letters": list(letters[:3]),
        "unclaimed": unclaimed_awards(actor).count(),
        "cards": cards_under_way(actor, today=today),
    }
    return Summary(context=context, page=PAGE)
