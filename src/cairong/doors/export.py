"""Lists as XLSX: units named, account numbers as text, formulas harmless, the filter on top."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any, Literal
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from cairong.doors.actors import demo_mark
from cairong.kernel.calendar import SHANGHAI

Kind = Literal["text", "yuan", "number", "day", "moment", "percent"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
FORMATS: dict[Kind, str] = {
    "text": "@",
    "yuan": "#,##0.00",
    "number": "General",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "percent": "0.00",
}
UNITS: dict[Kind, str] = {"yuan": "(元)", "percent": "(%)"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST, A4 = 50, 9


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column. Values: whole fen for `yuan`, basis points for `percent`, else as they are."""

    key: str
    word: str
    kind: Kind = "text"


def export(
    *,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Mapping[str, Any]],
    filters: Mapping[str, str],
    made_at: datetime,
    most: int = MOST_ROWS,
) -> HttpResponse:
    """Answer a list as a workbook; `filters` (word → value) stands in its first lines.

    It holds at most so many rows, and says so where there are more.
    What leaves a demonstration city is marked as such, in its name and its first line.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet("列表")
    styles = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    bold = book.add_format({"bold": True})
    top = _head(sheet, name, filters, made_at)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, column.word + UNITS.get(column.kind, ""), bold)
        sheet.set_column(place, place, min(WIDEST, max(12, 2 * len(column.word) + 6)))
    last = top
    for line, row in enumerate(rows, start=top + 1):
        if line > top + most:
            sheet.write_string(line, 0, f"只导出前 {most} 行,请缩小筛选范围。")
            break
        for place, column in enumerate(columns):
            _cell(sheet, (line, place), row.get(column.key), column.kind, styles[column.kind])
        last = line
    _lay_out(sheet, top, last, len(columns))
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(name + demo_mark())}.xlsx"
    )
    response["Cache-Control"] = "no-store"
    return response


def neutral(text: str) -> str:
    """Make text harmless that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _head(sheet: Any, name: str, filters: Mapping[str, str], made_at: datetime) -> int:
    chosen = ";".join(f"{word}:{value}" for word, value in filters.items() if value) or "全部"
    made = made_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    mark = demo_mark()
    lines = (
        f"{name}({mark})" if mark else name,
        f"筛选条件:{chosen}",
        f"导出时间:{made}(北京时间)",
    )
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, neutral(text))
    return len(lines) + 1


def _lay_out(sheet: Any, top: int, last: int, width: int) -> None:
    """Keep the heads in sight, let rows be filtered, and print on sheets as wide as the table."""
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, width - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, at: tuple[int, int], value: Any, kind: Kind, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None, style)
    elif kind in {"yuan", "percent"}:
        sheet.write_number(*at, int(value) / 100, style)
    elif kind == "number":
        sheet.write_number(*at, value, style)
    elif kind == "day":
        sheet.write_datetime(*at, datetime.combine(value, time()), style)
    elif kind == "moment":
        sheet.write_datetime(*at, value.astimezone(SHANGHAI).replace(tzinfo=None), style)
    else:
        sheet.write_string(*at, neutral(str(value)), style)
