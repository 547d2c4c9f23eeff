"""What loans cost by month as a picture: rate, LPR and the whole yearly cost, with their table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cairong.oversight.rates import Rates, summed
from cairong.web.overseer.trend import UNFINISHED, named_month
from cairong.web.parts import Chart, Column, Linked, plain_table
from cairong.web.public.terms import percent

COLUMNS = (
    Column("month", "月份"),
    Column("loans", "贷款(笔)", "number"),
    Column("amount", "放款本金", "money"),
    Column("rate", "年利率", "rate"),
    Column("lpr", "LPR", "rate"),
    Column("spread", "较LPR基点", "number"),
    Column("cost", "年化成本", "rate"),
)


def cost_chart(rows: Sequence[Rates], year: int, *, today: date, href: str) -> Chart:
    """Draw a year's means month by month, a running month as unfinished."""
    running = today.month if year == today.year else 0
    words = [named_month(row.month, running) for row in rows]
    cells = [
        _cells(row, word, f"{href}&month={row.month}")
        for row, word in zip(rows, words, strict=True)
    ]
    table = plain_table(
        f"{year}年按月利率和成本", COLUMNS, cells, empty="这一年还没有放款。", heading=False
    )
    total = summed(rows)
    return Chart(
        title=f"{year}年贷款利率、LPR 和年化成本(%)",
        alt=_alt(total, year),
        option={
            "legend": {"top": 0, "right": 0},
            "xAxis": {"type": "category", "data": words},
            "yAxis": {"type": "value", "name": "%", "scale": True},
            "series": [
                _line("年利率", [row.rate_bp for row in rows], running),
                _line("LPR", [row.lpr_bp for row in rows], running, type="dashed"),
                _line("年化成本", [row.cost_bp for row in rows], running),
            ],
        },
        table=replace(table, total=_cells(total, "合计", href)),
        source="本平台放款和报价记录",
    )


def _cells(row: Rates, word: str, href: str) -> dict[str, Any]:
    return {
        "month": word,
        "loans": row.loans,
        "amount": Linked(value=row.amount_fen, href=href),
        "rate": row.rate_bp,
        "lpr": row.lpr_bp,
        "spread": row.spread_bp,
        "cost": row.cost_bp,
    }


def _line(name: str, means: Sequence[int | None], running: int, **style: str) -> dict[str, Any]:
    data: list[Any] = [None if bp is None else bp / 100 for bp in means]
    if running and data[running - 1] is not None:
        faint = {"opacity": UNFINISHED}
        data[running - 1] = {"value": data[running - 1], "itemStyle": faint}
    return {"name": name, "type": "line", "data": data, "lineStyle": style}


def _alt(total: Rates, year: int) -> str:
    if total.rate_bp is None or total.lpr_bp is None:
        return f"{year}年还没有放款。"
    cost = "没有记录" if total.cost_bp is None else percent(total.cost_bp)
    return (
        f"{year}年 {total.loans} 笔,按本金加权:年利率 {percent(total.rate_bp)},"
        f"LPR {percent(total.lpr_bp)},较 LPR {total.spread_bp} 基点,年化成本 {cost}。"
    )
