"""The supplier's first screen: what can be financed, what waits for one, what is under way."""

from datetime import date, datetime

from django.db.models import Q

from cairong.contracts.reads import unclaimed_awards
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Offer
from cairong.lending.reads import offers_of
from cairong.outreach.reads import letters_of
from cairong.web.desk.summaries import Summary
from cairong.web.supplier.cards import cards_under_way
from cairong.web.supplier.holdings import financeable, receivables_of, total_financeable

PAGE = "supplier/home.html"
MOST, SHOWN = 200, 5
OF_RECEIVABLE = (
    "amount_fen", "retention_fen", "cap_percent", "paid_fen", "in_transit_fen", "reserved_fen",
    "outstanding_fen",
)  # fmt: skip
OF_OFFER = (
    "state", "amount_fen", "days", "irr_percent", "valid_until", "institution__name",
    "lock__state", "lock__lapses_on", "intent__contract__title",
)  # fmt: skip


def summary(actor: Actor, now: datetime) -> Summary:
    """Sum up what a supplier has: headroom, contracts, decisions, financings under way."""
    today = day_of(now)
    owed = receivables_of(actor).select_related(None).exclude(state="paid")
    receivables = list(owed.only(*OF_RECEIVABLE)[:MOST])
    answers = _awaiting_answer(actor, today)
    letters = letters_of(actor).select_related(None).filter(opened_at=None)
    context = {
        "headroom": total_financeable(receivables),
        "contracts": sum(1 for one in receivables if financeable(one)),
        "offers": [one for one in answers if one.state == "offered"][:SHOWN],
        "locking": [one for one in answers if one.state != "offered"][:SHOWN],
        "letters": list(letters[:3]),
        "unclaimed": unclaimed_awards(actor).count(),
        "cards": cards_under_way(actor, today=today),
    }
    return Summary(context=context, page=PAGE)


def _awaiting_answer(actor: Actor, today: date) -> list[Offer]:
    """List the offers to answer and those whose lock waits for consent, the soonest to lapse first.

    One statement for both.
    """
    rows = offers_of(actor).select_related(None)
    rows = rows.select_related("institution", "lock", "intent__contract").only(*OF_OFFER)
    wanted = Q(state="offered", valid_until__gte=today) | Q(lock__state="requested")
    return list(rows.filter(wanted).order_by("valid_until", "pk")[:MOST])
