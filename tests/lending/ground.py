"""The ground of the room's tests: a contract brought here by the use-cases, and short words."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cairong.audit.outbox import deliver, waiting
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.facts import Account, Items, Milestone
from cairong.contracts.models import Award, Contract
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.parties.models import Organisation
from cairong.products.actions.publish_product import publish_product
from cairong.products.models import Product
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, Receivable
from support.town import Town, at

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


def twice(act, first: Actor, second: Actor, now, **arguments):
    """Carry out an act of two persons at one moment."""
    proposal = act.propose(actor=first, now=now, **arguments)
    return act.approve(actor=second, now=now, proposal_id=proposal.pk)


def drain(now, consumers=MONEY) -> None:
    """Let the treasury confirm what was released, and the money repay what it can."""
    while rows := [one for one in waiting(now=now) if one.consumer in consumers]:
        for row in rows:
            deliver(row, now=now, consumers=consumers)


@dataclass
class Case:
    """One contract, filed, and everybody who can act on it."""

    town: Town
    contract: Contract | None
    now: object = NOW

    @property
    def supplier(self) -> Actor:
        return self.town.actor(self.town.supplier(), "supplier")

    def bank(self, name: str = "甲银行") -> Organisation:
        return self.town.institution(name)

    def officer(self, bank: str = "甲银行") -> Actor:
        return self.town.actor(self.bank(bank), "institution-officer")

    def approver(self, bank: str = "甲银行") -> Actor:
        return self.town.actor(self.bank(bank), "institution-approver")

    def receivable(self) -> Receivable:
        return Receivable.objects.get(contract=self.contract)

    def by_bank(self, act, bank: str, now=None, **arguments):
        return twice(act, self.officer(bank), self.approver(bank), now or self.now, **arguments)

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
        if "contract_id" not in given:
            given["contract_id"] = self.contract.pk
        return register_intent(
            actor=self.supplier, now=given.pop("now", self.now), amount_fen=yuan * 100, **given
        )

    def application(self, intent: Intent, bank: str = "甲银行") -> Application:
        return Application.objects.get(intent=intent, institution=self.bank(bank))

    def complete(self, intent: Intent, bank: str = "甲银行") -> Application:
        return confirm_complete(
            actor=self.officer(bank), now=self.now, application_id=self.application(intent, bank).pk
        )

    def verify(self, intent: Intent, bank: str = "甲银行", now=None, reference: str = "HN-1"):
        return verify_contract(
            actor=self.officer(bank),
            now=now or self.now,
            application_id=self.application(intent, bank).pk,
            provincial_reference=reference,
        )

    def terms(self, intent: Intent, product: Product, yuan: int, bank: str = "甲银行", **other):
        facts = {"days": 180, "spread_bp": 45, "method": "bullet", "instalments": 1, "fee_fen": 0}
        return {
            "application_id": self.application(intent, bank).pk,
            "product_id": product.pk,
            "amount_fen": yuan * 100,
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
        return accept_offer(actor=self.supplier, now=self.now, offer_id=offer.pk)

    def lock(self, offer: Offer, bank: str = "甲银行") -> Lock:
        lock = self.by_bank(request_lock, bank, offer_id=offer.pk)
        if lock.state == "active":
            return lock
        consent_lock(actor=self.supplier, now=self.now, lock_id=lock.pk)
        purchaser = self.town.purchaser()
        twice(
            acknowledge_lock,
            self.town.actor(purchaser, "purchaser-officer"),
            self.town.actor(purchaser, "purchaser-approver"),
            self.now,
            lock_id=lock.pk,
        )
        return self.by_treasury(confirm_lock, lock_id=lock.pk)

    def ready(self, product: Product, yuan: int = 300_000, bank: str = "甲银行", **other) -> Offer:
        offer = self.accepted(product, yuan, bank, **other)
        self.lock(offer, bank)
        return meet_conditions(actor=self.officer(bank), now=self.now, offer_id=offer.pk)

    def draw(self, offer: Offer, yuan: int | str, bank: str = "甲银行", now=None) -> Loan:
        fen = int(Decimal(yuan) * 100)
        return self.by_bank(disburse, bank, now, offer_id=offer.pk, amount_fen=fen)

    def by_treasury(self, act, now=None, **arguments):
        return twice(
            act,
            self.town.bureau("treasury-officer"),
            self.town.bureau("treasury-approver"),
            now or self.now,
            **arguments,
        )

    def paid(self, yuan: int | str, now, milestone: str = "验收") -> None:
        """Accept, ask for and pay an amount; the money arrives and repays at once."""
        fen = int(Decimal(yuan) * 100)
        purchaser = self.town.purchaser()
        officer = self.town.actor(purchaser, "purchaser-officer")
        record_acceptance(
            actor=officer,
            now=now,
            contract_id=self.contract.pk,
            milestone=milestone,
            amount_fen=fen,
            on=now.date(),
        )
        twice(
            request_payment,
            officer,
            self.town.actor(purchaser, "purchaser-approver"),
            now,
            contract_id=self.contract.pk,
            amount_fen=fen,
        )
        self.by_treasury(pay, now, contract_id=self.contract.pk, amount_fen=fen)
        drain(now)


def stand_award(town: Town, *, amount_fen: int = AMOUNT) -> Award:
    purchaser, supplier = town.purchaser(), town.supplier()
    return record_award(
        actor=town.actor(purchaser, "purchaser-officer"),
        now=at("2025-09-15 10:00"),
        amount_fen=amount_fen,
        notice_on=date(2025, 9, 15),
        title="信息系统运维",
        supplier_id=supplier.pk,
    )


def sign(town: Town, award: Award, *, now=SIGNED, filed: bool = True) -> Contract:
    purchaser = town.purchaser()
    contract = twice(
        sign_contract,
        town.actor(purchaser, "purchaser-officer"),
        town.actor(purchaser, "purchaser-approver"),
        now,
        award_id=award.pk,
        amount_fen=award.amount_fen,
        signed_on=date(2025, 9, 26),
        account=Account(
            payee=town.supplier().name,
            no="6222020000000001",
            bank="甲银行洛阳支行",
            cnaps="313493000011",
        ),
        schedule=[
            Milestone(milestone="签订开票", percent=Decimal(40), agreed_days=10, unit="working"),
            Milestone(milestone="验收", percent=Decimal(60), agreed_days=10, unit="working"),
        ],
        fields=Items(**ITEMS),
    )
    if filed:
        accept_filing(town, contract)
    return contract


def accept_filing(town: Town, contract: Contract) -> None:
    twice(
        decide_filing,
        town.bureau("procurement-officer"),
        town.bureau("procurement-approver"),
        FILED,
        contract_id=contract.pk,
        verdict="accept",
    )


def stand_case(town: Town, *, amount_fen: int = AMOUNT, filed: bool = True) -> Case:
    award = stand_award(town, amount_fen=amount_fen)
    case = Case(town, sign(town, award, filed=filed))
    case.officer(), case.approver()
    return case


def days_later(moment, days: int):
    return moment + timedelta(days=days)
