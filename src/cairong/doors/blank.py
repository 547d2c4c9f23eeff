"""An empty list as XLSX to be filled in: its columns, one example, and what each cell takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from cairong.doors.export import XLSX, neutral

ROWS = 300
WIDTH = 22
LONGEST_CHOICES = 250  # characters that a cell's list of choices may have


@dataclass(frozen=True, kw_only=True)
class BlankColumn:
    """One column: its word, whether it must be filled, what is written, an example, the choices."""

    word: str
    needed: bool
    hint: str = ""
    example: str = ""
    choices: Sequence[str] = ()


def blank(name: str, columns: Sequence[BlankColumn]) -> HttpResponse:
    """Answer an empty list: columns and one example on the first sheet, the rules on the second.

    Every cell is text, so that no spreadsheet turns a code or a number into something else.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#e8eef5", "border": 1})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#6b7280"})
    sheet, rules = book.add_worksheet("填写"), book.add_worksheet("填写说明")
    sheet.set_column(0, len(columns) - 1, WIDTH, text)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.word, head)
        sheet.write_string(1, place, neutral(column.example), grey)
        if column.choices and len(",".join(column.choices)) <= LONGEST_CHOICES:
            sheet.data_validation(
                1, place, ROWS, place, {"validate": "list", "source": list(column.choices)}
            )
    sheet.freeze_panes(1, 0)
    rules.set_column(0, 3, WIDTH * 2)
    for place, word in enumerate(("列", "必填", "怎样填", "示例")):
        rules.write_string(0, place, word, head)
    for line, column in enumerate(columns, start=1):
        said = (column.word, "是" if column.needed else "否", column.hint, column.example)
        for place, each in enumerate(said):
            rules.write_string(line, place, neutral(each))
    note = "第一张表的第 2 行是示例,填写前请删掉;留着的,上传后这一行不予录入。"
    rules.write_string(len(columns) + 2, 0, note)
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["Cache-Control"] = "no-store"
    return response
