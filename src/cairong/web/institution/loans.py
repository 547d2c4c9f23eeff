"""One loan of the institution: its plan, its movements and what is owed today."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.proposals import waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Loan
from cairong.lending.reads import loan_for
from cairong.lending.steps.repaying import debt_of
from cairong.policy.repayment import owed
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.institution.forms import RepaymentForm
from cairong.web.institution.lists import PEOPLE
from cairong.web.loan_states import loan_state
from cairong.web.parts import Column, Empty, Row, Sum, Table, Why
from cairong.web.supplier.offers import lpr_words, method_words, rate_words

PLACES = {"lending.repaid_above_owed": "amount", "lending.repaid_on": "on"}
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


def _today(request: HttpRequest) -> dict[str, Any]:
    return {"on": day_of(moment_of(request))}


def _drawn(request: HttpRequest, actor: Actor, found: Loan, form: RepaymentForm) -> HttpResponse:
    empty, today = Empty(text="还没有记录。"), day_of(moment_of(request))
    context = {
        "loan": found,
        "state": loan_state(found.state, found.due_on, today),
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
