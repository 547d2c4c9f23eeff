"""Alike loans at unlike prices: what is compared, what is a sign, and the pairs behind it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.alike import Alike, Pair, comparisons, pairs_of, points_of
from cairong.parties.reads import institutions_of
from cairong.policy.alike import GROUPS, chance_words, method_on, points_words
from cairong.policy.catalogue import sentence
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

ROLES = (Role.PBOC, Role.REGULATOR)
STANDINGS = {"sign": "有迹象,请核对", "none": "没有迹象", "few": "配不成足够的对"}
HIDDEN = partial(forms.CharField, widget=forms.HiddenInput, max_length=10)


def _compared(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Alike]:
    lender = chosen["lender"]
    found = comparisons(actor, day_of(now))
    return [each for each in found if not lender or each.lender == lender]


def _pairs(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Pair]:
    lender, value = chosen["lender"], chosen["value"]
    if not lender or not value:
        return []
    return pairs_of(actor, day_of(now), lender=str(lender), group=chosen["group"], value=value)


def _around(_request: HttpRequest, _actor: Actor, asked: Asking) -> dict[str, Any]:
    method = method_on(asked.today)
    return {"method": method, "least": points_words(method.least_points)}


def _href(row: Any) -> str:
    asked = {key: row[key] for key in ("lender", "group", "value")}
    return f"{reverse('overseer-alike-pairs')}?{urlencode(asked)}"


def _basis_points(points: int) -> Decimal:
    return Decimal(points).scaleb(-2)


def _price(of: Any) -> Decimal:
    return _basis_points(points_of(of))


def _amount(of: Any) -> Any:
    return of["amount_fen"]


ALIKE = List(
    name="overseer-alike",
    title="同条件比价",
    roles=ROLES,
    rows=_compared,
    columns=(
        Column("institution", "金融机构", sort=True, search=True),
        Column("group_word", "比什么", of="group", words=GROUPS, filter=GROUPS),
        Column("value_word", "哪一组", search=True),
        Column("paired", "配成对", "number", sort=True),
        Column("dearer", "这组贵", "number", of="compared__dearer", sort=True),
        Column("cheaper", "这组便宜", "number", of="compared__cheaper", sort=True),
        Column("equal", "一样", "number", sort=True),
        Column(
            "middle", "中间一对差(基点)", "number", of="compared__middle", sort=True,
            show=_basis_points,
        ),
        Column("chance", "偶然的机会", of="compared__chance", sort=True, show=chance_words),
        Column("standing", "说明", words=STANDINGS, filter=STANDINGS),
        Column("said", "迹象", of="found", show=sentence, shown=False),
    ),
    filters=(Filter("lender", "金融机构", institutions_of),),
    carries=("lender", "group", "value"),
    by="lender",
    opens=_href,
    template="overseer/alike.html",
    around=_around,
    empty=Empty(text="最近一年还没有可以比较的报价。机构报价以后,这里按组比较。"),
)  # fmt: skip
ALIKE_PAIRS = List(
    name="overseer-alike-pairs",
    at="overseer/alike/pairs/",
    title="同条件比价的各对报价",
    roles=ROLES,
    rows=_pairs,
    columns=(
        Column("no", "这组的合同", of="mine", show=lambda row: row["receivable__contract__no"]),
        Column("supplier", "供应商", of="mine", show=lambda row: row["supplier"]),
        Column("amount", "金额", "money", of="mine", show=_amount),
        Column("days", "天数", "number", of="mine", show=lambda row: row["days"]),
        Column("price", "较LPR(基点)", "number", of="mine", show=_price),
        Column("with_no", "同它比的合同", of="other",
               show=lambda row: row["receivable__contract__no"]),
        Column("with_supplier", "供应商", of="other", show=lambda row: row["supplier"]),
        Column("with_amount", "金额", "money", of="other", show=_amount),
        Column("with_days", "天数", "number", of="other", show=lambda row: row["days"]),
        Column("with_price", "较LPR(基点)", "number", of="other", show=_price),
        Column("points", "相差(基点)", "number", sort=True, show=_basis_points),
    ),
    filters=(
        Filter("lender", "金融机构", institutions_of),
        Filter("group", "比什么", GROUPS, blank=None),
        Filter("value", "哪一组", field=HIDDEN),
    ),
    by="contract_id",
    default="-points",
    opens="case",
    empty=Empty(
        text="没有选定要看的一组,或者这一组没有配成对。请从同条件比价打开一行。",
        begin_word="同条件比价",
        begin_href="/overseer/alike/",
    ),
)  # fmt: skip
