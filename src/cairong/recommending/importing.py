"""Read a list of firms from a spreadsheet: a verdict for each row, nothing written."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from cairong.contracts.importing.cells import day_of_cell, text_of
from cairong.contracts.importing.tables import Heading, TableRow, table_rows
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding, Refusal
from cairong.policy.catalogue import sentence
from cairong.policy.recommending import CLAUSE, LEAST, MOST
from cairong.recommending.actions.recommend_list import MOST as MOST_FIRMS
from cairong.recommending.facts import Firm
from cairong.recommending.reads import open_on
from cairong.recommending.steps.opening import firm_of, wrong_with

_words = partial(text_of, least=LEAST, most=MOST)
HEADINGS = (
    Heading(key="name", word="企业名称", read=partial(text_of, least=1)),
    Heading(key="uscc", word="统一社会信用代码", read=partial(text_of, least=1)),
    Heading(key="until", word="推荐到哪一天", read=day_of_cell),
    Heading(key="lead", word="产业带动强", read=_words),
    Heading(key="credit", word="信用资质良好", read=_words),
    Heading(key="operation", word="经营状况良好", read=_words),
)
COLUMNS = {each.key: each.word for each in HEADINGS}


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
    lines = dict[str, int]()
    rows = table_rows(path, HEADINGS, most=MOST_FIRMS)
    return [_verdict(actor, now, row, lines) for row in rows]


def _verdict(actor: Actor, now: datetime, row: TableRow, lines: dict[str, int]) -> Verdict:
    wrong = row.wrong
    firm = None if wrong else Firm(**row.read)
    if firm is not None:
        wrong = _wrong(actor, now, firm)
        first = lines.setdefault(firm.uscc, row.line)
        if first != row.line:
            wrong = [sentence(Finding.of("recommending.twice", CLAUSE, row=first))]
    return Verdict(line=row.line, said=row.said, firm=firm, wrong=tuple(wrong))


def _wrong(actor: Actor, now: datetime, firm: Firm) -> list[str]:
    try:
        supplier, found = firm_of(actor, firm), wrong_with(actor, now, firm)
    except Refusal as refusal:
        return [sentence(each) for each in refusal.findings]
    if standing := open_on(supplier.pk):
        said = {"name": supplier.name, "no": standing.no}
        found = (*found, Finding.of("recommending.open_already", CLAUSE, **said))
    return [sentence(each) for each in found]
