"""Import a file batch by batch through the use-case, and write down what was refused."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self, TextIO

from cairong.contracts.actions.import_awards import import_awards
from cairong.contracts.importing.reading import read_rows
from cairong.contracts.importing.rows import AwardRow, RowError
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding
from cairong.policy.catalogue import sentence

BATCH = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEADER = ("行", "列", "值", "原因")


@dataclass(kw_only=True)
class Report:
    """What an import did: rows entered, drafts made, rows unchanged, rows refused by reason."""

    awards: int = 0
    drafts: int = 0
    samples: int = 0
    unchanged: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, RowError] = field(default_factory=dict)
    errors_path: Path | None = None


class ErrorFile:
    """The list of refused rows beside the file; not made where nothing was refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def write(self, errors: Iterable[RowError]) -> None:
        """Add errors, each cell safe to open in a spreadsheet."""
        rows = [(error.line, error.column, error.value, error.reason) for error in errors]
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self.file).writerow(HEADER)
        csv.writer(self.file).writerows([neutral(cell) for cell in row] for row in rows)


def import_file(
    path: Path,
    *,
    actor: Actor,
    clock: Callable[[], datetime],
    errors_path: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import a file of published rows: good ones enter, the others are listed with reasons.

    Reads and enters BATCH rows at a time, each batch one act and one event. Raises Invalid for a
    file that cannot be read at all; what was entered before stays, and entering it again changes
    nothing. Source: D4.
    """
    report = Report()
    place = errors_path or path.with_name(f"{path.name}.errors.csv")
    place.unlink(missing_ok=True)
    batch: list[AwardRow] = []
    with ErrorFile(place) as listed:
        for row in read_rows(path, today=day_of(clock())):
            if isinstance(row, AwardRow):
                batch.append(row)
            else:
                _refuse(report, listed, row)
            if len(batch) == BATCH:
                _enter(batch, report, listed, actor=actor, now=clock())
                batch = []
                if progress is not None:
                    progress(BATCH)
        if batch:
            _enter(batch, report, listed, actor=actor, now=clock())
    report.errors_path = place if place.exists() else None
    return report


def neutral(cell: object) -> object:
    """Keep a spreadsheet from taking a text for a formula (abuse 13)."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _enter(
    batch: list[AwardRow], report: Report, listed: ErrorFile, *, actor: Actor, now: datetime
) -> None:
    done = import_awards(actor=actor, now=now, rows=batch)
    report.awards += done.awards
    report.drafts += done.drafts
    report.samples += done.samples
    report.unchanged += done.unchanged
    by_line = {row.line: row for row in batch}
    for code, lines in (("import.differs", done.differing), ("import.foreign", done.foreign)):
        for line in lines:
            _refuse(report, listed, [_of_row(by_line[line], code)])


def _of_row(row: AwardRow, code: str) -> RowError:
    """Say of a row that could be read why it did not enter."""
    said = sentence(Finding.of(code, no=row.src_id))
    return RowError(line=row.line, column="src_id", value=row.src_id, reason=said, code=code)


def _refuse(report: Report, listed: ErrorFile, errors: list[RowError]) -> None:
    report.refused += 1
    report.reasons.update({error.code for error in errors})
    for error in errors:
        report.examples.setdefault(error.code, error)
    listed.write(errors)
