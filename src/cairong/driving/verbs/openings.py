"""What was paid of a contract before it came here."""

from cairong.driving.verb import plain
from cairong.treasury.actions.answer_opening import agree_opening, object_opening
from cairong.treasury.actions.approve_opening import approve_opening, return_opening
from cairong.treasury.actions.declare_opening import declare_opening

plain(
    declare_opening,
    "采购人登记平台开通以前签订的合同已付多少;parts 每行 {milestone, paid_yuan},没有的不写。",
    example="contract: 合同, paid_until: 2025-10-31, "
    "parts: [{milestone: 预付款, paid_yuan: 200000}]",
    evidence="国库支付凭证,见附表",
)
plain(agree_opening, "供应商核对期初余额,没有异议。")
plain(object_opening, "供应商对期初余额有异议,写明理由。", example="reasons: 少记了一笔")
plain(
    approve_opening,
    "国库科批准期初余额:供应商核对过,或核对的期限已过;有异议的写明查明的情况。",
    example="opening: 期初",
)
plain(return_opening, "国库科退回期初余额,采购人重新登记。", example="reasons: 凭证号不对")
