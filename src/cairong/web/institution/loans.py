"""The institution's loans: listed, each with its plan, its movements and what is owed today."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.db.models import Sum as Total
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Loan
from cairong.lending.reads import loan_for, loans_of
from cairong.lending.states import LOAN
from cairong.lending.steps.repaying import debt_of
from cairong.policy.repayment import owed
from cairong.web.acting import carry_out
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.institution.applications import PEOPLE
from cairong.web.institution.forms import RepaymentForm
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.loan_states import loan_state, overdue_on
from cairong.web.parts import Column, Empty, Row, Sum, Table, Why
from cairong.web.proposals.reads import waiting_proposal
from cairong.web.supplier.offers import lpr_words, method_words, rate_words

SOON_DAYS = 30
PLACES = {"lending.repaid_above_owed": "amount", "lending.repaid_on": "on"}
LIST = ListPage(
    title="贷款",
    columns=(
        Column(key="no", word="贷款编号", sort="no"),
        Column(key="supplier", word="供应商"),
        Column(key="contract", word="合同"),
        Column(key="principal", word="本金", kind="money", sort="principal"),
        Column(key="left", word="未还本金", kind="money", sort="left"),
        Column(key="rate", word="利率", sort="rate"),
        Column(key="drawn", word="放款日", kind="date", sort="drawn"),
        Column(key="due", word="到期日", kind="date", sort="due"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={
        "no": "no",
        "principal": "principal_fen",
        "left": "outstanding_fen",
        "rate": "rate_bp",
        "drawn": "drawn_on",
        "due": "due_on",
    },
    default="-drawn",
    empty=Empty(text="没有这样的贷款。放款经复核后,会出现在这里。"),
    export="institution-loans-export",
)
PLAN = (
    Column(key="due", word="到期日", kind="date"),
    Column(key="principal", word="应还本金", kind="money"),
    Column(key="interest", word="应付利息", kind="money"),
    Column(key="left", word="还后剩余", kind="money"),
)
ENTRIES = (
    Column(key="on", word="日期", kind="date"),
    Column(key="what", word="事项"),
    Column(key="drawn", word="放款", kind="money"),
    Column(key="fee", word="费用", kind="money"),
    Column(key="interest", word="收利息", kind="money"),
    Column(key="principal", word="收本金", kind="money"),
    Column(key="left", word="未还本金", kind="money"),
)


class LoanFilter(PageForm):
    """Search loans by number or name, by state, and by when they fall due."""

    words = forms.CharField(label="编号、供应商或合同", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *LOAN.choices()])
    due = forms.ChoiceField(
        label="到期",
        required=False,
        choices=[("", "全部"), ("over", "已逾期"), ("soon", f"{SOON_DAYS} 日内到期")],
    )


@require_safe
@page(*PEOPLE)
def loans(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List one's loans with the sums of the list; or answer them all as a workbook."""
    form = filters(request, LoanFilter)
    today = day_of(moment_of(request))
    found = narrowed(loans_of(actor), form.cleaned_data, today)
    sums = found.order_by().aggregate(
        principal=Total("principal_fen"), left=Total("outstanding_fen")
    )
    return answer_list(
        request,
        actor,
        LIST,
        form,
        found=found,
        rows=lambda listed: _rows(listed, today),
        sheet=sheet,
        around=Around(total=sums),
    )


@page(*PEOPLE)
def loan(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponseBase:
    """Show one loan, and record a repayment from the supplier's own money."""
    found = loan_for(actor, loan_id)
    if request.method != "POST":
        return _drawn(request, actor, found, RepaymentForm(initial=_today(request)))
    return carry_out(
        request,
        RepaymentForm(request.POST),
        lambda typed: record_repayment.propose(
            actor=actor,
            now=moment_of(request),
            loan_id=loan_id,
            amount_fen=typed["amount"],
            on=typed["on"],
            means=typed["means"],
        ),
        draw=lambda form: _drawn(request, actor, found, form),
        done=lambda pk: reverse("proposal", args=[pk]),
        places=PLACES,
        said="已提交复核。复核人同意后,登记还款,供应商收到消息。",
    )


def narrowed(rows: QuerySet[Loan], wanted: dict[str, Any], today: date) -> QuerySet[Loan]:
    """Narrow loans to words, a state and a span of due days."""
    words, state, due = wanted["words"], wanted["state"], wanted["due"]
    if words:
        rows = rows.filter(
            Q(no__icontains=words)
            | Q(supplier__name__icontains=words)
            | Q(contract__title__icontains=words)
            | Q(contract__no__icontains=words)
        )
    if due == "over":
        rows = rows.filter(overdue_on(today))
    if due == "soon":
        rows = rows.filter(
            state="repaying", due_on__range=(today, today + timedelta(days=SOON_DAYS))
        )
    return rows.filter(state=state) if state else rows


def _today(request: HttpRequest) -> dict[str, Any]:
    return {"on": day_of(moment_of(request))}


def _drawn(request: HttpRequest, actor: Actor, found: Loan, form: RepaymentForm) -> HttpResponse:
    empty, today = Empty(text="还没有记录。"), day_of(moment_of(request))
    context = {
        "loan": found,
        "state": loan_state(found, today),
        "method": method_words(found.method),
        "rate": f"{rate_words(found.rate_bp)}({lpr_words(found.offer)})",
        "why": _why(found, today),
        "plan": Table(caption="还款计划", columns=PLAN, rows=_plan(found), empty=empty),
        "entries": Table(caption="还款记录", columns=ENTRIES, rows=_entries(found), empty=empty),
        "form": form,
        "proposal": waiting_proposal(actor, "lending.record_repayment", found.pk),
        "open": found.state == "repaying" and actor.role is Role.INSTITUTION_OFFICER,
    }
    return draw(request, actor, "institution/loan.html", context)


def _why(loan: Loan, today: date) -> Why:
    debt = debt_of(loan)
    what = owed(debt, max(today, debt.accrued_on))
    held = what.whole_interest_fen - what.accrued_fen
    return Why(
        ask="今天应还多少?",
        rule="利息按实际天数计算:放款日计,还款日不计;到账先付费用和利息,再还本金。",
        obligation="二(四)-5",
        sums=[
            Sum(word="未还本金", fen=what.whole_principal_fen),
            Sum(word="+ 以前计出未付的利息", fen=held),
            Sum(word=f"+ 自 {debt.accrued_on} 起的新利息", fen=what.accrued_fen),
            Sum(word="+ 未付费用", fen=debt.fee_owed_fen),
            Sum(word="= 今天结清", fen=what.whole_fen + debt.fee_owed_fen),
            Sum(word="其中已到期本金", fen=what.due_principal_fen),
            Sum(word="其中已到期利息", fen=what.due_interest_fen),
        ],
        mender="合同款到账自动还款;供应商用其他资金还的,由本机构登记。",
    )


def _plan(loan: Loan) -> list[Row]:
    return [
        Row(
            cells={
                "due": one.due_on,
                "principal": one.principal_fen,
                "interest": one.interest_fen,
                "left": one.left_fen,
            }
        )
        for one in loan.instalments.all()
    ]


def _entries(loan: Loan) -> list[Row]:
    rows, left = [], 0
    for one in loan.entries.order_by("pk"):
        left += one.drawn_fen - one.principal_fen
        cells = {
            "on": one.on,
            "what": one.get_kind_display() + (f"({one.means})" if one.means else ""),
            "drawn": one.drawn_fen or None,
            "fee": one.fee_fen or None,
            "interest": one.interest_fen or None,
            "principal": one.principal_fen or None,
            "left": left,
        }
        rows.append(Row(cells=cells))
    return rows


def _rows(found: Sequence[Loan], today: date) -> list[Row]:
    return [
        Row(
            cells={
                "no": one.no,
                "supplier": one.supplier.name,
                "contract": one.contract.title,
                "principal": one.principal_fen,
                "left": one.outstanding_fen,
                "rate": rate_words(one.rate_bp),
                "drawn": one.drawn_on,
                "due": one.due_on,
                "state": loan_state(one, today),
            },
            href=reverse("institution-loan", args=[one.pk]),
        )
        for one in found
    ]
