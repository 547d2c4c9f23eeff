"""The purchaser's figures beside its desk: what waits to be signed, accepted, asked for."""

from datetime import datetime

from cairong.cases.figures import locks_to_acknowledge, purchaser_figures
from cairong.kernel.actor import Actor, Role
from cairong.web.desk.summaries import Summary


def summary(actor: Actor, now: datetime) -> Summary:  # noqa: ARG001 - the shape of SUMMARIES
    """Count and sum what a purchaser has under way."""
    context = {
        **purchaser_figures(actor),
        "officer": actor.role is Role.PURCHASER_OFFICER,
        "locks": locks_to_acknowledge(actor),
    }
    return Summary(template="purchaser/summary.html", context=context)
