"""Recommended suppliers of the demo city: answered and not, refused, withdrawn, corrected, over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.driving.together import together
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan, Offer
from cairong.lending.states import LIVE_OFFERS
from cairong.policy.size import SMES
from cairong.recommending.actions.ask_correction import ask_correction
from cairong.recommending.actions.explain_no_offer import explain_no_offer
from cairong.recommending.actions.recommend_supplier import recommend_supplier
from cairong.recommending.actions.refuse_recommendation import refuse_recommendation
from cairong.recommending.actions.reply_correction import reply_correction
from cairong.recommending.actions.share_contact import share_contact
from cairong.recommending.actions.withdraw_recommendation import withdraw_recommendation
from cairong.recommending.models import Recommendation
from cairong.recommending.reads import backing_of, grounds_of

Picked = Callable[[], Iterator[UUID]]
LEAD = "带动本地 {} 家配套企业,上年在本市采购 {} 万元"
CREDIT = "纳税信用 A 级,三年没有行政处罚和拖欠社保"
OPERATION = "三年营业收入逐年增长,负债率 {}%"
WHY = (
    ("following", "已经联系企业,约定下周上门了解用款计划"),
    ("no-need", "企业答复现有资金够用,暂不需要融资"),
    ("no-contract", "企业名下的合同款都已支付,没有可融资的合同"),
    ("no-product", "本机构的产品不适合这家企业的回款期限"),
)


def recommendations(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each recommendation and what became of it on their days."""
    told = Recommending(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (34, partial(told.recommend, "over", told.anybody, 14)),
        (31, partial(told.explain, "over", 2)),
        (16, partial(told.recommend, "lent", told.borrowers, 180)),
        (14, partial(told.explain, "lent", 3)),
        (13, partial(told.recommend, "refused", told.anybody, 120)),
        (12, partial(told.explain, "refused", 1)),
        (11, partial(told.refuse, "refused")),
        (9, partial(told.recommend, "withdrawn", told.anybody, 120)),
        (8, partial(told.withdraw, "withdrawn")),
        (7, partial(told.recommend, "corrected", told.anybody, 150)),
        (6, partial(told.correct, "corrected")),
        (5, partial(told.reply, "corrected")),
        (4, partial(told.share, "corrected")),
        (3, partial(told.explain, "corrected", 2)),
        (3, partial(told.recommend, "offered", told.offered, 180)),
        (1, partial(told.correct, "offered")),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place % 8 + 3, run=run)


@dataclass
class Recommending:
    """The authority's two persons, and what they recommended, by what becomes of it."""

    cast: Cast
    made: dict[str, Recommendation] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[Actor, Actor]:
        """Who prepares and who agrees."""
        return self.cast.overseers[Role.SME_AUTHORITY], self.cast.second_of_sme

    def anybody(self) -> Iterator[UUID]:
        """Name the suppliers from the end of the list."""
        return (each.organisation.pk for each in reversed(self.cast.suppliers))

    def borrowers(self) -> Iterator[UUID]:
        """Name those that repay a loan now."""
        rows = Loan.here.filter(state="repaying").order_by("no")
        return iter(rows.values_list("supplier_id", flat=True))

    def offered(self) -> Iterator[UUID]:
        """Name those to whom an offer stands, and nothing lent by the same institution."""
        rows = Offer.objects.filter(state__in=LIVE_OFFERS, drawn_fen=0).order_by("-offered_at")
        for offer in rows.select_related("intent"):
            of = {"institution": offer.institution_id, "supplier": offer.intent.supplier_id}
            if not Loan.here.filter(state="repaying", **of).exists():
                yield offer.intent.supplier_id

    def recommend(self, name: str, pick: Picked, lasts: int, now: datetime) -> None:
        """Recommend the first of those picked that may be."""
        known = {each.supplier_id for each in self.made.values()}
        seats = {each.organisation.pk: each.organisation for each in self.cast.suppliers}
        sizes: set[str] = {*SMES}
        fit = (
            seats[pk]
            for pk in pick()
            if pk in seats and pk not in known and seats[pk].supplier_profile.size in sizes
        )
        supplier, number = next(fit), len(self.made) + 1
        made = together(
            recommend_supplier, *self.pair, now, uscc=supplier.uscc,
            until=day_of(now) + timedelta(days=lasts),
            lead=LEAD.format(11 + 4 * number, 300 + 170 * number), credit=CREDIT,
            operation=OPERATION.format(30 + 3 * number),
        )  # fmt: skip
        assert made is not None
        self.made[name] = made

    def explain(self, name: str, many: int, now: datetime) -> None:
        """Let the first institutions that have no offer say why."""
        officers = {
            each.organisation.pk: each.people[Role.INSTITUTION_OFFICER]
            for each in self.cast.institutions
        }
        asks = self.made[name].asks.filter(state="waiting").order_by("institution__name")
        free = [ask for ask in asks if not backing_of(ask).found]
        for (code, words), ask in zip(WHY, free[:many], strict=False):
            explain_no_offer(
                actor=officers[ask.institution_id], now=now, ask_id=ask.pk, code=code, words=words
            )

    def refuse(self, name: str, now: datetime) -> None:
        """Let the supplier say no."""
        refuse_recommendation(**self._own(name, now), reason="本单位近期没有融资计划")

    def withdraw(self, name: str, now: datetime) -> None:
        """Let the authority withdraw."""
        first, second = self.pair
        together(
            withdraw_recommendation, first, second, now,
            recommendation_id=self.made[name].pk, reason="企业主营业务有变化,重新核实后再推荐",
        )  # fmt: skip

    def correct(self, name: str, now: datetime) -> None:
        """Let the supplier ask for a correction."""
        ask_correction(**self._own(name, now), words="配套企业数以上年末名册为准,请更正")

    def reply(self, name: str, now: datetime) -> None:
        """Let the authority correct what the supplier asked for."""
        found = self.made[name]
        said = {each.kind: each.words for each in grounds_of(found)}
        first, second = self.pair
        together(
            reply_correction, first, second, now, recommendation_id=found.pk,
            lead=LEAD.format(18, 960), credit=said["credit"], operation=said["operation"],
            reply="已按上年末名册更正",
        )  # fmt: skip

    def share(self, name: str, now: datetime) -> None:
        """Let the supplier show whom to call."""
        share_contact(**self._own(name, now), shares=True)

    def _own(self, name: str, now: datetime) -> dict[str, Any]:
        found = self.made[name]
        (supplier,) = (
            each.people[Role.SUPPLIER]
            for each in self.cast.suppliers
            if each.organisation.pk == found.supplier_id
        )
        return {"actor": supplier, "now": now, "recommendation_id": found.pk}
