"""The ground of the room's tests: an authority's two persons, a firm, and who serves its region."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cairong.kernel.actor import Actor, Role
from cairong.parties import reads
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Organisation
from cairong.recommending.actions.explain_no_offer import explain_no_offer
from cairong.recommending.actions.recommend_supplier import recommend_supplier
from cairong.recommending.models import Ask, Recommendation
from lending.ground import twice
from support.town import CITY, Town, at

NOW = at("2025-09-25 10:00")
USCC, LARGE = "91110000600037341L", "91410300MA44K3P079"
GROUNDS = {
    "lead": "带动本地 23 家配套企业,年采购 1200 万元",
    "credit": "纳税信用 A 级,三年没有不良记录",
    "operation": "三年营业收入增长,负债率 38%",
}
WORDS = "已上门了解,企业暂不需要流动资金"


@dataclass
class Recommending:
    """A firm of one county, two institutions that serve it, and the authority's two persons."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def authority(self) -> Organisation:
        return reads.the_only(CITY, "sme-authority")

    @property
    def pair(self) -> tuple[Actor, Actor]:
        first, second = (
            self.town.actor(self.authority, Role.SME_AUTHORITY, which) for which in "ab"
        )
        return first, second

    @property
    def firm(self) -> Actor:
        return self.town.actor(self.town.supplier(), Role.SUPPLIER)

    def officer(self, bank: str = "甲银行") -> Actor:
        return self.town.actor(self.town.institution(bank), Role.INSTITUTION_OFFICER)

    def large(self) -> Organisation:
        facts = SupplierFacts(
            industry="软件和信息技术服务业", employees=900, revenue_wan=Decimal(90000)
        )
        return self.town.organisation("supplier", "大企业", uscc=LARGE, supplier=facts)

    def two(self, act, now: datetime | None = None, **arguments):
        return twice(act, *self.pair, now or self.now, **arguments)

    def recommend(self, now: datetime | None = None, **otherwise) -> Recommendation:
        facts = {"uscc": USCC, "until": date(2026, 3, 31), **GROUNDS}
        return self.two(recommend_supplier, now, **facts | otherwise)

    def ask(self, bank: str = "甲银行") -> Ask:
        return Ask.objects.get(institution=self.town.institution(bank))

    def explain(self, bank: str = "甲银行", now: datetime | None = None, **otherwise) -> Ask:
        facts = {"ask_id": self.ask(bank).pk, "code": "no-need", "words": WORDS}
        return explain_no_offer(actor=self.officer(bank), now=now or self.now, **facts | otherwise)


def stand_recommending(town: Town) -> Recommending:
    ground = Recommending(town)
    assert ground.firm.organisation_id
    for bank in ("甲银行", "乙银行"):
        town.institution(bank)
    return ground
