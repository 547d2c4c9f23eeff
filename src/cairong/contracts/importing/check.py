"""Turn the cells of one row into an AwardRow, or into the list of what is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from cairong.contracts.importing.cells import day_of_cell, money_of, shown, text_of
from cairong.contracts.importing.columns import Header
from cairong.contracts.importing.rows import KINDS, AwardRow, RowError
from cairong.kernel.errors import Finding, Invalid
from cairong.policy.catalogue import sentence
from cairong.policy.contracts import check_day_known
from cairong.policy.names import clean_name

FORMULA = object()  # stands for a formula whose result the file does not hold
MOST_SUPPLIERS = 30
URL = re.compile(r"https?://\S+")
LENGTHS = {
    "src": 40, "src_id": 200, "title": 300, "project_no": 100, "contract_no": 100, "scope": 500,
    "province": 20, "city": 40, "district": 40, "buyer_class": 40, "industry": 40,
    "published_on_site": 600,
}  # fmt: skip
NEEDED = ("src_id", "title", "buyer")
FIELDS = {
    "src": "src", "src_id": "src_id", "province": "place_province", "city": "place_city",
    "district": "place_district", "buyer": "purchaser_name", "buyer_class": "purchaser_class",
    "agency": "agency", "title": "title", "project_no": "project_no",
    "contract_no": "contract_no", "industry": "industry",
    "performance_period": "performance_period", "location": "place_of_work", "scope": "scope",
    "quality_flag": "quality_flag",
}  # fmt: skip


class RowCheck:
    """One row being understood; what is wrong collects in `errors`."""

    def __init__(self, header: Header, line: int, cells: Sequence[object]) -> None:
        self.header, self.line = header, line
        self.errors: list[RowError] = []
        self.cells: Mapping[str, object] = {
            column: cells[place] if place < len(cells) else ""
            for place, column in header.places.items()
        }
        extra = [cell for cell in cells[header.width :] if cell not in (None, "")]
        if extra and len(cells) > header.width:
            self.refuse(
                "", extra[0], "import.too_many_cells", count=len(cells), columns=header.width
            )

    def row(self, *, today: date) -> AwardRow | None:
        """Understand the row; None where something is wrong, then `errors` says what."""
        given: dict[str, Any] = {
            target: self.read(column, _buyer if column == "buyer" else _text(column))
            for column, target in FIELDS.items()
        }
        given["src"] = given["src"] or "文件"
        given["kind"] = self.read("notice_type", self._kind)
        given["notice_on"] = self.read("publish_date", partial(_notice_day, today=today))
        given["suppliers"] = self.read("suppliers", _suppliers)
        given["amount_fen"] = self.read("amount_yuan", self._money("amount_yuan"))
        if self.cells.get("budget_yuan") not in (None, ""):
            given["budget_fen"] = self.read("budget_yuan", self._money("budget_yuan"))
        site = self.read("published_on_site", _text("published_on_site")) or ""
        given["source_site"], given["source_url"] = _site(site)
        if given["notice_on"] and given["notice_on"] > today:
            self.refuse("publish_date", given["notice_on"], "import.future")
        return None if self.errors else AwardRow(line=self.line, **given)

    def read[T](self, column: str, how: Callable[[object, str], T]) -> T | None:
        """Understand one cell; note what is wrong with it and answer None."""
        value = self.cells.get(column, "")
        if value is FORMULA:
            self.refuse(column, "", "import.formula")
            return None
        try:
            return how(value, self.header.label(column))
        except Invalid as refusal:
            self.note(column, value, refusal.findings[0])
            return None

    def refuse(self, column: str, value: object, code: str, **params: object) -> None:
        """Note that a cell cannot be taken."""
        said = {"field": self.header.label(column), "value": shown(value), **params}
        self.note(column, value, Finding.of(code, **said))

    def note(self, column: str, value: object, finding: Finding) -> None:
        """Keep one finding with its place."""
        self.errors.append(
            RowError(
                line=self.line,
                column=self.header.label(column),
                value=shown(value),
                reason=sentence(finding),
                code=finding.code,
            )
        )

    def _kind(self, value: object, label: str) -> str:
        kind = text_of(value, label, least=1).removesuffix("公告").removesuffix("结果")
        if kind not in KINDS:
            raise Invalid("import.kind", field=label, value=value, choices="、".join(KINDS))
        return kind

    def _money(self, column: str) -> Callable[[object, str], int]:
        def read(value: object, label: str) -> int:
            return money_of(value, label, in_wan=column in self.header.in_wan)

        return read


def _text(column: str) -> Callable[[object, str], str]:
    def read(value: object, label: str) -> str:
        least = int(column in NEEDED)
        return text_of(value, label, least=least, most=LENGTHS.get(column, 200))

    return read


def _buyer(value: object, label: str) -> str:
    return clean_name(text_of(value, label, least=1), label)


def _notice_day(value: object, label: str, *, today: date) -> date:
    day = day_of_cell(value, label)
    check_day_known(day=day, today=today, field=label)
    return day


def _suppliers(value: object, label: str) -> tuple[str, ...]:
    whole = text_of(value, label, least=1, most=2000)
    names = (
        clean_name(text_of(name, label, most=200), label)
        for name in whole.replace("|", "|").split("|")
    )
    found = tuple(dict.fromkeys(name for name in names if name))
    if not found:
        raise Invalid("invalid.missing", field=label, value=value)
    if len(found) > MOST_SUPPLIERS:
        count, most = len(found), MOST_SUPPLIERS
        raise Invalid("import.suppliers", field=label, value=value, count=count, most=most)
    return found


def _site(text: str) -> tuple[str, str]:
    """Divide «site https://…» into the site's name and the address."""
    match = URL.search(text)
    url = match[0][:500] if match else ""
    return text.replace(url, "").strip()[:100] if url else text[:100], url
