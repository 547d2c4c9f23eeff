"""Size classes of the demo city that were disputed: decided, sent on, answered, still open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cairong.contracts.models import AwardShare
from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.driving.verbs.urging import PAPER
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation
from cairong.policy.sizing import is_here, place_of
from cairong.sizing.actions.answer_dispute import answer_dispute
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.actions.dispute_size import dispute_size
from cairong.sizing.actions.forward_dispute import forward_dispute
from cairong.sizing.actions.keep_size_paper import keep_size_paper
from cairong.sizing.actions.record_size_answer import record_size_answer
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.models import Dispute

SERIES, PROVINCE = "洛工信函", "河南省工业和信息化厅"
WORDS = "声明函所写从业人员与履约人员名单相差较大,请核定规模类型。"
HEARD = "名单里有劳务派遣人员,社保名册和上年度年报附后。"


def sizes(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each dispute and what became of it on their days."""
    told = Sized(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (24, partial(told.ask, "decided", 0)),
        (22, partial(told.hear, "decided")),
        (19, partial(told.decide, "decided")),
        (21, partial(told.write, "answered", 3)),
        (20, partial(told.hear, "answered")),
        (17, partial(told.forward, "answered")),
        (9, partial(told.answer, "answered")),
        (8, partial(told.write, "forwarded", 7)),
        (6, partial(told.forward, "forwarded")),
        (5, partial(told.ask, "open", 1)),
        (3, partial(told.hear, "open")),
        (4, partial(told.ask, "withdrawn", 2)),
        (2, partial(told.withdraw, "withdrawn")),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place % 8 + 3, run=run)


@dataclass
class Sized:
    """The authority's two persons, and the disputes by what becomes of them."""

    cast: Cast
    made: dict[str, Dispute] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[Actor, Actor]:
        """Who prepares and who agrees."""
        return self.cast.overseers[Role.SME_AUTHORITY], self.cast.second_of_sme

    @property
    def away(self) -> Organisation:
        """The firm that another place registered."""
        firms = (each.organisation for each in self.cast.suppliers)
        return next(each for each in firms if not is_here(CITY, place_of(each.uscc)))

    def ask(self, name: str, which: int, now: datetime) -> None:
        """Let a purchaser ask about a firm that it awarded something."""
        buyers = {each.organisation.pk: each for each in self.cast.purchasers[CITY]}
        known = {each.supplier_id for each in self.made.values()}
        firms = [each.organisation.pk for each in self.cast.suppliers]
        share = (
            AwardShare.objects.filter(award__purchaser__in=buyers, supplier__in=firms)
            .exclude(supplier__in=[*known, self.away.pk])
            .select_related("award", "supplier")
            .order_by("award__no", "position")[which]
        )
        assert share.supplier is not None
        assert share.award.purchaser_id is not None
        buyer: Party = buyers[share.award.purchaser_id]
        self.made[name] = dispute_size(
            actor=buyer.people[Role.PURCHASER_OFFICER], now=now, uscc=share.supplier.uscc,
            words=WORDS,
        )  # fmt: skip

    def write(self, name: str, number: int, now: datetime) -> None:
        """Let the finance department write a letter about the firm of another place."""
        self.made[name] = dispute_size(
            actor=self.cast.desks[CITY].people[Role.PROCUREMENT_OFFICER], now=now,
            uscc=self.away.uscc, words="投诉处理需要认定企业规模,请协助。",
            letter_no=f"洛财购函〔{now.year}〕{number}号",
        )  # fmt: skip

    def hear(self, name: str, now: datetime) -> None:
        """Let the firm speak."""
        found = self.made[name]
        firm = self._firm(found)
        answer_dispute(
            actor=firm, now=now, dispute_id=found.pk, words=HEARD, paper_id=self._paper(firm, now)
        )

    def decide(self, name: str, now: datetime) -> None:
        """Let the authority find what the firm declared."""
        found = self.made[name]
        self._two(
            decide_size, now, dispute_id=found.pk, series=SERIES, **found.declared,
            reason="社保名册、上年度年报与声明一致,劳务派遣人员不计入。",
            paper_id=self._paper(self.pair[0], now),
        )  # fmt: skip

    def forward(self, name: str, now: datetime) -> None:
        """Let the authority write to the firm's place."""
        pk = self.made[name].pk
        self._two(forward_dispute, now, dispute_id=pk, addressee=PROVINCE, series=SERIES)

    def answer(self, name: str, now: datetime) -> None:
        """Let the authority record what came back."""
        found = self.made[name]
        self._two(
            record_size_answer, now, dispute_id=found.pk, size=found.claimed,
            answer_no=f"豫工信函〔{now.year}〕58号", answered_on=day_of(now) - timedelta(days=1),
            words="经核定,与企业申报的规模类型一致。", paper_id=self._paper(self.pair[0], now),
        )  # fmt: skip

    def withdraw(self, name: str, now: datetime) -> None:
        """Let who asked take it back."""
        found = self.made[name]
        party = next(
            each for each in self.cast.purchasers[CITY] if each.organisation.pk == found.asker_id
        )
        withdraw_dispute(
            actor=party.people[Role.PURCHASER_OFFICER], now=now, dispute_id=found.pk,
            reason="与企业核对名单以后没有异议",
        )  # fmt: skip

    def _two(self, act: Any, now: datetime, **arguments: Any) -> None:
        together(act, *self.pair, now, **arguments)

    def _firm(self, found: Dispute) -> Actor:
        firms = {each.organisation.pk: each.people[Role.SUPPLIER] for each in self.cast.suppliers}
        return firms[found.supplier_id]

    def _paper(self, actor: Actor, now: datetime) -> Any:
        return keep_size_paper(actor=actor, now=now, name="社保名册.pdf", content=PAPER).pk
