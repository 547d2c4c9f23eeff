"""Acceptance and payment: what is committed, due and owed by arithmetic, before one types."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models import Sum as Total
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.proposals import waiting_proposal
from cairong.contracts.models import Contract, ScheduleRow
from cairong.contracts.reads import contract_for
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.contracts import term_words
from cairong.policy.treasury import milestone_amounts
from cairong.treasury.actions.recall_acceptance import recall_acceptance
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import take_back_payment
from cairong.treasury.arithmetic import owed_lines
from cairong.treasury.models import Acceptance, PaymentPart, Receivable
from cairong.treasury.reads import (
    acceptance_for,
    acceptances_for,
    payment_for,
    receivables_for,
)
from cairong.treasury.states import ENDED_PAYMENTS, PAYMENT
from cairong.web.acting import carry_out
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Linked, Row, Sum, Table, Why
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
    Column(key="amount", word="金额", kind="money"),
    Column(key="on", word="验收日期", kind="date"),
    Column(key="recorded", word="登记时间", kind="moment"),
    Column(key="recall", word="登记错了"),
)


@dataclass(frozen=True, kw_only=True)
class Owing:
    """One receivable with its arithmetic of what is owed and its milestones."""

    receivable: Receivable
    why: Why
    table: Table
    next_milestone: str
    next_fen: int


@page(Role.PURCHASER_OFFICER)
def acceptance(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Record what was accepted (验收) of a milestone."""
    contract = contract_for(actor, contract_id)
    owing = owing_of(actor, contract)
    given: dict[str, Any] = {
        "receivables": [one.receivable for one in owing],
        "schedule": list(contract.schedule.all()),
    }

    def drawn(form: AcceptanceForm) -> HttpResponse:
        context = {
            "contract": contract,
            "owing": owing,
            "mending": contract.state == "returned",
            "left": any(one.receivable.committed_fen for one in owing),
            "form": form,
            "recorded": _recorded(actor, contract),
        }
        return draw(request, actor, "purchaser/acceptance.html", context)

    now, payable = moment_of(request), any(one.receivable.current for one in owing)
    if request.method != "POST":
        return drawn(AcceptanceForm(initial=_next(owing) | {"on": day_of(now)}, **given))
    form = AcceptanceForm(request.POST, **given)
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
            "recall": getattr(found, "recall", None),
            "proposal": waiting_proposal(actor, "treasury.recall_acceptance", found.pk),
            "form": form,
        }
        return draw(request, actor, "purchaser/recall_acceptance.html", context)

    if request.method != "POST":
        return drawn(ReasonForm())
    return carry_out(
        request,
        ReasonForm(request.POST),
        lambda typed: recall_acceptance.propose(
            actor=actor,
            now=moment_of(request),
            acceptance_id=acceptance_id,
            reason=typed["reason"],
        ),
        draw=drawn,
        done=lambda pk: reverse("proposal", args=[pk]),
        said="已提交复核。",
    )


@page(Role.PURCHASER_OFFICER)
def payment(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Ask the treasury to pay what is owed; a second person agrees first."""
    contract = contract_for(actor, contract_id)
    owing = owing_of(actor, contract)
    receivables = [one.receivable for one in owing]

    def drawn(form: PaymentForm) -> HttpResponse:
        context = {
            "contract": contract,
            "owing": owing,
            "form": form,
            "due": sum(one.due_fen for one in receivables),
            "payable": any(one.due_fen and one.current for one in receivables),
            "proposal": waiting_proposal(actor, "treasury.request_payment", contract.pk),
        }
        return draw(request, actor, "purchaser/payment.html", context)

    if request.method != "POST":
        due = receivables[0].due_fen if len(receivables) == 1 else 0
        return drawn(PaymentForm(initial={"amount": due or None}, receivables=receivables))
    form = PaymentForm(request.POST, receivables=receivables)
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
        done=lambda pk: reverse("proposal", args=[pk]),
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
            "proposal": waiting_proposal(actor, "treasury.take_back_payment", found.pk),
            "form": form,
        }
        return draw(request, actor, "purchaser/take_back.html", context)

    if request.method != "POST":
        return drawn(ReasonForm())
    return carry_out(
        request,
        ReasonForm(request.POST),
        lambda typed: take_back_payment.propose(
            actor=actor, now=moment_of(request), payment_id=payment_id, reason=typed["reason"]
        ),
        draw=drawn,
        done=lambda pk: reverse("proposal", args=[pk]),
        said="已提交复核。",
    )


def owing_of(actor: Actor, contract: Contract) -> list[Owing]:
    """Say for each receivable of a contract what is owed, and what each milestone has open."""
    rows = list(contract.schedule.all())
    receivables = list(receivables_for(actor).filter(contract=contract).order_by("seq"))
    accepted = {
        (one["receivable"], one["milestone"]): one["fen"]
        for one in Acceptance.objects.filter(Acceptance.STANDING, receivable__in=receivables)
        .order_by()
        .values("receivable", "milestone")
        .annotate(fen=Total("amount_fen"))
    }
    return [_owing(one, rows, accepted) for one in receivables]


def _owing(
    receivable: Receivable, rows: list[ScheduleRow], accepted: dict[tuple[UUID, str], int]
) -> Owing:
    shares = milestone_amounts(receivable.amount_fen, [row.percent for row in rows])
    lines, following, following_fen = [], "", 0
    for row, share in zip(rows, shares, strict=True):
        done = accepted.get((receivable.pk, row.milestone), 0)
        if share > done and not following:
            following, following_fen = row.milestone, share - done
        cells = {
            "milestone": f"{row.milestone}({row.percent.normalize():f}%)",
            "share": share,
            "accepted": done,
            "open": share - done,
            "term": term_words(row.agreed_days, row.unit),
        }
        lines.append(Row(cells=cells))
    return Owing(
        receivable=receivable,
        why=_why(receivable),
        table=Table(
            caption=f"付款节点 · {receivable.supplier.name}",
            columns=COLUMNS,
            rows=lines,
            empty=Empty(text="合同没有付款安排。"),
        ),
        next_milestone=following,
        next_fen=following_fen,
    )


def _recorded(actor: Actor, contract: Contract) -> Table:
    """List what was recorded, with the way to take back what nothing is asked for of."""
    asked = PaymentPart.objects.exclude(payment__state__in=ENDED_PAYMENTS)
    rows = acceptances_for(actor).filter(Acceptance.STANDING, receivable__contract=contract)
    return Table(
        caption="已登记的验收",
        columns=RECORDED,
        rows=[
            Row(
                cells={
                    "milestone": one.milestone,
                    "supplier": one.receivable.supplier.name,
                    "amount": one.amount_fen,
                    "on": one.accepted_on,
                    "recorded": one.recorded_at,
                    "recall": "已申请支付"
                    if one.asked
                    else Linked(value="撤回", href=reverse("acceptance-recall", args=[one.pk])),
                }
            )
            for one in rows.annotate(asked=Exists(asked.filter(acceptance=OuterRef("pk"))))
        ],
        empty=Empty(text="还没有登记过验收。"),
    )


def _why(receivable: Receivable) -> Why:
    lines = owed_lines(receivable)
    return Why(
        rule="支付不超过已验收、尚未申请的金额,只付到合同的回款账户。",
        obligation="二(三)-4",
        sums=[Sum(word=f"{one.sign} {one.word}".strip(), fen=one.fen) for one in lines],
        mender="登记新的验收后,应付金额随之增加。",
    )


def _next(owing: list[Owing]) -> dict[str, Any]:
    if len(owing) != 1 or not owing[0].next_milestone:
        return {}
    return {"milestone": owing[0].next_milestone, "amount": owing[0].next_fen}
