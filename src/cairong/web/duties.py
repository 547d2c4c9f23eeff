"""A duty as the part that shows it, and the time its parameter gives."""

from datetime import datetime

from cairong.clocks import reads as clocks
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.rulebook.reads import parameter_row
from cairong.web.parts import Column, Deadline


def time_given(actor: Actor, code: str, now: datetime) -> str:
    """Say how long a party has by the parameter in force: 10 个工作日."""
    return parameter_row(actor.city, code, on=day_of(now)).said


def shown(deadline: clocks.Deadline) -> Deadline:
    """Make the part of a page that shows a deadline."""
    return Deadline.of(deadline)


def deadline_column(word: str, *kinds: str) -> Column:
    """Make the column of a list that shows what is due first; duties of these kinds sort it."""
    return Column(
        "due", word, "deadline",
        batch=clocks.open_deadlines, sort=clocks.due_day(*kinds), show=shown,
    )  # fmt: skip
