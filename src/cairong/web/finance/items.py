"""A filing read item by item: what it says now, and what it said when it was returned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairong.contracts.reads import ContractView
from cairong.disclosure.reads import last_returned
from cairong.kernel.money import format_yuan
from cairong.policy.contracts import term_words
from cairong.policy.items import BY_CODE, ITEMS, WORDS
from cairong.web.parts.words import long_day

SCHEDULE = "schedule"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item of a filing. `before` is what it said in the round before, where that differs.

    Asked to be withheld it has a `ground`, until a day; `undecided` while nobody has answered.
    """

    name: str
    word: str
    value: str
    before: str = ""
    ground: str = ""
    until: date | None = None
    undecided: bool = False


def lines_of(found: ContractView) -> list[Line]:
    """List every item of a filing in the order in which a desk reads it."""
    withheld = {each.item: each for each in found.withheld}
    returned = last_returned(found.contract.pk) if found.filing.round > 1 else None
    before = _said(returned) if returned else {}
    lines = []
    for name, word in {**WORDS, SCHEDULE: "付款安排"}.items():
        value, kept = _value(found, name), withheld.get(name)
        old = before.get(name, value)
        more: dict[str, Any] = {"before": old if old != value else ""}
        if kept:
            more = {"ground": kept.ground, "until": kept.until, "undecided": kept.assent is None}
        lines.append(Line(name=name, word=word, value=value, **more))
    return lines


def _value(found: ContractView, name: str) -> str:
    if name == SCHEDULE:
        return _joined(
            f"{row.milestone} {row.percent.normalize():f}%,验收后付款:"
            f"{term_words(row.agreed_days, row.unit)}"
            for row in found.schedule
        )
    item = BY_CODE[name]
    if item.of == "supplier":
        return _joined(
            getattr(supplier, name.removeprefix("supplier_")) for supplier in found.suppliers
        )
    value = getattr(found.contract, name)
    if item.kind == "money":
        return format_yuan(value)
    if item.kind == "flag":
        return "是" if value else "否"
    return long_day(value) if item.kind == "day" and value else str(value or "")


def _said(document: Mapping[str, Any]) -> dict[str, str]:
    suppliers = document["suppliers"]
    accounts = [supplier["account"] for supplier in suppliers if not supplier["account"]["masked"]]
    said = {
        "purchaser_address": document["purchaser"]["address"],
        "supplier_address": _joined(supplier["address"] for supplier in suppliers),
        "payee": _joined(account["payee"] for account in accounts),
        "bank": _joined(account["bank"] for account in accounts),
        "cnaps": _joined(account["cnaps"] for account in accounts),
        "account_no": _joined(account["no"] for account in accounts),
        **{item.code: document["contract"].get(item.code, "") for item in ITEMS
           if item.of == "contract" and item.kind == "text"},
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _joined(values: Any) -> str:
    return ";".join(value for value in values if value)
