"""Carries cases through the house: every act once, whatever dies on the way.

An act bears a request id made of its own name, so that an unanswered act is simply repeated, and
a case begun before a backup goes on in the restored city. What one person does goes through the
use-case; what a second person approves goes over HTTP, by the page of proposals.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import InterfaceError, OperationalError, connection

from cairong.audit.models import Event
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.facts import Account, Items, Milestone
from cairong.doors.clock import now
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor, Channel
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Repeated
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Application
from cairong.parties import reads
from cairong.parties.four_eyes import TwoPersonAct
from cairong.products.actions.publish_product import publish_product
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from kill.browsing import Browser, Unanswered
from lending.ground import ITEMS, PRODUCT, twice
from support.town import CITY, Town
from support.visitors import account_in, mandate_of

SPACE = UUID("6c1b3f0e-5d56-4a53-9d6c-0a4b9a4f9b11")
AMOUNT, WISHED = 68_520_000, 30_000_000
ACCOUNT = {"no": "6222020000000001", "bank": "甲银行洛阳支行", "cnaps": "313493000011"}
PARTS = (("签订开票", 27_408_000), ("验收", 41_112_000))
ACTS_OF_A_CASE = 31
PATIENCE = 90.0
SIDES = ("purchaser", "procurement", "institution", "treasury")
GONE = (Unanswered, OperationalError, InterfaceError)


@dataclass
class People:
    """Who acts: actors by role; what an approver signs in with."""

    product_id: UUID
    actors: dict[str, Actor]
    names: dict[str, str]


def settle_people(town: Town) -> People:
    """Bring the parties, persons and the product of all cases into a founded city."""
    actors, names = dict[str, Actor](), dict[str, str]()
    for role in (
        "supplier",
        *(f"{one}-{part}" for one in SIDES for part in ("officer", "approver")),
    ):
        account = account_in(town, role, username=f"{role}-kill")
        actors[role] = reads.actor_of(mandate_of(account), channel=Channel.WEB)
        names[role] = account.username
    two = actors["institution-officer"], actors["institution-approver"]
    return People(twice(publish_product, *two, now(), **PRODUCT).pk, actors, names)


@dataclass
class Driver:
    """Whoever carries cases through one installation."""

    people: People
    port: int
    seed: int
    before_act: Callable[[], None] = lambda: None
    patience: float = PATIENCE
    browsers: dict[str, Browser] = field(default_factory=dict)
    answered: list[UUID] = field(default_factory=list)
    repeated: int = 0

    def carry(self, case: str) -> UUID:
        """Carry a case from its award to the last yuan paid; answer its contract."""
        step = Steps(self, case)
        contract = step.file()
        step.lend(contract)
        step.pay(contract)
        return contract

    def once(self, name: str, send: Callable[[UUID], object]) -> UUID:
        """Do one act, again until it is answered; name what it was done on."""
        self.before_act()
        request_id = uuid5(SPACE, f"{self.seed}/{name}")
        event = self.steadily(lambda: self._sent(send, request_id))
        self.answered.append(request_id)
        return UUID(event.subject_id)

    def steadily[T](self, ask: Callable[[], T]) -> T:
        """Ask again while whoever is asked is away."""
        until = time.monotonic() + self.patience
        while True:
            try:
                return ask()
            except GONE:
                connection.close()
                self.repeated += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def browser(self, role: str) -> Browser:
        if role not in self.browsers:
            name = self.people.names[role]
            self.browsers[role] = self.steadily(lambda: Browser(self.port).sign_in(name))
        return self.browsers[role]

    def _sent(self, send: Callable[[UUID], object], request_id: UUID) -> Event:
        try:
            send(request_id)
        except Repeated:
            self.repeated += 1
        return Event.objects.get(city=CITY, request_id=request_id)


@dataclass
class Steps:
    """The steps of one case, each under its own name."""

    driver: Driver
    case: str

    def file(self) -> UUID:
        contract = self.two("sign", "purchaser", sign_contract, **self.terms())
        return self.two(
            "filing", "procurement", decide_filing, contract_id=contract, verdict="accept"
        )

    def terms(self) -> dict[str, object]:
        """Win an award; what the contract of it says."""
        supplier, today = self.driver.people.actors["supplier"], day_of(now())
        award = self.one(
            "award", "purchaser-officer", record_award, title=f"信息系统运维{self.case}",
            amount_fen=AMOUNT, notice_on=today, supplier_id=supplier.organisation_id,
        )  # fmt: skip
        shares = {name: Decimal(fen * 100) / AMOUNT for name, fen in PARTS}
        return {
            "award_id": award, "amount_fen": AMOUNT, "signed_on": today, "fields": Items(**ITEMS),
            "account": Account(payee=supplier.organisation_name, **ACCOUNT),
            "schedule": [
                Milestone(milestone=name, percent=percent, agreed_days=10, unit="working")
                for name, percent in shares.items()
            ],
        }  # fmt: skip

    def lend(self, contract: UUID) -> None:
        bank = self.driver.people.actors["institution-officer"].organisation_id
        intent = self.one(
            "intent", "supplier", register_intent, contract_id=contract, amount_fen=WISHED,
            days=180, institution_ids=[bank],
        )  # fmt: skip
        application = self.driver.steadily(lambda: Application.objects.get(intent=intent).pk)
        self.one("complete", "institution-officer", confirm_complete, application_id=application)
        self.one(
            "verify", "institution-officer", verify_contract, application_id=application,
            provincial_reference="HN-1",
        )  # fmt: skip
        offer = self.two(
            "offer", "institution", approve_offer, application_id=application,
            product_id=self.driver.people.product_id, amount_fen=WISHED, days=180, spread_bp=45,
            method="bullet", instalments=1, fee_fen=0,
        )  # fmt: skip
        self.one("accept", "supplier", accept_offer, offer_id=offer)
        lock = self.two("lock", "institution", request_lock, offer_id=offer)
        self.one("consent", "supplier", consent_lock, lock_id=lock)
        self.two("acknowledge", "purchaser", acknowledge_lock, lock_id=lock)
        self.two("confirm", "treasury", confirm_lock, lock_id=lock)
        self.one("conditions", "institution-officer", meet_conditions, offer_id=offer)
        self.two("disburse", "institution", disburse, offer_id=offer, amount_fen=WISHED)

    def pay(self, contract: UUID) -> None:
        for milestone, fen in PARTS:
            self.two(
                f"pay {milestone}", "treasury", pay, payment_id=self.ask(contract, milestone, fen)
            )

    def ask(self, contract: UUID, milestone: str, fen: int) -> UUID:
        """Accept a milestone and ask for its payment."""
        self.one(
            f"accepted {milestone}", "purchaser-officer", record_acceptance,
            contract_id=contract, milestone=milestone, amount_fen=fen, on=day_of(now()),
        )  # fmt: skip
        return self.two(
            f"ask {milestone}", "purchaser", request_payment, contract_id=contract, amount_fen=fen
        )

    def one(self, step: str, role: str, act: Callable[..., object], **facts) -> UUID:
        actor = self.driver.people.actors[role]
        return self.driver.once(
            f"{self.case}/{step}",
            lambda token: act(actor=replace(actor, request_id=token), now=now(), **facts),
        )

    def two(self, step: str, side: str, act: TwoPersonAct, **facts) -> UUID:
        proposal = self.propose(step, side, act, **facts)
        browser = self.driver.browser(f"{side}-approver")
        return self.driver.once(
            f"{self.case}/{step}", lambda token: self._agree(browser, proposal, token)
        )

    def propose(self, step: str, side: str, act: TwoPersonAct, **facts) -> UUID:
        return self.one(f"{step}, proposed", f"{side}-officer", act.propose, **facts)

    @staticmethod
    def _agree(browser: Browser, proposal: UUID, token: UUID) -> None:
        answer = browser.approve(proposal, token)
        assert (answer.status, answer.leads_to) == (302, f"/proposals/{proposal}/"), answer
