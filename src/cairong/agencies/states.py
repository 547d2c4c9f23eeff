"""What an agreement with an agency and a procurement file can be, and who holds the ball."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step

AGENCY = (Role.AGENCY_CLERK,)
OFFICER = (Role.PURCHASER_OFFICER,)

ENGAGEMENT = StateTable(
    "agencies.Engagement",
    "委托代理协议",
    {
        "offered": State(
            word="待代理机构接受",
            shape="wait",
            holder=Role.AGENCY_CLERK,
            awaits="接受或者不接受委托",
            obligation="采购法§20",
        ),
        "accepted": State(word="已接受", shape="work"),
        "declined": State(word="未接受", shape="stop"),
        "ended": State(word="采购人已终止", shape="stop"),
        "returned": State(word="代理机构已退回", shape="stop"),
    },
    {
        ("offered", "accept"): Step("accepted", "接受委托", AGENCY),
        ("offered", "decline"): Step("declined", "不接受委托", AGENCY),
        ("offered", "end"): Step("ended", "终止委托", OFFICER),
        ("accepted", "end"): Step("ended", "终止委托", OFFICER),
        ("accepted", "return"): Step("returned", "退回委托", AGENCY),
    },
)
STANDING = ("offered", "accepted")

FILE = StateTable(
    "agencies.ProcurementFile",
    "采购文件",
    {
        "issued": State(word="已发出", shape="work"),
        "cancelled": State(word="已作废", shape="stop"),
    },
    {
        ("issued", "obtain"): Step("issued", "登记获取采购文件的供应商", (*AGENCY, *OFFICER)),
        ("issued", "award"): Step("issued", "登记中标(成交)通知书", (*AGENCY, *OFFICER)),
        ("issued", "cancel"): Step("cancelled", "作废采购文件", (*AGENCY, *OFFICER)),
    },
)
