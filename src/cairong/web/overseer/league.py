"""Who keeps its days: purchasers and institutions by the distribution of one kind of duty."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.league import FEW, LEAGUES, Standing, league
from cairong.oversight.reads import WATCHERS, years_until
from cairong.policy.duties import DUTIES
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty
from cairong.web.parts.deadlines import TAG_WORDS


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Standing]:
    return league(actor, int(chosen["year"]), chosen["kind"], today=day_of(now))


def _percent(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)


def _said(few: bool) -> str:  # noqa: FBT001 - a cell
    return f"不足 {FEW} 件,不排名" if few else ""


def _around(_request: HttpRequest, _actor: Actor, asked: Asking) -> dict[str, Any]:
    kind = DUTIES[asked.asked.chosen["kind"]]
    return {
        "kind": kind,
        "unit": TAG_WORDS[kind.unit],
        "year": asked.asked.chosen["year"],
        "few": FEW,
        "whole": asked.actor.whole_city,
    }


def _href(organisation_id: UUID, kind: str) -> str:
    asked = {"holder": organisation_id, "kind": kind}
    return f"{reverse('overseer-duties')}?{urlencode(asked)}"


LEAGUE = List(
    name="overseer-league",
    title="按期排名",
    roles=tuple(sorted(WATCHERS)),
    rows=_rows,
    columns=(
        Column("name", "单位", sort=True, search=True),
        Column("rank", "名次", "number", sort=True),
        Column("judged", "件数", "number", sort=True),
        Column("kept", "其中按期", "number"),
        Column("share", "按期率%", "number", of="tenths", sort=True, show=_percent),
        Column("median", "中位天数", "number", sort=True),
        Column("p90", "九成在几天内", "number", sort=True),
        Column("longest", "最长天数", "number", sort=True),
        Column("few", "说明", show=_said),
    ),
    filters=(
        Filter("kind", "职责", LEAGUES, blank=None),
        Filter("year", "年度", years_until, blank=None),
    ),
    carries=("kind",),
    by="organisation_id",
    opens=lambda row: _href(row.id, row["kind"]),
    template="overseer/league.html",
    around=_around,
    empty=Empty(text="这一年没有单位办结过这项职责,也没有超期的。换一项职责或年度。"),
)  # fmt: skip
