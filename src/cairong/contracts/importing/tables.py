"""Read a list that people keep in a spreadsheet: its columns found by their words, row by row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cairong.contracts.importing.cells import shown
from cairong.contracts.importing.check import FORMULA
from cairong.contracts.importing.files import BROKEN, ENDLESS, MOST_ROW, rows_of
from cairong.kernel.errors import Finding, Invalid
from cairong.policy.catalogue import sentence

HEADER_WITHIN = 10
WHOLE = {id(BROKEN): "import.quotes", id(ENDLESS): "import.row_size"}


@dataclass(frozen=True, kw_only=True)
class Heading:
    """One column of a list: its word, how a cell is read, what a template says of it."""

    key: str
    word: str
    read: Callable[[object, str], Any]
    hint: str = ""
    example: str = ""
    needed: bool = True
    choices: Sequence[str] = ()


@dataclass(kw_only=True)
class TableRow:
    """One row: what its cells say, what was read of them, and why not where something is wrong."""

    line: int
    said: dict[str, str] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def table_rows(path: Path, headings: Sequence[Heading], *, most: int) -> list[TableRow]:
    """Read a list, each row with every reason why a cell of it cannot be read.

    Raises Invalid for a file that cannot be read, lacks a needed column, is empty or too long.
    """
    rows = rows_of(path)
    places = _places(rows, headings)
    found = list[TableRow]()
    for line, cells in rows:
        if not any(shown(cell).strip() for cell in cells if cell is not None):
            continue
        found.append(_row(line, cells, headings, places))
        if len(found) > most:
            raise Invalid("import.list_rows", field="file", most=most)
    if not found:
        raise Invalid("import.list_empty", field="file")
    return found


def _places(
    rows: Iterator[tuple[int, list[object]]], headings: Sequence[Heading]
) -> dict[str, int]:
    """Find where each column stands. Raises Invalid naming those that are missing."""
    words = [each.word for each in headings]
    missing = words
    for line, cells in rows:
        named = {shown(cell).strip(): place for place, cell in enumerate(cells) if cell is not None}
        lacking = [each.word for each in headings if each.needed and each.word not in named]
        if not lacking:
            return {each.key: named[each.word] for each in headings if each.word in named}
        missing = min(missing, lacking, key=len)
        if line >= HEADER_WITHIN:
            break
    raise Invalid("import.list_columns", field="file", columns="、".join(missing))


def _row(
    line: int, cells: Sequence[object], headings: Sequence[Heading], places: dict[str, int]
) -> TableRow:
    row = TableRow(line=line)
    if cells and id(cells[0]) in WHOLE:
        row.wrong.append(sentence(Finding.of(WHOLE[id(cells[0])], most=MOST_ROW)))
        return row
    for each in headings:
        place = places.get(each.key, len(cells))
        cell = cells[place] if place < len(cells) and cells[place] is not None else ""
        if cell is FORMULA:
            row.wrong.append(f"「{each.word}」{sentence(Finding.of('import.formula'))}")
            continue
        row.said[each.key] = shown(cell)
        try:
            row.read[each.key] = each.read(cell, each.word)
        except Invalid as refusal:
            row.wrong.append(sentence(refusal.findings[0]))
    return row
