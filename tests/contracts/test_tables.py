"""Lists that people keep in spreadsheets: columns found by their words, a reason for each cell."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
import xlsxwriter

from cairong.contracts.importing.cells import day_of_cell, text_of
from cairong.contracts.importing.files import MOST_ROW
from cairong.contracts.importing.tables import Heading, TableRow, table_rows
from cairong.kernel.errors import Invalid

HEADINGS = (
    Heading(key="name", word="名称", read=partial(text_of, least=1)),
    Heading(key="on", word="日期", read=day_of_cell),
    Heading(key="note", word="备注", read=text_of, needed=False),
)
HEAD = "名称,日期,备注"
ROW = "甲,2026-11-30,好"


def read(folder: Path, *lines: str, most: int = 5) -> list[TableRow]:
    place = folder / "名单.csv"
    place.write_text("\r\n".join(lines), encoding="utf-8")
    return table_rows(place, HEADINGS, most=most)


def code(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return refused.value.findings[0].code


def test_a_row_is_read_by_its_columns(tmp_path):
    [row] = read(tmp_path, HEAD, ROW)
    assert row.line == 2
    assert row.read == {"name": "甲", "on": date(2026, 11, 30), "note": "好"}
    assert row.said == {"name": "甲", "on": "2026-11-30", "note": "好"}
    assert row.wrong == []


def test_columns_may_stand_anywhere_below_a_title_and_one_may_be_missing(tmp_path):
    title = ("某市采购人名册", "", "2026年11月")
    [row] = read(tmp_path, *title, "序号,日期,名称", "1,2026年11月30日,甲")
    assert row.read == {"name": "甲", "on": date(2026, 11, 30), "note": ""}
    assert row.line == 5


def test_empty_lines_are_nothing(tmp_path):
    rows = read(tmp_path, HEAD, ",,", ROW, " , ,", ROW)
    assert [row.line for row in rows] == [3, 5]


def test_every_cell_that_cannot_be_read_is_said(tmp_path):
    [row] = read(tmp_path, HEAD, ",昨天,好")
    assert len(row.wrong) == 2
    assert "名称" in row.wrong[0]
    assert "昨天" in row.wrong[1]
    assert row.read == {"note": "好"}


def test_quotes_that_do_not_match_spoil_their_row_alone(tmp_path):
    rows = read(tmp_path, HEAD, ROW, f'"{"长" * (MOST_ROW + 1)}')
    assert rows[0].wrong == []
    assert rows[-1].wrong != []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("名称,备注", "甲,好"), "import.list_columns"),
        ((*["某市名册"] * 11, HEAD, ROW), "import.list_columns"),
        ((HEAD,), "import.list_empty"),
        ((HEAD, *[ROW] * 6), "import.list_rows"),
    ],
)
def test_what_is_no_such_list_is_refused_whole(tmp_path, lines, said):
    with pytest.raises(Invalid) as refused:
        read(tmp_path, *lines)
    assert code(refused) == said


def test_the_column_that_is_missing_is_named(tmp_path):
    with pytest.raises(Invalid) as refused:
        read(tmp_path, "名称,备注", "甲,好")
    assert refused.value.findings[0].params["columns"] == "日期"


def test_a_workbook_with_dates_numbers_and_a_formula_without_its_result(tmp_path):
    place = tmp_path / "名单.xlsx"
    book = xlsxwriter.Workbook(str(place))
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["名称", "日期", "备注"])
    sheet.write_number(1, 0, 103)
    sheet.write_datetime(1, 1, date(2026, 11, 30), day)
    sheet.write_formula(2, 0, "=A2", None, "")
    sheet.write_datetime(2, 1, date(2026, 11, 30), day)
    book.close()
    whole, formula = table_rows(place, HEADINGS, most=5)
    assert whole.read["name"] == "103"
    assert whole.read["on"] == date(2026, 11, 30)
    assert "公式" in formula.wrong[0]
