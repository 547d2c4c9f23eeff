"""Surveys of the demo city: one over, with its results, one open, one called off, one a draft."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.verbs.spreading import INTRO, QUESTIONS
from cairong.kernel.actor import Actor, Role, public
from cairong.spreading.actions.answer_survey import answer_survey, enter_paper_answer
from cairong.spreading.actions.draft_survey import draft_survey
from cairong.spreading.actions.publish_survey import call_survey_off, publish_survey
from cairong.spreading.models import Survey

WORDS = ("额度怎样算", "没有抵押真的能借吗", "户名要不要换", "几天能到账")


def surveys(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each survey and its answers on their days."""
    desk = cast.desks[CITY].people[Role.PROCUREMENT_OFFICER]
    spring = Asked(desk, "政采贷知晓度问卷(上次)", days.ago(75), days.ago(45))
    autumn = Asked(desk, "政采贷知晓度问卷(本次)", days.ago(10), days.today + timedelta(days=10))
    wrong = Asked(desk, "政采贷知晓度问卷(题目有误)", days.ago(11), days.today + timedelta(days=20))
    planned = Asked(
        desk,
        "金融机构服务满意度问卷",
        days.today + timedelta(days=15),
        days.today + timedelta(days=45),
    )
    script: tuple[tuple[int, int, Callable[..., object]], ...] = (
        (76, 3, spring.publish), (70, 4, partial(spring.answer, 22, 2)),
        (60, 5, partial(spring.enter, 9)),
        (12, 3, wrong.publish), (11, 6, wrong.call_off),
        (11, 4, autumn.publish), (8, 5, partial(autumn.answer, 28, 1)),
        (3, 4, partial(autumn.enter, 6)), (1, 5, planned.draft),
    )  # fmt: skip
    for ago, place, run in script:
        yield Placed(day=days.ago(ago), place=place, run=run)


@dataclass
class Asked:
    """One survey of the desk, from a day to a day."""

    desk: Actor
    title: str
    opens: date
    closes: date
    made: Survey = field(init=False)

    def draft(self, now: datetime) -> None:
        """Draft it."""
        self.made = draft_survey(
            actor=self.desk, now=now, title=f"{self.title}(演示)", intro=INTRO,
            questions=list(QUESTIONS), opens_on=self.opens, closes_on=self.closes,
        )  # fmt: skip

    def publish(self, now: datetime) -> None:
        """Draft and publish it."""
        self.draft(now)
        publish_survey(actor=self.desk, now=now, survey_id=self.made.pk)

    def answer(self, many: int, unknowing: int, now: datetime) -> None:
        """Let so many answer by the link; of three `unknowing` have not heard of it."""
        for number in range(many):
            answer_survey(
                actor=public(city=CITY), now=now, survey_id=self.made.pk,
                said=_said(number, unknowing),
            )  # fmt: skip

    def enter(self, many: int, now: datetime) -> None:
        """Type so many in from paper; on paper more have not heard of it."""
        for number in range(many):
            enter_paper_answer(
                actor=self.desk, now=now, survey_id=self.made.pk, said=_said(number, 2)
            )

    def call_off(self, now: datetime) -> None:
        """Call it off."""
        call_survey_off(
            actor=self.desk, now=now, survey_id=self.made.pk, reason="第二题漏了一个选项,另发一份"
        )


def _said(number: int, unknowing: int) -> dict[str, str]:
    knows = number % 3 >= unknowing
    said = {"q1": "yes" if knows else "no", "q2": str(1 + number % 4) if knows else "5"}
    if number % 5:
        said["q3"] = str(1 + (number * 7) % 5)
    if number % 8 == 0:
        said["q4"] = WORDS[number // 8 % len(WORDS)]
    return said
