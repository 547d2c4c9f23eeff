"""Sentences about what an institution asks of an applicant: defects first, questions later."""

SENTENCES: dict[str, str] = {
    "lending.defects_many": "补正清单写了{value}项,应当是1至{most}项,每行一项。请一次列全。",
    "lending.defect_unreasoned": "第{line}行「{value}」没有写明为什么需要。请写成「缺什么:为什么需要」,理由不少于{least}个字。",
    "lending.defects_late": "一次列明补正事项的期限到{last:day}已经截止。材料视为齐全,请在审批期限内提问或作出决定。",
    "lending.defects_again": "这笔申请已经列过{before}次补正清单,至多{most}次。请确认材料齐全,或说明理由不予通过;审批中还可以提问。",
    "lending.defects_without_fact": "补正事项应当一次列全,再次列明只能因为新的事实。请写明是什么新的事实,不少于{least}个字;供应商看得到,次数计入统计。",
    "lending.questions_many": "材料齐全后已经提问{before}次,至多{most}次。请按现有材料作出决定。",
    "lending.question_late": "审批期限{days}个工作日已过{passed}个,最后{percent}%的期限里只有主管可以提问停钟。请由主管提问,或按现有材料作出决定。",
    "lending.question_overdue": "审批期限{days}个工作日已经用完,不能再提问停钟。请按现有材料作出决定。",
    "lending.inquiry_open": "{asked_at:moment}列明的补正或提问还在等供应商答复,不能再提。请等答复;不需要答复也能办的,可以直接确认齐全或作出决定。",
    "lending.inquiry_answered": "这一提问已经答复或不再需要,申请不因此失效。请打开申请查看。",
    "lending.inquiry_counted": "这一次补正或提问已经登记。请打开申请查看。",
    "lending.start_late": "对审批起算日提出异议的期限到{last:day}已经截止。请等金融机构的决定;它超期的,超期事项里看得到。",
    "lending.start_outside": "{value:day}不能作为起算日:应在{least:day}(意向和合同公告都有的那天)以后(含当天)、现在的起算日{start:day}以前。请改正日期。",
    "lending.start_awaited": "金融机构答复这项异议的期限到{until:day},还没有截止。请等它答复,或在期限过后认定。",
    "lending.start_incomplete": "起算日异议没有写全:主张的日子要早于现在的起算日,不同意和认定都要写明理由。请补上再提交。",
    "lending.start_once": "这笔申请的起算日已经提过一次异议。请打开查看。",
    "lending.inquiry_incomplete": "补正或提问没有写全:答复要有内容,再次补正要有新的事实,提问要有答复期限。请补上再提交。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_start_earlier": ("PolicyBreach", "lending.start_incomplete", "二(四)-3"),
    "lending_start_reasoned": ("PolicyBreach", "lending.start_incomplete", "二(四)-3"),
    "lending_start_once": ("Conflict", "lending.start_once", "二(四)-3"),
    "lending_inquiry_one_open": ("Conflict", "lending.inquiry_counted", "二(四)-3"),
    "lending_inquiry_counted": ("Conflict", "lending.inquiry_counted", "二(四)-3"),
    "lending_inquiry_answered": ("PolicyBreach", "lending.inquiry_incomplete", "二(四)-3"),
    "lending_inquiry_reasoned": ("PolicyBreach", "lending.inquiry_incomplete", "二(四)-3"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.defects.listed": (
        "第 {round} 次列明补正事项,共 {count} 项",
        "{organisation}就融资意向 {no} 一次列明了 {count} 项需要补正的内容,每项都写了为什么需要。请打开一次答复;答复后它不再提出的,材料视为齐全。",
    ),
    "lending.defects.answered": (
        "答复第 {round} 次补正清单",
        "{organisation}答复了融资意向 {no} 的补正清单。到{until:day}没有确认齐全、也没有因新的事实再次列明的,材料视为齐全。",
    ),
    "lending.question.asked": (
        "向供应商提问,审批停钟:{reason}",
        "{organisation}就融资意向 {no} 提了一个问题:{question}(为什么需要:{reason})。请在{until:day}前答复;答复以前审批期限不走,过期不答复的,这家的申请失效。",
    ),
    "lending.question.answered": (
        "答复提问,审批继续计时",
        "{organisation}答复了融资意向 {no} 的提问,审批期限从今天继续计算,到{until:day}截止。",
    ),
    "lending.question.lapsed": (
        "提问到{until:day}没有答复,申请失效",
        "{institution}的提问到{until:day}没有答复,已提醒三次,这家的申请失效。仍需融资的,可以重新登记意向。",
    ),
    "lending.start.disputed": (
        "对审批起算日提出异议:应从{claimed_on:day}起算",
        "{organisation}认为融资意向 {no} 的材料在{claimed_on:day}就已齐全,审批期限应从那天起算(现在是{start_on:day}):{ground}。请在{until:day}前同意或写明理由不同意;到期没有答复的,由财政部门认定。",
    ),
    "lending.start.agreed": (
        "同意审批从{claimed_on:day}起算",
        "{organisation}同意融资意向 {no} 的审批从{claimed_on:day}起算,{due_on:day}截止。",
    ),
    "lending.start.objected": (
        "不同意审批从{claimed_on:day}起算:{reason}",
        "{organisation}不同意融资意向 {no} 的审批从{claimed_on:day}起算:{reason}。由财政部门认定。",
    ),
    "lending.start.decided": (
        "认定审批起算日:{verdict}",
        "财政部门认定融资意向 {no} 的起算日异议:{verdict}。理由:{reason}。审批{due_on:day}截止。",
    ),
    "outreach.reminded.question": (
        "第 {times} 次提醒:提问还没有答复",
        "「{title}」:{institution}的提问还没有答复(第 {times} 次提醒)。请在{until:day}前打开答复,过期不答复的,这家的申请失效。",
    ),
}
