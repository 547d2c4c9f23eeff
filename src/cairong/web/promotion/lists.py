"""The lists of events, of whom to invite, of who was told, and of who signed up."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from cairong.kernel.actor import Actor
from cairong.listing.reading import Row
from cairong.oversight.reads import WATCHERS
from cairong.parties.reads import KIND_WORDS, all_regions, desk_regions
from cairong.policy.promotion import KINDS, SEGMENTS
from cairong.policy.size import SIZE_WORDS
from cairong.promotion.reads import (
    HOW_WORDS,
    contacts_on,
    counts_on,
    events_of,
    invitations_of,
    public_events,
    sign_ups_of,
    years_held,
)
from cairong.promotion.reads import told_on as told
from cairong.promotion.segments import invitable, not_invited, of_region, of_segment, still_read
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.yearly import year_of
from cairong.web.lists import Filter, List, Tool
from cairong.web.parts import Column, Empty, Paper
from cairong.web.promotion.showing import compared_words, kinds_table

WATCHING = tuple(sorted(WATCHERS))
OF_EVENT = Filter(
    "event", "活动", field=partial(forms.UUIDField, widget=forms.HiddenInput), of="event"
)
SIZES = {str(key): word for key, word in SIZE_WORDS.items()}


def around_events(_request: HttpRequest, actor: Actor, asked: Any) -> Mapping[str, Any]:
    """Sum up the year that is chosen: what was held, who came, what came of it."""
    year = int(asked.asked.chosen.get("year") or asked.today.year)
    found = year_of(actor.city, year, asked.now)
    return {
        "year": found,
        "kinds": kinds_table(found),
        "compared": compared_words(found.effect) if found.effect else [],
    }


EVENTS = List(
    name="overseer-events",
    title="推广活动",
    lead="银企座谈会、集中培训、经验交流、现场观摩;按对象邀请,扫码签到,跟踪成效。",
    roles=WATCHING,
    source=events_of,
    columns=(
        Column("title", "活动", sort=True, search=True),
        Column("no", "编号", "code", sort=True, search=True),
        Column("kind", "种类", words=KINDS, filter=True),
        Column("host", "主办单位", of="host__name", sort=True),
        Column("starts", "开始", "moment", of="starts_at", sort=True),
        Column("counts", "邀请 · 报名 · 到场", batch=counts_on),
        Column("state", "状态", "status", states=OUTREACH_EVENT, filter=True),
    ),
    filters=(Filter("year", "年度", years_held, of="starts_at__year", blank=None),),
    default="-starts",
    opens="overseer-event",
    tools=(
        Tool("办一场活动", "event-new", HOSTS),
        Tool("看邀请对象", "event-targets", HOSTS),
    ),
    template="promotion/events.html",
    around=around_events,
    empty=Empty(text="这一年还没有活动。点「办一场活动」起草,发布以后出现在公开页上。"),
)
TARGETS = List(
    name="event-targets",
    at="overseer/events/targets/",
    title="邀请对象",
    lead="有人收消息的供应商和金融机构。选一种对象,看有多少家、是哪些;邀请在活动页上发。",
    roles=HOSTS,
    source=invitable,
    still=still_read,
    columns=(
        Column("name", "单位", sort=True, search=("name", "uscc")),
        Column("kind", "类别", words=KIND_WORDS),
        Column("region", "县区", "short", words=all_regions),
        Column("size", "规模", words=SIZES, filter=True, blank="—"),
    ),
    filters=(
        Filter("segment", "对象", SEGMENTS, where=of_segment),
        Filter("region", "县区", desk_regions, where=of_region),
        Filter(
            "event", "活动", where=not_invited,
            field=partial(forms.UUIDField, widget=forms.HiddenInput),
        ),
    ),
    default="name",
    empty=Empty(text="没有这样的单位。请换一种对象,或放宽县区、规模。"),
)  # fmt: skip
INVITATIONS = List(
    name="event-invitations",
    at="overseer/events/invitations/",
    title="邀请和送达",
    lead="告诉了谁、什么时候、通过哪些渠道、读了没有,由平台从消息和发送记录得出。",
    roles=WATCHING,
    source=invitations_of,
    columns=(
        Column("organisation", "单位", of="organisation__name", sort=True, search=True),
        Column("event", "活动", of="event__title"),
        Column("segment", "作为", words=SEGMENTS, filter=True),
        Column("at", "邀请时间", "moment", sort=True),
        Column("told", "渠道 · 阅读", batch=told),
        Column("signed", "报名", show=lambda yes: "已报名" if yes else "—"),
        Column("came", "到场", show=lambda yes: "已签到" if yes else "—"),
    ),
    filters=(OF_EVENT,),
    default="-at",
    empty=Empty(text="还没有邀请。活动发布以后,在活动页上选一种对象发邀请。"),
)


def _entering(row: Row) -> list[Paper]:
    if row["attended_at"]:
        return []
    ids = [row["event_id"], row.id]
    listed = list[Paper]()
    if row["enterable"]:
        listed.append(Paper(word="补记签到", href=reverse("event-enter", args=ids)))
    if row["strikeable"]:
        listed.append(Paper(word="划去报名", href=reverse("event-strike", args=ids)))
    return listed


SIGN_UPS = List(
    name="event-sign-ups",
    at="overseer/events/sign-ups/",
    title="报名和签到",
    lead="联系方式只给主办单位看全,其他部门看到的是遮盖的;活动以后按规定删除。",
    roles=WATCHING,
    source=sign_ups_of,
    columns=(
        Column("name", "单位", sort=True, search=True),
        Column("event", "活动", of="event__title"),
        Column("contact", "联系方式", batch=contacts_on),
        Column("at", "报名时间", "moment", sort=True),
        Column("attended", "签到时间", "moment", of="attended_at", sort=True),
        Column("how", "怎样签到", words=HOW_WORDS, filter=True, blank="—"),
    ),
    carries=("event_id", "attended_at", "enterable", "strikeable"),
    acts=_entering,
    filters=(OF_EVENT,),
    default="-at",
    empty=Empty(text="还没有单位报名。"),
)
COMING = List(
    name="events",
    title="推广活动",
    lead="政府采购合同融资的座谈、培训、交流和观摩。登录的单位一点就报名;没有账号的也可以报名。",
    public=True,
    source=public_events,
    columns=(
        Column("title", "活动", sort=True, search=True),
        Column("kind", "种类", words=KINDS, filter=True),
        Column("host", "主办单位", of="host__name"),
        Column("starts", "开始", "moment", of="starts_at", sort=True),
        Column("place", "地点", search=True),
        Column("state", "状态", "status", states=OUTREACH_EVENT, filter=True),
    ),
    default="-starts",
    opens="event",
    empty=Empty(text="还没有活动。财政、人民银行、工信和金融监管部门发布的活动会列在这里。"),
)
