"""Sentences about complaints (投诉)."""

CLAUSE, PASSING = "三(一)-2", "802§25"
SENTENCES: dict[str, str] = {
    "complaints.other_case": "「{kind}」不是对{case}投诉的。请到这件事所在的合同、融资意向或贷款页面投诉。",
    "complaints.not_so": "这项业务是「{state}」,不能投诉「{kind}」。{otherwise}",
    "complaints.not_accepted": "采购人还没有登记对本企业的验收,付款期限没有开始。已经交付而不验收、不登记的,请投诉「拖延验收」。",
    "complaints.too_late": "这项业务已于{ended_on:day}结束,超过 {days} 日,不能再在平台上投诉。请直接向主管部门反映。",
    "complaints.live": "同一件事已有一份投诉正在办理(编号 {no}),不能同时提出两份。请打开那一份查看或撤回。",
    "complaints.enough": "对同一项业务的同一类投诉最多 {most} 份。还没有解决的,请向主管部门反映。",
    "complaints.empty": "没有写清楚发生了什么。请写明什么时候、谁、做了什么。",
    "complaints.press_late": "提请上级部门处理的期限到{until:day},已经过了。事情还没有解决的,请重新投诉。",
    "complaints.not_payment": "只有拖延付款的投诉可以登记转交国家、省的拖欠款项投诉渠道。",
    "complaints.outside_day": "日期 {on:day} 不对:应在 {first:day} 到今天 {today:day} 之间。请照渠道的回执填写。",
    "complaints.answered_before": "本单位已经答复过这份投诉,答复不能改。有新的情况,请告诉正在处理的部门。",
    "complaints.rated_before": "已经评价过,每份投诉只评价一次。",
    "complaints.not_overdue": "这份投诉的答复期限还没有过,或者已经答复,不用转上级。",
    "complaints.press_open": "提请上级处理的期限还没有过,不能办结。",
    "complaints.passed_before": "这份投诉已登记过转交渠道的编号 {no}。请登记它的答复。",
    "complaints.not_passed": "还没有登记转交渠道和编号,不能登记答复。请先登记。",
    "complaints.passed_answered": "渠道的答复已经登记过,不能再改。",
    "complaints.passed_unsaid": "渠道的编号和答复由供应商或处理投诉的部门各登记一次,只对拖延付款的投诉;数据库没有看到,没有保存。",
    "complaints.made_twice": "同一件事刚刚已经提出投诉。请打开列表看那一份。",
    "complaints.ended": "这份投诉已经办结或撤回,或者不在这一步,不能再改。请打开查看。",
    "complaints.complete": "办理结果不完整,没有保存:答复和处理要写明属实、部分属实或不属实。请补齐。",
    "complaints.unsaid": "投诉由当事供应商提出、撤回和评价,由被投诉单位的负责人答复,由上级部门处理;数据库没有看到,没有保存。",
    "complaints.foreign": "投诉的对象不是这项业务的当事单位,或者业务不是本企业的。数据库没有接受。",
    "complaints.paper_hash": "材料与它的摘要对不上,没有保存。请重新上传。",
    "complaints.said": "投诉、答复不能没有内容。请写明至少 10 个字。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "complaints_no_once": ("Conflict", "conflict.busy", ""),
    "complaints_paper_once": ("Conflict", "conflict.busy", ""),
    "complaints_paper_hash": ("Invalid", "complaints.paper_hash", CLAUSE),
    "complaints_live_once": ("Conflict", "complaints.made_twice", CLAUSE),
    "complaints_whole": ("Conflict", "complaints.complete", CLAUSE),
    "complaints_single_case": ("PolicyBreach", "complaints.foreign", CLAUSE),
    "complaints_rated": ("Conflict", "complaints.rated_before", CLAUSE),
    "complaints_said": ("Invalid", "complaints.said", CLAUSE),
    "complaints_answered_once": ("Conflict", "complaints.answered_before", CLAUSE),
    "complaints_passed_whole": ("Conflict", "complaints.passed_answered", PASSING),
    "complaints_steps": ("WrongState", "complaints.ended", CLAUSE),
    "complaints_foreign": ("PolicyBreach", "complaints.foreign", CLAUSE),
    "complaints_unsaid": ("NotAllowed", "complaints.unsaid", CLAUSE),
    "complaints_saying_unsaid": ("NotAllowed", "complaints.unsaid", CLAUSE),
    "complaints_passed_unsaid": ("NotAllowed", "complaints.passed_unsaid", PASSING),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "complaints.complaint.made": (
        "投诉{accused}:{kind}(编号 {no})",
        "「{supplier}」投诉{accused}:{kind}(编号 {no})。请打开查看证据和期限,由被投诉单位在期限内答复。",
    ),
    "complaints.complaint.answered": (
        "{accused}答复投诉 {no}:{outcome}",
        "{accused}对投诉 {no}「{kind}」作了答复:{outcome}。{words}",
    ),
    "complaints.complaint.pressed": (
        "提请上级部门处理投诉 {no}",
        "供应商对投诉 {no}「{kind}」的答复不服,提请{upper}处理:{words}",
    ),
    "complaints.complaint.raised": (
        "投诉 {no} 没有按期答复,转{upper}处理",
        "{accused}没有按期答复投诉 {no}「{kind}」,已转{upper}处理。被投诉单位仍应答复。",
    ),
    "complaints.complaint.settled": (
        "{upper}处理投诉 {no}:{outcome}",
        "{upper}对投诉 {no}「{kind}」的处理结果:{outcome}。{words}",
    ),
    "complaints.complaint.closed": ("投诉 {no} 没有提请上级处理,按答复办结", ""),
    "complaints.complaint.withdrawn": (
        "撤回投诉 {no}:{words}",
        "供应商撤回了投诉 {no}「{kind}」:{words}。不用再办理。",
    ),
    "complaints.complaint.rated": (
        "对投诉 {no} 的办理评价:{rating}",
        "供应商对投诉 {no} 的办理评价:{rating}。",
    ),
    "complaints.complaint.passed": (
        "投诉 {no} 已提交{channel},编号 {outside_no}",
        "投诉 {no}「{kind}」已提交{channel},编号 {outside_no}。",
    ),
    "complaints.complaint.passed_answered": (
        "登记{channel}对投诉 {no} 的答复",
        "{channel}对投诉 {no}({outside_no})的答复已登记:{words}",
    ),
}
