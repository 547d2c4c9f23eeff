"""What a proposal of two persons can be, and what a claim to act for a supplier."""

from cairong.kernel.actor import Role
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

CLAIM = StateTable(
    "parties.Claim",
    "授权证明",
    {
        "waiting": State(
            word="待核实",
            holder=Role.PROCUREMENT_OFFICER,
            awaits="核对授权材料",
            obligation="一(一)-5",
        ),
        "accepted": State(word="已核实", shape="done"),
        "refused": State(word="未通过", shape="stop"),
    },
    {("waiting", "accept"): "accepted", ("waiting", "refuse"): "refused"},
)
