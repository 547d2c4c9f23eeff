"""A list whose rows stand in the database."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet, Sum
from django.db.models.constants import LOOKUP_SEP

from cairong.kernel.actor import Actor
from cairong.listing.declared import Asked, Condition, Field, Listed, Source, Where

CHUNK = 2_000


class Stored:
    """The rows of a query as they were asked for: narrowed and in order, not read yet."""

    def __init__(
        self, of: Listed, source: Source, *, actor: Actor, now: datetime, asked: Asked
    ) -> None:
        rows = source(actor).filter(of.still(actor, now) if of.still else Q())
        for filter_ in of.filters:
            rows = rows.filter(_condition(actor, now, filter_, asked.chosen.get(filter_.key)))
        for field in asked.fields:
            if field.filter and (value := asked.chosen.get(field.key)):
                rows = rows.filter(**{field.path: value})
        if asked.words:
            paths = [*(path for each in asked.fields for path in each.searched), *of.search]
            rows = _saying(rows, paths, actor, now, asked.words)
        self.rows = _in_order(rows, asked, of.tie)

    def count(self, most: int) -> int:
        """Count the rows up to a bound."""
        return self.rows.order_by()[:most].count()

    def sums(self, fields: Iterable[Field]) -> dict[str, Any]:
        """Sum fields over all rows, in one statement."""
        wanted = {field.key: Sum(field.path) for field in fields}
        return self.rows.order_by().aggregate(**wanted) if wanted else {}

    def cut(self, paths: Iterable[str], first: int, end: int) -> Iterable[Mapping[str, Any]]:
        """Read the rows from one place to another."""
        return self.rows.values("pk", *paths)[first:end]

    def every(self, paths: Iterable[str], most: int) -> Iterator[Mapping[str, Any]]:
        """Read all rows, a stretch at a time."""
        return self.rows.values("pk", *paths)[:most].iterator(chunk_size=CHUNK)


def _condition(actor: Actor, now: datetime, condition: Condition, value: Any) -> Q:
    if condition.where is not None:
        return condition.where(actor, now, value)
    if value in (None, ""):
        return Q()
    return Q(**{condition.of: condition.means[value] if condition.means else value})


def _saying(
    rows: QuerySet[Any], places: Iterable[str | Where], actor: Actor, now: datetime, words: str
) -> QuerySet[Any]:
    """Keep the rows that say the words in one of these places, each of them once."""
    wanted, many = Q(), False
    for place in places:
        if callable(place):
            wanted |= place(actor, now, words)
        else:
            wanted |= Q(**{f"{place}__icontains": words})
            many = many or _leads_to_many(rows.model, place)
    return rows.filter(pk__in=rows.filter(wanted).values("pk")) if many else rows.filter(wanted)


def _leads_to_many(model: type[Model], path: str) -> bool:
    """Whether a path leads to several rows, so that a join repeats the row it began at."""
    at: Any = model
    for name in path.split(LOOKUP_SEP):
        try:
            field = at._meta.get_field(name)
        except FieldDoesNotExist:  # a value that the source works out
            return False
        if field.many_to_many or field.one_to_many:
            return True
        at = field.related_model
    return False


def _in_order(rows: QuerySet[Any], asked: Asked, tie: str) -> QuerySet[Any]:
    """Sort rows as asked, those that are equal by `tie`. Nothing asked: in their own order."""
    by, down = asked.order
    if by is None:
        return rows
    sign = "-" if down else ""
    if isinstance(by, str):
        return rows.order_by(f"{sign}{by}", f"{sign}{tie}")
    return rows.order_by(by.desc() if down else by.asc(), f"{sign}{tie}")
