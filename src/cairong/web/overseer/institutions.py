"""Each institution's year: the figures the People's Bank steers by (三(一)-3)."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.performance import Performance, performances
from cairong.web.listing import Around, ListPage, answer_rows
from cairong.web.overseer.filters import WATCHING, NamedYearFilter
from cairong.web.overseer.targets import loans_href
from cairong.web.overseer.words import percent, tidy
from cairong.web.parts import Column, Empty, Linked, Row, Sum, Why

COLUMNS = (
    Column(key="name", word="金融机构", sort="name"),
    Column(key="amount", word="放款本金", kind="money", sort="amount"),
    Column(key="loans", word="笔数", kind="number", sort="loans"),
    Column(key="suppliers", word="企业数", kind="number", sort="suppliers"),
    Column(key="approval", word="审批工作日", kind="number", sort="approval"),
    Column(key="disbursement", word="放款工作日", kind="number", sort="disbursement"),
    Column(key="kept", word="按期率%", kind="number", sort="kept"),
    Column(key="rate", word="年利率%", kind="number", sort="rate"),
    Column(key="spread", word="较LPR基点", kind="number", sort="spread"),
    Column(key="credit", word="信用占比%", kind="number", sort="credit"),
)
LIST = ListPage(
    title="金融机构情况",
    columns=COLUMNS,
    sorts={one.key: one.key for one in COLUMNS},
    default="-amount",
    export="overseer-institutions-export",
    empty=Empty(text="这一年没有这样的金融机构放款或办理申请。"),
)
WHY = Why(
    rule="各项数字由同一批放款和期限记录算出,没有另外填报",
    obligation="三(一)-3",
    sums=[
        Sum(word="审批工作日(中位数)", value="材料齐全之日起至作出决定,扣除暂停的工作日"),
        Sum(word="放款工作日(中位数)", value="条件具备之日起至放款,扣除暂停的工作日"),
        Sum(word="按期率", value="按期办结 ÷(已办结 + 已超期未办),审批和放款合计"),
        Sum(word="年利率、较 LPR 基点", value="按放款本金加权"),
        Sum(word="信用占比", value="产品不要求抵押担保的放款本金 ÷ 全部放款本金"),
    ],
    ask="这些数字怎样算?",
)


@require_safe
@page(*WATCHING)
def institutions(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show what each institution did in a year; or answer it as a workbook."""
    now = moment_of(request)
    form = filters(request, NamedYearFilter, today=day_of(now))
    found = performances(actor, form.chosen, today=day_of(now))
    cells = [cells_of(one, form.chosen) for one in found if form.names(one.name)]
    context = {
        "why": WHY,
        "year": form.chosen,
        "lending": sum(bool(one.loans) for one in found),
    }
    return answer_rows(
        request,
        actor,
        replace(LIST, title=f"金融机构情况 {form.chosen}年"),
        form,
        rows=[Row(cells=one, href=one["amount"].href) for one in cells],
        sheet=sheet,
        around=Around(context=context, template="overseer/institutions.html"),
    )


def cells_of(one: Performance, year: int) -> dict[str, Any]:
    """Write one institution's figures."""
    href = loans_href(year, institution=one.institution_id)
    return {
        "name": f"{one.name}(演示)" if one.demo else one.name,
        "amount": Linked(value=one.amount_fen, href=href),
        "loans": one.loans,
        "suppliers": len(one.suppliers),
        "approval": tidy(one.approval_days),
        "disbursement": tidy(one.disbursement_days),
        "kept": one.kept_percent,
        "rate": percent(one.rate_bp),
        "spread": one.spread_bp,
        "credit": one.credit_percent,
    }
