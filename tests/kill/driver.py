"""Carries cases through the house: every act once, whatever dies on the way.

An act bears a request id made of its own name, so that an unanswered act is simply repeated, and
a case begun before a backup goes on in the restored city. What one person does goes through the
use-case; what a second person approves goes over HTTP, by the page of proposals.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Model

from cairong.audit.models import Event
from cairong.contracts.facts import Items, Milestone
from cairong.contracts.models import Contract
from cairong.doors.clock import now
from cairong.driving.drive import Drive
from cairong.driving.together import together
from cairong.driving.verb import VERBS, Verb
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Repeated
from cairong.parties.models import Organisation, Proposal
from cairong.products.actions.publish_product import publish_product
from cairong.products.models import Product
from cairong.treasury.actions.declare_account import declare_account
from cairong.treasury.models import Payment
from kill.browsing import Browser, Unanswered
from lending.ground import ITEMS, PRODUCT
from support.town import CITY, Town, acting
from support.visitors import account_in, mandate_of

SPACE = UUID("6c1b3f0e-5d56-4a53-9d6c-0a4b9a4f9b11")
AMOUNT, WISHED = 68_520_000, 30_000_000
ACCOUNT = {"no": "6222020000000001", "bank": "甲银行洛阳支行", "cnaps": "313493000011"}
PARTS = (("签订开票", 27_408_000), ("验收", 41_112_000))
TOLD_APART = ("milestone", "amount_fen", "payment")  # what tells several acts of a case apart
ACTS_OF_A_CASE = 32
PATIENCE = 90.0
SIDES = ("purchaser", "procurement", "institution", "treasury")
GONE = (Unanswered, OperationalError, InterfaceError)


@dataclass
class People:
    """Who acts: actors by role; what an approver signs in with."""

    product: Product
    supplier: Organisation
    bank: Organisation
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
        actors[role] = acting(mandate_of(account))
        names[role] = account.username
    declare_account(
        actor=actors["supplier"], now=now(), payee=town.supplier().name,
        account_no=ACCOUNT["no"], bank=ACCOUNT["bank"], cnaps=ACCOUNT["cnaps"],
    )  # fmt: skip
    two = actors["institution-officer"], actors["institution-approver"]
    product = together(publish_product, *two, now(), **PRODUCT)
    return People(product, town.supplier(), town.institution(), actors, names)


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
        step.lend()
        step.pay()
        return contract

    def once(self, name: str, send: Callable[[UUID], object]) -> Model:
        """Do one act, again until it is answered; find what it was done on."""
        self.before_act()
        request_id = uuid5(SPACE, f"{self.seed}/{name}")
        event = self.steadily(lambda: self._sent(send, request_id))
        self.answered.append(request_id)
        kind = apps.get_model(event.subject_type)
        return self.steadily(lambda: kind.objects.get(pk=event.subject_id))

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
class Steps(Drive):
    """The steps of one case, each sent under a name of its own."""

    driver: Driver
    case: str
    now: datetime = field(default_factory=now, kw_only=True)
    city: str = field(default=CITY, kw_only=True)
    which: str = ""

    def who(self, role: str) -> Actor:
        return self.driver.people.actors[role]

    def award(self) -> None:
        """Win an award."""
        self.do(
            "record_award", title=f"信息系统运维{self.case}", amount_fen=AMOUNT,
            notice_on=self.today, supplier=self.driver.people.supplier,
        )  # fmt: skip

    def file(self) -> UUID:
        self.award()
        self.do("sign_contract", **self.terms())
        return self.do("decide_filing", verdict="accept").pk

    def terms(self) -> dict[str, object]:
        """What the contract says."""
        shares = {name: Decimal(fen * 100) / AMOUNT for name, fen in PARTS}
        return {
            "amount_fen": AMOUNT, "signed_on": self.today, "fields": Items(**ITEMS),
            "account": ACCOUNT, "confirmed": False,
            "schedule": [
                Milestone(milestone=name, percent=percent, agreed_days=10, unit="working")
                for name, percent in shares.items()
            ],
        }  # fmt: skip

    def lend(self) -> None:
        bank = self.driver.people.bank
        self.do(
            "register_intent", contract=self.newest(Contract), amount_fen=WISHED, days=180,
            institutions=[bank],
        )  # fmt: skip
        self.do("confirm_complete")
        self.do("verify_contract", provincial_reference="HN-1", checked=False)
        self.do("check_background")
        self.do(
            "approve_offer", product=self.driver.people.product, amount_fen=WISHED, days=180,
            spread_bp=45,
        )  # fmt: skip
        for verb in ("accept_offer", "request_lock", "consent_lock", "acknowledge_lock",
                     "confirm_lock", "meet_conditions"):  # fmt: skip
            self.do(verb)
        self.do("disburse", amount_fen=WISHED)

    def pay(self) -> None:
        for milestone, fen in PARTS:
            self.do("pay", payment=self.ask(milestone, fen))

    def ask(self, milestone: str, fen: int) -> Payment:
        """Accept a milestone and ask for its payment."""
        self.do("record_acceptance", milestone=milestone, amount_fen=fen, on=self.today)
        return self.do("request_payment", amount_fen=fen)

    def propose_signing(self) -> UUID:
        """Win an award and lay its contract before the approver."""
        self.award()
        verb, officer = VERBS["sign_contract"], self.who("purchaser-officer")
        return self._proposed(verb, officer, self.told(verb, officer, self.terms())).pk

    def do(self, name: str, *by: Actor, **words: Any) -> Any:
        self.now = now()
        told_apart = [words[one] for one in TOLD_APART if one in words]
        self.which = "".join(str(getattr(one, "pk", one)) for one in told_apart)
        return super().do(name, *by, **words)

    def told(self, verb: Verb, first: Actor, words: dict[str, Any]) -> dict[str, Any]:
        return self.driver.steadily(lambda: super(Steps, self).told(verb, first, words))

    def found(self, verb: Verb, answer: Any) -> Any:
        return self.driver.steadily(lambda: super(Steps, self).found(verb, answer))

    def carry(self, verb: Verb, actors: tuple[Actor, ...], arguments: dict[str, Any]) -> Any:
        """Send an act once; what the second person approves goes over HTTP."""
        if len(actors) == 1:
            return self._once(verb, "", partial(self._act, verb.act, actors[0], arguments))
        first, second = actors
        proposal = self._proposed(verb, first, arguments)
        browser = self.driver.browser(second.role)
        return self._once(verb, "", partial(self._agree, browser, proposal.pk))

    def _proposed(self, verb: Verb, first: Actor, arguments: dict[str, Any]) -> Proposal:
        propose = partial(self._act, verb.act.propose, first, arguments)
        return self._once(verb, ", proposed", propose)

    def _once(self, verb: Verb, part: str, send: Callable[[UUID], object]) -> Any:
        name = f"{self.case}/{verb.name} {self.which}{part}"
        return self.driver.once(name, send)

    def _act(
        self, act: Callable[..., object], actor: Actor, arguments: dict[str, Any], token: UUID
    ) -> None:
        act(actor=replace(actor, request_id=token), now=self.now, **arguments)

    @staticmethod
    def _agree(browser: Browser, proposal: UUID, token: UUID) -> None:
        answer = browser.approve(proposal, token)
        assert (answer.status, answer.leads_to) == (302, f"/proposals/{proposal}/"), answer
