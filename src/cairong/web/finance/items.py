"""A filing read item by item: what it says now, and what it said when it was returned."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairong.contracts.models import Contract, ContractSupplier, Filing, WithheldItem
from cairong.contracts.reads import suppliers_of
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.money import format_yuan
from cairong.policy.contracts import term_words
from cairong.policy.items import BY_CODE, ITEMS, WORDS
from cairong.web.parts.words import long_day

SCHEDULE = "schedule"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item of a filing. `before` is what it said in the round before, where that differs."""

    name: str
    word: str
    value: str
    before: str = ""
    withheld: WithheldItem | None = None


def lines_of(contract: Contract, filing: Filing) -> list[Line]:
    """List every item of a filing in the order in which a desk reads it."""
    suppliers = suppliers_of(contract)
    withheld = {one.item: one for one in contract.withheld.all()}
    before = _before(contract) if filing.round > 1 else {}
    words = {**WORDS, SCHEDULE: "付款安排"}
    lines = []
    for name, word in words.items():
        value = _value(contract, suppliers, name)
        old = before.get(name, value)
        lines.append(
            Line(
                name=name,
                word=word,
                value=value,
                before=old if old != value and name not in withheld else "",
                withheld=withheld.get(name),
            )
        )
    return lines


def _value(contract: Contract, suppliers: list[ContractSupplier], name: str) -> str:
    if name == SCHEDULE:
        return _joined(
            f"{row.milestone} {row.percent.normalize():f}%,验收后付款:"
            f"{term_words(row.agreed_days, row.unit)}"
            for row in contract.schedule.all()
        )
    item = BY_CODE[name]
    if item.of == "supplier":
        return _joined(getattr(one, name.removeprefix("supplier_")) for one in suppliers)
    value = getattr(contract, name)
    if item.kind == "money":
        return format_yuan(value)
    if item.kind == "flag":
        return "是" if value else "否"
    return long_day(value) if item.kind == "day" and value else str(value or "")


def _before(contract: Contract) -> dict[str, str]:
    """Read what the items said in the version that was returned; withheld ones are not there."""
    returned = (
        PublishedVersion.objects.filter(contract=contract, kind=PublishedVersion.Kind.RETURNED)
        .order_by("-version")
        .first()
    )
    return _said(json.loads(bytes(returned.document))) if returned else {}


def _said(document: Mapping[str, Any]) -> dict[str, str]:
    suppliers = document["suppliers"]
    accounts = [one["account"] for one in suppliers if not one["account"]["masked"]]
    said = {
        "purchaser_address": document["purchaser"]["address"],
        "supplier_address": _joined(one["address"] for one in suppliers),
        "payee": _joined(one["payee"] for one in accounts),
        "bank": _joined(one["bank"] for one in accounts),
        "cnaps": _joined(one["cnaps"] for one in accounts),
        "account_no": _joined(one["no"] for one in accounts),
        **{one.code: document["contract"].get(one.code, "") for one in ITEMS
           if one.of == "contract" and one.kind == "text"},
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _joined(values: Any) -> str:
    return ";".join(value for value in values if value)
