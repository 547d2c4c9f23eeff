"""Open a CSV or XLSX file of any encoding as rows of cells, in bounded memory."""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self, TextIO

from cairong.contracts.importing.packed import PDF_WITHIN, unreadable
from cairong.contracts.importing.sheets import sheet_rows
from cairong.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
MOST_MB = 64
CHUNK = 256 * 1024
SAMPLE = 64 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_ROW = 256 * 1024  # characters of one row, over however many lines
WRONG_PART = 5  # a UTF-8 file may have one broken sign in five
OTHER_KINDS = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"\x89PNG", b"PK")
Row = tuple[int, list[object]]
BROKEN = object()  # stands for a row whose quotes do not match
ENDLESS = object()  # stands for a row of more than MOST_ROW characters


def rows_of(path: Path) -> Iterator[Row]:
    """Read the rows of a file with their numbers as a spreadsheet counts them.

    Raises Invalid for a file that is too large, a bomb, or neither CSV nor XLSX.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise unreadable(error.strerror or "打不开") from error
    if size > MOST_MB * MEGABYTE:
        raise Invalid("import.too_large", field="file", size_mb=size // MEGABYTE, most_mb=MOST_MB)
    if size == 0:
        raise unreadable("文件是空的")
    if zipfile.is_zipfile(path):
        return sheet_rows(path)
    return _csv_rows(path)


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if start.startswith(OTHER_KINDS):
        raise unreadable("它不是 CSV 或 XLSX")
    if b"%PDF-" in start[:PDF_WITHIN]:
        raise unreadable("它同时是两种文件")
    encoding = encoding_of(path, start)
    return _read_csv(path, encoding)


def _read_csv(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        delimiter = _delimiter(file.read(SAMPLE))
        file.seek(0)
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            lines.taken = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield number, [BROKEN]
                continue
            except EndlessRowError:
                yield number, [ENDLESS]
                continue
            yield number, list(cells)


class EndlessRowError(Exception):
    """A row is longer than any table has."""


class Lines:
    """The lines of a file for a reader of rows; no row takes more than MOST_ROW characters."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.taken = file, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        """Hand over one line. Raises EndlessRowError, then stands at the line that follows."""
        line = self.file.readline(MOST_ROW + 1 - self.taken)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken > MOST_ROW:
            while line and not line.endswith(("\n", "\r")):
                line = self.file.readline(CHUNK)
            raise EndlessRowError
        return line


def encoding_of(path: Path, start: bytes) -> str:
    """Tell a text file's encoding: by its mark, else UTF-8 where it fits, else GB18030.

    A UTF-8 file with a few broken characters stays UTF-8, so that only their rows are refused.
    """
    for mark, name in BOMS:
        if start.startswith(mark):
            return name
    if guess := _utf16(start):
        return guess
    broken, whole = _characters(path, "utf-8")
    if not broken:
        return "utf-8"
    gb_broken, _ = _characters(path, "gb18030")
    if broken * WRONG_PART < whole or gb_broken > broken:
        return "utf-8"
    return "gb18030"


def _utf16(start: bytes) -> Literal["utf-16-le", "utf-16-be", ""]:
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    least = min(len(start), 2000) // 8
    if odd > least and odd > even * 4:
        return "utf-16-le"
    if even > least and even > odd * 4:
        return "utf-16-be"
    return ""


def _characters(path: Path, encoding: str) -> tuple[int, int]:
    """Count the broken characters and the whole ones outside ASCII, chunk by chunk."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    broken = whole = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            wrong = text.count("\ufffd")
            broken += wrong
            whole += len(text) - len(text.encode("ascii", "ignore")) - wrong
    return broken + decoder.decode(b"", final=True).count("\ufffd"), whole


def _delimiter(sample: str) -> str:
    first = sample.lstrip("\ufeff").split("\n", 1)[0]
    return max(",\t;|", key=first.count) if any(each in first for each in "\t;,") else ","
