"""From the conditions of a loan to its repayment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import plain
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.step_back import step_back


def _today(situation: Situation, _: Mapping[str, Any]) -> date:
    return situation.today


plain(
    meet_conditions,
    "金融机构记下放款条件已全部具备;放款期限从最后一项具备那天起算。不写日子的,是办理当天。",
    example="signed_on: 2025-11-13, cooling_until: 2025-11-15",
    signed_on=_today,
    registered_on=lambda now, said: _today(now, said) if said.get("registration_no") else None,
)
plain(
    step_back,
    "金融机构退出已接受、还没有放完款的报价,写明理由;占用的额度和账户锁定随之释放。",
    example="reason: 合同款已付清",
    says={"reason": "reason"},
)
plain(disburse, "金融机构放款;一份报价可以分几次放。", example="amount_yuan: 300000")
plain(
    record_repayment,
    "金融机构登记供应商用自有资金还款:先付到当天的利息,余下的还本金。",
    example="amount_yuan: 101166.67, on: 2025-12-14, means: 转账",
    means="转账",
)
