"""Loans that are overdue: spoken about, planned by both, written off by two."""

from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.lending.actions import plan_repayment as planning
from cairong.lending.actions.contact_overdue import contact_overdue
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Overdue
from cairong.policy.overdue import read_parts

plain(
    contact_overdue,
    "金融机构登记与逾期供应商的联系:哪天、怎样联系、对方怎么说。",
    example="on: 2026-05-08, channel: phone, words: 采购人月底付款后归还",
)


@verb(
    planning.propose_plan,
    gives="overdue",
    made=lambda _, plan: plan.overdue,
    example='parts: "2026-06-08 100000\\n2026-07-08 200000", words: 货款分两次到',
)
def propose_plan(
    _situation: Situation, _officer: Actor, *, overdue: Overdue, parts: str, words: str
) -> dict[str, Any]:
    """金融机构两人提出还款计划:每行一期,写日期和本金,合计正好是逾期本金。"""
    read = read_parts(parts)
    return {
        "overdue_id": overdue.pk,
        "days": [part.on for part in read],
        "principals_fen": [part.principal_fen for part in read],
        "words": words,
    }


plain(planning.agree_plan, "供应商同意还款计划;按期归还的以计划为准,逾期天数照旧计算。")
plain(
    planning.decline_plan,
    "供应商不同意还款计划,写明为什么。",
    example="reasons: 六月上旬没有钱到账",
)
plain(
    write_off_loan,
    "金融机构两人核销逾期贷款,写明理由;欠款不免除。",
    example="reasons: 企业已经停业,法院终结本次执行",
)
