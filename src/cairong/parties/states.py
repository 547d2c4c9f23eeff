"""What a proposal of two persons can be."""

from cairong.kernel.states import State, StateTable

PROPOSAL = StateTable(
    "parties.Proposal",
    "送审事项",
    {
        "waiting": State(word="待复核", awaits="复核"),
        "approved": State(word="已同意", shape="done"),
        "returned": State(word="已退回", shape="stop"),
        "taken_back": State(word="已撤回", shape="stop"),
    },
    {
        ("waiting", "approve"): "approved",
        ("waiting", "send_back"): "returned",
        ("waiting", "take_back"): "taken_back",
    },
)
