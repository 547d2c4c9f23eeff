"""What a year of the evaluation can be, and an appeal against it."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step
from cairong.policy.evaluation import OBLIGATION

PBOC = (Role.PBOC,)
YEAR = StateTable(
    "evaluation.Year",
    "年度综合评价",
    {
        "provisional": State(
            word="暂定,可申诉", shape="work", holder=Role.PBOC,
            awaits="冻结年度评价", obligation=OBLIGATION,
        ),
        "frozen": State(word="已冻结", shape="done"),
    },
    {
        ("provisional", "appeal"): Step("provisional", "申诉", (Role.INSTITUTION_OFFICER,)),
        ("provisional", "answer"): Step("provisional", "答复申诉", PBOC),
        ("provisional", "close_flag"): Step("provisional", "查明待查看的情况", PBOC),
        ("provisional", "freeze"): Step("frozen", "冻结", PBOC),
        ("frozen", "support"): Step("frozen", "决定政策支持", PBOC),
    },
)  # fmt: skip
APPEAL = StateTable(
    "evaluation.Appeal",
    "评价申诉",
    {
        "open": State(word="待答复", holder=Role.PBOC, awaits="答复申诉", obligation=OBLIGATION),
        "upheld": State(word="已更正", shape="done"),
        "overruled": State(word="维持原结果", shape="stop"),
    },
    {
        ("open", "uphold"): Step("upheld", "更正", PBOC),
        ("open", "overrule"): Step("overruled", "维持", PBOC),
    },
)
