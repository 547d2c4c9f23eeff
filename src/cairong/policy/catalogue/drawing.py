"""Sentences of draws: what was asked for, since when its days run, the cooling-off. 二(四)-4"""

SENTENCES: dict[str, str] = {
    "lending.above_asked": "放款{amount:yuan}超过供应商提出而还没有放的{left:yuan}。请减少金额;供应商还要多提的,请它先提出。",
    "lending.asked_above_offer": "提款{amount:yuan}超过报价里还没有提出的{left:yuan}。请减少金额。",
    "lending.asked_nothing": "提款金额要大于零。请改正金额;全部要提的,接受报价时不用填。",
    "lending.above_limit": "未还的本金加上提款不能超过循环额度,已还的以还款记录为准。请减少金额,或先还款。",
    "lending.limit_in_term": "循环额度里的每一笔都到第一笔的到期日为止,到期日前才能提。还要融资的,请重新登记意向。",
    "lending.limit_not_over": "这份循环额度还没有到期,或者已经结束。请刷新页面查看。",
    "lending.term_over": "这份报价的期限到{until:day}为止,不能再提款。还要融资的,请重新登记意向。",
    "lending.earlier_overdue": "贷款{no}已过到期日还没有还清,不能再提款。请先归还。",
    "lending.fact_before": "{value}不能早于接受报价的{least:day},也不能晚于今天。请按事情发生的那天填写。",
    "lending.registration_halved": "登记证明编号和登记日期要么都填,要么都不填。请补上缺的一项。",
    "lending.cooling_too_long": "冷静期到{until:day},不能早于签署借款合同的{least:day},并且要在放款期限{due:day}之前届满:冷静期不延长放款期限。请改正日期。",
    "lending.cooling": "借款合同约定的冷静期到{until:day},供应商没有放弃,不能放款。请等冷静期届满,或请供应商放弃;放款期限照算。",
    "lending.not_cooling": "这份报价没有正在进行的冷静期,不必放弃。",
    "lending.asked_unsaid": "提款金额以供应商提出的为准,只能增加。请由供应商提出。",
    "lending.conditions_dated": "放款条件的日期与记录不符,或已经确定,不能改动。请按事情发生的那天登记。",
    "lending.draw_unfinished": "供应商提出的款还没有放足,放款期限不能办结。请先放足。",
}  # fmt: skip

HAPPENED: dict[str, tuple[str, str]] = {
    "lending.offer.accepted_part": (
        "接受报价 {amount_fen:yuan},先提 {asked_fen:yuan}",
        "{organisation}接受了报价 {amount_fen:yuan},先提 {asked_fen:yuan};其余由它以后提出。",
    ),
    "lending.draw.asked": (
        "提出提款 {amount_fen:yuan}",
        "{organisation}再提 {amount_fen:yuan},累计 {asked_fen:yuan}。条件已经具备的,放款期限从今天起算。",
    ),
    "lending.limit.ended": (
        "循环额度到期,不能再提款",
        "{product}的循环额度{until:day}到期,不能再提款;没有还清的照常归还,没有提的额度已经恢复。",
    ),
    "lending.cooling.waived": (
        "放弃冷静期",
        "{organisation}放弃了借款合同约定的冷静期,现在可以放款;放款期限不变。",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_asked_within_offer": ("PolicyBreach", "lending.asked_above_offer", "二(四)-5"),
    "lending_drawn_within_asked": ("PolicyBreach", "lending.above_asked", "二(四)-4"),
    "lending_within_limit": ("PolicyBreach", "lending.above_limit", "二(四)-5"),
    "lending_back_untrue": ("PolicyBreach", "lending.above_limit", "二(四)-5"),
    "lending_in_term": ("PolicyBreach", "lending.limit_in_term", "二(五)-3"),
    "lending_part_drawn": ("PolicyBreach", "lending.draw_unfinished", "二(四)-4"),
    "lending_asked_undecided": ("NotAllowed", "lending.asked_unsaid", "二(四)-4"),
    "lending_conditions_undecided": ("NotAllowed", "lending.conditions_dated", "二(四)-4"),
    "lending_cooling_undecided": ("NotAllowed", "treasury.undecided", "二(四)-4"),
    "lending_cooled": ("PolicyBreach", "lending.cooling", "二(四)-4"),
    "lending_drawn_as_asked": ("PolicyBreach", "lending.draw_unfinished", "二(四)-4"),
}
