"""Sentences about the yearly evaluation, its appeals, and what it earns."""

BONUS, MORE = "三(二)-1", "三(二)-2"
SENTENCES: dict[str, str] = {
    "evaluation.city_alone": "年度综合评价评的是全市,县区的账号不能查看,也不能办理。请用市级账号。",
    "evaluation.no_scheme": "没有第「{value}」版评价方案。请从列表中选择。",
    "evaluation.scheme_late": "{year} 年已经开始,不能再为它公布方案:方案要在年度开始以前公布。请从 {first} 年起用。",
    "evaluation.scheme_twice": "{year} 年起用的方案已经公布,不能再换。请打开看已公布的方案,或从以后的年度起用。",
    "evaluation.trial": "{year} 年开始以前没有公布评价方案,只能试算,不能公布或冻结。请先公布方案,从下一个年度起评价。",
    "evaluation.not_over": "{year} 年的数据截止日是{until:day},过了这一天才能公布。请到时办理。",
    "evaluation.published": "{year} 年的评价结果已经公布。请打开查看。",
    "evaluation.unpublished": "{year} 年的评价结果还没有公布。请先公布,或换一个年度。",
    "evaluation.appeal_none": "公布的结果里没有本机构,不能申诉。请换一个年度。",
    "evaluation.appeal_late": "申诉期到{until:day}为止,已经过了。有新的情况,请直接联系人民银行。",
    "evaluation.appealed": "对这一版结果的「{measure}」已经申诉过。请打开查看答复,或对别的指标申诉。",
    "evaluation.many_facts": "一份申诉最多指明 {most} 条记录。请分指标申诉,或在理由里说明。",
    "evaluation.no_fact": "「{value}」不是这家机构计入评价的记录。请从明细里选。",
    "evaluation.aside_overruled": "维持原结果时不能有不计入的记录。请去掉,或选「更正」。",
    "evaluation.flag_closed": "这一项已经有人查明。请打开查看。",
    "evaluation.freeze_early": "申诉期到{until:day}为止,过了才能冻结。请到时办理。",
    "evaluation.freeze_appeals": "{who}的申诉还没有答复,不能冻结。请先两人答复。",
    "evaluation.freeze_flags": "还有待查看的情况没有查明:{what}。请先写明查到什么,再冻结。",
    "evaluation.support_unfrozen": "{year} 年的评价还没有冻结,不能据此决定政策支持。请先冻结。",
    "evaluation.support_grade": "按公布的方案,「{what}」要有等级 {grades},这家机构是 {grade},不能给予。请选「不给予」并写明理由。",
    "evaluation.supported": "「{what}」已经决定过。请打开查看。",
    "evaluation.twice": "同样的记录已经保存过。请打开页面查看。",
    "evaluation.hash": "内容与它的校验值对不上,没有保存。请再试一次。",
    "evaluation.plain": "填写不完整,没有保存。请核对后再提交。",
    "evaluation.steps": "年度评价现在的状态不能这样办。请打开查看。",
    "evaluation.stays": "已冻结的评价不能再改,没有冻结的不能据此给予支持。请打开查看。",
    "evaluation.undecided": "数据库没有看到有权的两人办过这件事,没有保存。请按页面办理。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "evaluation_scheme_once": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_scheme_hash": ("Invalid", "evaluation.hash", BONUS),
    "evaluation_year_once": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_year_frozen_at": ("Invalid", "evaluation.plain", BONUS),
    "evaluation_year_steps": ("WrongState", "evaluation.steps", BONUS),
    "evaluation_frozen": ("WrongState", "evaluation.stays", BONUS),
    "evaluation_undecided": ("NotAllowed", "evaluation.undecided", BONUS),
    "evaluation_version_once": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_version_moment": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_version_reason": ("Invalid", "evaluation.plain", BONUS),
    "evaluation_result_hash": ("Invalid", "evaluation.hash", BONUS),
    "evaluation_paper_once": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_paper_hash": ("Invalid", "evaluation.hash", BONUS),
    "evaluation_appeal_once": ("Conflict", "evaluation.twice", BONUS),
    "evaluation_appeal_answered": ("Invalid", "evaluation.plain", BONUS),
    "evaluation_appeal_steps": ("WrongState", "evaluation.steps", BONUS),
    "evaluation_flag_once": ("Conflict", "evaluation.flag_closed", BONUS),
    "evaluation_support_once": ("Conflict", "evaluation.twice", MORE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "evaluation.scheme.published": (
        "公布评价方案第 {version} 版,{first_year} 年起用",
        "人民银行公布了金融机构年度综合评价方案第 {version} 版,从 {first_year} 年起用。请打开看指标、权重和分界。",
    ),
    "evaluation.year.published": (
        "公布 {year} 年综合评价暂定结果",
        "{year} 年综合评价的暂定结果已公布。有异议的,请在{appeal_on:day}前申诉。",
    ),
    "evaluation.result.appealed": (
        "对 {year} 年综合评价「{measure}」申诉",
        "{organisation}对 {year} 年综合评价的「{measure}」申诉:{words}。请在{answer_on:day}前两人答复。",
    ),
    "evaluation.appeal.answered": (
        "答复对 {year} 年综合评价「{measure}」的申诉:{verdict}",
        "{institution}对 {year} 年综合评价「{measure}」的申诉已答复:{verdict}。{reply}",
    ),
    "evaluation.year.corrected": (
        "更正 {year} 年综合评价",
        "{year} 年综合评价更正为第 {version} 版,请看本机构的结果。对更正有异议的,请在{appeal_on:day}前申诉。",
    ),
    "evaluation.flag.closed": ("查明{flag}", ""),
    "evaluation.year.frozen": (
        "冻结 {year} 年综合评价(第 {version} 版)",
        "{year} 年综合评价已冻结,以第 {version} 版为准,不再变更。请打开看本机构的得分和等级。",
    ),
    "evaluation.support.granted": (
        "给予{institution}「{support}」",
        "按 {year} 年综合评价等级 {earned_grade},人民银行决定给予「{support}」。{words}",
    ),
    "evaluation.support.declined": (
        "不给予{institution}「{support}」",
        "{year} 年综合评价的「{support}」,人民银行决定不给予。理由:{words}",
    ),
}
