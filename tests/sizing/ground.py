"""The ground of the room's tests: a firm of this city, one of another, and who deals with them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cairong.kernel.actor import Actor, Role
from cairong.parties import reads
from cairong.parties.models import Organisation, SupplierProfile
from cairong.sizing.actions.answer_dispute import answer_dispute
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.actions.dispute_size import dispute_size
from cairong.sizing.actions.forward_dispute import forward_dispute
from cairong.sizing.actions.keep_size_paper import keep_size_paper
from cairong.sizing.actions.record_size_answer import record_size_answer
from cairong.sizing.models import Dispute, SizePaper
from lending.ground import Case, twice
from support.town import CITY, Town, at

NOW, LATER = at("2025-09-22 10:00"), at("2025-09-24 10:00")  # Monday, Wednesday
HERE, ELSEWHERE = "91410300MA44K3P079", "91110000600037341L"
WORDS = "声明函写从业人员42人,现场清点约 380 人"
PAPER = b"%PDF-1.4 paper"
FOUND = {
    "industry": "软件和信息技术服务业", "employees": 380, "revenue_wan": Decimal(12000),
    "assets_wan": None,
}  # fmt: skip


@dataclass
class Sizing:
    """Two firms that won an award of the purchaser, the authority's two persons."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def firm(self) -> Organisation:
        return self.town.supplier("本地企业", HERE)

    @property
    def foreign(self) -> Organisation:
        return self.town.supplier("外地企业", ELSEWHERE)

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
    def purchaser(self) -> Actor:
        return self.town.actor(self.town.purchaser(), Role.PURCHASER_OFFICER)

    def of(self, firm: Organisation) -> Actor:
        return self.town.actor(firm, Role.SUPPLIER)

    def two(self, act, now: datetime | None = None, **arguments):
        return twice(act, *self.pair, now or LATER, **arguments)

    def ask(self, by: Actor | None = None, now: datetime = NOW, **otherwise) -> Dispute:
        facts = {"uscc": HERE, "words": WORDS}
        return dispute_size(actor=by or self.purchaser, now=now, **facts | otherwise)

    def hear(self, found: Dispute, now: datetime = NOW, **otherwise) -> Dispute:
        facts = {"dispute_id": found.pk, "words": "380 人里 340 人是劳务派遣,名册附后"}
        return answer_dispute(actor=self.of(found.supplier), now=now, **facts | otherwise)

    def paper(self, actor: Actor | None = None, content: bytes = PAPER) -> SizePaper:
        return keep_size_paper(
            actor=actor or self.pair[0], now=NOW, name="社保名册.pdf", content=content
        )

    def decide(self, found: Dispute, now: datetime | None = None, **otherwise) -> Dispute:
        facts = {
            "dispute_id": found.pk, "reason": "社保名册 380 人,年报收入 12000 万元",
            "paper_id": self.paper().pk, "series": "洛工信函", **FOUND,
        }  # fmt: skip
        return self.two(decide_size, now, **facts | otherwise)

    def forward(self, found: Dispute, now: datetime | None = None, **otherwise) -> Dispute:
        facts = {"dispute_id": found.pk, "addressee": "北京市经济和信息化局", "series": "洛工信函"}
        return self.two(forward_dispute, now, **facts | otherwise)

    def answered(self, found: Dispute, now: datetime | None = None, **otherwise) -> Dispute:
        facts = {
            "dispute_id": found.pk, "size": "medium", "answer_no": "京经信函〔2025〕88号",
            "answered_on": date(2025, 10, 10), "words": "经核定为中型企业,原件见附件",
            "paper_id": self.paper().pk,
        }  # fmt: skip
        return self.two(record_size_answer, now or at("2025-10-13 10:00"), **facts | otherwise)

    def size(self, firm: Organisation | None = None) -> str:
        return SupplierProfile.objects.get(pk=(firm or self.firm).pk).size


def stand_sizing(town: Town) -> Sizing:
    ground = Sizing(town)
    assert ground.pair
    for firm in (ground.firm, ground.foreign):
        assert ground.of(firm)
        Case(town, None, now=at("2025-09-15 10:00")).do(
            "record_award", supplier=firm, amount_fen=100_000_000,
            notice_on=date(2025, 9, 15), title=f"信息系统运维({firm.name})",
        )  # fmt: skip
    return ground
