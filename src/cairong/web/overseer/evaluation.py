"""The yearly evaluation: every institution with its points, as published or as it stands now."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.evaluation.showing import Evaluated, evaluations, year_page
from cairong.evaluation.states import YEAR as YEARS
from cairong.kernel.actor import OVERSEERS, Actor
from cairong.oversight.reads import years_until
from cairong.policy.cost import half_up
from cairong.policy.evaluation import Evaluation
from cairong.web.evaluations.points import grade, points
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

READERS = tuple(sorted(OVERSEERS))
YEAR = Filter("year", "年度", years_until, of="year", blank=None)
SHORT: Mapping[str, str] = {
    "amount": "规模", "suppliers": "企业", "newcomers": "首贷", "approvals": "审批",
    "disbursements": "放款", "credit": "信用", "spread": "加点",
}  # fmt: skip


def _earned(evaluation: Evaluation, *, code: str) -> Decimal:
    (found,) = [each for each in evaluation.measured if each.measure.code == code]
    return points(half_up(found.earned))


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Evaluated]:
    return evaluations(actor, int(chosen["year"]), now=now)


def _around(request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Say which scheme holds of the year that is looked at, and whether it was published."""
    found = year_page(actor, moment_of(request), int(asked.asked.chosen["year"]))
    return {
        "year": found.year,
        "scheme": found.scheme,
        "adopted": found.adopted,
        "trial": found.trial,
        "state": YEARS.states[found.record.state] if found.record else None,
    }


EVALUATION = List(
    name="overseer-evaluation",
    title="年度综合评价",
    roles=READERS,
    rows=_rows,
    columns=(
        Column("name", "金融机构", sort=True, search=True),
        Column("rank", "名次", "number", sort=True),
        Column("score", "得分", "number", of="evaluation__score", sort=True, show=points),
        Column("grade", "等级", of=("evaluation", "trial"), show=grade),
        *(
            Column(code, f"{word}分", "number", of="evaluation", show=partial(_earned, code=code))
            for code, word in SHORT.items()
        ),
        Column("flags", "待查看", "number", of="unlooked"),
    ),
    filters=(YEAR,),
    carries=("year",),
    by="institution_id",
    default="rank",
    opens=lambda row: reverse("overseer-evaluated", args=[row["year"], row.id]),
    template="overseer/evaluation.html",
    around=_around,
    empty=Empty(text="这一年没有金融机构放款或办理申请。"),
)  # fmt: skip
