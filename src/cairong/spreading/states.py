"""What a survey can be: drafted, published, or called off; whether it is open its days say."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.spreading import CLAUSE

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
