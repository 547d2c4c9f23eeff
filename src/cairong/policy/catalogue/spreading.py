"""Sentences about surveys of awareness, and how their events are told."""

SENTENCES: dict[str, str] = {
    "spreading.questions": "问卷有 {value} 个问题,应有 {least} 到 {most} 个。题目太多没有人填完。",
    "spreading.asked_twice": "「{words}」问了两次。请去掉一个,或改写其中一个。",
    "spreading.choices": "第 {number} 题是单选,写了 {value} 个选项,应有 {least} 到 {most} 个、互不相同。请一行写一个。",
    "spreading.no_choices": "第 {number} 题是「{kind}」,不用写选项。请清空选项,或改成单选。",
    "spreading.opens": "开始日是 {opens:day},不能早于发布当天({today:day})。请改日期。",
    "spreading.closes": "结束日是 {closes:day},应在开始日 {opens:day} 到 {last:day} 之间(最长 90 天)。请改日期。",
    "spreading.not_open": "「{title}」从 {opens:day} 开始填写,请到时再填。",
    "spreading.closed": "「{title}」已于 {closes:day} 结束,不再收答卷。可以看结果。",
    "spreading.papers_closed": "「{title}」的纸质答卷录入到 {last:day} 为止,不能再录入。请把这份答卷留在下一次问卷里说明。",
    "spreading.says_nothing": "一题也没有答,没有记下。请至少答一题。",
    "spreading.no_question": "这份问卷没有「{value}」这一题。请刷新页面以后再填。",
    "spreading.no_answer": "「{value}」不在可选的答案里。请从 {listed} 里选一个。",
    "spreading.survey_unsaid": "问卷只能由起草它的部门自己起草、发布或停用,数据库没有接受。",
    "spreading.survey_frozen": "问卷发布以后,题目、说明和日期不能再改。有误的,请停用并说明理由,另发一份。",
    "spreading.survey_days": "问卷的结束日早于开始日,没有保存。请改日期。",
    "spreading.survey_times": "问卷的状态和时间对不上,没有保存。",
    "spreading.answer_closed": "这份问卷现在不收答卷,数据库没有接受。请看问卷页上的日期。",
    "spreading.answer_stays": "答卷记下以后不能改写;写下的文字到期才删除。",
    "spreading.answer_says": "一题也没有答,没有保存。请至少答一题。",
    "spreading.answered_already": "这个浏览器已经填过「{title}」,谢谢。每人填一次;帮别人填的,请用他自己的手机。",
}
CLAUSE = "三(三)-2"
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "spreading_survey_no_once": ("Conflict", "conflict.busy", ""),
    "spreading_survey_days": ("Invalid", "spreading.survey_days", CLAUSE),
    "spreading_survey_times": ("Conflict", "spreading.survey_times", CLAUSE),
    "spreading_survey_unsaid": ("PolicyBreach", "spreading.survey_unsaid", CLAUSE),
    "spreading_survey_frozen": ("Conflict", "spreading.survey_frozen", CLAUSE),
    "spreading_answer_way": ("Conflict", "conflict.busy", ""),
    "spreading_answer_says": ("Invalid", "spreading.answer_says", CLAUSE),
    "spreading_answer_closed": ("Conflict", "spreading.answer_closed", CLAUSE),
    "spreading_answer_stays": ("Conflict", "spreading.answer_stays", CLAUSE),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "spreading.survey.drafted": ("起草问卷「{title}」({no})", ""),
    "spreading.survey.changed": ("修改问卷「{title}」", ""),
    "spreading.survey.published": ("发布问卷「{title}」:{opens:day}到{closes:day}", ""),
    "spreading.survey.called_off": ("停用问卷「{title}」:{reason}", ""),
    "spreading.survey.answered": ("收到「{title}」的答卷({way})", ""),
    "spreading.words.erased": ("按规定删除「{title}」{count} 份答卷里的文字", ""),
}
