"""Lists: what a query string may sort and filter by, and which page of it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest

from cairong.kernel.errors import Invalid

PER_PAGE = 20
MOST_COUNTED = 100_000
MOST_DIGITS = 6
NOT_HERE = "本页没有的条件"


@dataclass(frozen=True, kw_only=True)
class Listing[R]:
    """One page of a list: its rows, where it stands, how it is sorted."""

    rows: list[R]
    number: int
    last: int
    total: int
    sort: str


def page_of[M: Model](
    request: HttpRequest,
    rows: QuerySet[M],
    *,
    sorts: Mapping[str, str],
    default: str,
    per_page: int = PER_PAGE,
) -> Listing[M]:
    """Cut the page that `?page=` and `?sort=` ask for out of a list.

    `sorts` maps the words of the address to columns; `-` in front turns the order round; the
    primary key settles ties. A page beyond the end shows the last one; the count stops at
    100,000. Raises Invalid for a page that is no number and for an order that is not offered.
    """
    rows, sort = sorted_by(request, rows, sorts=sorts, default=default)
    total = rows.order_by()[:MOST_COUNTED].count()
    return cut(request, rows, total=total, sort=sort, per_page=per_page)


def cut[R](
    request: HttpRequest,
    rows: "Sequence[R] | QuerySet[Any, R]",
    *,
    total: int,
    sort: str,
    per_page: int = PER_PAGE,
) -> Listing[R]:
    """Cut the page that `?page=` asks for out of rows in their order. Raises Invalid."""
    last = max(1, -(-total // per_page))
    number = min(page_number(request), last)
    first = (number - 1) * per_page
    return Listing(
        rows=list(rows[first : first + per_page]), number=number, last=last, total=total, sort=sort
    )


def page_number(request: HttpRequest) -> int:
    """Read `?page=`, 1 where there is none. Raises Invalid."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) > 0):
        raise Invalid("doors.page", field="page", value=text)
    return int(text)


def sorted_by[M: Model](
    request: HttpRequest, rows: QuerySet[M], *, sorts: Mapping[str, str], default: str
) -> tuple[QuerySet[M], str]:
    """Sort rows as `?sort=` says. Raises Invalid for an order that is not offered."""
    column, down, sort = order_of(request, sorts=sorts, default=default)
    sign = "-" if down else ""
    return rows.order_by(f"{sign}{column}", f"{sign}pk"), sort


def order_of(
    request: HttpRequest, *, sorts: Mapping[str, str], default: str
) -> tuple[str, bool, str]:
    """Read `?sort=`: the column, whether it goes down, and the words of the address.

    Raises Invalid for an order that is not offered.
    """
    sort = request.GET.get("sort") or default
    column = sorts.get(sort.removeprefix("-"))
    if column is None:
        raise Invalid("doors.sort", field="sort", value=sort, choices="、".join(sorts))
    return column, sort.startswith("-"), sort


def filters[F: Form](request: HttpRequest, form: type[F], **kwargs: Any) -> F:
    """Read the filters of a list from the query string by their form.

    Raises Invalid naming the first field that cannot be read, or that the form does not have.
    """
    bound = form(request.GET, **kwargs)
    known = {*bound.fields, "page", "sort"}
    for name in request.GET:
        if name not in known:
            raise Invalid("doors.filter", field=NOT_HERE, value=f"{name}={request.GET[name]}")
    if not bound.is_valid():
        name = next(iter(bound.errors))
        label = bound.fields[name].label or name if name in bound.fields else name
        raise Invalid("doors.filter", field=str(label), value=request.GET.get(name, ""))
    return bound
