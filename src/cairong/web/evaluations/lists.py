"""The loans and duties that an institution's points are made of, one by one."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.evaluation.behind import KIND_WORDS, Fact, facts_behind
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.oversight.reads import years_until
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty

HIDDEN_ID = partial(forms.UUIDField, widget=forms.HiddenInput)


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Fact]:
    return facts_behind(
        actor, now, int(chosen["year"]), chosen["institution"], chosen["measure"] or ""
    )


def _find(record_id: UUID) -> str:
    return reverse("find", args=[record_id])


FACTS = List(
    name="evaluations-facts",
    title="评价计入的贷款和期限",
    roles=tuple(sorted(OVERSEERS | INSTITUTION)),
    rows=_rows,
    columns=(
        Column("kind", "种类", words=KIND_WORDS, filter=True),
        Column("title", "编号和合同", search=True, blank="—"),
        Column("on", "日期", "date", sort=True),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("said", "计入的事实"),
        Column("aside", "不计入的理由", blank="计入"),
        Column("event", "日志第几条", "number"),
    ),
    filters=(
        Filter("year", "年度", years_until, of="year", blank=None),
        Filter("measure", "指标", MEASURE_WORDS, of="measure"),
        Filter("institution", "金融机构", of="institution", field=HIDDEN_ID),
    ),
    by="record_id",
    opens=lambda row: _find(row.id),
    lead="得分由这些记录逐条算出;公布以后以公布的那一版为准。",
    empty=Empty(text="没有。从一家机构的得分打开,看它每一项计入的贷款和期限。"),
)
