"""Sentences about counties' bureaus of their own, and what counties delegate (县区财政局、委托书)."""

SENTENCES: dict[str, str] = {
    "access.city_bureau": "这一项由市财政局统一办理,「{bureau}」不办理。请联系市财政局。",
    "counties.other_bureau": "区域 {region} 的{matter}现在由「{decider}」审批({why}),本单位不能审批。已经送审的请退回,由「{decider}」另行办理。",
    "counties.not_county": "「{bureau}」不是县区财政局,不需要启用。县区财政局启用以后,由它自己的经办和复核两人办理。",
    "counties.opened": "本局的{matter}自 {day:day} 起已由本局审批,不需要再次启用。请到「县区审批」查看。",
    "counties.not_before": "「{day:day}」太早:由谁审批最早从明天起改变,当天和以前已经审批的不受影响。请改为明天或以后的日期。",
    "counties.letter_days": "委托书从 {since:day} 到 {until:day}:止日不能早于起日,也不能在今天或以前。请照委托书填写起止日。",
    "counties.no_matter": "委托书没有写明委托哪一项。请至少选一项:合同备案、账户和支付。",
    "counties.letter_once": "本县区文号为「{no}」的委托书已经登记。请核对文号,或到「县区审批」查看。",
    "counties.letter_over": "委托书「{no}」到那一天已经到期或终止,不需要再终止。请到「县区审批」查看。",
    "counties.other_region": "「{value}」不是本部门辖区内现有的县区。请选择县区;市本级不需要委托。",
    "counties.speaks": "这个县区的委托书由「{bureau}」登记和终止。县区财政局已启用的由它自己办理,没有启用的由市财政局凭县区的委托书办理。",
    "counties.undeclared": "启用要由县区财政局自己的经办和复核两人办理,最早从第二天起,数据库没有接受。请重新送审。",
    "counties.letter_undecided": "委托书要由有权的财政局经办和复核两人登记、终止,数据库没有接受。请重新送审。",
    "counties.letter_fixed": "登记过的委托书不能改动,终止过的不能再终止。请另行登记一份。",
    "counties.letter_plain": "委托书的起止日、委托事项或终止原因不完整,没有保存。请补齐后重新提交。",
    "counties.desk_once": "本县区的这个科室刚刚已经启用。请刷新后查看。",
    "counties.mandate": "县区财政局的人员只在本县区任职,也不设审计员(审计员由市财政局设),数据库没有接受。请改选岗位和区域。",
    "parties.county_region": "县区财政局的人员只在本县区任职,不能是「{value}」。请选择本县区。",
    "parties.county_auditor": "「{value}」不设审计员:审计员看全市的审计记录,由市财政局设。请改选别的岗位。",
    "parties.bureau_county": "「{value}」不是现有的县区:这里接入的财政部门是县区财政局。请选择它所在的县区。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "parties_desk_undeclared": ("NotAllowed", "counties.undeclared", "采购法§47"),
    "parties_desk_opened_once": ("Conflict", "counties.desk_once", "采购法§47"),
    "parties_delegation_once": ("Conflict", "counties.letter_once_taken", "采购法§47"),
    "parties_delegation_plain": ("Invalid", "counties.letter_plain", "采购法§47"),
    "parties_delegation_ended_why": ("Invalid", "counties.letter_plain", "采购法§47"),
    "parties_delegation_fixed": ("WrongState", "counties.letter_fixed", "采购法§47"),
    "parties_delegation_undecided": ("NotAllowed", "counties.letter_undecided", "采购法§47"),
    "parties_mandate_county": ("NotAllowed", "counties.mandate", "采购法§47"),
}
SENTENCES["counties.letter_once_taken"] = "这个文号的委托书刚刚已经登记。请刷新后查看。"
HAPPENED: dict[str, tuple[str, str]] = {
    "parties.desk.opened": (
        "{bureau}{desk}启用:自 {opened_on:day} 起自行审批本县区的{matters}",
        "{bureau}{desk}自 {opened_on:day} 起自行审批{county}的{matters}。到那天还没有办结的由它接着办;已经送审、还没有复核的,请在那天以前办结或退回。",
    ),
    "parties.delegation.recorded": (
        "登记{county}的委托书 {no}:{matters},{valid_from:day} 至 {valid_to:day}",
        "{county}以委托书 {no} 委托市财政局审批{matters},{valid_from:day} 至 {valid_to:day}。",
    ),
    "parties.delegation.ended": (
        "终止{county}的委托书 {no}:自 {ended_on:day} 起({reason})",
        "{county}的委托书 {no}({matters})自 {ended_on:day} 起终止:{reason}。",
    ),
}
