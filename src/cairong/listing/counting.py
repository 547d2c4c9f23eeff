"""Counts and sums of several lists, in one statement."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DecimalField, Func, Q, QuerySet, Value

type Counting = tuple[QuerySet[Any], Mapping[str, Aggregate]]


def number_of(when: Q | None = None) -> Count:
    """Count the rows of a list, or those of a kind.

    No column is named: an index that holds what is asked of a row is enough to count it.
    """
    return Count(Value(1), filter=when)


def counted(*asked: Counting) -> dict[str, int]:
    """Count and sum several lists in one statement; a sum over nothing is 0.

    Each list comes with what is asked of it by name; the names of all are one answer.
    """
    first, *others = (_row(place, rows, figures) for place, (rows, figures) in enumerate(asked))
    found = dict(first.union(*others, all=True))
    return {
        name: int(number or 0)
        for place, (_, figures) in enumerate(asked)
        for name, number in zip(figures, found.get(place, [0] * len(figures)), strict=True)
    }


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
