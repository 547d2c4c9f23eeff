"""Events that make the policy known: held, told by segment, signed up for, and come to."""

from datetime import date, datetime, time
from typing import Any

from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import SHANGHAI
from cairong.promotion.actions import draft_outreach_event as drafting
from cairong.promotion.actions import sign_in_at_door as at_door
from cairong.promotion.actions import sign_up as signing_up
from cairong.promotion.actions.announce_outreach_event import announce_outreach_event
from cairong.promotion.actions.invite_segment import invite_segment
from cairong.promotion.models import OutreachEvent

BEGINS, ENDS = time(14), time(17)
PROGRAMME = "政策讲解、金融机构介绍产品、现场答疑"
MEANT_FOR = "一年内中标的中小微供应商"
PLACE = "洛阳市政务服务中心三楼会议室"


@verb(drafting.draft_outreach_event, example="on: 2025-09-15, title: 政采贷银企座谈会")
def draft_outreach_event(
    _: Situation,
    __: Actor,
    *,
    on: date,
    title: str,
    kind: str = "meeting",
    capacity: int = 40,
    place: str = PLACE,
    programme: str = PROGRAMME,
    meant_for: str = MEANT_FOR,
) -> dict[str, Any]:
    """四部门之一起草一场活动,那一天 14:00 到 17:00。

    kind:meeting 银企座谈会、training 集中培训、exchange 经验交流、visit 现场观摩;capacity 是名额。
    """
    return {
        "kind": kind,
        "title": title,
        "programme": programme,
        "meant_for": meant_for,
        "place": place,
        "starts_at": datetime.combine(on, BEGINS, SHANGHAI),
        "ends_at": datetime.combine(on, ENDS, SHANGHAI),
        "capacity": capacity,
    }


plain(announce_outreach_event, "发布活动:公开页上可以报名,可以发邀请。")
plain(
    invite_segment,
    "邀请一种对象,每家一次:won 一年内中标没有贷款、recommended 正在被推荐、unread 告知函没有打开、"
    "suppliers 全部供应商、institutions 金融机构。",
    example="segment: suppliers",
)


@verb(
    signing_up.sign_up_as_guest,
    example="guest: 洛阳旁听商贸行, contact: '13800001111'",
    persons=0,
)
def sign_up_as_guest(
    _: Situation, __: Actor, *, event: OutreachEvent, guest: str, contact: str
) -> dict[str, Any]:
    """没有账号的单位报名,不用写 by。"""
    return {"event_id": event.pk, "name": guest, "contact": contact}


@verb(at_door.sign_in_at_door)
def sign_in_at_door(
    _: Situation, __: Actor, *, event: OutreachEvent, door: str = ""
) -> dict[str, Any]:
    """报了名的单位在现场扫码签到;door 写别的,就是别处的二维码。"""
    event.refresh_from_db(fields=["door"])
    return {"event_id": event.pk, "token": door or event.door or "closed"}
