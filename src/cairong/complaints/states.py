"""What a complaint can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.complaining import ANSWERING, CLAUSE, UPPERS

LIVE = ("open", "answered", "raised")
SUPPLIER = (Role.SUPPLIER,)
COMPLAINT = StateTable(
    "complaints.Complaint",
    "投诉",
    {
        "open": State(
            word="待被投诉单位答复", shape="wait", holder=Role.INSTITUTION_MANAGER,
            awaits="答复投诉", obligation=CLAUSE,
        ),
        "answered": State(
            word="已答复,供应商可以提请上级处理", shape="work", holder=Role.SUPPLIER,
            awaits="接受答复,或提请上级处理", obligation=CLAUSE,
        ),
        "raised": State(
            word="待上级部门处理", shape="alert", holder=Role.PROCUREMENT_OFFICER,
            awaits="处理投诉", obligation=CLAUSE,
        ),
        "settled": State(word="上级部门已处理", shape="done"),
        "closed": State(word="已办结", shape="done"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("open", "answer"): Step("answered", "答复", ANSWERING),
        ("raised", "answer"): Step("raised", "补作答复", ANSWERING),
        ("open", "raise"): Step("raised", "逾期没有答复,转上级"),
        ("answered", "press"): Step("raised", "提请上级处理", SUPPLIER),
        ("answered", "close"): Step("closed", "没有提请上级,办结"),
        ("raised", "settle"): Step("settled", "处理", UPPERS),
        **from_each(("open", "raised"), "withdraw", Step("withdrawn", "撤回", SUPPLIER)),
        ("answered", "rate"): Step("answered", "评价", SUPPLIER),
        ("settled", "rate"): Step("settled", "评价", SUPPLIER),
        ("closed", "rate"): Step("closed", "评价", SUPPLIER),
    },
)  # fmt: skip
