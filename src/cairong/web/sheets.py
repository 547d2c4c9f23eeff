"""A table as a workbook: the same columns and rows, all pages of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpResponse

from cairong.doors import export as sheets
from cairong.kernel.states import State
from cairong.web.parts import Column, Deadline, Linked, Paper, Row
from cairong.web.parts.tables import Kind

KINDS: Mapping[Kind, sheets.Kind] = {
    "money": "yuan",
    "number": "number",
    "date": "day",
    "moment": "moment",
    "deadline": "day",
}


def workbook(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    filters: Form,
    made_at: datetime,
) -> HttpResponse:
    """Answer the whole of a list as XLSX, with its filter in the first lines."""
    return sheets.export(
        name=name,
        columns=[
            sheets.SheetColumn(key=one.key, word=one.word, kind=KINDS.get(one.kind, "text"))
            for one in columns
        ],
        rows=({key: plain(value) for key, value in row.cells.items()} for row in rows),
        filters={str(filters.fields[name].label): chosen(filters, name) for name in filters.fields},
        made_at=made_at,
    )


def plain(value: Any) -> Any:
    """Take from a cell what a sheet can hold: a state's word, a deadline's day."""
    if isinstance(value, Linked):
        return plain(value.value)
    if isinstance(value, State | Paper):
        return value.word
    return value.due if isinstance(value, Deadline) else value


def chosen(filters: Form, name: str) -> str:
    """Say what was chosen in one filter, in the words of its choices."""
    value = filters.cleaned_data.get(name)
    words = dict(getattr(filters.fields[name], "choices", ()))
    return str(words.get(value, value)) if value else ""
