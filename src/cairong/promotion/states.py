"""What an event can be: drafted, announced, held, summed up, or called off."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each
from cairong.policy.promotion import CLAUSE, EFFECT

HOSTS = (
    Role.PROCUREMENT_OFFICER,
    Role.COUNTY_CLERK,
    Role.PBOC,
    Role.SME_AUTHORITY,
    Role.REGULATOR,
)
TOOK_PLACE = ("held", "summed")
KNOWN = ("announced", "held", "summed", "called_off")

OUTREACH_EVENT = StateTable(
    "promotion.OutreachEvent",
    "活动",
    {
        "draft": State(word="草稿", shape="wait", obligation=CLAUSE),
        "announced": State(word="已发布", shape="work", obligation=CLAUSE),
        "held": State(word="已举办", shape="work", obligation=EFFECT),
        "summed": State(word="已总结", shape="done"),
        "called_off": State(word="已取消", shape="stop"),
    },
    {
        ("draft", "change"): Step("draft", "修改活动", HOSTS),
        ("announced", "change"): Step("announced", "修改活动", HOSTS),
        ("draft", "announce"): Step("announced", "发布活动", HOSTS),
        ("announced", "invite"): Step("announced", "邀请", HOSTS),
        ("announced", "sign_up"): Step("announced", "报名"),
        ("announced", "sign_in"): Step("announced", "签到"),
        ("announced", "ask"): Step("announced", "提问"),
        ("held", "ask"): Step("held", "提问"),
        ("announced", "hold"): Step("held", "记为已举办", HOSTS),
        ("announced", "enter"): Step("announced", "补记签到", HOSTS),
        ("held", "enter"): Step("held", "补记签到", HOSTS),
        ("held", "sum_up"): Step("summed", "总结活动", HOSTS),
        **from_each(("draft", "announced"), "call_off", Step("called_off", "取消活动", HOSTS)),
    },
)
