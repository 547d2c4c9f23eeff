"""Sentences about acceptance, payment, receiving accounts and locks."""

SENTENCES: dict[str, str] = {
    "treasury.accepted_too_much": "「{milestone}」尚可验收{open_fen:yuan},这次填写了{amount_fen:yuan}。请减少验收金额。",
    "treasury.accepted_already": "「{milestone}」已验收{accepted_fen:yuan},修改后的付款安排里它只有{share_fen:yuan}。请保留这个节点,金额不低于已验收的部分;验收登记错了、还没有申请支付的,先撤回验收。",
    "treasury.acceptance_asked": "「{milestone}」的这次验收已有{asked_fen:yuan}申请支付或已支付,不能撤回。国库科还没有办理的,请先撤回支付申请。",
    "treasury.acceptance_recalled": "「{milestone}」的这次验收已经撤回,不用再办。需要的话请重新登记验收。",
    "treasury.accepted_on_wrong_day": "验收日期{on:day}应在签订日{signed_on:day}与今天{today:day}之间。请核对。",
    "treasury.above_owed": "申请支付{amount_fen:yuan},高于已验收而未申请的{owed_fen:yuan}。请减少金额,或先办理验收。",
    "treasury.payee_not_current": "收款账户已变更:这笔支付指向第{version}版,现行为第{current}版。请按现行账户重新提交。",
    "treasury.lock_still_needed": "该账户下还有贷款没有结清,不能解除锁定。结清当日自动解除。",
    "treasury.locked_by_other": "该回款账户已由另一家机构锁定,同一合同只能向锁定机构继续融资。请在其结清、解除锁定后再申请。",
    "treasury.arrival_order": "这笔合同款里,凭证 {voucher} 支付在先,还没有登记到账或退汇。请先登记它。",
    "treasury.remittance_order": "这笔合同款里,先到账的一笔还没有分配,这一笔排在它后面。先到的办成以后,这一笔自动接着分配;请先看先到的那一笔卡在哪里。",
    "treasury.account_elsewhere": "回款账户没有开在「{lender}」,不能锁定给它。请先由供应商申请变更回款账户到「{lender}」,采购人同意、国库科批准后再申请锁定。",
    "treasury.no_payee": "合同备案尚未通过({state}),还没有可锁定或可付款的回款账户。请等待备案审核。",
    "treasury.nothing_to_pay": "没有金额为{amount_fen:yuan}的待支付申请,可能已经支付或退回。请刷新后查看支付单。",
    "treasury.returned_otherwise": "这笔支付是{payment_fen:yuan},退汇凭证写的是{amount_fen:yuan}。银行退汇是整笔退回:请核对是不是这一笔的凭证。",
    "treasury.return_serial_used": "这个退汇流水号已经登记在另一笔退汇上,同一张凭证不能登记两次。请核对凭证上的流水号。",
    "treasury.unbalanced": "这笔记账借贷不平,没有记入。请联系平台运维。",
    "treasury.not_by_chart": "这笔记账不在科目规则之内,没有记入。请联系平台运维。",
    "treasury.not_this_payment": "这笔记账与支付单的金额或状态不符,没有记入。请联系平台运维。",
    "treasury.posted_before": "这笔款项已经记过账,没有再记一次。请刷新后查看。",
    "treasury.above_contract": "累计支付将超过合同金额,没有办成。请核对合同金额和已付金额。",
    "treasury.above_accepted": "金额超过已验收而未支付的部分,没有办成。请刷新后核对应付金额。",
    "treasury.above_committed": "累计验收将超过合同金额,没有办成。请核对合同金额和已验收金额。",
    "treasury.above_requested": "金额超过已申请支付的部分,没有办成。请刷新后核对。",
    "treasury.above_received": "金额超过回款账户已到的款项,没有办成。请刷新后核对。",
    "treasury.above_reserved": "金额超过报价占用的额度,没有办成。请刷新后核对。",
    "treasury.above_outstanding": "金额超过未偿本金,没有办成。请刷新后核对。",
    "treasury.above_headroom": "金额超过合同的可融资额度,没有办成。额度可能刚被他人占用,请刷新后核对。",
    "treasury.receivable_exists": "这份合同对该供应商的应收账款已经登记。请刷新后查看。",
    "treasury.books_not_empty": "应收账款只能由记账产生金额,不能直接填写。请联系平台运维。",
    "treasury.payee_order": "回款账户版本号必须依次递增,没有办成。请刷新后再试。",
    "treasury.payee_locked": "回款账户已被申请锁定或已锁定,不能变更。锁定随名下融资结清解除;没有放款的,由供应商或金融机构退出报价后解除。",
    "treasury.payment_under_way": "有一笔支付正在办理,暂时不能变更回款账户。请等支付到账或退回后再办。",
    "treasury.payee_not_agreed": "变更回款账户须有供应商和采购人双方同意的记录,且账户与同意的一致。请先办理同意。",
    "treasury.payee_change_open": "已有一项回款账户变更在办理。请先办结或撤回。",
    "treasury.consent_given": "这一方已经同意过,无需再次同意。",
    "treasury.lock_opened": "供应商已于 {opened_at:moment} 打开这份锁定申请,不能再收回。请联系供应商答复不同意。",
    "treasury.lock_exists": "该账户已经锁定,同一合同同时只能有一个有效锁定。请刷新后查看。",
    "treasury.lock_asked": "本机构已有一项锁定申请在办理或已生效。请刷新后查看。",
    "treasury.lock_fixed": "锁定的账户和机构不能改动。账户有变更,请按账户变更办理。",
    "treasury.lock_steps": "账户锁定不能这样变更状态。请刷新后查看现在轮到谁办理。",
    "treasury.lock_payee": "锁定只能针对现行回款账户,而账户已经变更。请重新申请锁定。",
    "treasury.operation_steps": "这笔融资在锁定下的状态不能这样变更。请刷新后查看。",
    "treasury.payment_fixed": "支付单的金额、账户和凭证号不能改动。请退回后重新申请。",
    "treasury.payment_steps": "支付单不能这样变更状态。请刷新后查看。",
    "treasury.payment_payee": "支付只能到现行且锁定一致的回款账户。请退回后按现行账户重新申请。",
    "treasury.voucher_used": "支付凭证号已经用过。请刷新后再试。",
    "treasury.not_by_gateway": (
        "这笔支付不经签名网关送国库(没有举行登记仪式,或在仪式以前办理),由国库科用自己的渠道支付,平台不知道有没有付出。"
        "已付款的,请按银行回单登记到账;银行退回的,请凭银行退汇凭证登记退汇。"
    ),
    "treasury.by_own_means": (
        "这笔支付已于 {decided_at:moment} 改由国库科自行支付,可能已经付出:不能撤销,也不用再办一次。"
        "已付款的,请按银行回单登记到账;银行退回的,请凭银行退汇凭证登记退汇。"
    ),
    "treasury.in_doubt": (
        "恢复过备份,或换过交换目录:这笔款可能已经送国库,还没有查明有没有付出,这一步没有记入。"
        "请向国库查明:已付款的,按银行回单登记到账;没有付的,请平台运维以国库科查明的人的姓名运行"
        " cairong gateway settled 姓名 --unpaid 凭证号,再办。"
    ),
    "treasury.gateway_silent": (
        "签名网关超过 {minutes} 分钟没有动静,说不准这笔款有没有送出,不能撤销支付。"
        "请平台运维先恢复网关(log/gateway.log);急需付款的,打开这笔支付看能不能改由国库科自行支付。"
    ),
    "treasury.gateway_troubled": (
        "签名网关报告「{trouble}」,说不准这笔款有没有送出,不能撤销支付。"
        "请平台运维先查明;急需付款的,打开这笔支付看能不能改由国库科自行支付。"
    ),
    "treasury.account_unsigned": (
        "这个回款账户还没有两人在签名网关签名,平台不会往它送出,不用改由国库科自行支付。"
        "请不要照网页或签名单上的账户付款:先请办理和复核的两人核对、签名;账户有疑问的,通知审计员。"
    ),
    "treasury.left_unknown": (
        "签名网关{unsure}:这笔款可能已经送出,不能改由国库科自行支付。"
        "请先与国库对清(cairong gateway settled);已付款的,按银行回单登记到账。"
    ),
    "treasury.own_means_unsure": (
        "这笔款可能已经送出或付出,或账户没有两人签名,不能改由国库科自行支付。"
        "请打开这笔支付看是什么原因,查明以后再办。"
    ),
    "treasury.never_said": (
        "国库没有回执说这笔撤销了的支付后来付出,不能恢复在途。有银行回单的,请与国库核对,由国库回执。"
    ),
    "treasury.other_paid_late": (
        "同一笔应收里撤销过的支付,国库对指令 {number} 后来又回执已支付:再付就付了两次。"
        "请与国库核对;确已付款的,先撤下或撤销这一笔,再把撤销过的那笔恢复在途,按银行回单登记到账。"
    ),
    "treasury.owed_again": (
        "应付未申请只有 {due_fen:yuan},不够恢复这笔 {amount_fen:yuan}:同一笔钱又申请了支付。"
        "请先撤下、退回或撤销后来的支付,再恢复在途。"
    ),
    "treasury.paid_late": (
        "国库对支付指令 {number} 后来又回执已支付,不能撤销,也不能再付。"
        "请与国库核对:已付款的,按银行回单登记到账。"
    ),
    "treasury.call_off_barred": (
        "说不准这笔款有没有付出,不能撤销支付。请打开这笔支付看是什么原因,查明以后再办。"
    ),
    "treasury.serial_used": "这个银行流水号已经登记在另一笔到账上,同一张回单不能登记两次。请核对回单上的流水号。",
    "treasury.undecided": "这一步没有对应的两人复核、本方人员的办理或银行的回执,没有记入。请按流程办理;都办过的,请联系平台运维。",
    "treasury.payee_named": "收款人须是供应商现在或曾用的名称,或承接它的单位。请核对户名。",
    "treasury.arrived_on_wrong_day": "到账日{on:day}应在支付日{released_on:day}与今天{today:day}之间。请核对银行回单。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "treasury_own_means_unsure": ("PolicyBreach", "treasury.own_means_unsure", "二(三)-4"),
    "treasury_call_off_untimely": ("Conflict", "orders.untimely", "二(三)-4"),
    "treasury_return_serial_once": ("Conflict", "treasury.return_serial_used", "二(三)-4"),
    "treasury_return_undecided": ("Conflict", "treasury.undecided", "二(三)-4"),
    "treasury_posting_balanced": ("PolicyBreach", "treasury.unbalanced", "二(三)-4"),
    "treasury_entry_by_chart": ("PolicyBreach", "treasury.not_by_chart", "二(三)-4"),
    "treasury_posting_of_payment": ("Conflict", "treasury.not_this_payment", "二(三)-4"),
    "treasury_payment_posted": ("Conflict", "treasury.not_this_payment", "二(三)-4"),
    "treasury_posting_once": ("Conflict", "treasury.posted_before", "二(三)-4"),
    "treasury_paid_within_contract": ("PolicyBreach", "treasury.above_contract", "二(三)-4"),
    "treasury_stands_within_contract": ("PolicyBreach", "treasury.above_contract", "二(三)-4"),
    "treasury_committed_not_negative": ("PolicyBreach", "treasury.above_committed", "二(三)-4"),
    "treasury_due_not_negative": ("PolicyBreach", "treasury.above_accepted", "二(三)-4"),
    "treasury_requested_not_negative": ("PolicyBreach", "treasury.above_requested", "二(三)-4"),
    "treasury_in_transit_not_negative": ("PolicyBreach", "treasury.above_requested", "二(三)-4"),
    "treasury_paid_not_negative": ("PolicyBreach", "treasury.above_requested", "二(三)-4"),
    "treasury_received_not_negative": ("PolicyBreach", "treasury.above_received", "二(三)-4"),
    "treasury_to_supplier_not_negative": ("PolicyBreach", "treasury.above_received", "二(三)-4"),
    "treasury_reserved_not_negative": ("PolicyBreach", "treasury.above_reserved", "一(一)-1"),
    "treasury_outstanding_not_negative": ("PolicyBreach", "treasury.above_outstanding", "一(一)-1"),
    "treasury_headroom_bound": ("PolicyBreach", "treasury.above_headroom", "一(一)-1"),
    "treasury_receivable_once": ("Conflict", "treasury.receivable_exists", "一(一)-1"),
    "treasury_receivable_seq": ("Conflict", "conflict.busy", ""),
    "treasury_receivable_starts_empty": ("PolicyBreach", "treasury.books_not_empty", "二(三)-4"),
    "treasury_payee_next_version": ("Conflict", "treasury.payee_order", "二(三)-3"),
    "treasury_payee_version_once": ("Conflict", "treasury.payee_order", "二(三)-3"),
    "treasury_payee_locked": ("PolicyBreach", "treasury.payee_locked", "二(三)-3"),
    "treasury_payee_payment_open": ("PolicyBreach", "treasury.payment_under_way", "二(三)-3"),
    "treasury_payee_agreed": ("PolicyBreach", "treasury.payee_not_agreed", "二(三)-3"),
    "treasury_payee_change_fixed": ("PolicyBreach", "treasury.payee_not_agreed", "二(三)-3"),
    "treasury_payee_change_one": ("Conflict", "treasury.payee_change_open", "二(三)-3"),
    "treasury_consent_once": ("Conflict", "treasury.consent_given", "二(三)-3"),
    "treasury_lock_one_active": ("Conflict", "treasury.lock_exists", "二(三)-3"),
    "treasury_lock_one_live": ("Conflict", "treasury.lock_asked", "二(三)-3"),
    "treasury_lock_account_fixed": ("PolicyBreach", "treasury.lock_fixed", "二(三)-3"),
    "treasury_lock_steps": ("WrongState", "treasury.lock_steps", "二(三)-3"),
    "treasury_lock_payee": ("WrongState", "treasury.lock_payee", "二(三)-3"),
    "treasury_lock_in_use": ("PolicyBreach", "treasury.lock_still_needed", "二(三)-3"),
    "treasury_operation_live_lock": ("WrongState", "treasury.operation_steps", "二(三)-3"),
    "treasury_operation_steps": ("WrongState", "treasury.operation_steps", "二(三)-3"),
    "treasury_operation_once": ("Conflict", "treasury.operation_steps", "二(三)-3"),
    "treasury_payment_fixed": ("PolicyBreach", "treasury.payment_fixed", "二(三)-4"),
    "treasury_payment_steps": ("WrongState", "treasury.payment_steps", "二(三)-4"),
    "treasury_payment_payee": ("PolicyBreach", "treasury.payment_payee", "二(三)-3"),
    "treasury_payment_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
    "treasury_remittance_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
    "treasury_payee_undecided": ("NotAllowed", "treasury.undecided", "二(三)-3"),
    "treasury_payee_named": ("PolicyBreach", "treasury.payee_named", "二(三)-3"),
    "treasury_posting_whole": ("PolicyBreach", "treasury.not_by_chart", "二(三)-4"),
    "treasury_posting_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
    "treasury_receivable_undecided": ("NotAllowed", "treasury.undecided", "二(二)-1"),
    "treasury_acceptance_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
    "treasury_recall_undecided": ("NotAllowed", "treasury.undecided", "二(三)-4"),
    "treasury_lock_undecided": ("NotAllowed", "treasury.undecided", "二(三)-3"),
    "treasury_consent_undecided": ("NotAllowed", "treasury.undecided", "二(三)-3"),
    "treasury_serial_once": ("Conflict", "treasury.serial_used", "二(三)-4"),
    "treasury_voucher_once": ("Conflict", "treasury.voucher_used", "二(三)-4"),
}
