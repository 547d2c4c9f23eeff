"""What a dispute about a size class can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.sizing import CLAUSE, LETTER

AUTHORITY = (Role.SME_AUTHORITY,)
ASKERS = (
    Role.PURCHASER_OFFICER, Role.INSTITUTION_OFFICER, Role.PROCUREMENT_OFFICER, Role.SUPPLIER,
)  # fmt: skip
OPEN = ("open", "forwarded")
SETTLED = ("decided", "answered")
DISPUTE = StateTable(
    "sizing.Dispute",
    "规模异议",
    {
        "open": State(
            word="待认定", shape="wait", holder=Role.SME_AUTHORITY, awaits="认定企业规模",
            obligation=CLAUSE,
        ),
        "forwarded": State(
            word="已转送,待外地答复", shape="work", holder=Role.SME_AUTHORITY,
            awaits="登记外地答复", obligation=LETTER,
        ),
        "decided": State(word="已认定", shape="done"),
        "answered": State(word="外地已答复", shape="done"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("open", "hear"): Step("open", "陈述意见", (Role.SUPPLIER,)),
        ("open", "decide"): Step("decided", "认定", AUTHORITY),
        ("open", "forward"): Step("forwarded", "转送", AUTHORITY),
        ("forwarded", "answer"): Step("answered", "登记外地答复", AUTHORITY),
        **from_each(OPEN, "withdraw", Step("withdrawn", "撤回异议", ASKERS)),
    },
)  # fmt: skip
