"""The People's Bank's assessment in the demo city: last year's frozen, this year's begun.

The indicators are invented and say so: the real ones stand in a document of the People's Bank.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cairong.assessment.actions.answer_objection import answer_objection
from cairong.assessment.actions.enter_assessment_values import enter_assessment_values
from cairong.assessment.actions.freeze_assessment import freeze_assessment
from cairong.assessment.actions.object_to_assessment import object_to_assessment
from cairong.assessment.actions.publish_assessment import publish_assessment
from cairong.assessment.actions.publish_assessment_scheme import publish_assessment_scheme
from cairong.assessment.models import Objection
from cairong.assessment.reads import names_of
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.evaluated import working
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.samples import SAMPLE, sample_indicators, sample_values
from cairong.driving.together import together
from cairong.kernel.actor import Actor, Role

FROZEN_ON, ENTERED_ON = (2, 24), (9, 15)


def assessment(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay last year's assessment and the begin of this year's, as far as their days came."""
    year = days.today.year
    last, this = Assessing(cast=cast, year=year - 1), Assessing(cast=cast, year=year)
    entered = working(days, date(year, 1, 14))
    steps: tuple[tuple[date, Callable[[datetime], object]], ...] = (
        (entered, last.enter),
        (entered + timedelta(days=4), last.publish),
        (entered + timedelta(days=6), last.object),
        (entered + timedelta(days=11), last.overrule),
        (date(year, *FROZEN_ON), last.freeze),
        (date(year, *ENTERED_ON), partial(this.enter, only=2)),
    )
    for place, (day, run) in enumerate(steps):
        on = working(days, day)
        if on < days.today:
            yield Placed(day=on, place=place, run=run)


@dataclass
class Assessing:
    """One year, and what is done about it."""

    cast: Cast
    year: int

    def adopt(self, now: datetime) -> None:
        """Publish the scheme of samples, for the year that has not begun."""
        together(
            publish_assessment_scheme, *self._pboc(), now, document_no=SAMPLE.format(self.year - 1),
            first_year=self.year, indicators=sample_indicators(),
        )  # fmt: skip

    def enter(self, now: datetime, only: int = 0) -> None:
        """Enter every institution's values; or those of some, one of them not whole yet."""
        names = sorted(names_of(CITY, ()), key=names_of(CITY, ()).__getitem__)
        for place, key in enumerate(names[: only or None]):
            values = sample_values(self.year, place)
            if only and place == only - 1:
                values = values[:4]
            together(
                enter_assessment_values, *self._pboc(), now, year=self.year, institution_id=key,
                values=values,
            )  # fmt: skip

    def publish(self, now: datetime) -> None:
        """Publish the provisional result."""
        together(publish_assessment, *self._pboc(), now, year=self.year)

    def object(self, now: datetime) -> None:
        """Let an institution object to its result."""
        actor = self.cast.institutions[0].people[Role.INSTITUTION_OFFICER]
        object_to_assessment(
            actor=actor, now=now, year=self.year, words="演示指标 定量2的同比口径与本行报表不一致。"
        )

    def overrule(self, now: datetime) -> None:
        """Leave the result as it is, with why."""
        waiting = Objection.objects.get(state="open")
        together(
            answer_objection, *self._pboc(), now, objection_id=waiting.pk, verdict="overruled",
            reply="已与统计报表核对,口径一致,维持原结果。",
        )  # fmt: skip

    def freeze(self, now: datetime) -> None:
        """Let the result stand for good."""
        together(freeze_assessment, *self._pboc(), now, year=self.year)

    def _pboc(self) -> tuple[Actor, Actor]:
        return self.cast.overseers[Role.PBOC], self.cast.second_of_pboc
