"""Counts and sums of several lists, in one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DecimalField, Func, Q, QuerySet, Value

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.listing.written import MOMENT, Written, written

type Counting = tuple[QuerySet[Any], Mapping[str, Aggregate]]
type Asking = Callable[[Actor, date], Sequence[Counting]]
SEATS = 512  # of which a process remembers the statements; one is about 10 KB


def number_of(when: Q | None = None) -> Count:
    """Count the rows of a list, or those of a kind.

    No column is named: an index that holds what is asked of a row is enough to count it.
    """
    return Count(Value(1), filter=when)


def counted(*asked: Counting) -> dict[str, int]:
    """Count and sum several lists in one statement; a sum over nothing is 0.

    Each list comes with what is asked of it by name; the names of all are one answer.
    """
    return _written(asked).answer()


def counted_for(asking: Asking, actor: Actor, now: datetime) -> dict[str, int]:
    """Count and sum the lists that are asked for an actor on today's day, in one statement.

    It is written once a day for each seat: writing it costs more than asking it. So `asking` only
    says which lists, with `MOMENT` for now; it reads nothing itself.
    """
    return _remembered(asking, actor.seat, day_of(now)).answer(now)


@dataclass(frozen=True)
class _Counted:
    """One statement over several lists, and the names of what it asks of each."""

    statement: Written
    names: tuple[tuple[str, ...], ...]

    def answer(self, now: datetime = MOMENT) -> dict[str, int]:
        """Send it; what it does not answer of a list is 0."""
        found = dict(self.statement.rows(now))
        return {
            name: int(number or 0)
            for place, names in enumerate(self.names)
            for name, number in zip(names, found.get(place, [0] * len(names)), strict=True)
        }


@lru_cache(maxsize=SEATS)
def _remembered(asking: Asking, seat: Actor, on: date) -> _Counted:
    return _written(asking(seat, on))


def _written(asked: Sequence[Counting]) -> _Counted:
    first, *others = (_row(place, rows, figures) for place, (rows, figures) in enumerate(asked))
    names = tuple(tuple(figures) for _, figures in asked)
    return _Counted(written(first.union(*others, all=True)), names)


class _Numbers(Func):
    """The figures of one list as one array, so that lists of any width are rows of one answer."""

    template = "ARRAY[%(expressions)s]::numeric[]"
    output_field = ArrayField(DecimalField(max_digits=38, decimal_places=0))


def _row(place: int, rows: QuerySet[Any], figures: Mapping[str, Aggregate]) -> QuerySet[Any]:
    """Ask for one list's figures as one row, its place among the lists before them."""
    row = rows.order_by().annotate(nth_list=Value(place)).values("nth_list")
    answer: QuerySet[Any] = row.annotate(figures=_Numbers(*figures.values())).values_list(
        "nth_list", "figures"
    )
    return answer
