"""What a proposal of two persons can be, and what a claim to act for a supplier."""

from cairong.kernel.actor import APPROVER_OF, Role
from cairong.kernel.states import State, StateTable, Step, from_each

PREPARERS = tuple(APPROVER_OF)
APPROVERS = tuple(dict.fromkeys(APPROVER_OF.values()))
CHECKERS = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)

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
        ("waiting", "approve"): Step("approved", "同意", APPROVERS),
        ("waiting", "send_back"): Step("returned", "退回", APPROVERS),
        ("waiting", "take_back"): Step("taken_back", "撤回", PREPARERS),
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
    {
        ("waiting", "accept"): Step("accepted", "核实通过", CHECKERS),
        ("waiting", "refuse"): Step("refused", "不予通过", CHECKERS),
    },
)

RENEWAL = StateTable(
    "parties.Renewal",
    "找回登录的申请",
    {
        "asked": State(word="待第一人核对", awaits="当面核对本人", obligation="三(一)-1"),
        "worded": State(word="待第二人核对", awaits="另一人核对本人", obligation="三(一)-1"),
        "allowed": State(word="可以设新密码", awaits="本人设新密码", obligation="三(一)-1"),
        "done": State(word="已设新密码", shape="done"),
    },
    {
        ("asked", "give_word"): Step("worded", "第一人核对"),
        ("worded", "give_word"): Step("allowed", "第二人核对"),
        ("allowed", "finish"): Step("done", "设新密码"),
        **from_each(("asked", "worded", "allowed"), "follow", Step("done", "凭链接设新密码")),
    },
)
