"""A table as a workbook: its cells as a sheet can hold them, its filter in the first lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from cairong.doors.export import MOST_ROWS, SheetColumn, export
from cairong.doors.export import Kind as SheetKind
from cairong.kernel.states import State
from cairong.web.parts import Column, Deadline, Linked, Paper
from cairong.web.parts.tables import Kind

KINDS: Mapping[Kind, SheetKind] = {
    "money": "yuan",
    "number": "number",
    "rate": "percent",
    "date": "day",
    "moment": "moment",
    "deadline": "day",
}


def workbook(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    filters: Mapping[str, str],
    made_at: datetime,
    most: int = MOST_ROWS,
) -> HttpResponse:
    """Answer the cells of a table as XLSX."""
    return export(
        name=name,
        columns=[
            SheetColumn(key=column.key, word=column.word, kind=KINDS.get(column.kind, "text"))
            for column in columns
        ],
        rows=({key: plain(value) for key, value in row.items()} for row in rows),
        filters=filters,
        made_at=made_at,
        most=most,
    )


def plain(value: Any) -> Any:
    """Take from a cell what a sheet can hold: a state's word, a deadline's day."""
    if isinstance(value, Linked):
        return plain(value.value)
    if isinstance(value, State | Paper):
        return value.word
    return value.due if isinstance(value, Deadline) else value
