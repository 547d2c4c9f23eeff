"""Sentences about recommended suppliers, and how their events are told."""

SENTENCES: dict[str, str] = {
    "recommending.no_firm": "没有统一社会信用代码为「{value}」的供应商,或者它不在本部门的辖区。请核对营业执照;企业先在平台登记,才能推荐。",
    "recommending.other_name": "统一社会信用代码 {uscc} 登记的是「{name}」,不是「{value}」。请核对是哪一家。",
    "recommending.large": "「{name}」按划型标准是{size}企业,不是中小微企业,不能推荐。划型数据有误的,由企业先更新划型数据。",
    "recommending.no_size": "「{name}」还没有划型数据,不知道是不是中小微企业。请企业先在平台补充行业、人数和收入。",
    "recommending.suspended": "「{name}」已停用,不能推荐。请先向财政部门了解停用的原因。",
    "recommending.nobody_told": "还没有人代表「{name}」登记,它收不到告知,也不能谢绝。请企业先在平台登记。",
    "recommending.until": "推荐到哪一天应在 {first:day} 到 {last:day} 之间,填的是 {until:day}。",
    "recommending.nobody_serves": "「{region}」现在没有金融机构服务,推荐了也没有人答复。请先由财政部门接入机构。",
    "recommending.open_already": "「{name}」正在推荐中(编号 {no}),不能同时推荐两次。要改依据,请先撤回那一份。",
    "recommending.list_length": "一份名单要有 1 到 {most} 家企业,这一份有 {value} 家。请分成几份。",
    "recommending.nothing_asked": "企业没有对推荐 {no} 提出更正,或者已经答复。",
    "recommending.asked_already": "对推荐 {no} 已经请求更正,主管部门还没有答复。请等答复以后再提。",
    "recommending.contact_so": "推荐 {no} 的联系方式已经是这样设的,没有变化。",
    "recommending.no_reason": "请从列表里选一项原因({reasons}),并写明至少 {least} 个字的说明。",
    "recommending.no_offer": "平台上没有本机构给「{name}」的报价或贷款,不能答复已报价。请先在融资申请里报价;还没有的,请说明原因。",
    "recommending.has_offer": "平台上已有本机构给「{name}」的报价或贷款,答复就是它,不能说没有报价。请点「以报价或放款答复」。",
    "recommending.no_loan_yet": "推荐 {no} 已经以报价答复,还没有放款。放款以后平台会自动记下。",
    "recommending.all_asked": "服务这一区域的机构都已请求答复推荐 {no}。",
    "recommending.undecided": "推荐、撤回要由中小企业主管部门两人办理,谢绝由企业自己办理,数据库没有接受。",
    "recommending.fixed": "推荐的企业、部门、区域和期限不能改写。要改,请撤回后重新推荐。",
    "recommending.answer_true": "报价和贷款要是这家机构给这家企业的,数据库没有接受。",
    "recommending.answer_stays": "已经作出的答复不能收回或抹去。",
    "recommending.answer_unsaid": "原因要由被请求答复的机构自己的经办说明,数据库没有接受。",
    "recommending.offer_backed": "已报价、已放款要有平台上的报价或贷款作依据,数据库没有接受。",
    "recommending.reason_in_words": "说明未报价要选一项原因,并写明说明。",
    "recommending.said": "推荐依据、请求和答复不能没有内容。",
    "recommending.times": "推荐和答复的状态与时间对不上,没有保存。",
    "recommending.paper_hash": "依据文件与它的摘要对不上,没有保存。请重新上传。",
    "recommending.twice": "这家企业在第 {row} 行已经有了。一份名单里每家企业只填一次。",
    "recommending.none_good": "没有一行可以推荐。请按每一行的结论修改文件,再上传一次。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "recommending_one_open": ("Conflict", "recommending.asked_twice", "三(一)-4"),
    "recommending_ask_once": ("Conflict", "conflict.busy", ""),
    "recommending_no_once": ("Conflict", "conflict.busy", ""),
    "recommending_ground_once": ("Conflict", "conflict.busy", ""),
    "recommending_paper_hash": ("Invalid", "recommending.paper_hash", "三(一)-4"),
    "recommending_ended_when_over": ("Conflict", "recommending.times", "三(一)-4"),
    "recommending_contact_while_open": ("Conflict", "recommending.times", "三(一)-4"),
    "recommending_answered_when_said": ("Conflict", "recommending.times", "三(一)-4"),
    "recommending_ground_said": ("Invalid", "recommending.said", "三(一)-4"),
    "recommending_saying_said": ("Invalid", "recommending.said", "三(一)-4"),
    "recommending_reason_in_words": ("Invalid", "recommending.reason_in_words", "三(一)-4"),
    "recommending_offer_backed": ("PolicyBreach", "recommending.offer_backed", "三(一)-4"),
    "recommending_undecided": ("PolicyBreach", "recommending.undecided", "三(一)-4"),
    "recommending_fixed": ("Conflict", "recommending.fixed", "三(一)-4"),
    "recommending_answer_true": ("PolicyBreach", "recommending.answer_true", "三(一)-4"),
    "recommending_answer_stays": ("Conflict", "recommending.answer_stays", "三(一)-4"),
    "recommending_answer_unsaid": ("PolicyBreach", "recommending.answer_unsaid", "三(一)-4"),
}
SENTENCES["recommending.asked_twice"] = (
    "这家企业刚刚已被推荐,不能同时推荐两次。请打开推荐名单看那一份。"
)

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "recommending.supplier.recommended": (
        "推荐企业 {supplier}({uscc}),编号 {no},至 {until:day}",
        (
            "{organisation}推荐「{supplier}」(编号 {no}):产业带动强、信用资质和经营状况良好。"
            "请在期限内答复:已报价、已放款由平台自动记下;没有报价的,请说明原因。"
        ),
    ),
    "recommending.supplier.named": (
        "推荐企业",
        (
            "{organisation}把您的企业推荐给了金融机构,机构现在看得到企业名称、代码和推荐依据。"
            "您可以打开查看依据、请求更正、允许机构查看联系方式,也可以谢绝。"
        ),
    ),
    "recommending.list.recommended": (
        "推荐 {count} 家企业",
        "{organisation}推荐了一批企业。请打开推荐企业,逐家在期限内答复。",
    ),
    "recommending.supplier.withdrawn": (
        "撤回推荐 {no}:{reason}",
        "对「{supplier}」的推荐(编号 {no})已由主管部门撤回:{reason}。不用再答复,已有的答复保留。",
    ),
    "recommending.supplier.refused": (
        "谢绝推荐 {no}:{reason}",
        "「{supplier}」谢绝了推荐(编号 {no}):{reason}。不用再答复,已有的答复保留。",
    ),
    "recommending.supplier.lapsed": (
        "推荐 {no} 到期,{unanswered} 家没有答复",
        "对「{supplier}」的推荐(编号 {no})已到期,{unanswered} 家机构没有答复。",
    ),
    "recommending.supplier.widened": (
        "推荐 {no} 新请 {asked} 家机构答复",
        "请答复对「{supplier}」的推荐(编号 {no}):贵机构开始服务这家企业所在的区域。",
    ),
    "recommending.contact.shared": (
        "允许机构查看联系方式(推荐 {no})",
        "「{supplier}」允许被请求答复的机构查看联系方式(推荐编号 {no})。",
    ),
    "recommending.contact.kept": ("不再让机构查看联系方式(推荐 {no})", ""),
    "recommending.correction.asked": (
        "请求更正推荐 {no}:{words}",
        "「{supplier}」请求更正推荐 {no} 的依据:{words}。请打开答复。",
    ),
    "recommending.correction.replied": (
        "答复对推荐 {no} 的更正请求:{reply}",
        "主管部门答复了您对推荐 {no} 的更正请求:{reply}。",
    ),
    "recommending.ask.explained": (
        "对推荐 {no} 说明未报价:{why_not}",
        "{organisation}答复了对「{supplier}」的推荐(编号 {no}):{why_not}。{words}",
    ),
    "recommending.ask.offered": (
        "以报价 {amount_fen:yuan} 答复推荐 {no}",
        "{institution}已给「{supplier}」报价 {amount_fen:yuan}(推荐编号 {no})。",
    ),
    "recommending.ask.lent": (
        "以放款 {amount_fen:yuan} 答复推荐 {no}",
        "{institution}已给「{supplier}」放款 {amount_fen:yuan}(推荐编号 {no})。",
    ),
}
