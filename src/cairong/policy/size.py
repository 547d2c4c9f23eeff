"""Enterprise size by the national standard of 2011 (工信部联企业〔2011〕300号, 划型标准§4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cairong.kernel.errors import Invalid
from cairong.policy.clauses import read_data

Size = Literal["large", "medium", "small", "micro"]
Indicator = Literal["employees", "revenue", "assets"]
SIZE_WORDS: dict[Size, str] = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
INDICATOR_WORDS: dict[Indicator, str] = {
    "employees": "从业人员",
    "revenue": "营业收入",
    "assets": "资产总额",
}
INDICATOR_UNITS: dict[Indicator, str] = {"employees": "人", "revenue": "万元", "assets": "万元"}
FIELDS: dict[Indicator, str] = {
    "employees": "employees",
    "revenue": "revenue_wan",
    "assets": "assets_wan",
}
LADDER: tuple[Size, ...] = ("large", "medium", "small")
SMES: frozenset[Size] = frozenset({"medium", "small", "micro"})


@dataclass(frozen=True)
class Standard:
    """One industry's thresholds: a size is reached when every indicator reaches its number."""

    industry: str
    thresholds: Mapping[Size, Mapping[Indicator, int]]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators this industry is measured by."""
        return tuple(self.thresholds["large"])


@dataclass(frozen=True, kw_only=True)
class Sized:
    """The size, and the facts that decided it, in words."""

    size: Size
    decided_by: tuple[str, ...]


STANDARDS: dict[str, Standard] = {
    row["industry"]: Standard(row["industry"], {size: row[size] for size in LADDER})
    for row in read_data("sme.json")["industries"]
}
INDUSTRIES: tuple[str, ...] = tuple(STANDARDS)


def size_of(
    industry: str,
    *,
    employees: Decimal | int | None = None,
    revenue_wan: Decimal | int | None = None,
    assets_wan: Decimal | int | None = None,
) -> Sized:
    """Work out the size. Raises Invalid for an unknown industry or a missing indicator (D18)."""
    standard = STANDARDS.get(industry)
    if standard is None:
        raise Invalid(
            "invalid.choice", field="industry", value=industry, choices="、".join(INDUSTRIES)
        )
    given: dict[Indicator, Decimal | int | None] = {
        "employees": employees,
        "revenue": revenue_wan,
        "assets": assets_wan,
    }
    facts: dict[Indicator, Decimal | int] = {}
    for indicator in standard.indicators:
        value = given[indicator]
        if value is None:
            raise Invalid(
                "size.missing",
                field=FIELDS[indicator],
                industry=industry,
                indicator=INDICATOR_WORDS[indicator],
            )
        facts[indicator] = value
    return _sized(standard, facts)


def _sized(standard: Standard, facts: Mapping[Indicator, Decimal | int]) -> Sized:
    missed: tuple[str, ...] = ()
    for size in LADDER:
        least = standard.thresholds[size]
        below = tuple(
            _compared(name, facts[name], "<", least[name], size)
            for name in least
            if facts[name] < least[name]
        )
        if not below:
            reached = tuple(_compared(name, facts[name], "≥", least[name], size) for name in least)
            return Sized(size=size, decided_by=reached + missed)
        missed = below
    return Sized(size="micro", decided_by=missed)


def _compared(name: Indicator, value: Decimal | int, sign: str, least: int, size: Size) -> str:
    unit = INDICATOR_UNITS[name]
    return f"{INDICATOR_WORDS[name]} {value}{unit} {sign} {least}{unit}({SIZE_WORDS[size]}下限)"
