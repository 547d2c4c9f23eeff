"""What one institution's points are made of: loans and duties, one by one, as a page lists them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.contracts.models import Contract
from cairong.evaluation.reads import facts_in
from cairong.evaluation.showing import text_of_facts
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.oversight.performance import APPROVAL, DISBURSEMENT
from cairong.policy.duties import DUTIES

KIND_WORDS: Mapping[str, str] = {
    "loans": "贷款", "offers": "报价", "applications": "融资申请",
    APPROVAL: DUTIES[APPROVAL].word, DISBURSEMENT: DUTIES[DISBURSEMENT].word,
}  # fmt: skip
OF_LOANS = ("amount", "suppliers", "credit", "spread")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of a year: what it is, when, how much, and by which event of the chain it stands.

    `said` is what of it counts; it counts no more where a reason says so.
    """

    key: str
    record_id: UUID
    kind: str
    title: str
    on: date | None
    amount_fen: int | None
    said: str
    aside: str
    event: int | None


def facts_behind(
    actor: Actor, now: datetime, year: int, institution_id: UUID | None, measure: str = ""
) -> list[Fact]:
    """List the facts behind one institution's points, or behind one measure of them.

    An institution reads its own alone.
    """
    wanted = actor.organisation_id if actor.role in INSTITUTION else institution_id
    if wanted is None:
        return []
    text = text_of_facts(actor, now, year)
    rows = [(key, row) for key, row in facts_in(text, wanted) if _counts(key, row, measure)]
    why = {each["fact"]: each["why"] for each in json.loads(text)["aside"]}
    contracts = {row["contract"] for _, row in rows if "contract" in row}
    named = Contract.objects.filter(city_id=actor.city, pk__in=contracts)
    titles = {str(pk): title for pk, title in named.values_list("pk", "title")}
    return [_fact(key, row, titles, why.get(key, "")) for key, row in rows]


def choices_of(facts: list[Fact]) -> list[tuple[str, str]]:
    """Offer facts to choose from: loans and duties, each in one line."""
    return [
        (fact.key, f"{KIND_WORDS[fact.kind]} {fact.title},{fact.said}")
        for fact in facts
        if fact.kind not in {"offers", "applications"} and not fact.aside
    ]


def _counts(key: str, row: Mapping[str, Any], measure: str) -> bool:
    kind: str = row.get("kind", key.split("/", maxsplit=1)[0])
    if measure == "newcomers":
        return kind == "loans" and bool(row["first"])
    if measure in OF_LOANS:
        return kind == "loans"
    return kind == {"approvals": APPROVAL, "disbursements": DISBURSEMENT}.get(measure, kind)


def _fact(key: str, row: Mapping[str, Any], titles: Mapping[str, str], aside: str) -> Fact:
    kind: str = row.get("kind", key.split("/", maxsplit=1)[0])
    on = row.get("drawn_on") or row.get("done_on") or row.get("due_on")
    return Fact(
        key=key,
        record_id=UUID(row.get("about") or row["id"]),
        kind=kind,
        title=" ".join(_title(row, titles)),
        on=date.fromisoformat(on) if on else None,
        amount_fen=row.get("principal_fen") or row.get("amount_fen"),
        said="、".join(_said(kind, row)),
        aside=aside,
        event=row["event"],
    )


def _title(row: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[str]:
    if "no" in row:
        yield row["no"]
    yield titles.get(row.get("contract", ""), "")


def _said(kind: str, row: Mapping[str, Any]) -> Iterator[str]:
    if kind == "loans":
        yield "首次获贷" if row["first"] else "再次获贷"
        yield "纯信用" if row["credit"] else "有担保"
        yield f"加点 {row['rate_bp'] - row['lpr_bp']} 基点"
    elif kind == "offers":
        yield "报价"
    elif kind == "applications":
        yield "已决定" if row["decided"] else "没有决定"
    else:
        law = row["due_law_on"] or row["due_on"]
        kept = row["done_on"] and row["done_on"] <= min(row["due_on"], law)
        yield "按期" if kept else "超期"
        yield f"{row['due_on']} 到期"
        if row["paused_days"]:
            yield f"停钟 {row['paused_days']} 个工作日"
