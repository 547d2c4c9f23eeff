"""What stands beside or above a desk's list: the figures of a role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, DecimalField, QuerySet, Value
from django.db.models.functions import Cast

NUMBER = DecimalField(max_digits=38, decimal_places=0)

type Asked = tuple[QuerySet[Any], Mapping[str, Aggregate]]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A panel of the first screen: its template and what the template shows.

    `page` is the whole page's template, for a role whose first screen is its own; `lead` is the
    line under the heading, for a role that watches rather than fulfils duties.
    """

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    page: str = "desk/desk.html"
    lead: str = ""


def counted(*asked: Asked) -> dict[str, int]:
    """Count and sum several lists in one statement; a sum over nothing is 0.

    Each list comes with what is asked of it by name; the names of all are one answer.
    """
    width = max(len(figures) for _, figures in asked)
    first, *others = (
        _row(place, rows, [*figures.values(), *[Value(0)] * (width - len(figures))])
        for place, (rows, figures) in enumerate(asked)
    )
    found = {place: numbers for place, *numbers in first.union(*others, all=True)}
    return {
        name: int(number or 0)
        for place, (_, figures) in enumerate(asked)
        for name, number in zip(figures, found.get(place, [0] * width), strict=False)
    }


def _row(place: int, rows: QuerySet[Any], figures: list[Aggregate | Value]) -> QuerySet[Any]:
    """Ask for one list's figures as one row, its place among the lists before them."""
    named = {f"figure_{n}": Cast(figure, NUMBER) for n, figure in enumerate(figures)}
    row = rows.order_by().annotate(nth_list=Value(place)).values("nth_list").annotate(**named)
    answer: QuerySet[Any] = row.values_list("nth_list", *named)
    return answer
