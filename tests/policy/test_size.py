"""All 16 industries at every boundary of the standard of 2011 (划型标准§4)."""

from decimal import Decimal

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.size import FIELDS, INDUSTRIES, STANDARDS, size_of

# 行业: 大型下限 | 中型下限 | 小型下限 (X 从业人员, Y 营业收入万元, Z 资产总额万元)
TABLE = """
农、林、牧、渔业: Y20000 | Y500 | Y50
工业: X1000 Y40000 | X300 Y2000 | X20 Y300
建筑业: Y80000 Z80000 | Y6000 Z5000 | Y300 Z300
批发业: X200 Y40000 | X20 Y5000 | X5 Y1000
零售业: X300 Y20000 | X50 Y500 | X10 Y100
交通运输业: X1000 Y30000 | X300 Y3000 | X20 Y200
仓储业: X200 Y30000 | X100 Y1000 | X20 Y100
邮政业: X1000 Y30000 | X300 Y2000 | X20 Y100
住宿业: X300 Y10000 | X100 Y2000 | X10 Y100
餐饮业: X300 Y10000 | X100 Y2000 | X10 Y100
信息传输业: X2000 Y100000 | X100 Y1000 | X10 Y100
软件和信息技术服务业: X300 Y10000 | X100 Y1000 | X10 Y50
房地产开发经营: Y200000 Z10000 | Y1000 Z5000 | Y100 Z2000
物业管理: X1000 Y5000 | X300 Y1000 | X100 Y500
租赁和商务服务业: X300 Z120000 | X100 Z8000 | X10 Z100
其他未列明行业: X300 | X100 | X10
"""
LETTERS = {"X": "employees", "Y": "revenue_wan", "Z": "assets_wan"}
SIZES = ("large", "medium", "small", "micro")


def boundaries() -> list[tuple[str, dict[str, Decimal], str]]:
    """At each threshold: the size itself; a hundredth below in any one indicator: a lower one."""
    cases: list[tuple[str, dict[str, Decimal], str]] = []
    for line in TABLE.strip().splitlines():
        industry, steps = line.split(": ")
        for place, step in enumerate(steps.split(" | ")):
            at = {LETTERS[one[0]]: Decimal(one[1:]) for one in step.split()}
            cases.append((industry, at, SIZES[place]))
            for name, least in at.items():
                below = at | {name: least - Decimal("0.01")}
                cases.append((industry, below, SIZES[place + 1]))
                low = at | {name: Decimal(0)}
                cases.append((industry, low, "micro"))
    return cases


@pytest.mark.parametrize(("industry", "facts", "size"), boundaries())
def test_every_boundary(industry: str, facts: dict[str, Decimal], size: str) -> None:
    found = size_of(industry, **facts)
    assert found.size == size
    assert found.decided_by


def test_the_table_has_every_industry() -> None:
    assert [line.split(":")[0] for line in TABLE.strip().splitlines()] == list(INDUSTRIES)
    assert len(INDUSTRIES) == 16


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "assets", "size"),
    [
        ("工业", 300, 2000, None, "medium"), ("工业", 299, 39999, None, "small"),
        ("工业", 1000, 39999, None, "medium"), ("工业", 1000, 40000, None, "large"),
        ("工业", 20, 299, None, "micro"), ("工业", 19, 50000, None, "micro"),
        ("工业", 1500, 3000, None, "medium"), ("工业", 500, 1000, None, "small"),
        ("建筑业", None, 6000, 4999, "small"), ("房地产开发经营", None, 200000, 9999, "medium"),
        ("房地产开发经营", None, 200000, 10000, "large"),
        ("其他未列明行业", 100, None, None, "medium"),
        ("租赁和商务服务业", 300, None, 119999, "medium"),
        ("农、林、牧、渔业", None, 20000, None, "large"),
        ("软件和信息技术服务业", 10, 50, None, "small"),
        ("软件和信息技术服务业", 10, Decimal("49.99"), None, "micro"),
    ],
)  # fmt: skip
def test_published_examples(
    industry: str, employees: int | None, revenue: int | None, assets: int | None, size: str
) -> None:
    found = size_of(industry, employees=employees, revenue_wan=revenue, assets_wan=assets)
    assert found.size == size


def test_the_answer_says_what_decided() -> None:
    found = size_of("工业", employees=299, revenue_wan=39999)
    assert found.decided_by == (
        "从业人员 299人 ≥ 20人(小型下限)",
        "营业收入 39999万元 ≥ 300万元(小型下限)",
        "从业人员 299人 < 300人(中型下限)",
    )


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_missing_indicator_is_named(industry: str) -> None:
    needed = STANDARDS[industry].indicators
    for name in needed:
        facts = {FIELDS[one]: 10 for one in needed if one != name}
        with pytest.raises(Invalid) as refused:
            size_of(industry, **facts)
        assert refused.value.field == FIELDS[name]


def test_an_unknown_industry_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        size_of("银行业", employees=1)
    assert refused.value.field == "industry"
