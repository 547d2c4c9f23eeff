"""The log of access as lists: one's own, of one's organisation, of names that nobody has."""

from dataclasses import replace
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest

from cairong.doors.access import forget_failed
from cairong.kernel.actor import Actor, Role
from cairong.parties import accesses
from cairong.parties.accesses import Outcome
from cairong.parties.people import require_administrator
from cairong.web.forms import DayField
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

READERS = (Role.OPERATOR, Role.PROCUREMENT_APPROVER)
MANY = "多个地址"


def _last(at: datetime, last_at: datetime, times: int) -> datetime | None:
    return last_at if times > 1 and last_at != at else None


def shortened(digest: str) -> str:
    """Show of a digest as much as tells one from another."""
    return digest[:8]


def masked(address: str) -> str:
    """Write an address without what tells one machine of a network from another."""
    if ip_address(address).version == 4:  # noqa: PLR2004 - of the two
        return address.rpartition(".")[0] + ".*"
    return ":".join(ip_address(address).exploded.split(":")[:4]) + ":*"


OUTCOME = Column("outcome", "结果", words=dict(Outcome.choices), sort=True, filter=True)
TIMES = (
    Column("at", "时间", "moment", sort=True),
    OUTCOME,
    Column("address", "IP 地址", search=True, blank=MANY, exported=False),
    Column("network", "IP 地址(末段隐去)", of="address", show=masked, blank=MANY, shown=False),
    Column("times", "次数", "number", sort=True),
    Column("last", "最后一次", "moment", of=("at", "last_at", "times"), show=_last),
)
MARK = Column("device", "设备记号", "code", of="device_digest", show=shortened, blank="—")
NOBODYS = replace(OUTCOME, words={**dict(Outcome.choices), Outcome.WRONG: "没有这个用户名"})
DAYS = (
    Filter("since", "自", field=DayField, where=accesses.since_day),
    Filter("until", "至", field=DayField, where=accesses.until_day),
)
WELL = Filter("well", "成败", {"no": "没有成功", "yes": "成功"}, where=accesses.gone_well)
KEPT = "保存六个月,到期删除。同一天太多的,合在一行记次数。"

DEVICE = (
    "设备记号是浏览器里一个随机数的摘要,同一记号是同一台设备,随记录删除;"
    "同一台设备为同一笔业务的两家单位登录过的,金融监管会看到有这回事,看不到记号。"
)


def _seen(request: HttpRequest, _actor: Actor, _asked: Asking) -> dict[str, Any]:
    """Say no more on the desk of what failed: here it is read."""
    forget_failed(request)
    return {}


LOG = List(
    name="account-log",
    title="登录记录",
    lead=f"用您的账号登录和试图登录的每一次。不是您自己的,请马上修改密码,并告诉本单位管理员。{KEPT}{DEVICE}",
    source=accesses.own_accesses,
    columns=(*TIMES, MARK),
    filters=(WELL, *DAYS),
    default="-at",
    around=_seen,
    empty=Empty(text="没有符合条件的记录。以后每次登录、退出和没有成功的登录都会列在这里。"),
)
ACCESSES = List(
    name="account-accesses",
    title="本单位登录记录",
    lead=f"登录和试图登录时,以本单位岗位办事的账号。{KEPT}",
    admits=require_administrator,
    source=accesses.accesses_of_organisation,
    columns=(
        Column("name", "姓名", of="account__person__name", sort=True, search=True),
        Column("username", "用户名", of="account__username", search=True),
        *TIMES,
    ),
    filters=(WELL, *DAYS),
    search_word="姓名、用户名或地址",
    default="-at",
    empty=Empty(text="没有符合条件的记录。本单位的人登录、退出和没有成功的登录会列在这里。"),
)
STRANGERS = List(
    name="account-strangers",
    title="登录尝试(没有这个账号)",
    lead=f"试过的用户名谁也没有。可能是误输的密码,所以不记文字,只记一个记号:同一个记号是同一串字。{KEPT}",
    roles=READERS,
    source=accesses.accesses_of_nobody,
    columns=(
        Column("mark", "记号", "code", of="name_digest", search=True, show=shortened),
        *(NOBODYS if each is OUTCOME else each for each in TIMES),
    ),
    filters=DAYS,
    default="-at",
    empty=Empty(text="没有符合条件的记录。用谁也没有的用户名登录的,会列在这里。"),
)
