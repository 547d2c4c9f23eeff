"""Sentences about what was paid of a contract before it came here (期初余额)."""

SENTENCES: dict[str, str] = {
    "treasury.opening_known": "这份合同{signed_on:day}签订,是平台开通以后的合同,或者期初余额已经入账,不用登记期初余额。",
    "treasury.opening_first": "这份合同在平台开通以前签订,已经付过多少还没有入账。请采购人先登记期初余额(没有付过的也登记,写零),供应商核对、国库科批准后再办。",
    "treasury.opening_too_much": "「{milestone}」按合同是{share_fen:yuan},不能已经付过{paid_fen:yuan}。请核对金额和节点。",
    "treasury.opening_day": "「已付款统计到」{on:day}应在签订日{signed_on:day}与合同进入平台那天{came_on:day}之间;以后的款在平台上付。请核对。",
    "treasury.opening_unheard": "供应商核对到{until:day}为止,还没有答复,现在不能批准。请等供应商核对,或过了这一天再办。",
    "treasury.opening_unanswered": "供应商有异议,仍要批准的,请写明查明的情况(凭证号、付款日),供应商会收到。",
    "treasury.opening_waits": "这份合同已有一份期初余额在办理。请打开合同查看;登记错了的,请国库科退回后重新登记。",
    "treasury.opening_steps": "期初余额现在的状态不能这样办。请打开查看。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "treasury_opening_one": ("Conflict", "treasury.opening_waits", "二(三)-4"),
    "treasury_opening_known": ("Conflict", "treasury.opening_waits", "二(三)-4"),
    "treasury_opening_steps": ("WrongState", "treasury.opening_steps", "二(三)-4"),
    "treasury_opening_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "treasury.opening.declared": (
        "登记期初余额:平台外已付 {paid_fen:yuan}",
        "采购人登记:到{paid_until:day}已在平台外付过 {paid_fen:yuan}。供应商请在{object_until:day}前核对,然后由国库科审批。",
    ),
    "treasury.opening.agreed": (
        "核对期初余额:平台外已付 {paid_fen:yuan},没有异议",
        "{organisation}核对了期初余额 {paid_fen:yuan},没有异议。",
    ),
    "treasury.opening.objected": (
        "对期初余额 {paid_fen:yuan} 提出异议:{reason}",
        "{organisation}对期初余额 {paid_fen:yuan} 有异议:{reason}。",
    ),
    "treasury.opening.standing": (
        "期初余额入账:平台外已付 {paid_fen:yuan}",
        "国库科批准了期初余额:平台外已付 {paid_fen:yuan},余下的合同款可以验收、支付和融资。",
    ),
    "treasury.opening.returned": (
        "退回期初余额:{reason}",
        "国库科退回了期初余额:{reason}。请采购人核对后重新登记。",
    ),
}
