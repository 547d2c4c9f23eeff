"""Lists as tables: sorted, filtered, paged, exported; cards on a phone."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.forms import Form
from django.http import QueryDict
from django.utils.http import urlencode

from cairong.kernel.actor import Actor, Role
from cairong.kernel.states import StateTable
from cairong.listing.declared import Field
from cairong.listing.worked import at
from cairong.web.parts.cases import Paper

Kind = Literal[
    "text", "name", "short", "money", "number", "rate", "date", "moment", "status", "deadline",
    "code",
]  # fmt: skip
type Words = Mapping[Any, str] | Callable[[Actor, datetime], Mapping[Any, str]]
CSS: dict[Kind, str] = {
    "name": "name",
    "short": "short",
    "money": "num",
    "number": "num",
    "rate": "num",
    "date": "date",
    "moment": "date",
    "deadline": "term",
    "code": "code",
}
AROUND = 2
WIDE = 6


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A cell's value that opens to what makes it; drawn by its column's kind."""

    value: Any
    href: str


@dataclass(frozen=True)
class Column(Field):
    """One column: its word, how its cells are drawn, and (of a declared list) what fills them.

    A cell shows what was read: by its word in `states` or `words`, or as `show` makes it, which
    is given every value the column reads; `blank` is what nothing is called. `filter` is True to
    choose among these words, or says which are offered. `shown_to` names the roles that see it,
    all where it names none; a column may be for the page alone (`exported` off) or for the
    workbook alone (`shown` off).
    """

    word: str
    kind: Kind = "text"
    _: KW_ONLY
    states: StateTable | None = None
    words: Words | None = None
    show: Callable[..., Any] | None = None
    blank: Any = None
    shown_to: Collection[Role] = ()
    shown: bool = True
    exported: bool = True

    @property
    def css(self) -> str:
        """Name the class of its cells."""
        return CSS.get(self.kind, "")

    def read(self, row: object) -> Any:
        """Read its cell of a row that was worked out, by path."""
        values = tuple(at(row, path) for path in self.paths)
        words = self.words if isinstance(self.words, Mapping) else None
        return self.cell(values if self.many else values[0], words)

    def cell(self, value: Any, words: Mapping[Any, str] | None = None) -> Any:
        """Show what was read: by its word, or as the column makes it; "" is nothing."""
        if self.show is not None and self.many:
            shown = self.show(*value)
        elif value is None or value == "":
            return self.blank
        elif self.show is not None:
            shown = self.show(value)
        elif self.states is not None:
            shown = self.states.states[value]
        else:
            shown = words.get(value, value) if words is not None else value
        return self.blank if shown is None or shown == "" else shown


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: its values by column key, its address, and what can be done with it."""

    cells: Mapping[str, Any]
    href: str = ""
    acts: Sequence[Paper] = ()


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where a list stands: page `number` of `last`, `total` rows in all."""

    number: int = 1
    last: int = 1
    total: int = 0

    @property
    def numbers(self) -> list[int | None]:
        """List the page numbers to show; None stands for a gap."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})
        listed: list[int | None] = []
        for number in shown:
            if listed and listed[-1] is not None and number - listed[-1] > 1:
                listed.append(None)
            listed.append(number)
        return listed


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What an empty list says: what would be here, and how to begin."""

    text: str
    begin_word: str = ""
    begin_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list. `sort` is the key in force, with `-` in front where descending.

    `filters` is a form of GET fields, `notes` say what of the address could not be followed;
    `export_href` gets the filter's query appended; `total` is the last row's values by column
    key. `named`: its columns bear long names of people's own, such as products side by side.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: Empty
    pages: Pages | None = None
    sort: str = ""
    filters: Form | None = None
    notes: Sequence[str] = ()
    export_href: str = ""
    export_word: str = "导出 Excel"
    total: Mapping[str, Any] = field(default_factory=dict)
    heading: bool = True
    named: bool = False

    @property
    def wide(self) -> bool:
        """Whether it has so many columns that it turns into cards sooner."""
        return len(self.columns) + self.acts >= WIDE

    @property
    def acts(self) -> bool:
        """Whether any row can be acted upon."""
        return any(row.acts for row in self.rows)


def plain_table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    empty: str,
    heading: bool = True,
    opens: Callable[[Any], str] = lambda _: "",
) -> Table:
    """Lay out rows under a caption; `empty` is said where none is.

    A row is one already, or its cells by column key, or a plain value that the columns read and
    that opens an address.
    """
    said = Empty(text=empty)
    listed = [_row(columns, row, opens) for row in rows]
    return Table(caption=caption, columns=columns, rows=listed, empty=said, heading=heading)


def _row(columns: Sequence[Column], row: Any, opens: Callable[[Any], str]) -> Row:
    if isinstance(row, Row):
        return row
    if isinstance(row, Mapping):
        return Row(cells=row)
    return Row(cells={column.key: column.read(row) for column in columns}, href=opens(row))


@dataclass(frozen=True, kw_only=True)
class Head:
    """One column's head as a link that sorts."""

    column: Column
    href: str
    order: str

    @property
    def mark(self) -> str:
        """Draw the order in force."""
        return {"ascending": "↑", "descending": "↓"}.get(self.order, "")


def query(given: QueryDict, **changes: str | int) -> str:
    """Write the query anew with some keys set; the page falls away unless it is one of them."""
    kept: dict[str, Any] = {key: values for key, values in given.lists() if key != "page"}
    return f"?{urlencode(kept | changes, doseq=True)}"


def heads(table: Table, given: QueryDict) -> list[Head]:
    """Make the heads of a table; the sorted column's link turns the order round."""
    current, down = table.sort.removeprefix("-"), table.sort.startswith("-")
    made = []
    for column in table.columns:
        here = column.key == current
        order = ("descending" if down else "ascending") if here else ""
        flip = f"-{column.key}" if here and not down else column.key
        href = query(given, sort=flip) if column.order is not None else ""
        made.append(Head(column=column, href=href, order=order))
    return made
