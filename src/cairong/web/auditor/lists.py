"""The auditor's lists: alarms of the chain, who governed what, how administrators came in."""

from cairong.cases.governing import WORDS, about_so, governing_events, group_word
from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.notary.reads import KINDS, alarms_of
from cairong.notary.states import ALARM
from cairong.outreach.sentences import happened
from cairong.parties.accesses import accesses_of_keepers
from cairong.web.account.accesses import DAYS, KEPT, TIMES, WELL
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty

HAPPENED = ("type", "organisation_name", "person_name", "after")

ALARMS = List(
    name="auditor-alarms",
    title="审计告警",
    lead="日志没有签发、签发迟了、业务数据与审计记录不符,都在这里。查明后写下查到什么。",
    roles=[Role.AUDITOR],
    source=alarms_of,
    columns=(
        Column("kind", "告警", words=KINDS, sort=True, filter=True),
        Column("at", "发现时间", "moment", sort=True),
        Column("signed", "签发到(条)", "number", of="kept_size"),
        Column("state", "状态", "status", states=ALARM, sort=True, filter=True),
        Column("who", "查明人", of="seen_by_name", search=True),
        Column("finding", "查到什么", search=True),
    ),
    default="-at",
    opens="auditor-alarm",
    empty=Empty(text="没有审计告警。签发和核对一直没有中断、没有不符。"),
)
EVENTS = List(
    name="auditor-events",
    title="管理记录",
    lead="谁授权了谁、谁找回了登录、第二因素的启用和停用、涉密冻结和清除、参数和规则的变动。只有办了什么,没有案件内容。",
    roles=[Role.AUDITOR],
    source=governing_events,
    columns=(
        Column("what", "事项", of=HAPPENED, show=happened),
        Column("seq", "记录", "number", sort=True),
        Column("at", "时间", "moment", sort=True),
        Column("group", "类别", of="type", show=group_word),
        Column("who", "办理人", of="person_name", search=True, blank="系统"),
        Column("role", "岗位", words=ROLE_NAMES),
        Column("organisation", "单位", "name", of="organisation_name", search=True),
    ),
    filters=(Filter("about", "类别", WORDS, where=about_so),),
    search_word="办理人或单位",
    default="-seq",
    empty=Empty(text="没有符合条件的记录。授权、找回登录、参数变动等每办一件,这里留一行。"),
)
ACCESSES = List(
    name="auditor-accesses",
    title="管理员和运维的登录",
    lead=f"担任单位管理员、平台运维的人登录、试图登录的每一次,不论用哪个岗位;供应商自己的人不在内。{KEPT}",
    roles=[Role.AUDITOR],
    source=accesses_of_keepers,
    columns=(
        Column("name", "姓名", of="account__person__name", sort=True, search=True),
        Column("role", "岗位", of="mandate__role", words=ROLE_NAMES),
        Column(
            "organisation", "单位", "name", of="mandate__organisation__name", sort=True, search=True
        ),
        *TIMES,
    ),
    filters=(WELL, *DAYS),
    search_word="姓名、单位或地址",
    default="-at",
    empty=Empty(text="没有符合条件的记录。管理员和平台运维登录、退出和没有成功的登录会列在这里。"),
)
