"""One loan of the institution: its plan, its movements and what is owed today."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.cases.loans import Statement, statement_of
from cairong.cases.proposals import waiting_proposal
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.reads import loan_for
from cairong.web.acting import act_view, page_of
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


def _loan(actor: Actor, now: datetime, loan_id: UUID) -> dict[str, Any]:
    statement = statement_of(actor, loan_id, on=day_of(now))
    return {
        **loan_facts(statement),
        "entries": movements(statement, "还款记录", WORDS),
        "why": _why(statement),
        "proposal": waiting_proposal(actor, record_repayment.name, loan_id),
        "open": statement.loan.state == "repaying" and actor.role is Role.INSTITUTION_OFFICER,
    }


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


loan = act_view(
    record_repayment,
    RepaymentForm,
    draw=page_of("institution/loan.html", _loan),
    roles=PEOPLE,
    of=loan_for,
    needs=lambda _, now, __: {"initial": {"on": day_of(now)}},
    then="登记还款,供应商收到消息。",
    places=PLACES,
)
