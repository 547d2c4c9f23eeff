"""A list whose rows are worked out: narrowed, sorted and cut by what the rows say."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Any

from cairong.listing.declared import Asked, Field, Listed


class WorkedOut:
    """Rows that were worked out as plain values, as they were asked for."""

    def __init__(self, of: Listed, rows: Iterable[Any], asked: Asked) -> None:
        found = (path for one in asked.fields for path in one.searched)
        paths = [*(path for path in found if isinstance(path, str)), *of.search]
        kept = [one for one in rows if _says(one, asked.words.casefold(), paths)]
        for field in asked.fields:
            if field.filter and (value := asked.chosen.get(field.key)):
                kept = [one for one in kept if str(_at(one, field.path)) == value]
        self.rows = _in_order(kept, asked.fields, asked.sort)

    def count(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def sums(self, fields: Iterable[Field]) -> dict[str, Any]:
        """Sum fields over all rows."""
        return {one.key: sum(_at(row, one.path) or 0 for row in self.rows) for one in fields}

    def cut(self, paths: Iterable[str], first: int, end: int) -> Iterable[Mapping[str, Any]]:
        """Lay out the rows from one place to another."""
        listed = tuple(paths)
        return [{path: _at(row, path) for path in listed} for row in self.rows[first:end]]

    def every(self, paths: Iterable[str], most: int) -> Iterator[Mapping[str, Any]]:
        """Lay out all rows."""
        return islice(iter(self.cut(paths, 0, most)), most)


def _says(row: Any, words: str, paths: Iterable[str]) -> bool:
    return not words or any(words in str(_at(row, path)).casefold() for path in paths)


def _in_order(rows: list[Any], fields: Iterable[Field], sort: str) -> list[Any]:
    """Sort rows by a field, what is not known last; nothing asked: in their own order."""
    by = next((one.order for one in fields if one.key == sort.removeprefix("-")), None)
    if not isinstance(by, str):
        return rows
    known = [one for one in rows if _at(one, by) is not None]
    known.sort(key=attrgetter(by.replace("__", ".")), reverse=sort.startswith("-"))
    return [*known, *(one for one in rows if _at(one, by) is None)]


def _at(row: Any, path: str) -> Any:
    return attrgetter(path.replace("__", "."))(row)
