"""What is published in the regions an institution serves: contracts and awards."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.models import Award, Contract
from cairong.contracts.reads import awards_of, contracts_of
from cairong.contracts.states import AWARD, CONTRACT, PUBLIC_STATES
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.lending.models import Application
from cairong.parties.models import InstitutionProfile
from cairong.parties.reads import own_organisation, region_names
from cairong.web.forms import PageForm, YuanField
from cairong.web.institution.applications import PEOPLE
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row

CONTRACTS = ListPage(
    title="合同公告",
    columns=(
        Column(key="title", word="合同", sort="title"),
        Column(key="no", word="平台编号", kind="code", sort="no"),
        Column(key="purchaser", word="采购人", kind="name"),
        Column(key="suppliers", word="供应商", kind="name"),
        Column(key="region", word="区域", kind="short"),
        Column(key="amount", word="金额", kind="money", sort="amount"),
        Column(key="signed", word="签订日期", kind="date", sort="signed"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={"title": "title", "no": "no", "amount": "amount_fen", "signed": "signed_on"},
    default="-signed",
    empty=Empty(text="所服务的区域还没有这样的合同。采购人签订并公告后,会出现在这里。"),
    export="institution-contracts-export",
    lead="本机构所服务区域的合同公告。",
)
AWARDS = ListPage(
    title="中标(成交)公告",
    columns=(
        Column(key="title", word="项目", sort="title"),
        Column(key="no", word="编号", kind="code", sort="no"),
        Column(key="purchaser", word="采购人", kind="name"),
        Column(key="suppliers", word="中标(成交)供应商", kind="name"),
        Column(key="region", word="区域", kind="short"),
        Column(key="amount", word="金额", kind="money", sort="amount"),
        Column(key="notice", word="通知书日期", kind="date", sort="notice"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={"title": "title", "no": "no", "amount": "amount_fen", "notice": "notice_on"},
    default="-notice",
    empty=Empty(text="所服务的区域还没有这样的公告。采购人登记或导入后,会出现在这里。"),
    export="institution-awards-export",
    lead="本机构所服务区域的中标(成交)公告,合同还没有签订时就可以联系供应商。",
)


class MarketFilter(PageForm):
    """Search what is published by words, region, least amount, and state."""

    words = forms.CharField(label="编号、名称或单位", required=False, max_length=60)
    region = forms.ChoiceField(label="区域", required=False)
    least = YuanField(label="金额不低于", required=False)
    state = forms.ChoiceField(label="状态", required=False)

    def __init__(
        self, *args: Any, places: dict[str, str], states: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("region", list(places.items())), ("state", states)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *choices]


@require_safe
@page(*PEOPLE)
def contracts(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the contracts published in one's regions; or answer them all as a workbook."""
    places = served(actor)
    states = [(one, word) for one, word in CONTRACT.choices() if one in PUBLIC_STATES]
    form = filters(request, MarketFilter, places=places, states=states)
    found = contracts_of(actor).filter(region__in=places, sample=False)
    found = _narrowed(found, form.cleaned_data, "suppliers__name").prefetch_related("suppliers")
    return answer_list(
        request,
        actor,
        CONTRACTS,
        form,
        found=found,
        rows=lambda rows: _contracts(actor, rows, places),
        sheet=sheet,
    )


@require_safe
@page(*PEOPLE)
def awards(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the award notices of one's regions; or answer them all as a workbook."""
    places = served(actor)
    form = filters(request, MarketFilter, places=places, states=AWARD.choices())
    found = awards_of(actor).filter(region__in=places)
    found = _narrowed(found, form.cleaned_data, "shares__supplier_name").prefetch_related("shares")
    return answer_list(
        request,
        actor,
        AWARDS,
        form,
        found=found,
        rows=lambda rows: _awards(rows, places),
        sheet=sheet,
    )


def served(actor: Actor, *, on: date | None = None) -> dict[str, str]:
    """Name the regions an institution serves, or those of them there are on a day, by codes."""
    own = InstitutionProfile.objects.get(organisation_id=own_organisation(actor)).regions
    names = region_names(actor.city, on=on)
    if actor.city in own:
        return names
    return {code: names.get(code, code) for code in own if on is None or code in names}


def _narrowed[Row_: (Award, Contract)](
    rows: QuerySet[Row_], wanted: dict[str, Any], supplier: str
) -> QuerySet[Row_]:
    words = wanted["words"]
    if words:
        named = rows.filter(
            Q(no__icontains=words)
            | Q(title__icontains=words)
            | Q(purchaser_name__icontains=words)
            | Q(**{f"{supplier}__icontains": words})
        )
        rows = rows.filter(pk__in=named.values("pk"))
    exact = {"region": wanted["region"], "state": wanted["state"]}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(amount_fen__gte=wanted["least"]) if wanted["least"] else rows


def _contracts(actor: Actor, found: Sequence[Contract], places: dict[str, str]) -> list[Row]:
    own: dict[UUID, UUID] = dict(
        Application.objects.filter(
            institution_id=actor.organisation_id, intent__contract__in=found
        ).values_list("intent__contract_id", "pk")
    )
    rows = []
    for one in found:
        acts = [Paper(word="公开页", href=f"/contracts/{one.no}/")]
        if one.pk in own:
            acts.append(Paper(word="看申请", href=reverse("application", args=[own[one.pk]])))
        cells = {
            **_cells(one, places),
            "suppliers": "、".join(row.name for row in one.suppliers.all()),
            "signed": one.signed_on,
            "state": CONTRACT.states[one.state],
        }
        rows.append(Row(cells=cells, href=reverse("case", args=[one.pk]), acts=acts))
    return rows


def _awards(found: Sequence[Award], places: dict[str, str]) -> list[Row]:
    return [
        Row(
            cells={
                **_cells(one, places),
                "suppliers": "、".join(row.supplier_name for row in one.shares.all()),
                "notice": one.notice_on,
                "state": AWARD.states[one.state],
            }
        )
        for one in found
    ]


def _cells(one: Award | Contract, places: dict[str, str]) -> dict[str, Any]:
    return {
        "title": one.title,
        "no": one.no,
        "purchaser": one.purchaser_name,
        "region": places.get(one.region, one.region),
        "amount": one.amount_fen,
    }
