"""What a letter of urging can be (督办函)."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.urging import CLAUSE, DESKS

ISSUING = (Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK)
OPEN = ("issued", "answered", "disputed")
URGING = StateTable(
    "oversight.Urging",
    "督办函",
    {
        "issued": State(
            word="待答复", shape="wait", holder=Role.PURCHASER_OFFICER,
            awaits="答复督办函", obligation=CLAUSE,
        ),
        "answered": State(
            word="已答复,待办结", shape="work", holder=Role.PROCUREMENT_OFFICER,
            awaits="办结督办函", obligation=CLAUSE,
        ),
        "disputed": State(
            word="有异议,待办结", shape="alert", holder=Role.PROCUREMENT_OFFICER,
            awaits="办结督办函", obligation=CLAUSE,
        ),
        "closed": State(word="已办结", shape="done"),
    },
    {
        ("issued", "answer"): Step("answered", "答复", DESKS),
        ("issued", "dispute"): Step("disputed", "提出异议", DESKS),
        **from_each(OPEN, "close", Step("closed", "办结", ISSUING)),
    },
)  # fmt: skip
