"""Read the first sheet of an XLSX file: bombs refused, merged cells filled, formulas found."""

import re
import zipfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cairong.contracts.importing.check import FORMULA
from cairong.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
MOST_UNPACKED_MB = 200
MOST_MEMBERS = 2000
CHUNK = 256 * 1024
ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMULA_CELL = re.compile(rb'<c\b[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b(.*?)</c>', re.DOTALL)
EMPTY_VALUE = re.compile(rb"<v>\s*</v>|<v\s*/>")
LETTERS = 26


def sheet_rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Read the rows of the first sheet that has any. Raises Invalid for what is no workbook."""
    _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError) as error:
        raise Invalid("import.unreadable", field="file", reason="工作簿已损坏或有密码") from error
    return _rows(sheet, _open_formulas(path))


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


def _refuse_bombs(path: Path) -> None:
    """Unpack nothing that grows too far or names entities; by what it says and by what it does."""
    most = MOST_UNPACKED_MB * MEGABYTE
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > most:
                raise Invalid("import.bomb", field="file", most_mb=MOST_UNPACKED_MB)
            left = most
            for member in members:
                left = _unpack(packed, member, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Invalid("import.unreadable", field="file", reason="压缩包已损坏或有密码") from error


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    with packed.open(member) as file:
        start = True
        while chunk := file.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Invalid("import.bomb", field="file", most_mb=MOST_UNPACKED_MB)
            if start and ENTITY.search(chunk):
                raise Invalid("import.unreadable", field="file", reason="其中声明了外部实体")
            start = False
    return left


def _open_formulas(path: Path) -> set[tuple[int, int]]:
    """Find the formulas of the first sheet whose result the file does not hold."""
    with zipfile.ZipFile(path) as packed:
        sheets = sorted(name for name in packed.namelist() if name.startswith("xl/worksheets/"))
        if not sheets:
            return set()
        content = packed.read(sheets[0])
    found = set()
    for match in FORMULA_CELL.finditer(content) if b"<f" in content else ():
        rest = match[3]
        if b"<v" not in rest or EMPTY_VALUE.search(rest):
            found.add((int(match[2]) - 1, _column(match[1])))
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number - 1
