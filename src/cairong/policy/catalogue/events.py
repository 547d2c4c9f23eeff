"""What each kind of event is called: in a timeline, and in a message to whoever is told of it.

Both are filled from what the event recorded, `{organisation}` and `{person}` being who did it.
"""

from typing import NamedTuple

from cairong.policy.catalogue import areas, merge


class Said(NamedTuple):
    """An event in words: what happened (without who and when), and what the told are to know."""

    happened: str
    told: str = ""


OTHERWISE = Said("办理了一件事项", "{organisation}办理了一件与您有关的事项。请打开查看。")

# What a reader has to do now: the amount and the day where they are known.
TURN: dict[str, str] = {
    "what": "{what}", "amount_fen": "({amount_fen:yuan})", "until": ",{until:day}前完成",
}  # fmt: skip

OTHERS: dict[str, tuple[str, ...]] = merge(areas("HAPPENED"))
EVENTS: dict[str, Said] = {
    "clocks.clock.confirmed": Said(
        "确认时钟已经正确:{reason}", "平台运维确认时钟已经正确({reason}),到期失效、默认齐全等恢复自动办理。"
    ),
    "clocks.clock.doubted": Said(
        "时钟是 {says:moment},应当是 {expected:moment}:停下自动办理,等待核对",
        "机器的时钟是 {says:moment},应当是 {expected:moment} 左右。到期失效、默认齐全和提醒已停下,等平台运维核对时钟并确认。",
    ),
    "clocks.recounted": Said("按 {year} 年放假安排重算了 {moved} 个期限"),
    "filing.contract.signed": Said(
        "签订、公告并报备合同 {no},{amount_fen:yuan}",
        "合同 {no}「{title}」已签订并公开,{amount_fen:yuan}。",
    ),
    "filing.contract.financeable": Said(
        "签订、公告并报备合同 {no},{amount_fen:yuan}",
        "供应商凭中标项目登记过融资意向,现在合同 {no}「{title}」已签订并公开。"
        "不作答复的,期满视为材料齐全,审批期限随即起算。",
    ),
    "lending.contract.verified": Said("核验合同真伪,保存凭证;省平台查询编号 {provincial_reference}"),
    "filing.contract.opened": Said("打开第 {round} 次报备的材料"),
    "filing.contract.accepted": Said(
        "同意合同 {no} 备案", "合同 {no}「{title}」已备案,可以办理融资和支付。"
    ),
    "filing.contract.returned": Said(
        "退回合同 {no} 的备案", "合同 {no}「{title}」的备案被退回,须由采购人按理由补正后重新报送。"
    ),
    "filing.contract.resubmitted": Said(
        "补正后第 {round} 次报备合同 {no}", "合同 {no}「{title}」已补正(第 {round} 次报送)。"
    ),
    "filing.contract.recalled": Said(
        "收回合同 {no} 的备案:{reason}", "合同 {no}「{title}」的备案已由采购人收回:{reason}。"
    ),
    "disclosure.samples.published": Said("公开外地样本 {count} 条"),
    "disclosure.account.published": Said("合同 {no} 的回款账户变更已公开"),
    "disclosure.withholding.lapsed": Said(
        "合同 {no} 不予公开的期限届满,有关内容已公开",
        "合同 {no} 的不予公开期限已届满,有关内容已公开。",
    ),
    "lending.intent.registered": Said(
        "登记融资意向 {amount_fen:yuan}", "{organisation}登记了融资意向 {amount_fen:yuan}。"
    ),
    "lending.intent.reached": Said(
        "「{lender}」上架了合适的产品,融资意向 {amount_fen:yuan} 送到该机构",
        "有一笔先前登记的融资意向 {amount_fen:yuan} 适合您新上架的产品。",
    ),
    "lending.intent.reached_one_more": Said(
        "融资意向送到又一家机构",
        "「{lender}」上架了合适的产品,您的融资意向 {amount_fen:yuan} 也送到了这家机构。",
    ),
    "lending.application.given_back": Said(
        "{lender}暂停合作,意向 {intent_no} 从该机构退回",
        "财政部门暂停了{lender}的新业务,意向 {intent_no} 在该机构的申请已经退回,原有报价不再有效。其他机构的办理不受影响;没有其他机构在办的,供应商可以另选机构重新登记。",
    ),
    "lending.suspended.followed": Said(
        "核对了{institution}未办结的融资申请",
        "财政部门暂停了{institution}的新业务。您在该机构的贷款、已接受的报价和账户锁定照常办理到结清,回款照样先还贷款,您不用办什么。",
    ),
    "lending.suspended.stopped": Said(
        "核对了{institution}未办结的融资申请",
        "财政部门暂停了{institution}的新业务,并停止了放款:还没有放出的款不再放出,可以另选机构。已放出的贷款和账户锁定照常办到结清,回款照样先还贷款。",
    ),
    "lending.lender.followed": Said("按恢复合作的{institution}核对了已登记的融资意向"),
    "lending.product.followed": Said("按上架的产品「{product}」核对了已登记的融资意向"),
    "lending.intent.withdrawn": Said(
        "撤回融资意向", "{organisation}撤回了融资意向,这笔申请到此结束,不用再办。"
    ),
    "lending.intent.lapsed": Said(
        "融资意向过了有效期 {lapses_on:day},自动终止",
        "融资意向过了有效期 {lapses_on:day},自动终止。仍需融资可以重新登记。",
    ),
    "lending.intent.prolonged": Said(
        "按放假安排,意向有效期由 {from:day}顺延到 {lapses_on:day}",
        "放假安排公布后重新计算,融资意向的有效期由 {from:day}顺延到 {lapses_on:day}。",
    ),
    "lending.terms.prolonged": Said("按 {year} 年放假安排核对了报价、意向和锁定申请的最后一天"),
    "lending.consent.asked": Said(
        "征求查看联系方式的同意",
        "{organisation}想就融资意向 {no} 与您联系,请您同意它查看联系人和电话;不同意也可以等它报价。",
    ),
    "lending.consent.given": Said(
        "同意金融机构看联系方式,至 {until:day}", "{organisation}同意您看联系方式,至 {until:day}。"
    ),
    "lending.consent.withdrawn": Said(
        "收回看联系方式的同意", "{organisation}收回了看联系方式的同意,今后只显示一部分。"
    ),
    "lending.contact.read": Said("查看联系方式", "{organisation}查看了您的联系人和电话。"),
    "lending.application.complete": Said(
        "确认申请材料齐全", "{organisation}确认申请材料齐全,审批期限开始计算。"
    ),
    "lending.application.complete_by_silence": Said(
        "受理期限内未提出补正,视为材料齐全", "受理期限内没有提出补正,申请材料视为齐全,审批期限开始计算。"
    ),
    "lending.application.approved": Said(
        "批准融资报价",
        "{organisation}给出报价 {amount_fen:yuan},{days} 天,年化成本 {irr_percent:percent},"
        "有效至 {valid_until:day}。",
    ),
    "lending.application.rejected": Said(
        "不予融资:{words}", "{organisation}没有批准融资申请:{words}。{cure}"
    ),
    "lending.offer.accepted": Said(
        "接受报价 {amount_fen:yuan}", "{organisation}接受了报价 {amount_fen:yuan}。"
    ),
    "lending.offer.accepted_elsewhere": Said(
        "接受报价 {amount_fen:yuan},回款账户须先变更",
        "{organisation}接受了报价 {amount_fen:yuan},但回款账户没有开在贵行。"
        "请等供应商申请变更到贵行,采购人同意、国库科批准后,再申请锁定。",
    ),
    "lending.offer.account_to_move": Said(
        "回款账户须先变更到放款的机构",
        "您接受了「{lender}」的报价 {amount_fen:yuan},但回款账户没有开在该机构,锁定之前必须先变更。"
        "请申请变更回款账户到「{lender}」,采购人同意、国库科批准后,由它申请锁定。",
    ),
    "lending.offer.passed_over": Said(
        "接受了别家的报价", "{organisation}接受了别家的报价,您的申请到此结束,不用再办。"
    ),
    "lending.offer.declined": Said("谢绝报价", "{organisation}谢绝了报价,占用的额度已经释放。"),
    "lending.offer.lapsed": Said(
        "报价过了有效期 {valid_until:day},自动失效", "报价过了有效期 {valid_until:day},自动失效。"
    ),
    "lending.offer.prolonged": Said(
        "按放假安排,报价有效期由 {from:day}顺延到 {valid_until:day}",
        "放假安排公布后重新计算,报价的有效期由 {from:day}顺延到 {valid_until:day}。",
    ),
    "lending.offer.unlocked_lapsed": Said(
        "接受的报价没有按时锁定账户,自动失效",
        "接受的报价没有按时锁定回款账户,自动失效,占用的额度已经释放。仍需融资请重新申请。",
    ),
    "lending.offer.stepped_back": Said(
        "退出已接受的报价:{reason}",
        "{organisation}退出了您接受的报价:{reason}。占用的额度已经释放,没有放的款不再放;仍需融资请重新登记。",
    ),
    "lending.lock.ended": Said(
        "锁定回款账户终止", "锁定回款账户随融资报价一起终止,尚未办的不用再办,回款账户不再受它限制。"
    ),
    "lending.intent.groundless": Said(
        "融资意向 {no} 终止:{reason}",
        "{reason},融资意向 {no} 到此结束,其下的申请和报价不用再办,占用的额度已经释放。",
    ),
    "lending.groundless.ended": Said("核对了依据已不存在的融资意向"),
    "lending.conditions.awaited": Said("账户已锁定,落实放款条件的期限开始计算"),
    "lending.lock.requested": Said(
        "申请锁定回款账户", "{organisation}申请锁定回款账户,{lapses_on:day}没有办完即失效。"
    ),
    "lending.offer.conditions_met": Said(
        "放款条件已落实,{on:day}具备",
        "{organisation}已落实放款条件,最后一项 {on:day}具备,放款期限从那天起算。",
    ),
    "lending.loan.drawn": Said(
        "放款 {amount_fen:yuan},编号 {no}", "贷款 {no} 已放款 {amount_fen:yuan},{due_on:day}到期。"
    ),
    "lending.loan.repaid": Said(
        "登记还款:本金 {principal_fen:yuan},利息 {interest_fen:yuan}",
        "{organisation}登记了还款:本金 {principal_fen:yuan},利息 {interest_fen:yuan},"
        "未还本金 {outstanding_fen:yuan}。",
    ),
    "lending.remittance.applied": Said(
        "回款 {amount_fen:yuan} 已入账,余款 {to_supplier_fen:yuan} 归供应商",
        "回款 {amount_fen:yuan} 已入账:先还贷款,余款 {to_supplier_fen:yuan} 归供应商。",
    ),
    "lending.remittance.taken_back": Said("冲回一笔回款 {amount_fen:yuan}"),
    **{kind: Said(*words) for kind, words in OTHERS.items()},
    "outreach.letter.sent": Said("发出融资政策告知函"),
    "outreach.letter.opened": Said("打开融资政策告知函"),
    "outreach.message.sent": Said("送出 {count} 条消息"),
    "outreach.message.read": Said("看过 {count} 条消息"),
    "outreach.channel.set": Said(
        "设置发送渠道:{channel},通向 {host}",
        "{person}设置了发送渠道「{channel}」,通向 {host}。试发成功、另一位平台运维复核后才会启用。"
        "请核对这是本市认可的服务方;有疑问的,请立即联系平台运维。",
    ),
    "outreach.channel.switched": Said(
        "{open:switch}发送渠道:{channel},通向 {host}",
        "平台运维{open:switch}了发送渠道「{channel}」,通向 {host}。启用期间,发给各单位人员的消息经过那里。"
        "请核对这是本市认可的服务方;有疑问的,请立即联系平台运维。",
    ),
    "outreach.channel.tested": Said("试发{channel}:{answer}"),
    "outreach.preference.set": Said("选择消息怎么送达"),
    "outreach.proof.sent": Said("发送核验码({channel})"),
    "outreach.proof.given": Said(
        "核验了联系方式({channel})",
        "{who}核验了联系方式({channel}),24 小时后可以用它找回登录。不是本人做的,请立即修改密码。",
    ),
    "outreach.dispatch.retried": Said("再发一次没有发出的{channel}"),
    "outreach.digest.queued": Said("排好 {on:day}的待办摘要 {count} 份"),
    "parties.account.signed_in": Said("登录"),
    "parties.shown_again": Said("再次核对本人"),
    "parties.passkey.added": Said("添加通行密钥「{name}」"),
    "parties.passkey.dropped": Said("移除通行密钥「{name}」"),
    "parties.city.founded": Said("建立城市「{name}」"),
    "parties.organisation.admitted": Said("接纳单位「{name}」"),
    "parties.organisation.changed": Said(
        "变更单位登记信息,依据「{papers}」",
        "贵单位的登记信息已凭「{papers}」变更(平台运维提出,财政局采购科同意),请核对。不是贵单位申请的,请立即联系财政局采购科。",
    ),
    "parties.organisation.own_facts_changed": Said("更新本单位信息"),
    "parties.organisation.suspended": Said("停用单位:{reason}"),
    "parties.organisation.resumed": Said("恢复单位:{reason}"),
    "parties.organisation.succeeded": Said("单位由「{name}」承继,依据 {basis}"),
    "parties.supplier.registered": Said("注册供应商「{name}」", "供应商「{name}」({uscc})已注册。"),
    "parties.mandate.proved": Said("核实了{person}的授权"),
    "parties.mandate.refused": Said("未能核实{person}的授权:{reason}"),
    "parties.mandate.given": Said("授权{person}为{role:role}"),
    "parties.mandate.ended": Said("终止{person}的{role:role}授权:{reason}", "{organisation_name}终止了{person}的{role:role}授权:{reason}。请核对理由,另请审计员。"),
    "parties.mandate.chosen": Said("改用{role:role}的身份"),
    "parties.deputy.appointed": Said("为{holder}的{role:role}指定代班人{person}"),
    "parties.desk.handed_over": Said("交接{person}的{role:role}工作", "{organisation_name}把{person}的{role:role}工作交给了{successor}:{reason}。请核对理由。"),
    "parties.person.invited": Said("邀请{name}担任{role:role}"),
    "parties.administrator.invited": Said(
        "邀请{name}为单位管理员",
        "平台运维凭「{papers}」邀请{name}为{organisation_name}的管理员,等您同意。请核对材料后办理。",
    ),
    "parties.administrator.agreed": Said("同意邀请{name}为单位管理员,依据「{papers}」"),
    "parties.administrator.declined": Said("不同意邀请{name}为单位管理员:{reason}"),
    "parties.invitation.accepted": Said(
        "{person}接受邀请,任{role:role}",
        "{person}接受了{brought}的邀请,任{organisation_name}的{role:role}。请核对是不是本人,再证实。",
    ),
    "parties.invitation.withdrawn": Said("撤回对{name}的邀请"),
    "parties.password.changed": Said("修改密码"),
    "parties.password.renewed": Said(
        "重置了账号 {username} 的密码",
        "{who}的账号 {username} 刚重置了密码,24 小时内不能办理业务。不是本人做的,请立即停用此人的授权,并告诉平台运维。",
    ),
    "parties.renewal.asked": Said("有人申请找回登录"),
    "parties.renewal.looked_at": Said("看过找回登录的申请,发出链接:{sent}"),
    "parties.renewal.worded": Said(
        "核对了找回登录的{who}(第一人)",
        "{organisation}{person}当面核对了要找回登录的{who}(账号 {username}),还要第二人核对。不是本人要找回的,请立即联系本单位管理员和平台运维。",
    ),
    "parties.renewal.allowed": Said(
        "核对了找回登录的{who}(第二人)",
        "{organisation}{person}作为第二人核对了{who}(账号 {username}),他可以设新密码了。不是本人要找回的,请立即停用此人的授权,并告诉平台运维。",
    ),
    "parties.renewal.vouched": Said(
        "确认重置账号 {username} 的是{who}本人", "账号 {username} 的重置已由另一位管理员和{who}本人确认,恢复办理。"
    ),
    "parties.renewal.owned": Said(
        "本人确认重置账号 {username}", "账号 {username} 的重置已由另一位管理员和{who}本人确认,恢复办理。"
    ),
    "parties.person.confirmed": Said(
        "证实{organisation_name}的{person},依据「{papers}」",
        "{organisation_name}的{person}已经证实,可以与带他进来的人分别经办和复核。",
    ),
    "parties.second_factor.changed": Said("{on:switch}动态码"),
    "parties.identity.linked": Said("绑定{provider}的身份"),
    "parties.identity.unlinked": Said("解除{provider}的绑定"),
    "parties.spare_codes.renewed": Said("重新生成恢复码"),
    "parties.sessions.ended": Said("结束其他设备上的 {sessions} 个登录"),
    "parties.proposal.made": Said(
        "提交复核:{act:act}", "{organisation}{person}送来一件待复核的事项:{act:act}。"
    ),
    "parties.proposal.opened": Said("打开待复核的{act:act}"),
    "parties.proposal.returned": Said(
        "退回{act:act}:{reason}", "送审的{act:act}被退回:{reason}。请修改后重新提交。"
    ),
    "parties.proposal.taken_back": Said("收回送审的{act:act}"),
    "products.product.published": Said("上架融资产品"),
    "products.product.suspended": Said("暂停融资产品:{reason}"),
    "products.product.resumed": Said("恢复融资产品:{reason}"),
    "products.product.retired": Said("下架融资产品:{reason}"),
    "products.liaison.named": Said("指定{person}为绿色通道专人"),
    "products.liaison.ended": Said("{person}不再是绿色通道专人"),
    "products.rules.published": Said("公布业务规范第 {version} 版"),
    "oversight.month.kept": Said("保存 {month} 融资数据第 {version} 版"),
    "oversight.statistic.issued": Said("出具统计表 {no}:{year}年{title},截至{cut_off:day}"),
    "oversight.outside.entered": Said("录入 {year} 年{level}的平台外融资 {amount_fen:yuan}"),
    "rulebook.holidays.entered": Said("录入 {year} 年放假安排,来源 {source}"),
    "rulebook.lpr.published": Said("录入 {on:day}公布的 LPR"),
    "rulebook.parameter.set": Said("调整参数「{word}」"),
    "treasury.acceptance.recorded": Said(
        "登记验收:{milestone},应付 {amount_fen:yuan}", "采购人已验收({milestone}),应付 {amount_fen:yuan}。"
    ),
    "treasury.acceptance.recalled": Said(
        "撤回验收登记:{milestone},{amount_fen:yuan}:{reason}",
        "采购人撤回了「{milestone}」{amount_fen:yuan}的验收登记:{reason}。应付减少;付款期限待重新验收后计算。",
    ),
    "treasury.accounts.exported": Said("导出「{listed}」,其中有各方账号"),
    "treasury.lock.opened": Said("打开锁定回款账户的申请"),
    "treasury.lock.recalled": Said(
        "收回锁定回款账户的申请:{reason}",
        "{organisation}收回了锁定回款账户的申请,不用再办:{reason}。",
    ),
    "treasury.lock.consented": Said("同意锁定回款账户", "供应商已同意锁定回款账户。"),
    "treasury.lock.acknowledged": Said("确认回款账户锁定", "采购人已确认锁定回款账户。"),
    "treasury.lock.confirmed": Said("锁定回款账户", "回款账户已锁定。"),
    "treasury.lock.refused": Said(
        "没有同意锁定回款账户:{reason}", "{organisation}没有同意锁定回款账户:{reason}。"
    ),
    "treasury.lock.prolonged": Said(
        "按放假安排,锁定申请的最后一天由 {from:day}顺延到 {lapses_on:day}",
        "放假安排公布后重新计算,锁定回款账户的申请由 {from:day}顺延到 {lapses_on:day}失效。",
    ),
    "treasury.lock.lapsed": Said(
        "锁定申请到 {lapses_on:day}没有办完,自动失效",
        "锁定回款账户的申请到 {lapses_on:day}没有办完,自动失效。仍需锁定请重新申请。",
    ),
    "treasury.lock.released": Said(
        "解除回款账户锁定:{reason}", "回款账户的锁定已解除:{reason}。账户不变,合同款仍付到这个账户。"
    ),
    "treasury.payee.change_asked": Said("申请变更回款账户", "{organisation}申请变更回款账户。"),
    "treasury.payee.change_agreed": Said("同意变更回款账户", "{organisation}同意变更回款账户。"),
    "treasury.payee.changed": Said(
        "变更回款账户(第 {version} 版)", "回款账户已变更,今后付到第 {version} 版账户。"
    ),
    "treasury.payee.change_withdrawn": Said(
        "终止变更回款账户:{reason}", "变更回款账户的申请已终止:{reason}。账户不变。"
    ),
    "treasury.payment.requested": Said(
        "申请支付 {amount_fen:yuan}", "采购人申请支付 {amount_fen:yuan}。"
    ),
    "treasury.payment.withdrawn": Said(
        "撤下支付申请:{reason}", "支付申请已撤下:{reason}。款项仍为应付,须由采购人重新申请。"
    ),
    "treasury.payment.released": Said(
        "办理支付 {amount_fen:yuan}", "国库科已办理支付 {amount_fen:yuan},等待银行回单。"
    ),
    "treasury.payment.confirmed": Said(
        "支付 {amount_fen:yuan} 到账", "合同款 {amount_fen:yuan} 已支付到回款账户。"
    ),
    "treasury.payment.own_means": Said(
        "改由国库科自行支付 {amount_fen:yuan}:{reason}",
        "支付 {amount_fen:yuan} 由国库科两人决定自行支付:{reason}。平台不再送出,付款以后按银行回单登记到账。"
        "没有这回事的,请立即停止付款,并报告主管部门。",
    ),
    "treasury.payment.called_off": Said(
        "撤销支付 {amount_fen:yuan},没有付出:{reason}",
        "合同款 {amount_fen:yuan} 没有付出,支付已撤销:{reason}。金额回到应付,付款期限照常计算,须由采购人核对账户后重新申请。",
    ),
    "treasury.payment.resumed": Said(
        "恢复在途 {amount_fen:yuan}:国库后来回执已支付",
        "撤销过的合同款 {amount_fen:yuan},国库后来回执已支付:支付恢复在途,等国库科按银行回单登记到账,不要再申请、再付。",
    ),
    "treasury.payment.not_sent": Said("支付 {amount_fen:yuan} 未能发出:{reason}"),
    "treasury.payment.returned": Said(
        "支付 {amount_fen:yuan} 被退回:{reason}", "合同款 {amount_fen:yuan} 被银行退回:{reason}。须由采购人核对账户后重新申请。"
    ),
}  # fmt: skip
