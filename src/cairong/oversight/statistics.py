"""Official statistics: worked out from what the pages read, and found again as they were issued."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor
from cairong.kernel.orders import text_of
from cairong.lending.counted import COUNTED
from cairong.oversight.coverage import coverage
from cairong.oversight.models import Statistic
from cairong.oversight.performance import performances
from cairong.oversight.reads import (
    Board,
    Financed,
    board_of,
    level_names,
    loans_behind,
    months,
    require_watcher,
    watched_regions,
)
from cairong.oversight.spread import summed_up
from cairong.oversight.steps.statistic import paper_of
from cairong.oversight.tables import filings, kept_days, payments
from cairong.policy.statistics import FORMS, Cell, Form
from cairong.policy.targets import BASE_WORDS

FORMAT = "cairong-statistic/1"
ADDED = frozenset({"filings", "payments", "kept_days"})  # tables of which every number adds up
type Row = Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A statistic as it was issued: its form, its rows, their sum where they have one."""

    row: Statistic
    form: Form
    scope: str
    rows: tuple[Row, ...]
    total: Row


def statistics_of(actor: Actor) -> QuerySet[Statistic]:
    """List the statistics an actor may read: a county's desk those of its county."""
    require_watcher(actor)
    rows = Statistic.objects.filter(city_id=actor.city)
    return rows if actor.whole_city else rows.filter(region=actor.region)


def statistic_for(actor: Actor, statistic_id: UUID) -> Statistic:
    """Fetch a statistic an actor may read. Raises NotFound."""
    return fetch(
        statistics_of(actor).select_related("organisation", "by", "revises"), statistic_id, "统计表"
    )


def scope_names(actor: Actor, now: datetime) -> dict[str, str]:
    """Name by code what a statistic may be about: a county, or the whole city, never 市本级."""
    names = level_names(actor, now)
    return {**names, actor.city: f"全{names[actor.city].removesuffix('本级')[-1]}"}


def newest_of(actor: Actor, kind: str, year: int, cut_off: date) -> Statistic | None:
    """Find what was issued last to the same question: kind, scope, year and day."""
    rows = statistics_of(actor).filter(
        kind=kind, region=actor.region, of_year=year, cut_off=cut_off, revised_by=None
    )
    return rows.first()


def table_of(statistic: Statistic) -> Table:
    """Read a statistic as it was issued."""
    kept = json.loads(statistic.document)
    return Table(
        row=statistic,
        form=FORMS[statistic.kind],
        scope=kept["scope"],
        rows=tuple(kept["rows"]),
        total=kept["total"],
    )


def statistic_pdf(statistic: Statistic) -> bytes:
    """Set a statistic in type."""
    table = table_of(statistic)
    return paper_of(statistic, table.form, table.scope, table.rows, table.total)


def document_of(actor: Actor, kind: str, year: int, cut_off: date) -> str:
    """Write a statistic of a year until the end of a day, by what is known now (RFC 8785)."""
    board = board_of(actor, year, until=cut_off)
    rows = WORKED[kind](actor, board)
    return text_of(
        {
            "format": FORMAT,
            "city": actor.city,
            "kind": kind,
            "region": actor.region,
            "scope": board.whole.name,
            "year": year,
            "cut_off": cut_off.isoformat(),
            "rows": rows,
            "total": _total(kind, board, rows),
        }
    )


def _total(kind: str, board: Board, rows: list[dict[str, Any]]) -> dict[str, Cell]:
    """Sum what can be summed; who is counted once in all is counted anew, not added."""
    whole, sums = board.whole, {"loans", "amount", "filed"}
    if kind == "promotion":  # its lines are of different things
        return {}
    if kind == "targets":
        return {
            "amount": whole.growth.year_fen,
            "base": whole.growth.base_fen,
            "outside": whole.outside_fen,
            "base_outside": whole.base_outside_fen,
        }
    total: dict[str, Cell] = {
        field.key: sum(row[field.key] for row in rows)
        for field in FORMS[kind].fields
        if field.kind in {"number", "money"} and (field.key in sums or kind in ADDED)
    }
    if kind == "coverage":
        total |= {
            "institutions": whole.institutions,
            "suppliers": whole.suppliers,
            "smes": whole.smes,
        }
    return total


def _targets(actor: Actor, board: Board) -> list[dict[str, Any]]:
    del actor
    return [_target(level) for level in board.levels]


def _target(level: Financed) -> dict[str, Any]:
    grown = level.growth
    return {
        "level": level.name,
        "amount": grown.year_fen,
        "line": grown.line_fen,
        "missing": grown.missing_fen,
        "base": grown.base_fen,
        "percent": None if grown.percent is None else str(grown.percent),
        "outside": level.outside_fen,
        "base_outside": level.base_outside_fen,
        "verdict": BASE_WORDS[grown.base],
    }


def _coverage(actor: Actor, board: Board) -> list[dict[str, Any]]:
    return [
        {
            "level": each.level.name,
            "filed": each.filed,
            "institutions": each.level.institutions,
            "loans": each.level.loans,
            "suppliers": each.level.suppliers,
            "smes": each.level.smes,
            "first_time": each.first_time,
        }
        for each in coverage(actor, board)
    ]


def _months(actor: Actor, board: Board) -> list[dict[str, Any]]:
    rows, so_far = list[dict[str, Any]](), 0
    for month, amount, count in months(actor, board.year, until=board.until):
        if month > board.until.month:
            break
        so_far += amount
        rows.append({"month": f"{month}月", "loans": count, "amount": amount, "sum": so_far})
    return rows


def _institutions(actor: Actor, board: Board) -> list[dict[str, Any]]:
    return [
        {
            "institution": each.name,
            "amount": each.amount_fen,
            "loans": each.loans,
            "suppliers": each.suppliers,
            "rate": each.rate_bp,
            "spread": each.spread_bp,
            "credit": each.credit_percent,
        }
        for each in performances(actor, board.year, today=board.until)
        if each.loans
    ]


def _lenders(actor: Actor, board: Board) -> list[dict[str, Any]]:
    heirs, names = watched_regions(actor), {level.code: level.name for level in board.levels}
    rows = loans_behind(actor, board.year).filter(drawn_on__lte=board.until).order_by()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    grouped = rows.values_list("institution__name", "region", "supplier_id")
    for name, region, supplier, amount, count in grouped.annotate(
        amount=Sum(COUNTED), count=Count("pk")
    ):
        line = found.setdefault(
            (name, heirs[region]), {"amount": 0, "loans": 0, "suppliers": set[UUID]()}
        )
        line["amount"] += amount
        line["loans"] += count
        line["suppliers"].add(supplier)
    return [
        {"institution": name, "level": names[code], **line, "suppliers": len(line["suppliers"])}
        for (name, code), line in sorted(found.items())
    ]


WORKED: Mapping[str, Callable[[Actor, Board], list[dict[str, Any]]]] = {
    "targets": _targets,
    "coverage": _coverage,
    "months": _months,
    "institutions": _institutions,
    "lenders": _lenders,
    "filings": filings,
    "payments": payments,
    "kept_days": kept_days,
    "promotion": lambda actor, board: summed_up(actor, board.year, board.until),
}
