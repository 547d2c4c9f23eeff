"""The supplier's contracts and awards: one list, each with what it can be financed for."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.contracts.actions.claim_awards import claim_awards
from cairong.contracts.reads import unclaimed_count
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.reads import contract_receivable
from cairong.web.acting import carry_out, sent, told
from cairong.web.forms import AccountField, ActForm, CnapsField
from cairong.web.frame import draw

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


@page(Role.SUPPLIER)
def claim(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take over the published awards of one's own name."""

    def drawn(form: ActForm) -> HttpResponse:
        context = {"form": form, "count": unclaimed_count(actor)}
        return draw(request, actor, "supplier/claim.html", context)

    return carry_out(
        request,
        sent(request, ActForm),
        told(request, actor, claim_awards),
        draw=drawn,
        done=reverse("supplier-contracts"),
        said="已认领。告知函随后发给您。",
    )


@page(Role.SUPPLIER)
def payee(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Ask for another receiving account on a contract without a lock."""
    receivable = contract_receivable(actor, contract_id)

    def drawn(form: PayeeForm) -> HttpResponse:
        context = {"contract": receivable.contract, "now": receivable.current, "form": form}
        return draw(request, actor, "supplier/payee.html", context)

    return carry_out(
        request,
        sent(request, PayeeForm, initial={"payee": actor.organisation_name}),
        told(request, actor, ask_payee_change, contract_id=contract_id),
        draw=drawn,
        done=lambda pk: reverse("supplier-change", args=[pk]),
        places=PLACES,
        said="已提出。采购人同意、国库科审批后变更。",
    )
