"""Loans that are overdue: spoken about, planned by both, written off or forgiven by two."""

from datetime import date
from typing import Any
from uuid import UUID

from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor
from cairong.lending.actions import plan_repayment as planning
from cairong.lending.actions.contact_overdue import contact_overdue as contact
from cairong.lending.actions.forgive_debt import forgive_debt as forgive
from cairong.lending.actions.write_off_loan import write_off_loan as write_off
from cairong.lending.models import Loan
from cairong.lending.overdues import live_of
from cairong.policy.overdue import read_parts

PARTS = '"2026-06-08 100000\\n2026-07-08 200000"'


@verb(contact, example="on: 2026-05-08, channel: phone, words: 采购人月底付款后归还")
def contact_overdue(
    _situation: Situation, _officer: Actor, *, loan: Loan, on: date, channel: str, words: str
) -> dict[str, Any]:
    """金融机构登记与逾期供应商的联系:哪天、怎样联系、对方怎么说。"""
    return {"overdue_id": _of(loan), "on": on, "channel": channel, "words": words}


@verb(
    planning.propose_plan,
    gives="overdue",
    made=lambda _, plan: plan.overdue,
    example=f"parts: {PARTS}, words: 货款分两次到",
)
def propose_plan(
    _situation: Situation, _officer: Actor, *, loan: Loan, parts: str, words: str
) -> dict[str, Any]:
    """金融机构两人提出还款计划:每行一期,写日期和本金,合计正好是逾期本金。"""
    read = read_parts(parts)
    return {
        "overdue_id": _of(loan),
        "days": [part.on for part in read],
        "principals_fen": [part.principal_fen for part in read],
        "words": words,
    }


@verb(planning.agree_plan)
def agree_plan(_situation: Situation, _supplier: Actor, *, loan: Loan) -> dict[str, Any]:
    """供应商同意还款计划;按期归还的以计划为准,逾期天数照旧计算。"""
    return {"overdue_id": _of(loan)}


@verb(planning.decline_plan, example="reasons: 六月上旬没有钱到账")
def decline_plan(
    _situation: Situation, _supplier: Actor, *, loan: Loan, reasons: str
) -> dict[str, Any]:
    """供应商不同意还款计划,写明为什么。"""
    return {"overdue_id": _of(loan), "reason": reasons}


@verb(write_off, example="reasons: 企业已经停业,法院终结本次执行")
def write_off_loan(
    _situation: Situation, _officer: Actor, *, loan: Loan, reasons: str
) -> dict[str, Any]:
    """金融机构两人核销逾期贷款,写明理由;欠款不免除。"""
    return {"overdue_id": _of(loan), "reason": reasons}


@verb(
    forgive,
    example="principal_yuan: 10000, interest_yuan: 575.5, reasons: 企业停业整顿,双方商定减免一部分",
)
def forgive_debt(
    _situation: Situation,
    _officer: Actor,
    *,
    loan: Loan,
    reasons: str,
    principal_fen: int = 0,
    interest_fen: int = 0,
) -> dict[str, Any]:
    """金融机构两人减免逾期欠款的一部分,写明理由;减免的不用再还。"""
    return {
        "overdue_id": _of(loan),
        "principal_fen": principal_fen,
        "interest_fen": interest_fen,
        "reason": reasons,
    }


def _of(loan: Loan) -> UUID:
    """Find what is overdue of a loan. Raises Absent."""
    found = live_of([loan.pk]).get(loan.pk)
    if found is None:
        raise Absent("这笔贷款没有逾期")
    return found.pk
