"""Events of the demo city: two held, one coming, one called off, one still a draft."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.driving.demo.timeline import Placed
from cairong.driving.verbs.promotion import BEGINS, ENDS, MEANT_FOR, PROGRAMME
from cairong.driving.verbs.urging import PAPER
from cairong.kernel.actor import Actor, Role, public
from cairong.kernel.calendar import SHANGHAI
from cairong.promotion.actions.announce_outreach_event import announce_outreach_event
from cairong.promotion.actions.ask_at_event import answer_question, ask_at_event, give_feedback
from cairong.promotion.actions.draft_outreach_event import draft_outreach_event
from cairong.promotion.actions.end_outreach_event import (
    call_outreach_event_off,
    hold_outreach_event,
    sum_up_outreach_event,
)
from cairong.promotion.actions.invite_segment import invite_segment
from cairong.promotion.actions.keep_event_paper import keep_event_paper
from cairong.promotion.actions.sign_in_at_door import sign_in_at_door
from cairong.promotion.actions.sign_up import sign_up, sign_up_as_guest
from cairong.promotion.models import OutreachEvent, Question
from cairong.promotion.segments import to_invite

CAME, OVER = 14, 22  # places of the day: 14:22 and 17:26
ASKED = (
    ("合同只签了意向,还没有正式签订,能先登记吗?", "中标以后就能登记意向,签订合同以后自动转过去。"),
    ("合同款付到别的银行的账户,还能借吗?", "可以。借款前三方确认锁定回款账户,户名不变。"),
)
SUMMARY = (
    "到场的多数是第一次听说不用抵押。问得最多的是额度怎样算、账户锁定以后能不能换。"
    "下次先演示登记意向,再讲政策,并请已经借到款的企业讲一讲。"
)


def events(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each event and what became of it on their days."""
    of_bureau = cast.desks[CITY].people[Role.PROCUREMENT_OFFICER]
    meeting = Held(cast, of_bureau, "meeting", "政采贷银企座谈会(城区专场)", days.ago(24), 1)
    training = Held(
        cast, cast.overseers[Role.SME_AUTHORITY], "training", "政采贷集中培训", days.ago(6), 4
    )
    coming = days.today + timedelta(days=8)
    exchange = Held(cast, cast.overseers[Role.PBOC], "exchange", "政采贷经验交流会", coming, 2)
    off = Held(cast, cast.overseers[Role.REGULATOR], "visit", "银行受理大厅现场观摩", coming, 3)
    county = cast.desks[MAIN_COUNTY].people[Role.COUNTY_CLERK]
    planned = Held(cast, county, "visit", "车间里的政采贷现场观摩", coming + timedelta(days=7), 0)
    script: tuple[tuple[int, int, Callable[..., object]], ...] = (
        (30, 3, meeting.announce), (29, 3, meeting.invite), (27, 4, partial(meeting.sign_up, 7)),
        (24, CAME, meeting.come), (24, OVER, meeting.hold),
        (23, 3, meeting.answer), (22, 4, meeting.sum_up),
        (12, 3, training.announce), (11, 4, training.invite), (10, 5, partial(training.sign_up, 5)),
        (6, CAME, training.come), (6, OVER, training.hold), (5, 4, training.answer),
        (5, 5, exchange.announce), (4, 3, exchange.invite), (3, 4, partial(exchange.sign_up, 4)),
        (2, 5, exchange.ask),
        (4, 5, off.announce), (3, 6, partial(off.sign_up, 2)), (1, 4, off.call_off),
        (1, 6, planned.draft),
    )  # fmt: skip
    for ago, place, run in script:
        yield Placed(day=days.ago(ago), place=place, run=run)


@dataclass
class Held:
    """One event of a desk on a day, and who comes to it: every fourth supplier."""

    cast: Cast
    host: Actor
    kind: str
    title: str
    on: date
    turn: int
    made: OutreachEvent = field(init=False)
    guests: list[Actor] = field(default_factory=list)

    def announce(self, now: datetime) -> None:
        """Announce it, and hand something out."""
        self.draft(now)
        self.made = announce_outreach_event(actor=self.host, now=now, event_id=self.made.pk)
        keep_event_paper(
            actor=self.host, now=now, event_id=self.made.pk, name="政采贷一张纸(演示)",
            content=PAPER,
        )  # fmt: skip

    def draft(self, now: datetime) -> None:
        """Draft it."""
        self.made = draft_outreach_event(
            actor=self.host, now=now, kind=self.kind, title=self.title, programme=PROGRAMME,
            meant_for=MEANT_FOR, place="洛阳市政务服务中心三楼会议室(演示)",
            starts_at=datetime.combine(self.on, BEGINS, SHANGHAI),
            ends_at=datetime.combine(self.on, ENDS, SHANGHAI), capacity=40,
        )  # fmt: skip

    def invite(self, now: datetime) -> None:
        """Invite who won and has no loan, then who lends."""
        for segment in ("won", "institutions"):
            asked = {"segment": segment, "region": "", "size": ""}
            if to_invite(self.host, now, self.made.pk, **asked).exists():
                invite_segment(actor=self.host, now=now, event_id=self.made.pk, segment=segment)

    def sign_up(self, many: int, now: datetime) -> None:
        """Let some suppliers sign up, an institution, and somebody without an account."""
        own = [each.people[Role.SUPPLIER] for each in self.cast.suppliers[self.turn :: 4][:many]]
        lender = self.cast.institutions[self.turn].people[Role.INSTITUTION_OFFICER]
        for actor in (*own, lender):
            sign_up(actor=actor, now=now, event_id=self.made.pk)
        self.guests = [*own, lender]
        sign_up_as_guest(
            actor=public(city=CITY), now=now, event_id=self.made.pk,
            name=f"洛阳旁听商贸行{self.turn}号(演示)", contact=f"1380000{self.turn:04d}",
        )  # fmt: skip

    def come(self, now: datetime) -> None:
        """Let all but the last two who signed up come, a little late, and ask."""
        for actor in self.guests[:-2]:
            sign_in_at_door(actor=actor, now=now, event_id=self.made.pk, token=self.made.door)
        for number, (words, _) in enumerate(ASKED):
            ask_at_event(actor=self.guests[number], now=now, event_id=self.made.pk, words=words)

    def ask(self, now: datetime) -> None:
        """Let one ask beforehand."""
        ask_at_event(actor=self.guests[0], now=now, event_id=self.made.pk, words=ASKED[0][0])

    def hold(self, now: datetime) -> None:
        """Note that it took place; those who came say how it was."""
        hold_outreach_event(actor=self.host, now=now, event_id=self.made.pk)
        for number, actor in enumerate(self.guests[:3]):
            give_feedback(
                actor=actor, now=now, event_id=self.made.pk, useful=5 - number % 2,
                clear=4, plan=("apply", "later", "apply")[number],
            )  # fmt: skip

    def answer(self, now: datetime) -> None:
        """Answer what was asked."""
        asked = Question.objects.filter(event=self.made, answered_at=None).order_by("at", "pk")
        for question, (_, answer) in zip(asked, ASKED, strict=False):
            answer_question(actor=self.host, now=now, question_id=question.pk, answer=answer)

    def sum_up(self, now: datetime) -> None:
        """Sum it up."""
        sum_up_outreach_event(actor=self.host, now=now, event_id=self.made.pk, summary=SUMMARY)

    def call_off(self, now: datetime) -> None:
        """Call it off."""
        call_outreach_event_off(
            actor=self.host, now=now, event_id=self.made.pk, reason="受理大厅改造,改期再办"
        )
