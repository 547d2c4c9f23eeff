"""What a recommendation can be, and what becomes of it at each institution that is asked."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.recommending import CLAUSE

AUTHORITY = (Role.SME_AUTHORITY,)
OFFICER = (Role.INSTITUTION_OFFICER,)
UNANSWERED = ("waiting",)
BY_OFFER = ("offered", "lent")
ANSWERED = (*BY_OFFER, "explained")

RECOMMENDATION = StateTable(
    "recommending.Recommendation",
    "推荐",
    {
        "open": State(word="推荐中", shape="work", obligation=CLAUSE),
        "refused": State(word="企业谢绝", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "lapsed": State(word="已到期", shape="done"),
    },
    {
        ("open", "refuse"): Step("refused", "谢绝推荐", (Role.SUPPLIER,)),
        ("open", "withdraw"): Step("withdrawn", "撤回推荐", AUTHORITY),
        ("open", "correct"): Step("open", "答复更正", AUTHORITY),
        ("open", "ask_correction"): Step("open", "请求更正", (Role.SUPPLIER,)),
        ("open", "share"): Step("open", "允许查看联系方式", (Role.SUPPLIER,)),
        ("open", "answer"): Step("open", "答复推荐", OFFICER),
        ("open", "widen"): Step("open", "请新服务该区域的机构答复"),
        ("open", "lapse"): Step("lapsed", "到期"),
    },
)

ASK = StateTable(
    "recommending.Ask",
    "推荐的答复",
    {
        "waiting": State(
            word="待答复",
            holder=Role.INSTITUTION_OFFICER,
            awaits="答复推荐",
            obligation=CLAUSE,
        ),
        "explained": State(word="说明未报价", shape="stop"),
        "offered": State(word="已报价", shape="work"),
        "lent": State(word="已放款", shape="done"),
        "closed": State(word="没有答复就结束", shape="stop"),
    },
    {
        ("waiting", "explain"): Step("explained", "说明为什么没有报价", OFFICER),
        ("explained", "explain"): Step("explained", "更新说明", OFFICER),
        **from_each(("waiting", "explained"), "offer", Step("offered", "以报价答复", OFFICER)),
        **from_each(
            ("waiting", "explained", "offered"), "lend", Step("lent", "以放款答复", OFFICER)
        ),
        ("waiting", "close"): Step("closed", "随推荐结束"),
    },
)
