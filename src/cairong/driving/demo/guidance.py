"""What the People's Bank of the demo city asks of institutions: answered, closed, and open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.guidance.actions.answer_guidance import answer_guidance
from cairong.guidance.actions.close_guidance import close_guidance
from cairong.guidance.actions.declare_shortage import declare_shortage
from cairong.guidance.actions.grant_relending import grant_relending
from cairong.guidance.actions.issue_guidance import issue_guidance
from cairong.guidance.actions.receive_guidance import receive_guidance
from cairong.guidance.actions.refuse_relending import refuse_relending
from cairong.guidance.actions.withdraw_shortage import withdraw_shortage
from cairong.guidance.models import Guidance, Shortage
from cairong.guidance.shortages import is_local
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of

SERIES = "洛银导"
DEMAND = (
    "请对照所附数据,说明本机构扩大政府采购合同融资投放的措施。\n"
    "请写明承诺的放款数额和到哪一天,信用贷款占比低于全市的,说明怎样提高。"
)
WORDS = "已单列政采贷专项额度,审批权限下放到县域支行,安排专人逐户对接已备案合同的企业。"


def guidances(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each letter and what became of it on their days."""
    told = Guiding(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (20, partial(told.issue, "扩大政府采购合同融资投放", 0, None)),
        (18, partial(told.receive, 0)),
        (15, partial(told.answer, 0, 0, 800)),
        (14, partial(told.answer, 0, 1, 300)),
        (11, partial(told.close, 0, 0, "met", "承诺具体,放款进度与承诺相符。")),
        (4, partial(told.issue, "提高信用贷款占比和审批效率", 0, 2)),
        (2, partial(told.answer, 1, 0, 500)),
        (
            13,
            partial(told.declare, 0, 3000, "政采贷投放较快,头寸不足,用于合同融资。"),
        ),
        (10, partial(told.grant, 0, 2000)),
        (12, partial(told.declare, 1, 5000, "县域存款增长慢,补充小微企业贷款的资金来源。")),
        (9, partial(told.refuse, 1)),
        (3, partial(told.declare, 2, 2500, "已备案合同的融资申请集中,拟申请支小再贷款。")),
        (8, partial(told.declare, 1, 1000, "季末存款流出,暂时周转。")),
        (7, partial(told.withdraw, 1)),
        (2, partial(told.declare, 0, 1500, "年末到期存款集中,用于未放款的已批融资。")),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place % 8 + 3, run=run)


@dataclass
class Guiding:
    """The two of the People's Bank, the institutions, and the letters so far."""

    cast: Cast
    letters: list[Guidance] = field(default_factory=list)
    shortages: dict[int, Shortage] = field(default_factory=dict)

    @property
    def local(self) -> list[Party]:
        """The institutions that are local legal persons."""
        return [each for each in self.cast.institutions if is_local(each.organisation.pk)]

    @property
    def pair(self) -> tuple[Actor, Actor]:
        """Who prepares and who agrees."""
        return self.cast.overseers[Role.PBOC], self.cast.second_of_pboc

    def issue(self, subject: str, first: int, last: int | None, now: datetime) -> None:
        """Write to some of the institutions, or to all."""
        made = together(
            issue_guidance, *self.pair, now,
            institution_ids=[each.organisation.pk for each in self.cast.institutions[first:last]],
            series=SERIES, subject=subject, demand=DEMAND,
        )  # fmt: skip
        assert made is not None
        self.letters.append(made)

    def receive(self, number: int, now: datetime) -> None:
        """Let the last institution sign for a letter; it answers late or never."""
        party = self.cast.institutions[-1]
        actor = party.people[Role.INSTITUTION_OFFICER]
        receive_guidance(actor=actor, now=now, guided_id=self._at(number, party))

    def answer(self, number: int, which: int, wan: int, now: datetime) -> None:
        """Let an institution answer."""
        party = self.cast.institutions[which]
        answer_guidance(
            actor=party.people[Role.INSTITUTION_OFFICER], now=now,
            guided_id=self._at(number, party), words=WORDS, promised_fen=wan * 1_000_000,
            by_on=day_of(now) + timedelta(days=120),
        )  # fmt: skip

    def close(self, number: int, which: int, verdict: str, finding: str, now: datetime) -> None:
        """Let the People's Bank close a letter at an institution."""
        together(
            close_guidance, *self.pair, now,
            guided_id=self._at(number, self.cast.institutions[which]), verdict=verdict,
            finding=finding,
        )  # fmt: skip

    def declare(self, which: int, wan: int, purpose: str, now: datetime) -> None:
        """Let a local institution declare a shortage of funds."""
        people = self.local[which].people
        made = together(
            declare_shortage, people[Role.INSTITUTION_MANAGER],
            people[Role.INSTITUTION_APPROVER], now, amount_fen=wan * 1_000_000, months=12,
            purpose=purpose,
        )  # fmt: skip
        assert made is not None
        self.shortages[which] = made

    def grant(self, which: int, wan: int, now: datetime) -> None:
        """Let the People's Bank grant a part of what was asked."""
        together(
            grant_relending, *self.pair, now, shortage_id=self.shortages[which].pk,
            instrument="relending", granted_fen=wan * 1_000_000, words="按季使用,到期归还。",
        )  # fmt: skip

    def refuse(self, which: int, now: datetime) -> None:
        """Let the People's Bank say why there is no support."""
        together(
            refuse_relending, *self.pair, now, shortage_id=self.shortages[which].pk,
            reason="本季度支小再贷款额度已经用完,下季度可以再申报。",
        )  # fmt: skip

    def withdraw(self, which: int, now: datetime) -> None:
        """Let a local institution take its declaration back."""
        people = self.local[which].people
        together(
            withdraw_shortage, people[Role.INSTITUTION_MANAGER],
            people[Role.INSTITUTION_APPROVER], now, shortage_id=self.shortages[which].pk,
            reason="存款已经回流。",
        )  # fmt: skip

    def _at(self, number: int, party: Party) -> UUID:
        key: UUID = self.letters[number].guided.get(institution=party.organisation).pk
        return key
