"""What becomes of a case that is frozen as a state secret."""

from cairong.kernel.states import State, StateTable

FREEZE = StateTable(
    "secrecy.Freeze",
    "冻结",
    {
        "frozen": State(word="已冻结", shape="alert", obligation="二(二)-5"),
    },
    {},
)
