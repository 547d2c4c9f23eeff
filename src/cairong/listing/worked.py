"""A list whose rows are worked out: narrowed, sorted and cut by what the rows say."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from django.db.models.constants import LOOKUP_SEP

from cairong.listing.declared import Asked, Field, Listed


class WorkedOut:
    """Rows that were worked out as plain values, as they were asked for."""

    def __init__(self, of: Listed, rows: Iterable[Any], asked: Asked) -> None:
        found = (path for each in asked.fields for path in each.searched)
        paths = [*(path for path in found if isinstance(path, str)), *of.search]
        words = asked.words.casefold()
        kept = [row for row in rows if _says(row, words, paths)] if words else list(rows)
        for field in asked.fields:
            if field.filter and (value := asked.chosen.get(field.key)):
                kept = [each for each in kept if str(at(each, field.path)) == value]
        self.rows = _in_order(kept, asked)

    def count(self, most: int) -> int:
        """Count the rows up to a bound."""
        return min(len(self.rows), most)

    def sums(self, fields: Iterable[Field]) -> dict[str, Any]:
        """Sum fields over all rows."""
        return {field.key: sum(at(row, field.path) or 0 for row in self.rows) for field in fields}

    def cut(self, paths: Iterable[str], first: int, end: int) -> Iterable[Mapping[str, Any]]:
        """Lay out the rows from one place to another."""
        listed = tuple(paths)
        return [{path: at(row, path) for path in listed} for row in self.rows[first:end]]

    def every(self, paths: Iterable[str], most: int) -> Iterator[Mapping[str, Any]]:
        """Lay out all rows."""
        return islice(iter(self.cut(paths, 0, most)), most)


def _says(row: Any, words: str, paths: Iterable[str]) -> bool:
    return any(words in str(at(row, path)).casefold() for path in paths)


def _in_order(rows: list[Any], asked: Asked) -> list[Any]:
    """Sort rows as asked, what is not known last; nothing asked: in their own order."""
    by, down = asked.order
    if not isinstance(by, str):
        return rows
    told = [(at(row, by), row) for row in rows]
    known = [each for each in told if each[0] is not None]
    known.sort(key=lambda each: each[0], reverse=down)
    return [*(row for _, row in known), *(row for value, row in told if value is None)]


@cache
def _has_keys(kind: Any) -> bool:
    return issubclass(kind, Mapping)


@cache
def _names(path: str) -> list[str]:
    return path.split(LOOKUP_SEP)


def at(row: Any, path: str) -> Any:
    """Follow a path of keys or attributes; where one is missing there is nothing behind it."""
    for name in _names(path):
        keyed = _has_keys(type(row))  # type: ignore[arg-type]
        row = row.get(name) if keyed else None if row is None else getattr(row, name)
    return row
