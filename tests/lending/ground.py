"""The ground of the room's tests: a contract brought here by the use-cases, and short words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from cairong.audit.outbox import deliver, waiting
from cairong.contracts.facts import Items, Milestone
from cairong.contracts.models import Award, Contract
from cairong.driving.drive import Drive
from cairong.driving.together import together as twice
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.parties.models import Organisation
from cairong.products.actions.publish_product import publish_product
from cairong.products.models import Product
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.models import Lock, Receivable
from support.town import CITY, Town, at

AMOUNT = 68_520_000
SIGNED = at("2025-09-29 15:00")
FILED = at("2025-09-30 11:00")
NOW = at("2025-10-09 09:30")
MONEY = {"treasury.gateway": confirm_payment, "lending.apply_remittance": apply_remittance}
PRODUCT = {
    "name": "甲贷", "lpr": "1Y", "spread_bp": 45, "cap_percent": 70, "day_count": 360,
    "methods": ["bullet"], "fee_fen": 0, "max_days": 360,
}  # fmt: skip
ACCOUNT = {
    "payee": "供应商", "account_no": "6217000000000009", "bank": "乙银行洛阳支行",
    "cnaps": "313493000028", "reason": "向乙银行融资",
}  # fmt: skip
ITEMS = {
    "purchaser_address": "洛阳市西工区", "supplier_address": "洛阳市", "subject_matter": "运维",
    "quantity": "1项", "quality": "合格", "performance_period": "一年", "place": "洛阳市",
    "manner": "上门服务", "acceptance_terms": "按合同验收", "liability": "依法承担",
    "dispute_resolution": "协商或诉讼",
}  # fmt: skip


def drain(now, consumers=MONEY) -> None:
    """Let the treasury confirm what was released, and the money repay what it can."""
    while rows := [one for one in waiting(now=now) if one.consumer in consumers]:
        for row in rows:
            deliver(row, now=now, consumers=consumers)


@dataclass
class Case(Drive):
    """One contract, filed, and everybody who can act on it."""

    town: Town
    contract: Contract | None
    now: datetime = field(default=NOW, kw_only=True)
    city: str = field(default=CITY, kw_only=True)

    def who(self, role: Role) -> Actor:
        """Whoever holds a role: the first institution's, where it is one's."""
        if role in BUREAU:
            return self.town.bureau(role)
        seats = {"supplier": self.town.supplier, "purchaser": self.town.purchaser}
        seat = seats.get(role.partition("-")[0], self.bank)
        return self.town.actor(seat(), role)

    @property
    def supplier(self) -> Actor:
        return self.who(Role.SUPPLIER)

    def bank(self, name: str = "甲银行") -> Organisation:
        return self.town.institution(name)

    def officer(self, bank: str = "甲银行") -> Actor:
        return self.town.actor(self.bank(bank), "institution-officer")

    def approver(self, bank: str = "甲银行") -> Actor:
        return self.town.actor(self.bank(bank), "institution-approver")

    def pair(self, bank: str = "甲银行") -> tuple[Actor, Actor]:
        return self.officer(bank), self.approver(bank)

    def receivable(self) -> Receivable:
        return Receivable.objects.get(contract=self.contract)

    @contextmanager
    def at(self, now: datetime | None) -> Iterator[None]:
        """Let what is done meanwhile be done at another moment."""
        before, self.now = self.now, now or self.now
        try:
            yield
        finally:
            self.now = before

    def by_bank(self, act, bank: str, now=None, **arguments):
        return twice(act, *self.pair(bank), now or self.now, **arguments)

    def publish(self, bank: str = "甲银行", **terms) -> Product:
        facts = {**PRODUCT, "name": f"{bank[0]}贷", **terms}
        return self.by_bank(publish_product, bank, at("2025-09-01 09:00"), **facts)

    def shelve(self, *banks: str) -> None:
        """Let each of them have some product to lend by."""
        for one in banks:
            if not Product.objects.filter(institution=self.bank(one)).exists():
                self.publish(one, name="先有贷")

    def intend(self, yuan: int = 300_000, *banks: str, **facts) -> Intent:
        given = {"days": 180, **facts}
        if "institution_ids" not in given:
            asked = banks or ("甲银行",)
            self.shelve(*asked)
            given["institution_ids"] = [self.bank(one).pk for one in asked]
        given.setdefault("reader_ids", given["institution_ids"])
        if "contract_id" not in given:
            given["contract_id"] = self.contract.pk
        return register_intent(
            actor=self.supplier, now=given.pop("now", self.now), amount_fen=yuan * 100, **given
        )

    def application(self, intent: Intent, bank: str = "甲银行") -> Application:
        return Application.objects.get(intent=intent, institution=self.bank(bank))

    def complete(self, intent: Intent, bank: str = "甲银行") -> Application:
        return self.do("confirm_complete", self.officer(bank), intent=intent)

    def verify(self, intent: Intent, bank: str = "甲银行", now=None, **facts):
        with self.at(now):
            words = {"intent": intent, "provincial_reference": "HN-1", **facts}
            return self.do("verify_contract", self.officer(bank), **words)

    def terms(self, intent: Intent, product: Product, yuan: int, bank: str = "甲银行", **other):
        facts = {"days": 180, "spread_bp": 45, "method": "bullet", "instalments": 1, "fee_fen": 0}
        return {
            "application_id": self.application(intent, bank).pk,
            "product_id": product.pk,
            "amount_fen": yuan * 100,
            "amount_reason": ""
            if yuan * 100 >= intent.amount_fen
            else "按本机构的授信安排只能先给这些",
            **facts,
            **other,
        }

    def offer(
        self, intent: Intent, product: Product, yuan: int = 300_000, bank: str = "甲银行", **other
    ) -> Offer:
        self.complete(intent, bank)
        self.verify(intent, bank)
        facts = self.terms(intent, product, yuan, bank, **other)
        return self.by_bank(approve_offer, bank, **facts)

    def accepted(self, product: Product, yuan: int = 300_000, bank: str = "甲银行", **other):
        offer = self.offer(self.intend(yuan, bank), product, yuan, bank, **other)
        return self.do("accept_offer", offer=offer)

    def lock(self, offer: Offer, bank: str = "甲银行") -> Lock:
        lock = self.do("request_lock", *self.pair(bank), offer=offer)
        if lock.state == "active":
            return lock
        self.do("consent_lock", lock=lock)
        self.do("acknowledge_lock", lock=lock)
        return self.do("confirm_lock", lock=lock)

    def ready(self, product: Product, yuan: int = 300_000, bank: str = "甲银行", **other) -> Offer:
        offer = self.accepted(product, yuan, bank, **other)
        self.lock(offer, bank)
        return self.do("meet_conditions", self.officer(bank), offer=offer)

    def draw(self, offer: Offer, yuan: int | str, bank: str = "甲银行", now=None) -> Loan:
        with self.at(now):
            fen = int(Decimal(yuan) * 100)
            return self.do("disburse", *self.pair(bank), offer=offer, amount_fen=fen)

    def by_treasury(self, act, now=None, **arguments):
        desk = self.who(Role.TREASURY_OFFICER), self.who(Role.TREASURY_APPROVER)
        return twice(act, *desk, now or self.now, **arguments)

    def paid(self, yuan: int | str, now, milestone: str = "验收") -> None:
        """Accept, ask for and pay an amount; the money arrives and repays at once."""
        part = {"contract": self.contract, "amount_fen": int(Decimal(yuan) * 100)}
        with self.at(now):
            self.do("record_acceptance", milestone=milestone, on=now.date(), **part)
            self.do("request_payment", **part)
            self.do("pay", **part)
        drain(now)


def stand_award(town: Town, *, amount_fen: int = AMOUNT) -> Award:
    return Case(town, None, now=at("2025-09-15 10:00")).do(
        "record_award", supplier=town.supplier(), amount_fen=amount_fen,
        notice_on=date(2025, 9, 15), title="信息系统运维",
    )  # fmt: skip


def sign(
    town: Town, award: Award, *, now=SIGNED, filed: bool = True, silent_on: str = ""
) -> Contract:
    """Sign; the supplier confirms its account at once, but says nothing of one `silent_on`."""
    case = Case(town, None, now=now)
    case.who(Role.SUPPLIER)  # who confirms the account
    contract = case.do(
        "sign_contract",
        award=award,
        amount_fen=award.amount_fen,
        signed_on=date(2025, 9, 26),
        account={
            "no": silent_on or "6222020000000001",
            "bank": "甲银行洛阳支行",
            "cnaps": "313493000011",
        },
        confirmed=not silent_on,
        schedule=[
            Milestone(milestone="签订开票", percent=Decimal(40), agreed_days=10, unit="working"),
            Milestone(milestone="验收", percent=Decimal(60), agreed_days=10, unit="working"),
        ],
        fields=Items(**ITEMS),
    )  # fmt: skip
    if filed:
        accept_filing(town, contract)
    return contract


def accept_filing(town: Town, contract: Contract) -> None:
    Case(town, contract, now=FILED).do("decide_filing", contract=contract, verdict="accept")


def stand_case(town: Town, *, amount_fen: int = AMOUNT, filed: bool = True) -> Case:
    award = stand_award(town, amount_fen=amount_fen)
    case = Case(town, sign(town, award, filed=filed))
    case.pair()
    return case


def days_later(moment, days: int):
    return moment + timedelta(days=days)
