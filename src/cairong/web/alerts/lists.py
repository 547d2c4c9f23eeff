"""The list of alerts that the regulator looks at."""

from cairong.alerts.reads import alerts_of, said_shortly
from cairong.alerts.states import ALERT
from cairong.kernel.actor import Role
from cairong.parties.reads import all_regions
from cairong.policy.alerts import FINDINGS, KINDS
from cairong.web.lists import List
from cairong.web.parts import Column, Empty

KIND_WORDS = {key: each.word for key, each in KINDS.items()}
ALERTS = List(
    name="overseer-alerts",
    title="监管预警",
    lead="平台每天从已有记录中比对出、请您查看的情况。预警不是认定,不影响任何一方办理,被涉及的单位看不到。",
    roles=[Role.REGULATOR],
    source=alerts_of,
    columns=(
        Column("no", "编号", "code", sort=True, search=True),
        Column("kind", "情况", words=KIND_WORDS, filter=True, sort=True),
        Column("parties", "涉及单位", batch=said_shortly, blank="见各项事实"),
        Column("region", "区划", words=all_regions, filter=True),
        Column("raised", "提出时间", "moment", of="raised_at", sort=True),
        Column("state", "状态", "status", states=ALERT, filter=True),
        Column("finding", "结论", words=FINDINGS, filter=True, blank="—"),
        Column("closed", "办结时间", "moment", of="closed_at", sort=True),
    ),
    default="-raised",
    opens="alert",
    empty=Empty(text="没有预警。平台每天比对一次,有要查看的情况会出现在这里。"),
)
