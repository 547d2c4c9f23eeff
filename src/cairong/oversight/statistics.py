"""Official statistics: worked out from what the pages read, and found again as they were issued."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor
from cairong.kernel.orders import text_of
from cairong.oversight.collateral import secured
from cairong.oversight.coverage import coverage
from cairong.oversight.models import Statistic
from cairong.oversight.performance import Performance, performances
from cairong.oversight.rates import Rates, rates_by_month, summed
from cairong.oversight.reads import (
    Board,
    Financed,
    board_of,
    level_names,
    months,
    require_watcher,
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
            "total": _total(actor, kind, board, rows),
        }
    )


def _total(actor: Actor, kind: str, board: Board, rows: list[dict[str, Any]]) -> dict[str, Cell]:
    """Sum what can be summed; who is counted once in all and means are worked out anew."""
    whole, sums = board.whole, {"loans", "amount", "filed", "offers"}
    if kind == "promotion":  # its lines are of different things
        return {}
    if kind == "rates":
        return _costing(summed(rates_by_month(actor, board.year, until=board.until)))
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
    rows = performances(actor, board.year, today=board.until)
    return [{"institution": each.name, **_lending(each)} for each in rows if each.loans]


def _lending(lender: Performance) -> dict[str, Any]:
    return {
        "amount": lender.amount_fen,
        "loans": lender.loans,
        "suppliers": lender.suppliers,
        "rate": lender.rate_bp,
        "spread": lender.spread_bp,
        "credit": lender.credit_percent,
    }


def _lenders(actor: Actor, board: Board) -> list[dict[str, Any]]:
    names = {level.code: level.name for level in board.levels}
    rows = performances(actor, board.year, today=board.until, apart=True)
    return [
        {"institution": each.name, "level": names[each.code], **_lending(each)}
        for each in sorted(rows, key=lambda each: (each.name, each.code))
        if each.loans
    ]


def _rates(actor: Actor, board: Board) -> list[dict[str, Any]]:
    rows = rates_by_month(actor, board.year, until=board.until)
    return [{"month": f"{each.month}月", **_costing(each)} for each in rows]


def _collateral(actor: Actor, board: Board) -> list[dict[str, Any]]:
    return [
        {
            "institution": each.version.product.institution.name,
            "product": str(each.version),
            "asked": each.version.collateral,
            "ground": each.version.collateral_ground,
            "source": each.version.source,
            "since": each.since.isoformat(),
            "offers": each.offers,
            "loans": each.loans,
            "amount": each.amount_fen,
        }
        for each in secured(actor, board.year, until=board.until)
    ]


def _costing(costs: Rates) -> dict[str, Any]:
    return {
        "loans": costs.loans,
        "amount": costs.amount_fen,
        "rate": costs.rate_bp,
        "lpr": costs.lpr_bp,
        "spread": costs.spread_bp,
        "cost": costs.cost_bp,
    }


WORKED: Mapping[str, Callable[[Actor, Board], list[dict[str, Any]]]] = {
    "targets": _targets,
    "coverage": _coverage,
    "months": _months,
    "institutions": _institutions,
    "lenders": _lenders,
    "rates": _rates,
    "collateral": _collateral,
    "filings": filings,
    "payments": payments,
    "kept_days": kept_days,
    "promotion": lambda actor, board: summed_up(actor, board.year, board.until),
}
