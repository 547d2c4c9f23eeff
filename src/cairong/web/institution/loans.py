"""One loan of the institution: its plan, its movements and what is owed today."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.loans import Statement, statement_of
from cairong.cases.proposals import waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.record_repayment import record_repayment
from cairong.web.acting import carry_out, sent, to_proposal
from cairong.web.frame import draw
from cairong.web.institution.forms import RepaymentForm
from cairong.web.institution.lists import PEOPLE
from cairong.web.loan_pages import loan_facts, movements, settling
from cairong.web.parts import Sum, Why

PLACES = {"lending.repaid_above_owed": "amount", "lending.repaid_on": "on"}
WORDS = {
    "drawn_fen": "放款",
    "fee_fen": "费用",
    "interest_fen": "收利息",
    "principal_fen": "收本金",
}


@page(*PEOPLE)
def loan(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponseBase:
    """Show one loan, and record a repayment from the supplier's own money."""
    today = day_of(moment_of(request))
    statement = statement_of(actor, loan_id, on=today)

    def act(typed: dict[str, Any]) -> object:
        amount_fen, now = typed.pop("amount"), moment_of(request)
        return record_repayment.propose(
            actor=actor, now=now, loan_id=loan_id, amount_fen=amount_fen, **typed
        )

    return carry_out(
        request,
        sent(request, RepaymentForm, initial={"on": today}),
        act,
        draw=lambda form: _drawn(request, actor, statement, form),
        done=to_proposal,
        places=PLACES,
        said="已提交复核。复核人同意后,登记还款,供应商收到消息。",
    )


def _drawn(
    request: HttpRequest, actor: Actor, statement: Statement, form: RepaymentForm
) -> HttpResponse:
    context = {
        **loan_facts(statement),
        "entries": movements(statement, "还款记录", WORDS),
        "why": _why(statement),
        "form": form,
        "proposal": waiting_proposal(actor, "lending.record_repayment", statement.loan.pk),
        "open": statement.loan.state == "repaying" and actor.role is Role.INSTITUTION_OFFICER,
    }
    return draw(request, actor, "institution/loan.html", context)


def _why(statement: Statement) -> Why:
    return Why(
        ask="今天应还多少?",
        rule="利息按实际天数计算:放款日计,还款日不计;到账先付费用和利息,再还本金。",
        obligation="二(四)-5",
        sums=[
            *settling(statement),
            Sum(word="其中已到期本金", fen=statement.owed.due_principal_fen),
            Sum(word="其中已到期利息", fen=statement.owed.due_interest_fen),
        ],
        mender="合同款到账自动还款;供应商用其他资金还的,由本机构登记。",
    )
