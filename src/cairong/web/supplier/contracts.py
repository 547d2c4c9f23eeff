"""The supplier's contracts and awards: one list, each with what it can be financed for."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.actions.claim_awards import claim_awards
from cairong.contracts.reads import contract_for, unclaimed_awards
from cairong.contracts.states import CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.models import PayeeChange, Receivable
from cairong.treasury.reads import contract_receivable
from cairong.treasury.states import OPEN_CHANGES
from cairong.web.acting import carry_out
from cairong.web.forms import AccountField, ActForm, CnapsField
from cairong.web.frame import draw
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row
from cairong.web.supplier.awards import WordsFilter, newest_awards
from cairong.web.supplier.holdings import cells_of, narrowed, receivables_of

SORTS = {"no": "contract__no", "title": "contract__title", "amount": "amount_fen",
         "paid": "paid_fen"}  # fmt: skip
COLUMNS = (
    Column(key="title", word="合同", sort="title"),
    Column(key="no", word="平台编号", kind="code", sort="no"),
    Column(key="purchaser", word="采购人"),
    Column(key="amount", word="合同金额", kind="money", sort="amount"),
    Column(key="paid", word="已支付", kind="money", sort="paid"),
    Column(key="headroom", word="可融资", kind="money"),
    Column(key="state", word="状态", kind="status"),
)
LIST = ListPage(
    title="我的合同",
    columns=COLUMNS,
    sorts=SORTS,
    default="-no",
    export="supplier-contracts-export",
    empty=Empty(text="还没有公告的合同。采购人签订并公告后,会出现在这里,可以用来融资。"),
)
PLACES = {"contracts.payee_is_other": "payee", "contracts.bank_mismatch": "bank"}


class PayeeForm(ActForm):
    """Another receiving account, and why."""

    payee = forms.CharField(label="收款人", max_length=200, help_text="须与本单位名称一致")
    account_no = AccountField(label="账号")
    bank = forms.CharField(label="开户行", max_length=200, help_text="写到支行")
    cnaps = CnapsField(label="联行号", help_text="12 位数字")
    reason = forms.CharField(
        label="变更理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_safe
@page(Role.SUPPLIER)
def contracts(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List one's contracts and awards; or answer the contracts as a workbook."""
    form = filters(request, WordsFilter)
    changes = PayeeChange.objects.filter(receivable=OuterRef("pk"), state__in=OPEN_CHANGES)
    rows = receivables_of(actor).annotate(change_id=Subquery(changes.values("pk")))
    found = narrowed(rows, form.cleaned_data["words"])
    if sheet:
        return answer_list(request, actor, LIST, form, found=found, rows=_rows, sheet=True)
    context = {"awards": newest_awards(actor), "unclaimed": unclaimed_awards(actor).count()}
    around = Around(context=context, template="supplier/contracts.html")
    return answer_list(request, actor, LIST, form, found=found, rows=_rows, around=around)


@page(Role.SUPPLIER)
def claim(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take over the published awards of one's own name."""

    def drawn(form: ActForm) -> HttpResponse:
        context = {"form": form, "count": unclaimed_awards(actor).count()}
        return draw(request, actor, "supplier/claim.html", context)

    if request.method != "POST":
        return drawn(ActForm())
    return carry_out(
        request,
        ActForm(request.POST),
        lambda _: claim_awards(actor=actor, now=moment_of(request)),
        draw=drawn,
        done=reverse("supplier-contracts"),
        said="已认领。告知函随后发给您。",
    )


@page(Role.SUPPLIER)
def payee(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Ask for another receiving account on a contract without a lock."""
    contract = contract_for(actor, contract_id)
    receivable = contract_receivable(actor, contract_id)

    def drawn(form: PayeeForm) -> HttpResponse:
        context = {"contract": contract, "now": receivable.current, "form": form}
        return draw(request, actor, "supplier/payee.html", context)

    if request.method != "POST":
        return drawn(PayeeForm(initial={"payee": actor.organisation_name}))
    return carry_out(
        request,
        PayeeForm(request.POST),
        lambda typed: ask_payee_change(
            actor=actor,
            now=moment_of(request),
            contract_id=contract_id,
            **{name: typed[name] for name in ("payee", "account_no", "bank", "cnaps", "reason")},
        ),
        draw=drawn,
        done=lambda pk: reverse("supplier-change", args=[pk]),
        places=PLACES,
        said="已提出。采购人同意、国库科审批后变更。",
    )


def _rows(found: Iterable[Receivable]) -> list[Row]:
    rows = []
    for one in found:
        cells = {**cells_of(one), "state": CONTRACT.states[one.contract.state]}
        finance = reverse("finance-contract", args=[one.contract_id])
        acts = [Paper(word="我要融资", href=finance)] if cells["headroom"] else []
        if one.change_id:  # type: ignore[attr-defined]
            change = reverse("supplier-change", args=[one.change_id])  # type: ignore[attr-defined]
            acts.append(Paper(word="看账户变更", href=change))
        rows.append(Row(cells=cells, href=reverse("case", args=[one.contract_id]), acts=acts))
    return rows
