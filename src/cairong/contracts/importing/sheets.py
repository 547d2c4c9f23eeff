"""Read the first sheet of an XLSX file: merged cells filled, formulas without result marked."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cairong.contracts.importing.check import FORMULA
from cairong.contracts.importing.packed import look_through, unreadable


def sheet_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Read the rows of the first sheet that has any. Raises Invalid for what is no workbook."""
    formulas = look_through(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError) as error:
        raise unreadable("工作簿已损坏或有密码") from error
    return _rows(sheet, formulas)


def _rows(
    sheet: CalamineSheet, formulas: set[tuple[int, int]]
) -> Iterator[tuple[int, list[object]]]:
    filled: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or []:
        for row in range(top, bottom + 1):
            for column in range(first, last + 1):
                filled[row, column] = (top, first)
    kept: dict[tuple[int, int], object] = {}
    heads = set(filled.values())
    left = sheet.start[1] if sheet.start else 0  # rows come from the top, columns from here on
    for row, cells in enumerate(sheet.iter_rows()):
        values: list[object] = [_value(cell) for cell in cells]
        for index in range(len(values)):
            place = (row, index + left)
            if place in formulas:
                values[index] = FORMULA
            if place in heads:
                kept[place] = values[index]
            elif place in filled:
                values[index] = kept.get(filled[place], "")
        yield row + 1, values


def _value(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, time) else cell
