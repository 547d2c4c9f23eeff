"""What a survey and a story can be; whether a survey is open its days say."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.spreading import CLAUSE, EXPERIENCE

DESK = (Role.PROCUREMENT_OFFICER,)

SURVEY = StateTable(
    "spreading.Survey",
    "知晓度问卷",
    {
        "draft": State(word="草稿", shape="wait", obligation=CLAUSE),
        "published": State(word="已发布", shape="work", obligation=CLAUSE),
        "called_off": State(word="已停用", shape="stop"),
    },
    {
        ("draft", "change"): Step("draft", "修改问卷", DESK),
        ("draft", "publish"): Step("published", "发布问卷", DESK),
        ("published", "answer"): Step("published", "填写问卷"),
        ("published", "enter"): Step("published", "录入纸质答卷", DESK),
        **from_each(("draft", "published"), "call_off", Step("called_off", "停用问卷", DESK)),
    },
)

ANSWERED_BY = (Role.SUPPLIER, Role.INSTITUTION_OFFICER)

CASE_STORY = StateTable(
    "spreading.CaseStory",
    "典型案例",
    {
        "draft": State(word="草稿", shape="wait", obligation=EXPERIENCE),
        "asked": State(word="征求同意", shape="work", obligation=EXPERIENCE),
        "published": State(word="已公开", shape="done"),
        "withdrawn": State(word="已撤下", shape="stop"),
    },
    {
        **from_each(("draft", "asked"), "change", Step("draft", "修改案例", DESK)),
        ("draft", "ask"): Step("asked", "征求同意", DESK),
        ("asked", "answer"): Step("asked", "答复案例", ANSWERED_BY),
        ("asked", "publish"): Step("published", "发布案例", DESK),
        ("asked", "withdraw"): Step("asked", "撤回同意", ANSWERED_BY),
        ("published", "withdraw"): Step("withdrawn", "撤回同意", ANSWERED_BY),
        **from_each(
            ("draft", "asked", "published"), "take_down", Step("withdrawn", "撤下案例", DESK)
        ),
    },
)
