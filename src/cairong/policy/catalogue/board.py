"""Sentences about the joint board: tasks, minutes, policy documents, data-sharing agreements."""

SENTENCES: dict[str, str] = {
    "board.city_alone": "联席事项由四部门的市级账号办理,县区的账号只能查看。请用市级账号。",
    "board.desk": "「{value}」不是联席会议的成员部门。请从 {desks} 里选。",
    "board.clause": "「{value}」不是实施方案里的条款编号。请从列出的条款里选。",
    "board.clauses": "联席任务要写明依据哪几条,一到 {most} 条,不能重复。请选条款。",
    "board.region": "「{value}」不是现在的县区。请从列出的里面选。",
    "board.due_on": "完成期限填的是{due:day},应晚于{since:day}、不晚于{last:day}。请改日期。",
    "board.rest_day": "{due:day}是休息日,没有人办理。可以改成{next:day}。",
    "board.over": "{no} 的完成期限是{due:day},已经到了。请提出部门撤回,换一个期限再提出。",
    "board.own": "{no} 由{owner}承办,要由另一家部门确认,不能由同一家确认。请等其他部门确认。",
    "board.co_owner": "{owner}已是承办部门,协办里不用再选,也不能重复选。请改协办部门。",
    "board.change_own": "{no} 的调整是{asked}提出的,要由另一家部门同意。请等对方答复。",
    "board.change_owner": "{no} 由{owner}承办,调整要有承办部门参与。请由承办部门同意或提出。",
    "board.change_waits": "{no} 有一项调整还在等对方答复。请先等答复,或者收回。",
    "board.same_day": "完成期限现在就是{value:day}。请填另一天,或者不填表示终止。",
    "board.not_proposer": "{no} 由{desk}提出,只有提出部门能撤回。不同意的,请选「不承担」。",
    "board.not_asked": "{no} 由{owner}承办,没有请本部门承办或协办。需要参加的,请与提出部门商量。",
    "board.not_owner": "{no} 由{owner}承办,这一步由承办部门办理。",
    "board.not_there": "起草纪要的部门要参加了会议,{desk}的参加人员没有填。请填写参加的人。",
    "board.alone": "只有{desk}一家参加,不是联席会议。请填写其他部门参加的人。",
    "board.met_on": "会议日期填的是{met_on:day},应在{first:day}到{last:day}之间。请在开会以后起草纪要。",
    "board.line_owner": "填了任务名称、期限或协办,没有选承办部门。请选承办部门;不设任务的,请把这几项清空。",
    "board.too_many_lines": "一份纪要最多写 {most} 条。请分成两份。",
    "board.no_lines": "纪要还没有写议定事项。请至少写一条再送各方确认。",
    "board.confirmed_already": "本部门已于 {at:moment} 确认过这份纪要,不用再确认。",
    "board.paper_twice": "「{title}」已经有这份材料,不用再上传。",
    "board.same_person": "{no} 的这一步要由另一个人办理,{person}已经代表一家部门办过,或者和办过的人不能算作两个人。请另一家部门的其他人办理。",
    "board.apart": "每一方要由不同的人确认,您已经代表另一方确认过。请本部门的其他人办理。",
    "board.held": "联席会议的记录只能由有权的部门按页面办理,数据库没有看到这样的办理,没有保存。",
    "board.plain": "联席会议的记录不完整,没有保存。请把每一项填完整。",
    "board.number": "纪要的编号被别人先用了。请再确认一次。",
    "library.effective": "施行日期是{effective:day},早于发文日期{issued:day}。请核对两个日期。",
    "library.until": "截止日期是{until:day},早于施行日期{effective:day}。请核对;长期有效的不填。",
    "library.older": "「{old}」从{on:day}起施行,晚于「{no}」的{effective:day},不能由它代替。请核对代替的文件。",
    "library.listed": "文号「{no}」已经公布。要改正的,请打开它,点「录入更正」。",
    "library.waits": "文号「{no}」已录入,正在等核对。请同事核对,或退回以后再录入。",
    "library.same_person": "「{no}」由您录入,或者录入人和您不能算作两个人,要由同一部门的另一人核对。",
    "library.corrected": "「{no}」已经有更正的一条。请退回这一条,在新的一条上更正。",
    "library.held": "政策文件由同一部门两人录入、核对,公布以后不能改写,数据库没有接受。",
    "library.plain": "政策文件的日期或文件不对,没有保存。请核对。",
    "sharing.fields": "共享的数据填的是「{value}」。请从平台列出的数据里至少选一类。",
    "sharing.way": "「{value}」不是共享方式。请从 {ways} 里选。",
    "sharing.from_on": "开始日期是{from_on:day},早于今天{today:day}。协议不能倒签,请改日期。",
    "sharing.until_on": "截止日期是{until_on:day},应在{from_on:day}到{last:day}之间。请改日期,到期可以续签。",
    "sharing.sides": "协议要有提供数据的和使用数据的,少了一边。请两边各选至少一家。",
    "sharing.both": "同一家不能既提供又使用同一份协议的数据。请分成两份协议。",
    "sharing.own": "提出协议的部门要是参加的一方。请把本部门选进提供方或使用方。",
    "sharing.agreed": "本单位已于 {at:moment} 同意 {no},不用再同意。",
    "sharing.over": "{no} 的截止日期{until_on:day}已经过了,不能再同意。请提出部门撤回,换日期再提出。",
    "sharing.version": "{no} 已经有更新的一版,或者这一版还在等同意。请打开最新的一版。",
    "sharing.renewal": "{no} 到{until_on:day}为止,续签要从{follows:day}开始,中间不能重叠也不能断开。",
    "sharing.runs": "{no} 到{until_on:day}为止,还没有到期。",
    "sharing.warned": "{no} 的到期提醒已经发过。",
    "sharing.held": "数据共享协议由各方的经办人同意,写下以后不能改写,数据库没有接受。",
    "sharing.plain": "数据共享协议的内容不完整,没有保存。请把每一项填完整。",
}
CLAUSE = "三(一)-1"
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(
        (
            "board_task_held", "board_partner_held", "board_note_held", "board_task_paper_held",
            "board_change_held", "board_minutes_held", "board_attendance_held", "board_line_held",
            "board_minutes_paper_held",
        ),
        ("NotAllowed", "board.held", CLAUSE),
    ),
    **dict.fromkeys(
        ("board_document_held", "board_supersession_held"),
        ("NotAllowed", "library.held", CLAUSE),
    ),
    **dict.fromkeys(
        ("board_agreement_held", "board_party_held"), ("NotAllowed", "sharing.held", CLAUSE)
    ),
    **dict.fromkeys(
        (
            "board_task_days", "board_task_times", "board_partner_answered", "board_note_said",
            "board_change_decided", "board_minutes_numbered", "board_attended_plain",
            "board_line_whole", "board_minutes_paper_hash", "board_task_paper_hash",
        ),
        ("Invalid", "board.plain", CLAUSE),
    ),
    **dict.fromkeys(
        ("board_document_days", "board_document_two", "board_document_file",
         "board_document_hash", "board_superseded_other"),
        ("Invalid", "library.plain", CLAUSE),
    ),
    **dict.fromkeys(
        ("board_agreement_said", "board_party_plain"), ("Invalid", "sharing.plain", CLAUSE)
    ),
    "board_minutes_once": ("Conflict", "board.number", CLAUSE),
    **dict.fromkeys(
        ("board_attended_apart", "board_party_apart"), ("NotAllowed", "board.apart", CLAUSE)
    ),
    **dict.fromkeys(
        (
            "board_task_no_once", "board_partner_once", "board_attended_once", "board_line_place",
            "board_minutes_paper_once", "board_task_paper_once", "board_change_one_at_a_time",
            "board_document_once", "board_document_entered_once", "board_superseded_once",
            "board_agreement_once", "board_party_once", "board_task_line_id_key",
        ),
        ("Conflict", "conflict.busy", ""),
    ),
}  # fmt: skip
HAPPENED: dict[str, tuple[str, str]] = {
    "board.task.proposed": (
        "提出联席任务 {no}「{title}」,{owner}承办,{due_on:day}前",
        "{organisation}提出联席任务 {no}「{title}」:{owner}承办,{due_on:day}前完成。请打开查看;请本部门承办或协办的,请答复。",
    ),
    "board.task.withdrawn": (
        "撤回联席任务 {no}:{reason}",
        "联席任务 {no}「{title}」已撤回:{reason}",
    ),
    "board.task.accepted": (
        "{part}联席任务 {no}「{title}」",
        "{desk}{part}联席任务 {no}「{title}」,{due_on:day}前完成。",
    ),
    "board.task.declined": (
        "不{part}联席任务 {no}:{reason}",
        "{desk}不{part}联席任务 {no}「{title}」:{reason}",
    ),
    "board.task.noted": (
        "记录联席任务 {no} 的进展",
        "联席任务 {no}「{title}」有进展:{words}",
    ),
    "board.task.paper_kept": ("上传联席任务 {no} 的材料「{name}」", ""),
    "board.task.finished": (
        "报联席任务 {no} 办结",
        "{owner}报联席任务 {no}「{title}」办结:{result}。请其他部门核对后确认,或者退回。",
    ),
    "board.task.confirmed": (
        "确认联席任务 {no} 办结",
        "{desk}确认联席任务 {no}「{title}」已办结。",
    ),
    "board.task.sent_back": (
        "退回联席任务 {no}:{reason}",
        "{desk}退回联席任务 {no}「{title}」:{reason}。期限继续计算。",
    ),
    "board.task.called_off": (
        "同意终止联席任务 {no}",
        "联席任务 {no}「{title}」经两家部门同意终止:{reason}",
    ),
    "board.change.asked": (
        "申请调整联席任务 {no}:{reason}",
        "{desk}申请调整联席任务 {no}「{title}」:{reason}。请打开查看新的期限(或者终止),同意或不同意。",
    ),
    "board.change.agreed": (
        "同意联席任务 {no} 改到{due_on:day}",
        "联席任务 {no}「{title}」经两家部门同意,改到{due_on:day}前完成。",
    ),
    "board.change.declined": (
        "不同意调整联席任务 {no}:{reason}",
        "{desk}不同意调整联席任务 {no}「{title}」:{reason}。仍在{due_on:day}前完成。",
    ),
    "board.change.withdrawn": (
        "收回对联席任务 {no} 的调整",
        "{desk}收回对联席任务 {no}「{title}」的调整,仍在{due_on:day}前完成。",
    ),
    "board.minutes.drafted": ("起草会议纪要「{title}」", ""),
    "board.minutes.changed": ("修改会议纪要「{title}」", ""),
    "board.minutes.dropped": ("作废会议纪要草稿「{title}」:{reason}", ""),
    "board.minutes.line_written": ("写会议纪要「{title}」的一条", ""),
    "board.minutes.line_struck": ("删去会议纪要「{title}」的一条", ""),
    "board.minutes.paper_kept": ("上传会议材料「{name}」", ""),
    "board.minutes.paper_struck": ("撤下会议材料「{name}」", ""),
    "board.minutes.circulated": (
        "送各方确认会议纪要「{title}」",
        "{organisation}送来{met_on:day}会议的纪要「{title}」,请核对后确认,有误的退回并写明。",
    ),
    "board.minutes.signed": ("{desk}确认会议纪要「{title}」,还有 {missing}", ""),
    "board.minutes.confirmed": (
        "会议纪要 {no}「{title}」各方已确认",
        "会议纪要 {no}「{title}」各参加部门都已确认。请打开查看,有本部门任务的按期办理。",
    ),
    "board.minutes.returned": (
        "退回会议纪要「{title}」:{reason}",
        "{desk}退回会议纪要「{title}」:{reason}。请修改后再送各方确认。",
    ),
    "board.document.entered": (
        "录入政策文件 {no}「{title}」",
        "同事录入了政策文件 {no}「{title}」,请核对后公布,有误的退回。",
    ),
    "board.document.listed": (
        "公布政策文件 {no}「{title}」",
        "政策文件 {no}「{title}」已核对,现在公开页上可以看到。",
    ),
    "board.document.returned": (
        "退回政策文件 {no}:{reason}",
        "政策文件 {no}「{title}」已退回:{reason}。请改正后重新录入。",
    ),
    "board.agreement.proposed": (
        "提出数据共享协议 {no}「{title}」(第 {version} 版)",
        "{organisation}提出数据共享协议 {no}「{title}」(第 {version} 版),到{until_on:day}为止。请核对目的和数据,同意或不同意。",
    ),
    "board.agreement.joined": ("同意数据共享协议 {no}「{title}」,还有其他单位没有同意", ""),
    "board.agreement.agreed": (
        "数据共享协议 {no}「{title}」各方已同意",
        "数据共享协议 {no}「{title}」各方都已同意,到{until_on:day}为止。",
    ),
    "board.agreement.declined": (
        "不同意数据共享协议 {no}:{reason}",
        "{party}不同意数据共享协议 {no}「{title}」:{reason}",
    ),
    "board.agreement.withdrawn": (
        "撤回数据共享协议 {no}:{reason}",
        "{party}撤回数据共享协议 {no}「{title}」:{reason}",
    ),
    "board.agreement.ended": (
        "提前终止数据共享协议 {no}:{reason}",
        "{party}提前终止数据共享协议 {no}「{title}」:{reason}。请停止依据它的共享。",
    ),
    "board.agreement.lapsed": (
        "数据共享协议 {no}「{title}」到期",
        "数据共享协议 {no}「{title}」已于{until_on:day}到期。仍要共享的,请续签。",
    ),
    "board.agreement.warned": (
        "提醒数据共享协议 {no} 快要到期",
        "数据共享协议 {no}「{title}」到{until_on:day}为止。仍要共享的,请各方商量续签;不续签的,到期自动结束。",
    ),
}
