"""The supplier's first screen: what can be financed, what is new, what is under way."""

from datetime import datetime

from cairong.cases.financings import under_way
from cairong.contracts.reads import unclaimed_awards
from cairong.kernel.actor import Actor
from cairong.outreach.reads import letters_of
from cairong.web.desk.summaries import Summary
from cairong.web.supplier.cards import cards_shown
from cairong.web.supplier.holdings import financeable, receivables_of, total_financeable

PAGE = "supplier/home.html"
MOST = 200
OF_RECEIVABLE = (
    "amount_fen", "retention_fen", "cap_percent", "paid_fen", "in_transit_fen", "reserved_fen",
    "outstanding_fen",
)  # fmt: skip


def summary(actor: Actor, now: datetime) -> Summary:
    """Sum up what a supplier has: headroom, contracts, letters, financings under way."""
    owed = receivables_of(actor).select_related(None).exclude(state="paid")
    receivables = list(owed.only(*OF_RECEIVABLE)[:MOST])
    letters = letters_of(actor).select_related(None).filter(opened_at=None)
    context = {
        "headroom": total_financeable(receivables),
        "contracts": sum(1 for one in receivables if financeable(one)),
        "letters": list(letters[:3]),
        "unclaimed": unclaimed_awards(actor).count(),
        "cards": cards_shown(actor, under_way(actor, now=now)),
    }
    return Summary(context=context, page=PAGE)
