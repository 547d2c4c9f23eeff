"""What becomes of a case that is frozen as a state secret."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step

DESK = (Role.PROCUREMENT_OFFICER,)
CLAUSE = "二(二)-5"

FREEZE = StateTable(
    "secrecy.Freeze",
    "冻结",
    {
        "frozen": State(word="已冻结", shape="alert", obligation=CLAUSE),
        "ordered": State(
            word="待清除",
            shape="work",
            holder=Role.OPERATOR,
            awaits="停机清除(cairong purge)",
            obligation=CLAUSE,
        ),
        "purged": State(word="已清除", shape="done"),
        "thawed": State(word="已解除冻结", shape="done"),
    },
    {
        ("frozen", "order"): Step("ordered", "同意清除", DESK),
        ("frozen", "thaw"): Step("thawed", "解除冻结", DESK),
        ("ordered", "purge"): Step("purged", "清除"),
    },
)
