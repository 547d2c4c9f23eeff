"""What a message that leaves the platform can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step

OPERATOR = (Role.OPERATOR,)
DISPATCH = StateTable(
    "outreach.Dispatch",
    "外发消息",
    {
        "queued": State(word="待发送"),
        "sending": State(word="发送中", shape="work"),
        "sent": State(word="已发出", shape="done"),
        "failed": State(word="多次没有发出", shape="alert"),
        "bounced": State(word="被退回", shape="stop"),
    },
    {
        ("queued", "claim"): Step("sending", "发送"),
        ("sending", "claim"): Step("sending", "发送"),
        ("sending", "send"): Step("sent", "发出"),
        ("sending", "postpone"): Step("queued", "推迟"),
        ("sending", "give_up"): Step("failed", "放弃"),
        ("sending", "bounce"): Step("bounced", "退回"),
        ("failed", "retry"): Step("queued", "再发一次", OPERATOR),
        ("bounced", "retry"): Step("queued", "再发一次", OPERATOR),
    },
)
WAITING = ("queued", "sending")
STUCK = ("failed", "bounced")
