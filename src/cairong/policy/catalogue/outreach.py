"""What a message says of an event, by the event's type, filled from what the event recorded."""

SENTENCES: dict[str, str] = {
    "outreach.not_yours": "没有找到这封告知函,或者它不是给本单位的。请从「告知函」列表进入。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {}

OTHERWISE = "{organisation}办理了一件与您有关的事项。请打开查看。"

EVENTS: dict[str, str] = {
    "contracts.award.recorded": "恭喜中标(成交):「{title}」{amount_fen:yuan},通知书日期 {notice_on:day}。可凭政府采购合同申请融资。",
    "contracts.award.cancelled": "中标(成交)记录已取消:{reason}。",
    "disclosure.contract.signed": "合同 {no}「{title}」已签订并公开,{amount_fen:yuan},备案待审核。",
    "disclosure.filing.accepted": "合同 {no}「{title}」已备案,可以办理融资和支付。",
    "disclosure.filing.returned": "合同 {no}「{title}」的备案被退回,请按理由补正后重新报送。",
    "disclosure.filing.resubmitted": "合同 {no}「{title}」已补正(第 {round} 次报送),请审核。",
    "disclosure.filing.recalled": "合同 {no}「{title}」的备案已由采购人收回:{reason}。",
    "disclosure.withholding.lapsed": "合同 {no} 的不予公开期限已届满,有关内容已公开。",
    "parties.proposal.made": "{organisation}{person}送来一件待复核的事项,请复核。",
    "parties.proposal.returned": "送审事项被退回:{reason}。请修改后重新提交。",
    "lending.intent.registered": "{organisation}登记了融资意向 {amount_fen:yuan},请尽快联系。",
    "lending.intent.completed": "申请材料已确认齐全,审批期限开始计算。",
    "lending.offer.approved": "金融机构已给出报价 {amount_fen:yuan}。请比较后决定是否接受。",
    "lending.application.rejected": "融资申请未获通过:{reason}。",
    "lending.offer.accepted": "{organisation}接受了报价,请申请锁定回款账户。",
    "lending.offer.passed_over": "{organisation}接受了别家的报价,您的申请到此结束,不用再办。",
    "lending.loan.drawn": "贷款 {amount_fen:yuan} 已放款。",
    "treasury.lock.requested": "{organisation}申请锁定回款账户,请确认。",
    "treasury.lock.consented": "供应商已同意锁定回款账户,请采购人确认。",
    "treasury.lock.acknowledged": "采购人已确认锁定回款账户,请国库科确认。",
    "treasury.lock.confirmed": "回款账户已锁定,可以落实放款条件。",
    "treasury.lock.released": "回款账户的锁定已解除。",
    "treasury.acceptance.recorded": "采购人已验收,应付 {amount_fen:yuan}。",
    "treasury.payment.requested": "采购人申请支付 {amount_fen:yuan},请国库科办理。",
    "treasury.payment.confirmed": "合同款 {amount_fen:yuan} 已支付到回款账户。",
}  # fmt: skip
