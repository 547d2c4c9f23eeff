"""Indicators of an invented assessment, whose names say so: the real ones are a document's."""

from cairong.assessment.facts import GivenValue
from cairong.policy.assessment import QUALITATIVE, QUANTITATIVE, UNITS, Indicator

SAMPLE = "演示〔{}〕1号(不是人民银行文本)"
# aspect, weight, value that earns nothing and all, unit, where from: all invented
COUNTED = (
    ("总量", 1000, 0, 300_000, "", "amount"), ("总量", 800, 0, 1500, "%", ""),
    ("总量", 700, 0, 3000, "户", ""), ("结构", 800, 0, 1000, "", "newcomers"),
    ("结构", 700, 5000, 10_000, "", "credit"), ("结构", 600, 0, 4000, "%", ""),
    ("结构", 600, 0, 6000, "%", ""), ("市场份额", 800, 0, 2000, "%", ""),
    ("市场份额", 600, -500, 500, "%", ""), ("质量", 800, 6000, 10_000, "", "approvals"),
    ("质量", 600, 500, 50, "%", ""),
)  # fmt: skip
GIVEN = (200,) * 4 + (100,) * 12


def sample_indicators() -> list[Indicator]:
    """Make indicators of the right number and weight whose names say that they are samples."""
    counted = [
        Indicator(
            part=QUANTITATIVE, aspect=aspect, name=f"演示指标 定量{place}", weight=weight,
            none=none, full=full, unit=unit or UNITS[source], source=source,
        )
        for place, (aspect, weight, none, full, unit, source) in enumerate(COUNTED, 1)
    ]  # fmt: skip
    given = [
        Indicator(
            part=QUALITATIVE, aspect="", name=f"演示指标 定性{place}", weight=weight, none=0,
            full=weight, unit="分", source="",
        )
        for place, weight in enumerate(GIVEN, 1)
    ]  # fmt: skip
    return [*counted, *given]


def sample_values(year: int, place: int) -> list[GivenValue]:
    """Make values by hand, on the line of each indicator, other ones for each institution."""
    source = f"演示统计表 {year}-{place + 1}"
    return [
        GivenValue(
            indicator=each.name,
            value=each.none + (each.full - each.none) * ((7 * at + 5 * place) % 9 + 1) // 10,
            source=source,
        )
        for at, each in enumerate(sample_indicators())
        if not each.source
    ]
