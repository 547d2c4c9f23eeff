"""The supplier's contracts and awards: one list, each with what it can be financed for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.contracts.actions.claim_awards import claim_awards
from cairong.contracts.reads import unclaimed_count
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.reads import contract_receivable
from cairong.web.acting import act_view, page_of
from cairong.web.forms import AccountField, ActForm, CnapsField, LinesField

PLACES = {"contracts.payee_is_other": "payee", "contracts.bank_mismatch": "bank"}


class PayeeForm(ActForm):
    """Another receiving account, and why."""

    payee = forms.CharField(label="收款人", max_length=200, help_text="须与本单位名称一致")
    account_no = AccountField(label="账号")
    bank = forms.CharField(label="开户行", max_length=200, help_text="写到支行")
    cnaps = CnapsField(label="联行号", help_text="12 位数字")
    reason = LinesField(label="变更理由", max_length=500)


def _claim(actor: Actor, _now: datetime) -> dict[str, Any]:
    return {"count": unclaimed_count(actor)}


def _payee(actor: Actor, _now: datetime, contract_id: UUID) -> dict[str, Any]:
    receivable = contract_receivable(actor, contract_id)
    return {"contract": receivable.contract, "now": receivable.current}


claim = act_view(
    claim_awards,
    draw=page_of("supplier/claim.html", _claim),
    roles=[Role.SUPPLIER],
    done="supplier-contracts",
    said="已认领。告知函随后发给您。",
)
payee = act_view(
    ask_payee_change,
    PayeeForm,
    draw=page_of("supplier/payee.html", _payee),
    of=contract_receivable,
    needs=lambda actor, *_: {"initial": {"payee": actor.organisation_name}},
    done=lambda _, change_id: reverse("supplier-change", args=[change_id]),
    places=PLACES,
    said="已提出。采购人同意、国库科审批后变更。",
)
