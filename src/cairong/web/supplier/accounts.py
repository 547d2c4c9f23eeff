"""The supplier's own accounts: the one a contract names, and those it says beforehand (D38)."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.confirming import Confirming, confirming_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import NotFound
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.actions.declare_account import declare_account
from cairong.treasury.actions.disown_account import disown_account
from cairong.treasury.reads import own_accounts
from cairong.web.acting import act_view, carry_out, page_of, sent, told
from cairong.web.forms import AccountField, ActForm, CnapsField, LinesField, WholeField
from cairong.web.frame import draw

PLACES = {"contracts.payee_is_other": "payee", "contracts.bank_mismatch": "bank"}
CONFIRMED = "已确认。以后用这个账户的合同,不用再确认。"
DISOWNED = "已告诉采购人和财政局采购科,备案不会通过。账户更正、重新报送以后,请再核对。"


class ConfirmForm(ActForm):
    """The tap; it says which save of the contract was read."""

    seen_revision = WholeField(label="合同版次", required=False, widget=forms.HiddenInput)


class DisownForm(ActForm):
    """What is wrong with the account, for who mends it."""

    seen_revision = WholeField(label="合同版次", required=False, widget=forms.HiddenInput)
    note = LinesField(
        label="哪里不对", required=False, max_length=500,
        help_text="例如末四位写错、账户已经销户;不要写账号。会告诉采购人和财政局采购科",
    )  # fmt: skip


class DeclareForm(ActForm):
    """An account that is the supplier's own."""

    payee = forms.CharField(label="收款人", max_length=200, help_text="须与本单位名称一致")
    account_no = AccountField(label="账号")
    bank = forms.CharField(label="开户行", max_length=200, help_text="写到支行,与合同里写的一致")
    cnaps = CnapsField(label="联行号", help_text="12 位数字")


@page(Role.SUPPLIER)
def account(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponseBase:
    """Confirm that the account a contract names for one is one's own."""
    found = _own(actor, part_id)
    contract = found.contract
    return carry_out(
        request,
        sent(request, ConfirmForm, initial={"seen_revision": contract.revision}),
        told(request, actor, confirm_account, contract_id=contract.pk),
        draw=partial(_drawn, request, actor, found, "supplier/account.html"),
        done=reverse("supplier-account", args=[part_id]),
        said=CONFIRMED,
    )


@page(Role.SUPPLIER)
def disown(request: HttpRequest, actor: Actor, part_id: UUID) -> HttpResponseBase:
    """Say that the account a contract names for one is not one's own."""
    found = _own(actor, part_id)
    contract = found.contract
    return carry_out(
        request,
        sent(request, DisownForm, initial={"seen_revision": contract.revision}),
        told(request, actor, disown_account, contract_id=contract.pk),
        draw=partial(_drawn, request, actor, found, "supplier/disown.html"),
        done=reverse("supplier-account", args=[part_id]),
        said=DISOWNED,
    )


def _own(actor: Actor, part_id: UUID) -> Confirming:
    found = confirming_of(actor, part_id)
    if not found.own:
        raise NotFound("access.not_found", thing="合同")
    return found


def _drawn(
    request: HttpRequest, actor: Actor, found: Confirming, template: str, form: ActForm
) -> HttpResponse:
    context = {"found": found, "contract": found.contract, "form": form}
    return draw(request, actor, template, context)


def _accounts(actor: Actor, _now: datetime) -> dict[str, Any]:
    return {"accounts": own_accounts(actor)}


accounts = act_view(
    declare_account,
    DeclareForm,
    draw=page_of("supplier/accounts.html", _accounts),
    needs=lambda actor, *_: {"initial": {"payee": actor.organisation_name}},
    done=lambda *_: reverse("supplier-accounts"),
    places=PLACES,
    said="已记下。采购人报备的合同用这个账户的,不用再确认。",
)
