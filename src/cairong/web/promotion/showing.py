"""What the pages of events show in words: differences with their interval, sums of a year."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cairong.policy.promotion import KINDS, MARKS, PLANS, Difference
from cairong.promotion.effect import Effect
from cairong.promotion.yearly import Year
from cairong.web.parts import Column, Table, plain_table

COMPARED = (
    Column("what", "看什么"),
    Column("came", "来的"),
    Column("stayed", "同类没来的"),
    Column("difference", "相差"),
    Column("interval", "95% 区间"),
)
HELD = (
    Column("kind", "种类"),
    Column("held", "举办(场)", "number"),
    Column("came", "到场(家次)", "number"),
)


def percent(share: Decimal) -> str:
    """Write a fraction of one as percent: 12.3%."""
    return f"{share * 100:.1f}%"


def points(share: Decimal) -> str:
    """Write a difference of shares in points of percent, with its sign."""
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return f"{sign}{abs(share) * 100:.1f} 个百分点"


def compared_words(effect: Effect) -> list[dict[str, str]]:
    """Lay out what those who came did against those like them, where there are such."""
    days = effect.days
    pairs = ((f"{days} 天内登记意向", effect.by_intent), (f"{days} 天内借到款", effect.by_loan))
    return [{"what": what, **_shares(found)} for what, found in pairs if found]


def compared_table(effect: Effect) -> Table:
    """Lay the differences out as a table."""
    empty = "来的供应商没有同类可比:同县区、同规模、同样有没有中标、同样有没有借过款的,没有不来的。"
    return plain_table("来的和同类没来的", COMPARED, compared_words(effect), empty=empty)


def marks(feedback: Iterable[Any]) -> list[tuple[str, str]]:
    """Sum up what those who came said: each question's answers, counted."""
    listed = list(feedback)
    if not listed:
        return []
    asked = (
        ("有用吗", "useful", MARKS),
        ("讲得清楚吗", "clear", MARKS),
        ("接下来打算", "plan", PLANS),
    )
    counted = [
        (word, Counter(getattr(each, name) for each in listed), of) for word, name, of in asked
    ]
    return [("收到评价", f"{len(listed)} 份")] + [
        (word, "、".join(f"{of[key]} {counts[key]}" for key in of if counts[key]))  # type: ignore[index]
        for word, counts, of in counted
    ]


def kinds_table(year: Year) -> Table:
    """Lay out what was held in a year, by kind."""
    rows: list[dict[str, Any]] = [
        {"kind": word, "held": year.held.get(key, 0), "came": year.came_by_kind.get(key, 0)}
        for key, word in KINDS.items()
    ]
    return plain_table(f"{year.year}年举办的活动", HELD, rows, empty="这一年还没有举办活动。")


def _without(found: Difference) -> str:
    """Say how many of those who came have nobody alike, and are left out of the comparison."""
    return f",另有 {found.unmatched} 家没有同类,不比" if found.unmatched else ""


def _shares(found: Difference) -> dict[str, str]:
    return {
        "came": f"{percent(found.share_came)}({found.came} 家{_without(found)})",
        "stayed": f"{percent(found.share_stayed)}({found.stayed} 家)",
        "difference": points(found.difference),
        "interval": f"{points(found.low)} 到 {points(found.high)}",
    }
