"""A year by months as a picture: drawn each month, the sum so far, the target line."""

from datetime import date
from typing import Any

from cairong.oversight.reads import Board
from cairong.web.parts import Chart, Column, Linked, plain_table

WAN = 1_000_000
UNFINISHED = 0.45  # how strongly the bar of a running month is drawn
COLUMNS = (
    Column(key="month", word="月份"),
    Column(key="count", word="贷款(笔)", kind="number"),
    Column(key="amount", word="当月放款", kind="money"),
    Column(key="sum", word="累计", kind="money"),
)


def trend(board: Board, rows: list[tuple[int, int, int]], *, today: date, href: str = "") -> Chart:
    """Draw a board's year month by month: a running month as unfinished, none that is to come."""
    running = today.month if board.year == today.year else 0
    rows = rows[: running or len(rows)]
    sums = [sum(amount for _, amount, _ in rows[: place + 1]) for place in range(len(rows))]
    line = board.headline.growth.line_fen
    series: list[dict[str, Any]] = [
        {
            "name": "当月",
            "type": "bar",
            "data": [_bar(month, amount, running) for month, amount, _ in rows],
        },
        {"name": "累计", "type": "line", "data": [_wan(sum_) for sum_ in sums]},
    ]
    if line is not None:
        dashed = {"symbol": "none", "lineStyle": {"type": "dashed"}}
        series.append(
            {"name": "目标线", "type": "line", "data": [_wan(line)] * len(rows), **dashed}
        )
    months = [
        {
            "month": named_month(month, running),
            "count": count,
            "amount": Linked(value=amount, href=f"{href}&month={month}"),
            "sum": so_far,
        }
        for (month, amount, count), so_far in zip(rows, sums, strict=True)
    ]
    table = plain_table(
        f"{board.year}年按月放款", COLUMNS, months, empty="这一年还没有放款。", heading=False
    )
    return Chart(
        title=f"{board.headline.name}{board.year}年按月放款(万元)",
        alt=_alt(board, rows),
        option={
            "legend": {"top": 0, "right": 0},
            "xAxis": {
                "type": "category",
                "data": [named_month(month, running) for month, *_ in rows],
            },
            "yAxis": {"type": "value", "name": "万元"},
            "series": series,
        },
        table=table,
        source="本平台放款记录",
    )


def named_month(month: int, running: int) -> str:
    """Name a month; the running one says that it is not over."""
    return f"{month}月(未完)" if month == running else f"{month}月"


def _bar(month: int, amount: int, running: int) -> Any:
    if month != running:
        return _wan(amount)
    return {"value": _wan(amount), "itemStyle": {"opacity": UNFINISHED}}


def _alt(board: Board, rows: list[tuple[int, int, int]]) -> str:
    best = max(rows, key=lambda row: row[1])
    if not best[1]:
        return f"{board.year}年还没有放款。"
    drawn = _wan(sum(amount for _, amount, _ in rows))
    whole = f"{board.headline.name}{board.year}年共放款 {drawn:,} 万元"
    return f"{whole},最多的是 {best[0]}月({_wan(best[1]):,} 万元)。"


def _wan(fen: int) -> float:
    return round(fen / WAN, 2)
