"""Steps 1–11 of one case, by the use-cases, each step by the role that owns it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bench.town import Town
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.facts import Account, Items, Milestone
from cairong.contracts.models import Contract
from cairong.doors.drain import drain
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import SHANGHAI
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Application, Loan
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.models import Letter
from cairong.products.actions.publish_product import publish_product
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment

AMOUNT = 68_520_000
BORROWED = 30_000_000
START = datetime(2025, 9, 15, 10, tzinfo=SHANGHAI)
SIGNED_ON = date(2025, 9, 26)
ITEMS = {
    "purchaser_address": "洛阳市西工区", "supplier_address": "洛阳市",
    "subject_matter": "信息系统运行维护", "quantity": "1项", "quality": "合格",
    "performance_period": "一年", "place": "洛阳市", "manner": "上门服务",
    "acceptance_terms": "按合同验收", "liability": "依法承担", "dispute_resolution": "协商或诉讼",
}  # fmt: skip
ACCOUNT = Account(
    payee="洛阳演示信息技术有限公司", no="6222020000000001", bank="甲银行洛阳支行",
    cnaps="313493000011",
)  # fmt: skip
SCHEDULE = [
    Milestone(milestone="签订开票", percent=Decimal(40), agreed_days=10, unit="working"),
    Milestone(milestone="验收", percent=Decimal(60), agreed_days=10, unit="working"),
]
PRODUCT = {
    "lpr": "1Y", "spread_bp": 45, "cap_percent": 70, "day_count": 360, "methods": ["bullet"],
    "fee_fen": 0, "max_days": 360,
}  # fmt: skip
OFFERED = {"days": 180, "spread_bp": 45, "method": "bullet", "instalments": 1, "fee_fen": 0}


@dataclass
class Case:
    """One case of a town; `number` tells its product from those of other cases."""

    town: Town
    number: int
    now: datetime = START
    award: UUID | None = None
    contract: UUID | None = None
    product: UUID | None = None
    intent: UUID | None = None
    application: UUID | None = None
    offer: UUID | None = None
    lock: UUID | None = None

    @property
    def no(self) -> str:
        """The number of the case's contract."""
        return Contract.objects.get(pk=self.contract).no

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """The steps in order, with the names the issue gives them."""
        yield "1 award and letter", self.step_1
        yield "2 contract drafted, laid before the approver", self.step_2
        yield "3 signed, announced, filed", self.step_3
        yield "4 filing accepted", self.step_4
        yield "5 product published", self.step_5
        yield "6 intent", self.step_6
        yield "7 completeness, authenticity, offer", self.step_7
        yield "8 account lock", self.step_8
        yield "9 conditions, draw", self.step_9
        yield "10 acceptance, payment", self.step_10
        yield "11 remittance repays the loan", self.step_11

    def step_1(self) -> None:
        award = record_award(
            **self._as(Role.PURCHASER_OFFICER), amount_fen=AMOUNT, notice_on=self.now.date(),
            title="信息系统运行维护服务", supplier_id=self.town.supplier.pk,
        )  # fmt: skip
        self.award = award.pk
        self._deliver()
        letter = Letter.objects.get(award=award)
        open_letter(**self._as(Role.SUPPLIER), letter_id=letter.pk)

    def step_2(self) -> None:
        self._pass(14)
        self.proposal = sign_contract.propose(
            **self._as(Role.PURCHASER_OFFICER), award_id=self.award, amount_fen=AMOUNT,
            signed_on=SIGNED_ON, account=ACCOUNT, schedule=SCHEDULE, fields=Items(**ITEMS),
        )  # fmt: skip
        self._deliver()

    def step_3(self) -> None:
        contract = sign_contract.approve(
            **self._as(Role.PURCHASER_APPROVER), proposal_id=self.proposal.pk
        )
        self.contract = contract.pk
        self._deliver()

    def step_4(self) -> None:
        self._pass(1)
        self._both(decide_filing, "procurement", contract_id=self.contract, verdict="accept")

    def step_5(self) -> None:
        facts = {**PRODUCT, "name": f"政采贷{self.number:04d}"}
        self.product = self._both(publish_product, "institution", **facts).pk

    def step_6(self) -> None:
        self._pass(9)
        intent = register_intent(
            **self._as(Role.SUPPLIER), contract_id=self.contract, amount_fen=BORROWED, days=180,
            institution_ids=[self.town.institution.pk],
        )  # fmt: skip
        self.intent = intent.pk
        self._deliver()

    def step_7(self) -> None:
        officer = self._as(Role.INSTITUTION_OFFICER)
        self.application = Application.objects.get(intent_id=self.intent).pk
        confirm_complete(**officer, application_id=self.application)
        verify_contract(**officer, application_id=self.application, provincial_reference="HN-1")
        offer = self._both(
            approve_offer, "institution", application_id=self.application, product_id=self.product,
            amount_fen=BORROWED, **OFFERED,
        )  # fmt: skip
        self.offer = offer.pk
        accept_offer(**self._as(Role.SUPPLIER), offer_id=self.offer)
        self._deliver()

    def step_8(self) -> None:
        self.lock = self._both(request_lock, "institution", offer_id=self.offer).pk
        consent_lock(**self._as(Role.SUPPLIER), lock_id=self.lock)
        self._both(acknowledge_lock, "purchaser", lock_id=self.lock)
        self._both(confirm_lock, "treasury", lock_id=self.lock)

    def step_9(self) -> None:
        meet_conditions(**self._as(Role.INSTITUTION_OFFICER), offer_id=self.offer)
        self._both(disburse, "institution", offer_id=self.offer, amount_fen=BORROWED)

    def step_10(self) -> None:
        self._pass(30)
        amount = AMOUNT * 60 // 100
        record_acceptance(
            **self._as(Role.PURCHASER_OFFICER), contract_id=self.contract, milestone="验收",
            amount_fen=amount, on=self.now.date(),
        )  # fmt: skip
        self._both(request_payment, "purchaser", contract_id=self.contract, amount_fen=amount)
        both = {"contract_id": self.contract, "amount_fen": amount}
        self._both(pay, "treasury", deliver=False, **both)

    def step_11(self) -> None:
        self._deliver()
        loan = Loan.objects.get(contract_id=self.contract)
        assert loan.state == "settled", loan.state

    def _as(self, role: Role) -> dict[str, Any]:
        return {"actor": self._actor(role), "now": self.now}

    def _actor(self, role: Role) -> Actor:
        return self.town.actors[role]

    def _both(self, act: Any, side: str, *, deliver: bool = True, **arguments: Any) -> Any:
        proposal = act.propose(**self._as(Role(f"{side}-officer")), **arguments)
        done = act.approve(**self._as(Role(f"{side}-approver")), proposal_id=proposal.pk)
        if deliver:
            self._deliver()
        return done

    def _pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _deliver(self) -> None:
        drain(clock=lambda: self.now)
