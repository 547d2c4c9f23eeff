"""Steps 1–11 of one case, by the use-cases, each step by the role that owns it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.town import ACCOUNT, CITY, Town
from cairong.contracts.facts import Items, Milestone
from cairong.contracts.models import Contract
from cairong.doors.drain import drain
from cairong.driving.drive import Drive
from cairong.driving.verb import VERBS
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import SHANGHAI
from cairong.lending.models import Loan

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
SCHEDULE = [
    Milestone(milestone="签订开票", percent=Decimal(40), agreed_days=10, unit="working"),
    Milestone(milestone="验收", percent=Decimal(60), agreed_days=10, unit="working"),
]


@dataclass
class Case(Drive):
    """One case of a town; `number` tells its product from those of other cases."""

    town: Town
    number: int
    now: datetime = field(default=START, kw_only=True)
    city: str = field(default=CITY, kw_only=True)

    @property
    def no(self) -> str:
        """The number of the case's contract."""
        return self.newest(Contract).no

    def who(self, role: Role) -> Actor:
        return self.town.actors[role]

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
        self._done(
            "record_award", amount_fen=AMOUNT, notice_on=self.now.date(),
            title="信息系统运行维护服务", supplier=self.town.supplier,
        )  # fmt: skip
        self.do("open_letter")

    def step_2(self) -> None:
        self._pass(14)
        said = {
            "amount_fen": AMOUNT, "signed_on": SIGNED_ON, "account": ACCOUNT,
            "schedule": SCHEDULE, "fields": Items(**ITEMS),
        }  # fmt: skip
        officer = self.who(Role.PURCHASER_OFFICER)
        terms = self.told(VERBS["sign_contract"], officer, said)
        self.proposal = sign_contract.propose(actor=officer, now=self.now, **terms)
        self._deliver()

    def step_3(self) -> None:
        approver = self.who(Role.PURCHASER_APPROVER)
        self.made["contract"] = sign_contract.approve(
            actor=approver, now=self.now, proposal_id=self.proposal.pk
        )
        self._deliver()

    def step_4(self) -> None:
        self._pass(1)
        self._done("decide_filing", verdict="accept")

    def step_5(self) -> None:
        self._done("publish_product", product_name=f"政采贷{self.number:04d}", spread_bp=45)

    def step_6(self) -> None:
        self._pass(9)
        self._done(
            "register_intent", contract=self.newest(Contract), amount_fen=BORROWED, days=180,
            institutions=[self.town.institution],
        )  # fmt: skip

    def step_7(self) -> None:
        self.do("confirm_complete")
        self.do("verify_contract", provincial_reference="HN-1")
        self._done("approve_offer", amount_fen=BORROWED, days=180, spread_bp=45)
        self._done("accept_offer")

    def step_8(self) -> None:
        self._done("request_lock")
        self.do("consent_lock")
        self._done("acknowledge_lock")
        self._done("confirm_lock")

    def step_9(self) -> None:
        self.do("meet_conditions")
        self._done("disburse", amount_fen=BORROWED)

    def step_10(self) -> None:
        self._pass(30)
        amount = AMOUNT * 60 // 100
        self.do("record_acceptance", milestone="验收", amount_fen=amount, on=self.now.date())
        self._done("request_payment", amount_fen=amount)
        self.do("pay")

    def step_11(self) -> None:
        self._deliver()
        loan = Loan.objects.get(contract=self.newest(Contract))
        assert loan.state == "settled", loan.state

    def _done(self, verb: str, **words: Any) -> None:
        """Carry a verb out, and let what follows by itself follow."""
        self.do(verb, **words)
        self._deliver()

    def _pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _deliver(self) -> None:
        drain(clock=lambda: self.now)
