"""The purchaser's figures beside its desk: what waits to be signed, accepted, asked for."""

from datetime import datetime

from django.db.models import Count, Q, Sum

from cairong.contracts.reads import awards_of, contracts_of
from cairong.kernel.actor import Actor, Role
from cairong.treasury.reads import locks_for, receivables_for
from cairong.web.desk.summaries import Summary

TEMPLATE = "purchaser/summary.html"


def summary(actor: Actor, now: datetime) -> Summary:  # noqa: ARG001 - the shape of SUMMARIES
    """Count and sum what a purchaser has under way."""
    contracts = (
        contracts_of(actor)
        .order_by()
        .aggregate(
            returned=Count("pk", filter=Q(state="returned")),
            announced=Count("pk", filter=Q(state="announced")),
        )
    )
    money = (
        receivables_for(actor)
        .order_by()
        .aggregate(committed=Sum("committed_fen"), due=Sum("due_fen"), paid=Sum("paid_fen"))
    )
    context = {
        "unsigned": awards_of(actor).order_by().filter(state="noticed").count(),
        **contracts,
        **{word: fen or 0 for word, fen in money.items()},
        "officer": actor.role is Role.PURCHASER_OFFICER,
        "locks": list(locks_for(actor).filter(state="supplier_consented")[:5]),
    }
    return Summary(template=TEMPLATE, context=context)
