"""The figures of each month as they are published: their text, and which have to be kept."""

import json
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from cairong.complaints.counting import made_by_kind
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.kernel.orders import text_of
from cairong.lending.models import Loan
from cairong.oversight.funnel import whole_city, year_until
from cairong.oversight.models import MonthlyFigures
from cairong.oversight.reads import Financed, board_of
from cairong.policy.funnel import told_stages
from cairong.policy.targets import told_kinds, told_together

FORMAT, BEFORE = "cairong-targets/2", "cairong-targets/1"
type Kept = MonthlyFigures


def is_so(kept: MonthlyFigures, actor: Actor) -> bool:
    """Whether the figures of a month still are what was kept, in the form in which it was."""
    said: str = json.loads(kept.document)["format"]
    return kept.document == figures_at(actor, kept.month, form=said)


def figures_at(actor: Actor, month: date, *, form: str = FORMAT) -> str:
    """Write the figures at the end of a month, by what is known now.

    The form of `BEFORE` holds the targets alone.
    """
    until = month.replace(day=monthrange(month.year, month.month)[1])
    board = board_of(actor, month.year, until=until)
    together = told_together({level.code: level.suppliers for level in board.levels})
    return text_of(
        {
            "format": form,
            "city": actor.city,
            "month": month.isoformat()[:7],
            "cut_off": until.isoformat(),
            "judged": board.headline.name,
            "levels": [
                {"code": each.code, **_written(each, apart=each.code not in together)}
                for each in board.levels
            ],
            "all": _written(board.whole, apart=True),
            **({} if form == BEFORE else _asked_and_answered(actor, until)),
        }
    )


def _asked_and_answered(actor: Actor, until: date) -> dict[str, Any]:
    """Write how far the year's intents came by a day, and what was complained of by then."""
    stages = told_stages(asdict(whole_city(actor.city, year_until(until.year, until))))
    return {"funnel": stages, "complaints": told_kinds(made_by_kind(actor, until.year, until))}


def _written(level: Financed, *, apart: bool) -> dict[str, Any]:
    grown = level.growth
    counts = {
        "name": level.name,
        "loans": level.loans,
        "institutions": level.institutions,
        "suppliers": level.suppliers,
        "smes": level.smes,
        "apart": apart,
    }
    if not apart:
        return counts
    percent = None if grown.percent is None else str(grown.percent)
    return counts | {
        "year_fen": grown.year_fen,
        "base_fen": grown.base_fen,
        "outside_fen": level.outside_fen,
        "base_outside_fen": level.base_outside_fen,
        "required_percent": grown.required_percent,
        "line_fen": grown.line_fen,
        "missing_fen": grown.missing_fen,
        "percent": percent,
        "brief_fen": level.brief_fen,
    }


def months_of(city: str) -> list[MonthlyFigures]:
    """List every version of every month's figures, the newest month and version first."""
    rows = MonthlyFigures.objects.filter(city_id=city)
    return list(rows.order_by("-month", "-version"))


def newest_of(city: str, month: date) -> MonthlyFigures | None:
    """Find the last version of a month's figures."""
    rows = MonthlyFigures.objects.filter(city_id=city, month=month)
    return rows.order_by("-version").first()


def version_of(city: str, month: date, version: int) -> MonthlyFigures:
    """Fetch one version of a month's figures. Raises NotFound."""
    rows = MonthlyFigures.objects.filter(city_id=city, month=month, version=version)
    found = rows.first()
    if found is None:
        raise NotFound("access.not_found", thing="月度融资数据")
    return found


def months_to_keep(city: str, today: date) -> Iterator[date]:
    """Name the months that have to be written, or looked at again, on a day.

    Those that are over and not kept, from the first draw on; on the first of a month those of its
    year and the year before are looked at again, since a draw may have been recorded late.
    """
    last = _before(today.replace(day=1))
    kept = set(
        MonthlyFigures.objects.filter(city_id=city, version=1).values_list("month", flat=True)
    )
    if last in kept and today.day > 1:
        return
    first = Loan.counted.filter(city_id=city).aggregate(first=Min("drawn_on"))["first"]
    month = first.replace(day=1) if first else today
    while month <= last:
        if month not in kept or (today.day == 1 and month.year >= today.year - 1):
            yield month
        month = _after(month)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def _after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
