"""What an assessed year can be, and an institution's objection to its result."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step
from cairong.policy.assessment import CLAUSE

PBOC = (Role.PBOC,)
YEAR = StateTable(
    "assessment.Year",
    "信贷政策导向效果评估",
    {
        "provisional": State(
            word="暂定,可提异议", shape="work", holder=Role.PBOC,
            awaits="冻结导向效果评估", obligation=CLAUSE,
        ),
        "frozen": State(word="已冻结", shape="done"),
    },
    {
        ("provisional", "enter"): Step("provisional", "更正评估数值", PBOC),
        ("provisional", "correct"): Step("provisional", "重新公布", PBOC),
        ("provisional", "object"): Step("provisional", "提出异议", (Role.INSTITUTION_OFFICER,)),
        ("provisional", "answer"): Step("provisional", "答复异议", PBOC),
        ("provisional", "freeze"): Step("frozen", "冻结", PBOC),
    },
)  # fmt: skip
OBJECTION = StateTable(
    "assessment.Objection",
    "评估异议",
    {
        "open": State(word="待答复", holder=Role.PBOC, awaits="答复评估异议", obligation=CLAUSE),
        "upheld": State(word="已更正", shape="done"),
        "overruled": State(word="维持原结果", shape="stop"),
    },
    {
        ("open", "uphold"): Step("upheld", "更正", PBOC),
        ("open", "overrule"): Step("overruled", "维持", PBOC),
    },
)
