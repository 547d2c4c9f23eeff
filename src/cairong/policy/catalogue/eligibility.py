"""Sentences about the criteria by which an institution decides whom it supports."""

CLAUSE = "二(五)-1"
SENTENCES: dict[str, str] = {
    "eligibility.criterion": "「{value}」不是要机构判断的准入条件。请从清单里选择;企业规模由平台按国家标准判定。",
    "eligibility.source": "「{what}」没有写明依据,或者写得太长。请写明查的是哪里、哪一份,{least}至{most}个字。",
    "eligibility.on": "「{what}」的查询日期{value:day}在今天以后。请改正日期。",
    "eligibility.stale": "「{what}」的查询日期{value:day}早于{most}天以前,说明不了现在的情况。请重新查询,填查询的那天。",
    "eligibility.none": "没有判断任何一条准入条件。请至少选择一条的结果,写明依据和日期。",
    "eligibility.met": "本机构判断这家企业符合「{what}」,又以「{reason}」不予融资,两者不符。请先更正判断,写明依据,或改选理由。",
    "eligibility.unjudged": "以「{reason}」不予融资,要先判断这家企业不符合「{what}」,写明依据和查询日期。请在准入条件里判断后再提交。",
    "eligibility.unsaid": "准入条件的判断由受理机构的经办写明依据和日期,数据库没有保存。请刷新后重新填写。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_eligibility_unsaid": ("NotAllowed", "eligibility.unsaid", CLAUSE),
    "lending_rejection_unjudged": ("PolicyBreach", "eligibility.unsaid", CLAUSE),
    "lending_eligibility_sourced": ("PolicyBreach", "eligibility.unsaid", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.eligibility.judged": (
        "判断准入条件:{said}",
        "{organisation}判断了融资意向 {no} 的准入条件:{said}。",
    ),
}
