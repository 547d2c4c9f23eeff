"""What an alert can be: open until the regulator closes it with a finding."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step

ALERT = StateTable(
    "alerts.Alert",
    "监管预警",
    {
        "open": State(word="待查看", shape="alert"),
        "closed": State(word="已办结", shape="done"),
    },
    {("open", "close"): Step("closed", "办结", (Role.REGULATOR,))},
)
