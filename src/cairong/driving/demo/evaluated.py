"""Last year's evaluation in the demo city: published, appealed, frozen, and what it earned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.evaluation.actions.adopt_scheme import adopt_scheme
from cairong.evaluation.actions.answer_appeal import answer_appeal
from cairong.evaluation.actions.appeal_result import appeal_result
from cairong.evaluation.actions.close_flag import close_flag
from cairong.evaluation.actions.decide_support import decide_support
from cairong.evaluation.actions.freeze_year import freeze_year
from cairong.evaluation.actions.publish_year import publish_year
from cairong.evaluation.models import Appeal
from cairong.evaluation.reads import newest, own_facts, published_year, year_view
from cairong.kernel.actor import Actor, Role
from cairong.policy.evaluation import NEWEST, Code
from cairong.policy.incentives import SUPPORT_WORDS
from cairong.policy.recount import Ranked

FOUND = "已调阅合同和放款凭证,分次放款与履约进度相符,不影响结果。"
DECEMBER, JANUARY = (12, 16), (1, 12)
PUBLISHED, APPEALED, ANSWERED, LOOKED, FROZEN, SUPPORTED = 0, 2, 5, 6, 16, 19


def adopted_on(days: Days) -> date:
    """Give the day on which the scheme of last year was published: before that year began."""
    return working(days, date(days.today.year - 2, *DECEMBER))


def evaluation(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay last year's evaluation on its days, as far as they have come."""
    judging = Judging(cast=cast, year=days.today.year - 1)
    begin = working(days, date(days.today.year, *JANUARY))
    steps: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (PUBLISHED, judging.publish),
        (APPEALED, partial(judging.appeal, "approvals", "超期是企业补正材料,补正记录附后。")),
        (APPEALED, partial(judging.appeal, "spread", "转贷的加点按合同约定,不应按新发放计算。")),
        (ANSWERED, judging.uphold),
        (ANSWERED, judging.overrule),
        (LOOKED, judging.look),
        (FROZEN, judging.freeze),
        (SUPPORTED, judging.support),
    )
    for place, (after, run) in enumerate(steps):
        day = begin
        for _ in range(after):
            day = working(days, day + timedelta(days=1))
        if day < days.today:
            yield Placed(day=day, place=place, run=run)


def working(days: Days, day: date) -> date:
    """Give the first working day from a day on."""
    while not days.calendar.is_working(day):
        day += timedelta(days=1)
    return day


@dataclass
class Judging:
    """One year, and what is done about it."""

    cast: Cast
    year: int
    appeals: list[Appeal] = field(default_factory=list)

    def adopt(self, now: datetime) -> None:
        """Publish the scheme, for the year that has not begun."""
        together(adopt_scheme, *self._pboc(), now, version=NEWEST, first_year=self.year)

    def publish(self, now: datetime) -> None:
        """Publish the provisional result."""
        together(publish_year, *self._pboc(), now, year=self.year)

    def appeal(self, measure: Code, words: str, now: datetime) -> None:
        """Let an institution appeal: one whose approvals were late, another of its spread."""
        rows = [row for row in self._rows(now) if row.counts.loans and not self._has(row)]
        late = [row for row in rows if row.counts.approvals_kept < row.counts.approvals]
        row = ((late or rows) if measure == "approvals" else rows)[0]
        actor = self._officer(UUID(row.institution))
        self.appeals.append(
            appeal_result(
                actor=actor, now=now, year=self.year, measure=measure, words=words,
                facts=self._late(actor) if measure == "approvals" else [],
            )
        )  # fmt: skip

    def uphold(self, now: datetime) -> None:
        """Correct the first appeal in a version of its own."""
        together(
            answer_appeal, *self._pboc(), now, appeal_id=self.appeals[0].pk, verdict="upheld",
            reply="补正记录属实,这一件不计入。", aside=self.appeals[0].facts,
        )  # fmt: skip

    def overrule(self, now: datetime) -> None:
        """Leave the result of the second as it is."""
        together(
            answer_appeal, *self._pboc(), now, appeal_id=self.appeals[1].pk,
            verdict="overruled", reply="加点按每笔放款的合同利率和当时的 LPR 计算,与方案一致。",
        )  # fmt: skip

    def look(self, now: datetime) -> None:
        """Close whatever was to be looked at."""
        for row, flag in year_view(CITY, self.year, now=now).open_flags:
            close_flag(
                actor=self._pboc()[0], now=now, year=self.year, code=flag.code, words=FOUND,
                institution_id=UUID(row.institution),
            )  # fmt: skip

    def freeze(self, now: datetime) -> None:
        """Let the result stand for good."""
        together(freeze_year, *self._pboc(), now, year=self.year)

    def support(self, now: datetime) -> None:
        """Grant what the best earned, and decline one of it."""
        earned = [
            (row, code)
            for row in self._rows(now)
            for code in SUPPORT_WORDS
            if row.evaluation.grade in row.evaluation.scheme.supports[code]
        ]
        for place, (row, code) in enumerate(earned):
            granted = place != 1
            together(
                decide_support, *self._pboc(), now, year=self.year, code=code, granted=granted,
                institution_id=UUID(row.institution),
                words="按冻结的评价结果给予。" if granted else "另有整改事项没有完成,不给予。",
            )  # fmt: skip

    def _rows(self, now: datetime) -> list[Ranked]:
        return list(year_view(CITY, self.year, now=now).rows)

    def _has(self, row: Ranked) -> bool:
        return any(str(each.institution_id) == row.institution for each in self.appeals)

    def _late(self, actor: Actor) -> list[str]:
        version = newest(published_year(actor, self.year))
        assert actor.organisation_id is not None
        facts = own_facts(version, actor.organisation_id)
        return [
            key
            for key, row in facts
            if key.startswith("duties/") and (row["done_on"] or "9999") > row["due_on"]
        ][:1]

    def _pboc(self) -> tuple[Actor, Actor]:
        return self.cast.overseers[Role.PBOC], self.cast.second_of_pboc

    def _officer(self, institution_id: UUID) -> Actor:
        party = next(
            each for each in self.cast.institutions if each.organisation.pk == institution_id
        )
        return party.people[Role.INSTITUTION_OFFICER]
