"""What a list is made of: its fields, what narrows it, and where its rows come from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.db.models.expressions import BaseExpression

from cairong.kernel.actor import Actor

PER_PAGE, MOST = 20, 100_000
TODAY = "@today"

type Paths = str | tuple[str, ...]
type Batch = Callable[[Actor, datetime, Sequence[Any]], Mapping[Any, Any]]
type Where = Callable[[Actor, datetime, Any], Q]
type Source = Callable[[Actor], QuerySet[Any]]
type Still = Callable[[Actor, datetime], Q]
type Worked = Callable[[Actor, datetime, Mapping[str, Any]], Iterable[Any]]


@dataclass(frozen=True)
class Field:
    """One field of a row.

    `of` names what it is read from by path (`receivable__contract__no`), its own key where it
    names nothing; several paths make a tuple, and TODAY among them is the day of reading.
    `batch` reads the field for all rows of a page at once, by the value of `by` in each row; its
    value comes after those of `of`. `sort`, `search`: True for the first path, or other paths; a
    search may also be a function that makes the condition. `filter` lets the list be narrowed to
    one value of the first path; `total` sums it.
    """

    key: str
    _: KW_ONLY
    of: Paths = ()
    batch: Batch | None = None
    by: str = "pk"
    sort: bool | str | BaseExpression = False
    search: Literal[True, False] | Paths | Where = False
    filter: Any = None
    total: bool = False

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """List what is read in each row for this field."""
        named = as_paths(self.of)
        return named if named or self.batch else (self.key,)

    @cached_property
    def many(self) -> bool:
        """Whether its value is a tuple of several."""
        return len(self.paths) + bool(self.batch) > 1

    @property
    def path(self) -> str:
        """Name the path that stands for this field where one is asked for."""
        return next(iter(self.paths), self.key)

    @property
    def order(self) -> str | BaseExpression | None:
        """Say by what rows are sorted when this field is asked for; None: not at all."""
        return (self.path if self.sort is True else self.sort) or None

    @property
    def searched(self) -> tuple[str | Where, ...]:
        """List where words are looked for."""
        if callable(self.search):
            return (self.search,)
        return (self.path,) if self.search is True else as_paths(self.search)


@dataclass(frozen=True)
class Condition:
    """What narrows a list: one lookup (`amount_fen__gte`), or a condition made of what is asked.

    `means` says what a choice stands for in the lookup, where it is not the value itself. `where`
    is asked even when nothing was chosen, and may answer with an empty Q.
    """

    key: str
    _: KW_ONLY
    of: str = ""
    means: Mapping[str, Any] | None = None
    where: Where | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list, as far as reading it goes.

    Its rows come from `source`, a query of what an actor may see, or are worked out by `rows`,
    which is given what was chosen. `still` keeps those of a query that an actor may see on the
    day of reading. A row is known by `by` (the primary key of a query's rows).
    `search` are paths searched that no field shows, `carries` more paths that are read.
    `default` names the order (a field's key, `-` in front for descending); without it rows keep
    the order of their source. `tie` settles what is equal. No more rows are counted, paged
    through or handed out than `most`.
    """

    columns: Sequence[Field]
    source: Source | None = None
    still: Still | None = None
    rows: Worked | None = None
    by: str = ""
    filters: Sequence[Condition] = ()
    search: Sequence[str] = ()
    carries: Sequence[str] = ()
    default: str = ""
    tie: str = "pk"
    per_page: int = PER_PAGE
    most: int = MOST


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a list: words to look for, what was chosen by key, the order, the page.

    `fields` are those that the asker is shown: only by these rows are searched and sorted.
    """

    fields: Sequence[Field]
    words: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def order(self) -> tuple[str | BaseExpression | None, bool]:
        """Say by what rows are sorted, if by anything, and whether downwards."""
        key = self.sort.removeprefix("-")
        by = next((each.order for each in self.fields if each.key == key), None)
        return by, self.sort.startswith("-")


def as_paths(named: Paths | Literal[False]) -> tuple[str, ...]:
    """Write none, one or several paths as several."""
    if isinstance(named, str):
        return (named,)
    return named or ()
