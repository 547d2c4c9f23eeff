"""The overseers' figures beside the desk: the year against its line, and what is overdue."""

from datetime import datetime

from cairong.clocks.reads import open_duties
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import financed
from cairong.policy.targets import BASE_WORDS
from cairong.web.desk.summaries import Summary

TEMPLATE = "overseer/summary.html"


def summary(actor: Actor, now: datetime) -> Summary:
    """Show this year's principal against its target line, and the duties overdue."""
    today = day_of(now)
    board = financed(actor, today.year)
    context = {
        "board": board,
        "growth": board.whole.growth,
        "base_words": BASE_WORDS[board.whole.growth.base],
        "overdue": open_duties(actor).order_by().filter(due_on__lt=today).count(),
    }
    return Summary(template=TEMPLATE, context=context)
