"""Loans that were lent before their contract came here."""

from cairong.driving.verb import plain
from cairong.lending.actions.answer_outside import agree_outside, decline_outside
from cairong.lending.actions.enter_outside import enter_outside, withdraw_outside
from cairong.lending.actions.request_outside_lock import request_outside_lock

plain(
    enter_outside,
    "金融机构登记合同进入平台以前放的贷款还剩多少;供应商确认后入账。",
    example="contract: 合同, agreement_no: 借字2025第17号, original_yuan: 300000, "
    "outstanding_yuan: 200000, counted_on: 2025-11-05, drawn_on: 2025-08-01, "
    "due_on: 2026-07-31, rate_bp: 435",
    evidence="借款合同、借据和放款凭证",
    day_count=360,
)
plain(
    withdraw_outside,
    "金融机构撤回供应商还没有答复的平台外贷款,写明理由。",
    example="reasons: 余额填错",
)
plain(agree_outside, "供应商确认平台外贷款;从这时起占用可融资额度。")
plain(decline_outside, "供应商不认平台外贷款,写明哪里不对。", example="reasons: 已经还清了")
plain(request_outside_lock, "金融机构为平台外贷款申请锁定回款账户;以后各步同其他锁定。")
