"""Read a whole file: its good rows one by one, and what is wrong with the others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from cairong.contracts.importing.check import RowCheck
from cairong.contracts.importing.columns import REQUIRED, Header, looks_like_header
from cairong.contracts.importing.files import BROKEN, ENDLESS, MOST_ROW, Row, rows_of
from cairong.contracts.importing.rows import AwardRow, RowError
from cairong.kernel.errors import Finding, Invalid
from cairong.policy.catalogue import sentence

HEADER_WITHIN = 10
SHOWN = 50
MOST_ROWS = 200_000
SAYS_SECRET = "import.state_secret"  # noqa: S105 - the code of a finding


@dataclass(kw_only=True)
class Preview:
    """What a file holds before anything is entered: counts, the first rows, what is wrong."""

    good: int = 0
    refused: int = 0
    first: list[AwardRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def facts(self, *, rows: int, errors: int) -> dict[str, Any]:
        """Write it down, so that a large file need not be read again: its first rows and errors."""
        kept = replace(self, first=self.first[:rows], errors=self.errors[:errors])
        facts: dict[str, Any] = PREVIEW.dump_python(kept, mode="json", exclude={"reasons"})
        return facts

    @staticmethod
    def of(facts: Mapping[str, Any]) -> "Preview":
        """Take it up again from its facts."""
        return PREVIEW.validate_python(facts)


PREVIEW = TypeAdapter(Preview)


def read_rows(path: Path, *, today: date) -> Iterator[AwardRow | list[RowError]]:
    """Read a file's rows after its header: each understood, or the list of its errors.

    Raises Invalid for a file that cannot be read at all or lacks a needed column.
    """
    rows = rows_of(path)
    header = _header(rows)
    seen: dict[tuple[str, str], int] = {}
    for line, cells in rows:
        if line > MOST_ROWS:
            raise Invalid("import.rows", field="file", most=MOST_ROWS)
        if code := _refused_whole(header, cells):
            yield [_whole_row(line, code)]
            continue
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        check = RowCheck(header, line, cells)
        row = check.row(today=today)
        if row is None:
            yield check.errors
        elif (first := seen.setdefault((row.src, row.src_id), line)) != line:
            check.refuse("src_id", row.src_id, "import.duplicate", row=first)
            yield check.errors
        else:
            yield row


def preview(path: Path, *, today: date) -> Preview:
    """Say what an import of this file would meet, entering nothing.

    Raises Invalid as reading, and for a file with rows that say they are a state secret.
    """
    found, secret = Preview(), []
    for row in read_rows(path, today=today):
        if isinstance(row, AwardRow):
            found.good += 1
            if len(found.first) < SHOWN:
                found.first.append(row)
        else:
            found.refused += 1
            found.errors += row[: max(0, SHOWN * 4 - len(found.errors))]
            found.reasons.update({error.code for error in row})
            secret += [str(error.line) for error in row if error.code == SAYS_SECRET]
    if secret:
        rows = "、".join([*secret[:SHOWN], *(["…"] if secret[SHOWN:] else [])])
        raise Invalid("import.secret_file", field="file", rows=rows)
    return found


def _header(rows: Iterator[Row]) -> Header:
    for line, cells in rows:
        if looks_like_header(cells):
            return Header(cells)
        if line >= HEADER_WITHIN:
            break
    raise Invalid("import.no_header", field="header", columns="、".join(REQUIRED))


def _refused_whole(header: Header, cells: Sequence[object]) -> str:
    """Say why nothing of a row is looked at; empty for any other row."""
    if cells and cells[0] is ENDLESS:
        return "import.row_size"
    if cells and cells[0] is BROKEN:
        return "import.quotes"
    return SAYS_SECRET if header.says_secret(cells) else ""


def _whole_row(line: int, code: str) -> RowError:
    reason = sentence(Finding.of(code, most=MOST_ROW))
    return RowError(line=line, column="", value="", reason=reason, code=code)
