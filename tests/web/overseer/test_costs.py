"""The picture of what loans cost by month: gaps are gaps, a running month is faint. 三(一)-3"""

from datetime import date
from decimal import Decimal

import pytest

from cairong.oversight.rates import Rates
from cairong.web.overseer.costs import cost_chart
from cairong.web.parts import Chart

WAN = 1_000_000


def month(number: int, wan: int = 0, rate: int = 345, cost: str | None = "3.6") -> Rates:
    """A month of one loan at LPR 3.00 %, or of none."""
    fen = wan * WAN
    return Rates(
        month=number, loans=int(bool(wan)), amount_fen=fen, rates=rate * fen, lprs=300 * fen,
        costs=Decimal(cost or 0) * fen, costed_fen=fen if cost else 0,
    )  # fmt: skip


def drawn(*rows: Rates, today: str) -> Chart:
    return cost_chart(rows, 2026, today=date.fromisoformat(today), href="/loans/?year=2026")


def lines(chart: Chart) -> dict[str, list]:
    return {each["name"]: each["data"] for each in chart.option["series"]}


def test_each_mean_is_a_line_and_a_month_without_loans_a_gap():
    chart = drawn(month(1, 10), month(2), month(3, 30, rate=305, cost=None), today="2027-01-05")
    assert chart.option["xAxis"]["data"] == ["1月", "2月", "3月"]
    assert lines(chart) == {
        "年利率": [3.45, None, 3.05], "LPR": [3.0, None, 3.0], "年化成本": [3.6, None, None],
    }  # fmt: skip
    assert chart.alt == (
        "2026年 2 笔,按本金加权:年利率 3.15%,LPR 3.00%,较 LPR 15 基点,年化成本 3.60%。"
    )


def test_the_table_behind_it_opens_month_by_month_and_sums_up():
    table = drawn(month(1, 10), month(2), month(3, 30, rate=305), today="2027-01-05").table
    assert [row.cells["amount"].href for row in table.rows] == [
        f"/loans/?year=2026&month={number}" for number in (1, 2, 3)
    ]
    assert [row.cells["rate"] for row in table.rows] == [345, None, 305]
    assert (table.total["loans"], table.total["rate"], table.total["spread"]) == (2, 315, 15)


@pytest.mark.parametrize(("wan", "last"), [(30, {"value": 3.05}), (0, None)])
def test_a_running_month_is_named_and_drawn_as_unfinished(wan, last):
    chart = drawn(month(1, 10), month(2, wan, rate=305), today="2026-02-10")
    assert chart.option["xAxis"]["data"] == ["1月", "2月(未完)"]
    point = lines(chart)["年利率"][-1]
    assert (point and {"value": point["value"]}) == last
    assert lines(chart)["年利率"][0] == 3.45


def test_a_year_of_nothing_says_so():
    chart = drawn(month(1), month(2), today="2027-01-05")
    assert chart.alt == "2026年还没有放款。"
    assert lines(chart)["LPR"] == [None, None]
