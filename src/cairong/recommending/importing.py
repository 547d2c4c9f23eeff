"""Read a list of firms from a spreadsheet: a verdict for each row, nothing written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cairong.contracts.importing.cells import day_of_cell, shown, text_of
from cairong.contracts.importing.files import rows_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding, Invalid, Refusal
from cairong.policy.catalogue import sentence
from cairong.policy.recommending import CLAUSE, LEAST, MOST
from cairong.recommending.actions.recommend_list import MOST as MOST_FIRMS
from cairong.recommending.facts import Firm
from cairong.recommending.reads import open_on
from cairong.recommending.steps.opening import firm_of, wrong_with

HEADER_WITHIN = 10
COLUMNS = {
    "name": "企业名称",
    "uscc": "统一社会信用代码",
    "until": "推荐到哪一天",
    "lead": "产业带动强",
    "credit": "信用资质良好",
    "operation": "经营状况良好",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One row of a list: what it says, and why it cannot be recommended; without one it can."""

    line: int
    said: dict[str, str]
    firm: Firm | None
    wrong: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the firm of the row can be recommended as things stand."""
        return not self.wrong


def verdicts(path: Path, actor: Actor, now: datetime) -> list[Verdict]:
    """Say of each row of a list whether its firm can be recommended, else every reason.

    Raises Invalid for a file that cannot be read, lacks a column, is empty or above 200 firms.
    """
    rows = rows_of(path)
    places = _places(rows)
    found, lines = list[Verdict](), dict[str, int]()
    for line, cells in rows:
        if not any(shown(cell).strip() for cell in cells if cell is not None):
            continue
        found.append(_verdict(actor, now, line, _cells(places, cells), lines))
        if len(found) > MOST_FIRMS:
            raise Invalid(
                "recommending.list_length", CLAUSE, field="file", value=len(found), most=MOST_FIRMS
            )
    if not found:
        raise Invalid("recommending.empty", CLAUSE, field="file")
    return found


def _places(rows: Iterator[tuple[int, list[object]]]) -> dict[str, int]:
    """Find where each column stands. Raises Invalid naming those that are missing."""
    missing = set(COLUMNS.values())
    for line, cells in rows:
        named = {shown(cell).strip(): place for place, cell in enumerate(cells) if cell is not None}
        lacking = {word for word in COLUMNS.values() if word not in named}
        if not lacking:
            return {key: named[word] for key, word in COLUMNS.items()}
        missing = min(missing, lacking, key=len)
        if line >= HEADER_WITHIN:
            break
    said = "、".join(word for word in COLUMNS.values() if word in missing)
    raise Invalid("recommending.columns", CLAUSE, field="file", columns=said)


def _cells(places: dict[str, int], cells: Sequence[object]) -> dict[str, object]:
    return {key: cells[place] if place < len(cells) else "" for key, place in places.items()}


def _verdict(
    actor: Actor, now: datetime, line: int, cells: dict[str, object], lines: dict[str, int]
) -> Verdict:
    read, wrong = _read(cells)
    firm = None if wrong else Firm(**read)
    if firm is not None:
        wrong = _wrong(actor, now, firm)
        first = lines.setdefault(firm.uscc, line)
        if first != line:
            wrong = [sentence(Finding.of("recommending.twice", CLAUSE, row=first))]
    said = {key: shown(cell) for key, cell in cells.items() if cell is not None}
    return Verdict(line=line, said=said, firm=firm, wrong=tuple(wrong))


def _read(cells: dict[str, object]) -> tuple[dict[str, Any], list[str]]:
    read, wrong = dict[str, Any](), list[str]()
    for key, word in COLUMNS.items():
        try:
            read[key] = READERS[key](cells[key], word)
        except Invalid as refusal:
            wrong.append(sentence(refusal.findings[0]))
    return read, wrong


def _wrong(actor: Actor, now: datetime, firm: Firm) -> list[str]:
    try:
        supplier, found = firm_of(actor, firm), wrong_with(actor, now, firm)
    except Refusal as refusal:
        return [sentence(each) for each in refusal.findings]
    if standing := open_on(supplier.pk):
        said = {"name": supplier.name, "no": standing.no}
        found = (*found, Finding.of("recommending.open_already", CLAUSE, **said))
    return [sentence(each) for each in found]


def _day(cell: object, word: str) -> date:
    return day_of_cell(cell, word)


_words = partial(text_of, least=LEAST, most=MOST)
READERS: dict[str, Callable[[object, str], Any]] = {
    "name": partial(text_of, least=1),
    "uscc": partial(text_of, least=1),
    "until": _day,
    "lead": _words,
    "credit": _words,
    "operation": _words,
}
