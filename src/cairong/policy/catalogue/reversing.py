"""Sentences about repayments that are reversed because their payment was returned (退汇)."""

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_entry_reverses": ("Conflict", "reversing.not_so", "二(三)-4"),
    "lending_loanentry_reverses_id_key": ("Conflict", "reversing.once", "二(三)-4"),
}
SENTENCES: dict[str, str] = {
    "reversing.not_so": "冲回的记录与原还款不符,没有记入。请联系平台运维。",
    "reversing.once": "这笔还款已经冲回,没有再冲一次。请刷新后查看。",
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.repayment.reversed": (
        "退汇冲回还款",
        (
            "合同款 {amount_fen:yuan} 被银行退回:{reason}。用它归还的贷款已经冲回,重新未结清,利息照常计算;"
            "采购人重新支付到账后再还。请打开贷款查看。"
        ),
    ),
    "lending.repayment.reversed_bare": (
        "退汇冲回还款,锁定没有恢复",
        (
            "合同款 {amount_fen:yuan} 被银行退回:{reason}。用它归还的贷款已经冲回,重新未结清,利息照常计算。"
            "回款账户的锁定此前已解除,账户已变更或由其他机构锁定,不能恢复:合同款付到现行账户,"
            "到账后仍按原来的还款顺序分配。请与对方商定怎样归还,并核对现行账户。"
        ),
    ),
    "treasury.lock.stood_again": ("锁定因退汇恢复,不再告知解除", ""),
}
