"""Sentences about loans that were lent before their contract came here (平台外贷款)."""

SENTENCES: dict[str, str] = {
    "lending.outside_not_running": "这份合同{signed_on:day}签订,没有平台开通以前的期初余额,不能登记平台外贷款。要融资的,请供应商在平台登记融资意向。",
    "lending.outside_drawn": "放款日{on:day}应在合同签订日{signed_on:day}与合同进入平台那天{came_on:day}之间;以后的贷款在平台上放。请核对借据。",
    "lending.outside_counted": "「余额统计到」{on:day}应在{least:day}(放款日与期初余额统计日中较晚的一天)与今天{today:day}之间。请按这一天的余额重新填写。",
    "lending.outside_above_original": "未还本金{outstanding_fen:yuan}多于放款本金{original_fen:yuan}。请核对两个金额。",
    "lending.outside_above_carried": "未还本金{outstanding_fen:yuan}多于这份合同尚待支付的款项最多能承担的{carried_fen:yuan}。请核对余额和合同。",
    "lending.outside_range": "这笔平台外贷款的金额、日期或利率互相对不上。请按借款合同逐项核对。",
    "lending.outside_due": "到期日{on:day}不晚于放款日{drawn_on:day}。请核对借款合同。",
    "lending.outside_waits": "这份借款合同已经登记在这份应收账款上。请打开案件查看;登记错了的,供应商答复以前可以撤回。",
    "lending.outside_steps": "这笔平台外贷款已经有答复,不能再改。请打开查看。",
    "lending.outside_not_standing": "这笔平台外贷款现在是「{state}」,不能申请锁定。供应商确认后再办。",
    "lending.outside_lock_pending": "这笔平台外贷款的锁定申请已提交(现在是「{state}」),不必重复申请。请等待办理。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_outside_once": ("Conflict", "lending.outside_waits", "一(一)-1"),
    "lending_outside_steps": ("WrongState", "lending.outside_steps", "一(一)-1"),
    "lending_outside_ran": ("PolicyBreach", "treasury.opening_first", "一(一)-1"),
    "lending_outside_range": ("PolicyBreach", "lending.outside_range", "一(一)-1"),
    "lending_outside_undecided": ("NotAllowed", "treasury.undecided", "一(一)-1"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.outside.entered": (
        "登记平台外贷款:到{counted_on:day}未还 {amount_fen:yuan}",
        "{organisation}登记了一笔平台外贷款:{drawn_on:day}放款,到{counted_on:day}未还本金 {amount_fen:yuan},{due_on:day}到期。请核对后确认,不对的写明哪里不对。",
    ),
    "lending.outside.agreed": (
        "确认平台外贷款 {no}:未还 {amount_fen:yuan}",
        "{organisation}确认了平台外贷款 {no}:未还本金 {amount_fen:yuan},从现在起占用合同的可融资额度。",
    ),
    "lending.outside.declined": (
        "不认平台外贷款 {amount_fen:yuan}:{reason}",
        "{organisation}不认登记的平台外贷款 {amount_fen:yuan}:{reason}。请核对后重新登记。",
    ),
    "lending.outside.withdrawn": (
        "撤回平台外贷款 {amount_fen:yuan}:{reason}",
        "{organisation}撤回了登记的平台外贷款 {amount_fen:yuan}:{reason}。您不用再答复。",
    ),
}
