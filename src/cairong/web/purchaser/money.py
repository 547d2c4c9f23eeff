"""Acceptance and payment: what is committed, due and owed by arithmetic, before one types."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.money import Owing, accepted_on, owing_of
from cairong.cases.proposals import waiting_proposal
from cairong.contracts.reads import contract_for
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.contracts import term_words
from cairong.treasury.actions.recall_acceptance import recall_acceptance
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import take_back_payment
from cairong.treasury.arithmetic import owed_lines
from cairong.treasury.reads import acceptance_for, payment_for
from cairong.treasury.states import PAYMENT
from cairong.web.acting import act_view, carry_out, page_of, proposed, sent, to_proposal, told
from cairong.web.finance.books import owed_why
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Linked, Table, plain_table
from cairong.web.purchaser.money_forms import AcceptanceForm, PaymentForm

PLACES = {
    "treasury.accepted_too_much": "amount",
    "treasury.accepted_on_wrong_day": "on",
    "treasury.above_owed": "amount",
}
PAY_NOW = "可以接着申请支付。"
PAY_LATER = "备案通过、回款账户生效后,再申请支付。"


def _part(milestone: str, percent: Decimal) -> str:
    return f"{milestone}({percent.normalize():f}%)"


def _way_back(acceptance_id: UUID, asked: bool) -> Linked | str:  # noqa: FBT001 - a cell's values
    """Lead to where an acceptance is taken back, unless a payment is asked for it."""
    if asked:
        return "已申请支付"
    return Linked(value="撤回", href=reverse("acceptance-recall", args=[acceptance_id]))


COLUMNS = (
    Column("milestone", "节点", of=("milestone", "percent"), show=_part),
    Column("share", "应付", "money", of="share_fen"),
    Column("accepted", "已验收", "money", of="accepted_fen"),
    Column("open", "尚未验收", "money", of="open_fen"),
    Column("term", "验收后付款", of=("agreed_days", "unit"), show=term_words),
)
RECORDED = (
    Column(key="milestone", word="节点"),
    Column(key="supplier", word="供应商"),
    Column(key="amount_fen", word="金额", kind="money"),
    Column(key="accepted_on", word="验收日期", kind="date"),
    Column(key="recorded_at", word="登记时间", kind="moment"),
    Column("recall", "登记错了", of=("id", "asked"), show=_way_back),
)


@page(Role.PURCHASER_OFFICER)
def acceptance(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Record what was accepted (验收) of a milestone."""
    contract = contract_for(actor, contract_id)
    owing, today = owing_of(actor, contract_id), day_of(moment_of(request))
    payable = any(each.receivable.current for each in owing)

    def drawn(form: AcceptanceForm) -> HttpResponse:
        context = {
            "contract": contract,
            "owing": [(each.receivable, _milestones(each)) for each in owing],
            "mending": contract.state == "returned",
            "left": any(each.receivable.committed_fen for each in owing),
            "form": form,
            "recorded": _recorded(actor, contract_id),
        }
        return draw(request, actor, "purchaser/acceptance.html", context)

    form = sent(request, AcceptanceForm, owing=owing, initial=_next(owing) | {"on": today})
    return carry_out(
        request,
        form,
        told(request, actor, record_acceptance, contract_id=contract_id),
        draw=drawn,
        done=reverse("payment-new" if payable else "case", args=[contract_id]),
        places=PLACES,
        said=f"验收已登记,付款期限开始计算。{PAY_NOW if payable else PAY_LATER}",
    )


@page(Role.PURCHASER_OFFICER)
def payment(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Ask the treasury to pay what is owed; a second person agrees first."""
    contract = contract_for(actor, contract_id)
    owing = owing_of(actor, contract_id)
    due = sum(each.receivable.due_fen for each in owing)

    def drawn(form: PaymentForm) -> HttpResponse:
        context = {
            "contract": contract,
            "owing": [(each.receivable, owed_why(owed_lines(each.receivable))) for each in owing],
            "form": form,
            "due": due,
            "payable": any(each.receivable.due_fen and each.receivable.current for each in owing),
            "proposal": waiting_proposal(actor, request_payment.name, contract_id),
        }
        return draw(request, actor, "purchaser/payment.html", context)

    begun = {"amount": due or None} if len(owing) == 1 else {}
    form = sent(request, PaymentForm, owing=owing, initial=begun)
    return carry_out(
        request,
        form,
        told(request, actor, request_payment.propose, contract_id=contract_id),
        draw=drawn,
        done=to_proposal,
        places=PLACES,
        said=proposed("支付申请送国库科。"),
    )


def _milestones(owing: Owing) -> Table:
    """Lay out what each milestone has open."""
    caption = f"付款节点 · {owing.receivable.supplier.name}"
    return plain_table(caption, COLUMNS, owing.parts, empty="合同没有付款安排。")


def _recorded(actor: Actor, contract_id: UUID) -> Table:
    """List what was recorded, with the way to take back what nothing is asked for of."""
    rows = accepted_on(actor, contract_id)
    return plain_table("已登记的验收", RECORDED, rows, empty="还没有登记过验收。")


def _next(owing: list[Owing]) -> dict[str, Any]:
    """Begin with what the one receivable has open next."""
    part = owing[0].next if len(owing) == 1 else None
    return {"milestone": part.milestone, "amount": part.open_fen} if part else {}


def _recall(actor: Actor, _now: datetime, acceptance_id: UUID) -> dict[str, Any]:
    return {
        "acceptance": acceptance_for(actor, acceptance_id),
        "proposal": waiting_proposal(actor, recall_acceptance.name, acceptance_id),
    }


def _take_back(actor: Actor, _now: datetime, payment_id: UUID) -> dict[str, Any]:
    found = payment_for(actor, payment_id)
    return {
        "payment": found,
        "state": PAYMENT.states[found.state],
        "proposal": waiting_proposal(actor, take_back_payment.name, payment_id),
    }


recall = act_view(
    recall_acceptance,
    ReasonForm,
    draw=page_of("purchaser/recall_acceptance.html", _recall),
    of=acceptance_for,
)
take_back = act_view(
    take_back_payment,
    ReasonForm,
    draw=page_of("purchaser/take_back.html", _take_back),
    of=payment_for,
)
