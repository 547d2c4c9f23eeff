"""What the pages of surveys show: shares with their interval, by way, against the survey before."""

from collections.abc import Sequence
from typing import Any

from cairong.policy.spreading import NOBODY, WAYS, Share
from cairong.spreading.reads import Asked, Results
from cairong.web.parts import Column, Table, plain_table
from cairong.web.promotion.showing import percent

SHARES = (
    Column("words", "答案"),
    Column("count", "份", "number"),
    Column("share", "占比"),
    Column("interval", "95% 区间"),
    *(Column(way, word) for way, word in WAYS.items()),
    Column("before", "上次"),
)


def tables_of(results: Results) -> list[tuple[Asked, Table | None]]:
    """Lay out question by question what was answered; none where words were asked for."""
    return [(each, _table(each) if each.shares else None) for each in results.asked]


def _table(asked: Asked) -> Table:
    few = ",不到 30 份,只作参考" if asked.of and asked.shares[0].small else ""
    caption = f"{asked.number}. {asked.question.words}(n={asked.of}{few})"
    return plain_table(caption, SHARES, _rows(asked.shares), empty=NOBODY)


def _rows(shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        {
            "words": each.words,
            "count": each.count,
            "share": _share(each),
            "interval": _interval(each),
            **{way: f"{count}/{of}" for way, (count, of) in each.by_way.items()},
            "before": f"{_share(each.before)}(n={each.before.of})" if each.before else "—",
        }
        for each in shares
    ]


def _share(each: Share) -> str:
    return "—" if each.share is None else percent(each.share)


def _interval(each: Share) -> str:
    if each.interval is None:
        return "—"
    low, high = each.interval
    return f"{percent(low)} 到 {percent(high)}"
