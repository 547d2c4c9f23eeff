"""The purchaser's contracts: one list with what is accepted, asked for and paid."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.contracts.states import CONTRACT
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row

PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
SORTS = {"no": "no", "title": "title", "amount": "amount_fen", "signed": "signed_on"}
COLUMNS = (
    Column(key="title", word="合同", sort="title"),
    Column(key="no", word="平台编号", kind="code", sort="no"),
    Column(key="suppliers", word="供应商"),
    Column(key="signed", word="签订日期", kind="date", sort="signed"),
    Column(key="amount", word="金额", kind="money", sort="amount"),
    Column(key="due", word="已验收未申请", kind="money"),
    Column(key="paid", word="已支付", kind="money"),
    Column(key="state", word="状态", kind="status"),
)


LIST = ListPage(
    title="合同",
    columns=COLUMNS,
    sorts=SORTS,
    default="-no",
    export="purchaser-contracts-export",
    empty=Empty(text="还没有合同。打开一条中标(成交)记录,从那里填写合同。"),
)


class ContractFilter(PageForm):
    """Search contracts by number or name, and by state."""

    words = forms.CharField(label="编号或名称", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *CONTRACT.choices()]
    )


@require_safe
@page(*PURCHASER)
def contracts(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List one's contracts; or answer them all as a workbook."""
    form = filters(request, ContractFilter)
    found = _narrowed(contracts_of(actor), form).prefetch_related("suppliers", "receivables")
    return answer_list(request, actor, LIST, form, found=found, rows=_rows, sheet=sheet)


def _narrowed(rows: QuerySet[Contract], form: ContractFilter) -> QuerySet[Contract]:
    words, state = form.cleaned_data["words"], form.cleaned_data["state"]
    if words:
        named = rows.filter(
            Q(no__icontains=words)
            | Q(title__icontains=words)
            | Q(purchaser_no__icontains=words)
            | Q(suppliers__name__icontains=words)
        )
        rows = rows.filter(pk__in=named.values("pk"))
    return rows.filter(state=state) if state else rows


def _rows(found: Iterable[Contract]) -> list[Row]:
    return [Row(cells=_cells(one), href=_href(one)) for one in found]


def _href(contract: Contract) -> str:
    if contract.state == "draft":
        return reverse("award", args=[contract.award_id])
    return reverse("case", args=[contract.pk])


def _cells(contract: Contract) -> dict[str, Any]:
    receivables = contract.receivables.all()
    return {
        "title": contract.title,
        "no": contract.no,
        "suppliers": "、".join(one.name for one in contract.suppliers.all()) or None,
        "signed": contract.signed_on,
        "amount": contract.amount_fen,
        "due": sum(one.due_fen for one in receivables) if receivables else None,
        "paid": sum(one.paid_fen for one in receivables) if receivables else None,
        "state": CONTRACT.states[contract.state],
    }
