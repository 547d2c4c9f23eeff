"""The institution's figures beside its desk: how fast, how often in time, what is lent."""

from datetime import datetime

from cairong.cases.pace import pace_of
from cairong.kernel.actor import Actor
from cairong.web.desk.summaries import Summary


def summary(actor: Actor, now: datetime) -> Summary:
    """Show an institution its pace."""
    pace = pace_of(actor, now)
    context = {**vars(pace), "percent": pace.percent}
    return Summary(template="institution/summary.html", context=context)
