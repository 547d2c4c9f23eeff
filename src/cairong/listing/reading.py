"""Reading a list: one page of it, or all of it, as plain rows of values by key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.listing.declared import TODAY, Asked, Field, Listed
from cairong.listing.stored import CHUNK, Stored
from cairong.listing.worked import WorkedOut


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: what it is known by, and its values by key, those it carries by path."""

    id: Any
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list: its rows, where it stands, and the sums over all pages.

    `more`: there are more rows than the `total` through which one can page.
    """

    rows: Sequence[Row]
    number: int
    last: int
    total: int
    more: bool
    sums: Mapping[str, Any]


def read_page(
    of: Listed, fields: Sequence[Field], *, actor: Actor, now: datetime, asked: Asked
) -> Page:
    """Read these fields of the page that is asked for; one beyond the end is the last."""
    found = _found(of, actor=actor, now=now, asked=asked)
    counted = found.count(of.most + 1)
    total = min(counted, of.most)
    last = max(1, -(-total // of.per_page))
    number = min(asked.page, last)
    first = (number - 1) * of.per_page
    end = min(first + of.per_page, of.most)
    rows = list(found.cut(_paths(of, fields), first, end))
    return Page(
        rows=_arranged(of, fields, rows, actor=actor, now=now),
        number=number,
        last=last,
        total=total,
        more=counted > total,
        sums=found.sums(field for field in fields if field.total) if rows else {},
    )


def read_all(
    of: Listed, fields: Sequence[Field], *, actor: Actor, now: datetime, asked: Asked, most: int
) -> Iterator[Row]:
    """Read these fields of all that is asked for, at most so many rows, a stretch at a time."""
    found = _found(of, actor=actor, now=now, asked=asked)
    for stretch in batched(found.every(_paths(of, fields), most), CHUNK, strict=False):
        yield from _arranged(of, fields, stretch, actor=actor, now=now)


def _found(of: Listed, *, actor: Actor, now: datetime, asked: Asked) -> Stored | WorkedOut:
    if of.source is not None:
        return Stored(of, of.source, actor=actor, now=now, asked=asked)
    return WorkedOut(of, of.rows(actor, now, asked.chosen) if of.rows else (), asked)


def _paths(of: Listed, fields: Iterable[Field]) -> list[str]:
    """List what is read of each row, each path once."""
    named = (path for field in fields for path in (*field.paths, field.by if field.batch else ""))
    known = dict.fromkeys([of.by, *named, *of.carries])
    return [path for path in known if path and path not in {TODAY, "pk"}]


def _arranged(
    of: Listed,
    fields: Sequence[Field],
    rows: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    now: datetime,
) -> list[Row]:
    """Give each row its values, those that are read for all rows together among them."""
    together = {
        (batch, by): batch(actor, now, [row[by] for row in rows])
        for batch, by in {(field.batch, field.by) for field in fields}
        if batch is not None and rows
    }
    today = day_of(now)
    listed = []
    for row in rows:
        known = {**row, TODAY: today}
        values = {path: row[path] for path in of.carries}
        for field in fields:
            parts = [known[path] for path in field.paths]
            if field.batch:
                parts.append(together[field.batch, field.by].get(row[field.by]))
            values[field.key] = tuple(parts) if field.many else parts[0]
        listed.append(Row(id=row.get(of.by or "pk"), values=values))
    return listed
