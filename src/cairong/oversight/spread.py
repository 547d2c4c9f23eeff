"""The year of making the policy known, counted to the end of a day from what was recorded. 三(三)-3

Nothing of it is typed, and nothing after the day is in it: asked again it says the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from cairong.clocks.reads import punctuality
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of, end_of, start_of
from cairong.outreach.models import Dispatch, Letter, Message
from cairong.outreach.reads import CHANNEL_WORDS
from cairong.oversight.tables import judged_by
from cairong.policy.promotion import KINDS, Difference
from cairong.policy.spreading import Share
from cairong.promotion.effect import effect_of_all, held_in
from cairong.promotion.models import Invitation, OutreachEvent, SignUp
from cairong.spreading.models import CaseStory, Survey
from cairong.spreading.reads import results_of

SIDES: Mapping[str, frozenset[Role]] = {
    "采购人": frozenset(PURCHASER),
    "供应商": frozenset({Role.SUPPLIER}),
    "金融机构": frozenset(INSTITUTION),
    "财政部门": frozenset(BUREAU),
}
NO_PROOF = "不是证明:来的人可能本来就更想借款"


@dataclass(frozen=True, kw_only=True)
class _Span:
    """What is counted: a city or one region of it, from the year's first moment to a day's last."""

    city: str
    region: str
    since: datetime
    until: datetime

    def where(self, moment: str, region: str = "region") -> Q:
        """Keep what happened within the span, by its moment, in the region."""
        within = Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})
        return within & Q(**{region: self.region}) if self.region else within

    @property
    def last(self) -> date:
        """The last day."""
        return day_of(self.until)


def summed_up(actor: Actor, year: int, until: date) -> list[dict[str, Any]]:
    """Sum a year up to the end of a day for an actor's scope, line by line."""
    region = "" if actor.whole_city else actor.region
    since = start_of(date(year, 1, 1))
    span = _Span(city=actor.city, region=region, since=since, until=end_of(until))
    events = [
        each
        for each in held_in(actor.city, year)
        if each.ends_at < span.until and region in ("", each.region)
    ]
    parts = (
        _events(events, span), _told(span), _surveys(span), _effect(events, span),
        _stories(span), _duties(span),
    )  # fmt: skip
    return [line for part in parts for line in part]


def _line(group: str, item: str, number: int | None, unit: str, note: str = "") -> dict[str, Any]:
    return {"group": group, "item": item, "number": number, "unit": unit, "note": note}


def _events(events: list[OutreachEvent], span: _Span) -> Iterator[dict[str, Any]]:
    group, of = "推广活动", {"event__in": events}
    came = SignUp.objects.filter(
        **of, taken_back_at=None, at__lt=span.until, attended_at__lt=span.until
    )
    for kind, word in KINDS.items():
        held = sum(each.kind == kind for each in events)
        visits = came.filter(event__kind=kind).count()
        yield _line(group, f"举办{word}", held, "场", f"到场 {visits} 家次")
    invited = Invitation.objects.filter(**of, at__lt=span.until).count()
    signed = SignUp.objects.filter(**of, taken_back_at=None, at__lt=span.until).count()
    guests = came.filter(organisation=None).count()
    yield _line(group, "邀请", invited, "家次")
    yield _line(group, "报名", signed, "家次")
    yield _line(group, "到场", came.count(), "家次", f"其中没有账号的 {guests} 家次")


def _told(span: _Span) -> Iterator[dict[str, Any]]:
    group = "告知和消息"
    letters = Letter.objects.filter(span.where("sent_at", "award__region"), city=span.city)
    opened = letters.filter(opened_at__lt=span.until).count()
    yield _line(group, "告知函", letters.count(), "封", f"打开过 {opened} 封")
    where = span.where("sent_at", "organisation__region")
    messages = Message.objects.filter(where, city=span.city)
    read = messages.filter(readings__at__lt=span.until).distinct().count()
    yield _line(group, "站内消息", messages.count(), "条", f"有人读过 {read} 条")
    sent = Dispatch.objects.filter(
        span.where("sent_at", "message__organisation__region"), city=span.city, sealed=""
    )
    by_channel = dict(sent.order_by().values_list("channel").annotate(Count("pk")))
    for channel, word in CHANNEL_WORDS.items():
        yield _line(group, f"{word}发出", by_channel.get(channel, 0), "条")


def _surveys(span: _Span) -> Iterator[dict[str, Any]]:
    group = "知晓度问卷"
    asked = Survey.objects.filter(
        city=span.city, state="published",
        closes_on__gte=day_of(span.since), closes_on__lte=span.last,
    )  # fmt: skip
    if span.region:
        asked = asked.filter(region=span.region)
    yield _line(group, "结束的问卷", asked.count(), "份")
    for survey in asked.order_by("closes_on", "no"):
        found = results_of(survey, until=span.last)
        ways = f"网上 {found.by_way['link']} 份,纸质 {found.by_way['paper']} 份"
        yield _line(group, f"{survey.no} {survey.title}", found.answers, "份", ways)
        for each in found.asked:
            for share in each.shares:
                said = f"{survey.no} 第 {each.number} 题:{share.words}"
                yield _line(group, said, share.count, "份", share_words(share))


def share_words(share: Share) -> str:
    """Say a share with its n and its interval, marked where few answered."""
    if share.share is None or share.interval is None:
        return "n=0"
    low, high = share.interval
    few = ",不到 30 份,只作参考" if share.small else ""
    return (
        f"n={share.of},{share.share * 100:.1f}%,95% 区间 {low * 100:.1f}% 到 {high * 100:.1f}%{few}"
    )


def _effect(events: list[OutreachEvent], span: _Span) -> Iterator[dict[str, Any]]:
    group = "活动成效"
    if not events:
        yield _line(group, "来的供应商", 0, "家次")
        return
    found = effect_of_all(events, span.until)
    yield _line(group, "来的供应商", found.came, "家次", f"活动以后 {found.days} 天内")
    yield _line(group, "其中登记意向", found.intents, "家次", compared_words(found.by_intent))
    yield _line(group, "其中借到款", found.borrowers, "家次", compared_words(found.by_loan))
    yield _line(group, "其中第一次借到款", found.first_time, "家次", "活动以前没有在平台借过")
    yield _line(group, "放款", found.loans, "笔")
    yield _line(group, "放款本金", found.lent_fen // 100, "元", "不足一元的舍去")


def compared_words(found: Difference | None) -> str:
    """Say how those who came differ from those like them, and that it proves nothing."""
    if found is None:
        return "没有同类可比"
    return (
        f"占 {found.share_came * 100:.1f}%,同类没来的 {found.share_stayed * 100:.1f}%"
        f"({found.stayed} 家),相差 {found.difference * 100:.1f} 个百分点,"
        f"95% 区间 {found.low * 100:.1f} 到 {found.high * 100:.1f};{NO_PROOF}"
    )


def _stories(span: _Span) -> Iterator[dict[str, Any]]:
    told = CaseStory.objects.filter(span.where("published_at"), city=span.city)
    standing = told.filter(Q(ended_at=None) | Q(ended_at__gte=span.until)).count()
    yield _line("典型案例", "公开", told.count(), "个", f"截止日仍公开 {standing} 个")


def _duties(span: _Span) -> Iterator[dict[str, Any]]:
    due = judged_by(span.city, span.last)
    if span.region:
        due = due.filter(region=span.region)
    kept = punctuality(today=span.last)["kept"]
    for side, roles in SIDES.items():
        counts = due.filter(holder_role__in=roles).aggregate(due=Count("pk"), kept=kept)
        note = f"到期 {counts['due']} 件" if counts["due"] else "没有到期的"
        yield _line("按期履行职责", side, counts["kept"], "件", note)
