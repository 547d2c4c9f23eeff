"""The supplier's first screen: what can be financed, what is new, what is under way."""

from datetime import datetime

from cairong.cases.financings import under_way
from cairong.cases.holdings import headrooms_of
from cairong.contracts.reads import unclaimed_count
from cairong.kernel.actor import Actor
from cairong.outreach.reads import unopened_letters
from cairong.web.cases.telling import card_shown
from cairong.web.desk.summaries import Summary

PAGE = "supplier/home.html"


def summary(actor: Actor, now: datetime) -> Summary:
    """Sum up what a supplier has: headroom, contracts, letters, financings under way."""
    headrooms = headrooms_of(actor)
    context = {
        "headroom": sum(headrooms),
        "contracts": sum(1 for fen in headrooms if fen),
        "letters": unopened_letters(actor),
        "unclaimed": unclaimed_count(actor),
        "cards": [card_shown(actor, each) for each in under_way(actor, now=now)],
    }
    return Summary(context=context, page=PAGE)
