"""Surveys of whether the policy is known, and stories of loans that both sides consent to."""

from datetime import date
from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor
from cairong.lending.models import Loan
from cairong.policy.spreading import Question
from cairong.spreading.actions import answer_case_story as answering_story
from cairong.spreading.actions import answer_survey as answering
from cairong.spreading.actions import draft_case_story as drafting_story
from cairong.spreading.actions import draft_survey as drafting
from cairong.spreading.actions import publish_case_story as publishing_story
from cairong.spreading.models import CaseStory, Survey

STORY = (
    "企业中标以后要先垫付货款,没有房产可以抵押。在平台登记融资意向以后,金融机构看合同和备案就批了,"
    "工人的工资按时发了,货也按时交了。"
)
INTRO = "了解政府采购合同融资政策的普及情况,不记名,一分钟填完。"
QUESTIONS = (
    Question(kind="yes", words="您知道凭政府采购合同可以向银行贷款、不用抵押吗"),
    Question(
        kind="one", words="您最早从哪里知道的",
        choices=["中标时的告知函", "推广活动", "金融机构", "采购人", "还不知道"],
    ),
    Question(kind="scale", words="登记融资意向要做什么,您清楚吗"),
    Question(kind="text", words="您还想知道什么"),
)  # fmt: skip


@verb(
    drafting.draft_survey, example="title: 政采贷知晓度问卷, opens: 2025-09-15, closes: 2025-09-30"
)
def draft_survey(
    _: Situation, __: Actor, *, title: str, opens: date, closes: date
) -> dict[str, Any]:
    """采购科起草一份问卷,opens 那天开始填写,closes 那天结束。

    题目是四个:q1 知不知道(yes、no)、q2 从哪里知道(1 到 5)、q3 清不清楚(1 到 5 分)、
    q4 还想知道什么(文字)。
    """
    return {
        "title": title, "intro": INTRO, "questions": list(QUESTIONS),
        "opens_on": opens, "closes_on": closes,
    }  # fmt: skip


def _said(survey: Survey, **answers: str) -> dict[str, Any]:
    said = {key: value for key, value in answers.items() if value}
    return {"survey_id": survey.pk, "said": said}


@verb(answering.answer_survey, example="q1: 'yes', q2: '1'", persons=0)
def answer_survey(
    _: Situation, __: Actor, *, survey: Survey, q1: str = "", q2: str = "", q3: str = "",
    q4: str = "",
) -> dict[str, Any]:  # fmt: skip
    """打开链接的人填一份问卷,不用写 by;没有写的题空着。"""
    return _said(survey, q1=q1, q2=q2, q3=q3, q4=q4)


@verb(answering.enter_paper_answer, example="q1: 'no'")
def enter_paper_answer(
    _: Situation, __: Actor, *, survey: Survey, q1: str = "", q2: str = "", q3: str = "",
    q4: str = "",
) -> dict[str, Any]:  # fmt: skip
    """采购科录入一份纸质答卷;没有写的题空着。"""
    return _said(survey, q1=q1, q2=q2, q3=q3, q4=q4)


@verb(drafting_story.draft_case_story, example="title: 七天拿到流动资金")
def draft_case_story(_: Situation, __: Actor, *, loan: Loan, title: str) -> dict[str, Any]:
    """采购科照一笔贷款起草典型案例;金额、天数、利率和名称照贷款填好。"""
    return {"loan_id": loan.pk, "title": title, "words": STORY}


@verb(drafting_story.change_case_story, example="words: 合同款到账以后自动还了贷款。")
def change_case_story(_: Situation, __: Actor, *, story: CaseStory, words: str) -> dict[str, Any]:
    """在正文后面加一句话;双方要重新同意。"""
    return {"story_id": story.pk, "title": story.title, "words": f"{STORY}{words}"}


@verb(answering_story.answer_case_story, example="agreed: true")
def answer_case_story(
    _: Situation, __: Actor, *, story: CaseStory, agreed: bool, words: str = ""
) -> dict[str, Any]:
    """供应商或金融机构对看到的全文同意(agreed: true)或者不同意、写明理由(words)。"""
    story.refresh_from_db()
    return {"story_id": story.pk, "agreed": agreed, "sha256": story.sha256, "words": words}


@verb(publishing_story.publish_case_story)
def publish_case_story(_: Situation, __: Actor, *, story: CaseStory) -> dict[str, Any]:
    """采购科两人发布双方都同意的典型案例。"""
    story.refresh_from_db()
    return {"story_id": story.pk, "sha256": story.sha256}
