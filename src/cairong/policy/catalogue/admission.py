"""Sentences about institutions in and out: admitted, reviewed, suspended, resumed."""

SENTENCES: dict[str, str] = {
    "admission.city_alone": "金融机构的准入、复核和停用由市财政局采购科办理,县区不能办理。请报市财政局采购科。",
    "admission.papers_missing": "缺少{missing}。准入、复核和恢复都要核对金融许可证和合作协议,请填写编号。",
    "admission.paper_over": "{paper} 的有效期到 {until:day},已经过期。请核对新的材料,填写新的编号和有效期。",
    "admission.suspended_already": "{name}已在暂停合作期间,不用再暂停,期间也不办复核。要连放款一起停的,勾选「同时停止放款」再提交;整改好的,办理恢复合作。",
    "admission.stopped_already": "{name}已经暂停合作并停止了放款,没有更多可停的。整改好的,办理恢复合作。",
    "admission.stops_suspended": "只有结论是「暂停合作」的才能同时停止放款。请去掉勾选,或改结论。",
    "admission.not_suspended": "{name}没有暂停合作,现在就能办新业务。请核对选的是不是这一家。",
    "admission.suspended": "这家机构已由财政部门暂停合作:不接受新的融资申请,不能报价,原有报价也不能再接受;在还的贷款和账户锁定照常办到结清。供应商请另选机构。",
    "admission.draws_stopped": "财政部门暂停合作时一并停止了这家机构的放款,没有放出的款不能再放。等同事同意的放款请退回;请与供应商说明,由供应商另选机构。",
    "admission.these_suspended": "{names}已由财政部门暂停合作,不接受新的融资申请。请另选机构。",
    "admission.review_ahead": "{name}的下次复核已经在计期,或正在暂停合作,不用另行开始。",
    "admission.undecided": "金融机构的准入、复核、暂停和恢复要由市财政局采购科两人决定,没有保存。请在「金融机构准入」提交,由另一位同事同意。",
    "admission.stands": "机构是否暂停合作要与财政部门最近一次决定一致,没有保存。请在「金融机构准入」办理暂停或恢复。",
    "admission.plain": "决定的内容不完整,没有保存。请写明理由。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "admission_suspended": ("WrongState", "admission.suspended", "一(一)-4"),
    "admission_draws_stopped": ("WrongState", "admission.draws_stopped", "一(一)-4"),
    "admission_undecided": ("NotAllowed", "admission.undecided", "一(一)-4"),
    "admission_stands": ("NotAllowed", "admission.stands", "一(一)-4"),
    "admission_decision_plain": ("Invalid", "admission.plain", "一(一)-4"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "admission.review.opened": ("开始计算{institution}下次复核的期限,{due_on:day}到期", ""),
    "admission.institution.admitted": (
        "准入金融机构{institution}",
        "财政部门准入{institution}({words})。机构的产品上架以后,供应商就能选择它。",
    ),
    "admission.institution.reviewed": (
        "复核{institution}:{decision}。{words}",
        "财政部门复核{institution}:{decision}。{words}",
    ),
    "admission.institution.suspended": (
        "暂停{institution}的合作:{words}",
        "财政部门对{institution}作出决定:{decision}。{words}。新的申请、报价停办,未办结的申请退回供应商;在还的贷款和账户锁定照常办到结清。",
    ),
    "admission.institution.resumed": (
        "恢复{institution}的合作:{words}",
        "财政部门恢复{institution}的合作:{words}。产品即日起重新上架,可以接受新的申请。",
    ),
}
