"""What becomes of an alarm of the chain, and of a check that an auditor asked for."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step

CLAUSE = "二(二)-6"
OPEN, SEEN = "open", "seen"

ALARM = StateTable(
    "notary.Alarm",
    "审计告警",
    {
        OPEN: State(
            word="待查明",
            shape="alert",
            holder=Role.AUDITOR,
            awaits="查明审计告警",
            obligation=CLAUSE,
        ),
        SEEN: State(word="审计员已查明", shape="done"),
    },
    {(OPEN, "acknowledge"): Step(SEEN, "写明查到什么", (Role.AUDITOR,))},
)
ASKED = StateTable(
    "notary.AskedCheck",
    "全部核对",
    {
        "asked": State(word="等待后台核对", shape="wait"),
        "running": State(word="正在核对", shape="work"),
        "done": State(word="已核对", shape="done"),
    },
    {
        ("asked", "begin"): Step("running", "开始核对"),
        ("running", "finish"): Step("done", "核对完毕"),
    },
)
