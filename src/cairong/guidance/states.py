"""What a letter of credit guidance, a shortage of funds and a firm of the roster can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.guidance import CLAUSE
from cairong.policy.relending import CLAUSE as RELENDING
from cairong.policy.roster import CLAUSE as ROSTER

OFFICER = (Role.INSTITUTION_OFFICER,)
OPEN = ("sent", "answered")
GUIDED = StateTable(
    "guidance.Guided",
    "信贷指导函",
    {
        "sent": State(
            word="待答复", shape="wait", holder=Role.INSTITUTION_OFFICER,
            awaits="答复信贷指导函", obligation=CLAUSE,
        ),
        "answered": State(
            word="已答复,待办结", shape="work", holder=Role.PBOC,
            awaits="办结信贷指导函", obligation=CLAUSE,
        ),
        "closed": State(word="已办结", shape="done"),
    },
    {
        ("sent", "answer"): Step("answered", "答复", OFFICER),
        **from_each(OPEN, "close", Step("closed", "办结", (Role.PBOC,))),
    },
)  # fmt: skip
MANAGER = (Role.INSTITUTION_MANAGER,)
PBOC = (Role.PBOC,)
SHORTAGE = StateTable(
    "guidance.Shortage",
    "资金困难申报",
    {
        "open": State(
            word="待答复", shape="wait", holder=Role.PBOC, awaits="答复资金困难申报",
            obligation=RELENDING,
        ),
        "granted": State(word="已给予支持", shape="done"),
        "refused": State(word="没有给予支持", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("open", "grant"): Step("granted", "给予支持", PBOC),
        ("open", "refuse"): Step("refused", "不予支持", PBOC),
        ("open", "withdraw"): Step("withdrawn", "撤回", MANAGER),
    },
)  # fmt: skip
ENTRY = StateTable(
    "guidance.RosterEntry",
    "名录库企业",
    {
        "listed": State(word="在库", shape="work", obligation=ROSTER),
        "withdrawn": State(word="已撤回同意", shape="stop"),
    },
    {
        ("listed", "withdraw"): Step("withdrawn", "撤回同意", (Role.SUPPLIER,)),
        ("withdrawn", "consent"): Step("listed", "重新同意", (Role.SUPPLIER,)),
        ("listed", "answer"): Step("listed", "答复对接", OFFICER),
        ("listed", "widen"): Step("listed", "推送给新服务该区域的机构"),
    },
)
LIVE_PUSHES = ("waiting", "visited", "credited", "declined")
PUSH = StateTable(
    "guidance.RosterPush",
    "名录库对接",
    {
        "waiting": State(
            word="待对接", shape="wait", holder=Role.INSTITUTION_OFFICER, awaits="对接并答复",
            obligation=ROSTER,
        ),
        "visited": State(word="已走访", shape="work"),
        "credited": State(word="已授信", shape="work"),
        "declined": State(word="未对接", shape="stop"),
        "lent": State(word="已放款", shape="done"),
        "closed": State(word="没有答复就结束", shape="stop"),
    },
    {
        **from_each(LIVE_PUSHES, "visit", Step("visited", "答复已走访", OFFICER)),
        **from_each(LIVE_PUSHES, "credit", Step("credited", "答复已授信", OFFICER)),
        **from_each(LIVE_PUSHES, "decline", Step("declined", "答复未对接", OFFICER)),
        **from_each(LIVE_PUSHES, "lend", Step("lent", "以放款答复")),
        ("waiting", "close"): Step("closed", "随撤回结束"),
        ("closed", "reopen"): Step("waiting", "随重新同意再推送"),
    },
)  # fmt: skip
