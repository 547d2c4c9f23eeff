"""Acceptance and payment: what is committed, due and owed by arithmetic, before one types."""

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
from cairong.web.acting import carry_out, lay_before, sent, to_proposal, told
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
COLUMNS = (
    Column(key="milestone", word="节点"),
    Column(key="share", word="应付", kind="money"),
    Column(key="accepted", word="已验收", kind="money"),
    Column(key="open", word="尚未验收", kind="money"),
    Column(key="term", word="验收后付款"),
)
RECORDED = (
    Column(key="milestone", word="节点"),
    Column(key="supplier", word="供应商"),
    Column(key="amount_fen", word="金额", kind="money"),
    Column(key="accepted_on", word="验收日期", kind="date"),
    Column(key="recorded_at", word="登记时间", kind="moment"),
    Column(key="recall", word="登记错了"),
)


@page(Role.PURCHASER_OFFICER)
def acceptance(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Record what was accepted (验收) of a milestone."""
    contract = contract_for(actor, contract_id)
    owing, now = owing_of(actor, contract_id), moment_of(request)
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

    form = sent(request, AcceptanceForm, owing=owing, initial=_next(owing) | {"on": day_of(now)})
    return carry_out(
        request,
        form,
        lambda typed: record_acceptance(
            actor=actor,
            now=now,
            contract_id=contract_id,
            milestone=typed["milestone"],
            amount_fen=typed["amount"],
            on=typed["on"],
            supplier_id=form.supplier_id(),
        ),
        draw=drawn,
        done=reverse("payment-new" if payable else "case", args=[contract_id]),
        places=PLACES,
        said=f"验收已登记,付款期限开始计算。{PAY_NOW if payable else PAY_LATER}",
    )


@page(Role.PURCHASER_OFFICER)
def recall(request: HttpRequest, actor: Actor, acceptance_id: UUID) -> HttpResponseBase:
    """Take back an acceptance that was recorded wrongly; a second person agrees first."""
    found = acceptance_for(actor, acceptance_id)

    def drawn(form: ReasonForm) -> HttpResponse:
        context = {
            "acceptance": found,
            "proposal": waiting_proposal(actor, recall_acceptance.name, acceptance_id),
            "form": form,
        }
        return draw(request, actor, "purchaser/recall_acceptance.html", context)

    act = told(request, actor, recall_acceptance.propose, acceptance_id=acceptance_id)
    return lay_before(request, ReasonForm, act, draw=drawn)


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
        lambda typed: request_payment.propose(
            actor=actor,
            now=moment_of(request),
            contract_id=contract_id,
            amount_fen=typed["amount"],
            supplier_id=form.supplier_id(),
        ),
        draw=drawn,
        done=to_proposal,
        places=PLACES,
        said="已提交复核。复核人同意后,支付申请送国库科。",
    )


@page(Role.PURCHASER_OFFICER)
def take_back(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Take back a payment the treasury has not released; a second person agrees first."""
    found = payment_for(actor, payment_id)

    def drawn(form: ReasonForm) -> HttpResponse:
        context = {
            "payment": found,
            "state": PAYMENT.states[found.state],
            "proposal": waiting_proposal(actor, take_back_payment.name, payment_id),
            "form": form,
        }
        return draw(request, actor, "purchaser/take_back.html", context)

    act = told(request, actor, take_back_payment.propose, payment_id=payment_id)
    return lay_before(request, ReasonForm, act, draw=drawn)


def _milestones(owing: Owing) -> Table:
    """Lay out what each milestone has open."""
    rows = [
        {
            "milestone": f"{part.milestone}({part.percent.normalize():f}%)",
            "share": part.share_fen,
            "accepted": part.accepted_fen,
            "open": part.open_fen,
            "term": term_words(part.agreed_days, part.unit),
        }
        for part in owing.parts
    ]
    caption = f"付款节点 · {owing.receivable.supplier.name}"
    return plain_table(caption, COLUMNS, rows, empty="合同没有付款安排。")


def _recorded(actor: Actor, contract_id: UUID) -> Table:
    """List what was recorded, with the way to take back what nothing is asked for of."""
    rows = []
    for each in accepted_on(actor, contract_id):
        back = Linked(value="撤回", href=reverse("acceptance-recall", args=[each.id]))
        rows.append({**vars(each), "recall": "已申请支付" if each.asked else back})
    return plain_table("已登记的验收", RECORDED, rows, empty="还没有登记过验收。")


def _next(owing: list[Owing]) -> dict[str, Any]:
    """Begin with what the one receivable has open next."""
    part = owing[0].next if len(owing) == 1 else None
    return {"milestone": part.milestone, "amount": part.open_fen} if part else {}
