"""A walk by whoever's turn it is, and by anybody at random; after each step all are asked.

Two contracts of one town are walked on in turn: one is on file, of one the filing is under review.
"""

import inspect
import os
from collections import deque
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from django.db.models import Model

from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.ball import Ball
from cairong.cases.balls import balls_in
from cairong.contracts.models import Contract
from cairong.driving.kinds import NAMES
from cairong.driving.together import Ending
from cairong.driving.verb import VERBS
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.lending.models import Application, Loan, Offer, Overdue
from cairong.parties.four_eyes import act_of, send_back, take_back
from cairong.parties.models import Proposal
from cairong.treasury.models import Lock, PayeeChange, Payment, Receivable
from cairong.treasury.states import OPEN_CHANGES
from cases.agreeing import disagreements, on_page
from lending.ground import ACCOUNT, Case, drain
from soak.walker import BANKS, Walker

RECORDS: Mapping[str, type[Model]] = {
    "contract": Contract, "payment": Payment, "lock": Lock, "change": PayeeChange,
    "application": Application, "offer": Offer, "loan": Loan, "receivable": Receivable,
}  # fmt: skip
THROUGH = {Receivable: "contract", Application: "intent"}
OFTEN, OF_FINANCE = {"receivable", "payment"}, {"application", "offer"}
HALF = 0.5
WHY = {"reasons": "请核对"}
SAID: Mapping[str, Mapping[str, Any]] = {
    "send_back_payment": WHY, "return_payment": WHY, "refuse_lock": WHY,
    "decline_acknowledgement": WHY, "decline_confirmation": WHY,
    "reject_application": {"code": "term-mismatch", "reasons": "预计付款日超出产品最长期限"},
    "step_back": {"reason": "查出在先权利"}, "withdraw_payee_change": WHY,
    "take_back_payment": WHY,
}  # fmt: skip
FORWARD, ALONE, AGREED, TAKEN_BACK, ACCEPTED = 0.7, 0.6, 0.75, 0.1, 0.7
PAGES = 1 if os.environ.get("CAIRONG_SOAK") else 4  # of so many steps, a page of one is drawn
ANYTHING = ("register", "finance", "offer", "decline", "withdraw", "draw", "bring_home", "repay",
            "accept_work", "ask_payment", "take_back", "deliver", "bounce", "wait", "ask_change",
            "step_back", "drop_change")  # fmt: skip


class Turns(Walker):
    """A walk after each of whose steps everybody is asked whose turn it is.

    The books are held by the other walk.
    """

    counting = False

    def __init__(self, case: Case, products: list, draw: Random, actors: list[Actor]) -> None:
        type(self).ground = case, products
        self.drawn, self.actors = draw, actors
        self.told: deque[str] = deque(maxlen=12)
        self.done = -1
        super().__init__()

    def walk(self, steps: int) -> None:
        for _ in range(steps):
            if self.drawn.random() >= FORWARD or not self.go_on():
                self.anything()
            self.everybody_agrees()

    def everybody_agrees(self) -> None:
        """Ask after each step that did something; what was refused left nothing behind."""
        done = sum(n for name, n in self.walked.items() if not name.endswith("refused"))
        if self.done == done:
            return
        self.done = done
        drain(self.now, {"tell": tell_holders})
        contract = Contract.objects.get(pk=self.case.contract.pk)
        found = disagreements(self.actors, contract, self.now)
        assert not found, "\n".join([*found, "after:", *self.told])
        if self.drawn.randrange(PAGES) == 0:
            said, listed = on_page(self.drawn.choice(self.actors), contract, self.now)
            assert said == listed, [*self.told]

    def act(self, name: str, do: Callable[[], object]) -> None:
        named = f"propose {name}" if self.case.ending is Ending.WAITING else name
        super().act(named, do)
        self.told.append(named)

    def anything(self) -> None:
        """Do anything at all, on any record."""
        name, draw = self.drawn.choice(ANYTHING), self.drawn
        words = {
            "percent": draw.randint(1, 130),
            "bank": draw.choice(BANKS),
            "index": draw.randint(0, 5),
            "days": draw.choice([1, 4, 12, 30, 180]),
            "instalments": draw.choice([1, 3]),
            "milestone": draw.choice(["签订开票", "验收"]),
        }
        method = getattr(self, name)
        wanted = inspect.signature(method).parameters
        method(**{key: one for key, one in words.items() if key in wanted})

    def go_on(self) -> bool:
        """Let somebody whose turn it is do something about it."""
        balls = balls_in(self.case.town.system, self.case.contract.pk, now=self.now)
        waiting = Proposal.objects.filter(state="waiting", about__contains=[self.case.contract.pk])
        proposal = self.drawn.choice([*waiting, None, None])
        held = [one for one in balls if one.acts and one.state.holder]
        if not any(one.thing in OF_FINANCE for one in balls) and self.drawn.random() < HALF:
            self.register(self.drawn.randint(5, 60), self.drawn.choice(BANKS), 180)
            return True
        if proposal is not None:
            self.decide(proposal)
        elif held:
            weights = [1 if one.thing in OFTEN else 6 for one in held]
            self.take_on(self.drawn.choices(held, weights)[0])
        return bool(held) or proposal is not None

    def take_on(self, ball: Ball) -> None:
        """Do the act a ball waits for, or another that takes it on; often leave it proposed."""
        act = ball.act if self.drawn.random() < FORWARD else self.drawn.choice(ball.acts)
        verb = act.rpartition(".")[2]
        self.case.ending = Ending.DONE if self.drawn.random() < ALONE else Ending.WAITING
        try:
            if ball.thing == "overdue":
                self._contact_overdue(Overdue.objects.get(pk=ball.subject_id))
            elif own := getattr(self, f"_{verb}", None):
                own(RECORDS[ball.thing].objects.get(pk=ball.subject_id))
            else:
                self.on_record(RECORDS[ball.thing].objects.get(pk=ball.subject_id), verb)
        finally:
            self.case.ending = Ending.DONE

    def on_record(self, record: Model, verb: str, **facts: Any) -> None:
        name = THROUGH.get(type(record))
        thing = getattr(record, name) if name else record
        by = ()
        if VERBS[verb].roles[0] in INSTITUTION:
            by = self.case.pair(record.institution.name)[: len(VERBS[verb].roles)]
        words = {NAMES[type(thing)]: thing, **SAID.get(verb, {}), **facts}
        self.act(verb, lambda: self.case.do(verb, *by, **words))

    def decide(self, found: Proposal) -> None:
        """Let the second person decide on what waits."""
        second = next(
            one
            for one in self.actors
            if one.role == found.approves and one.organisation_id == found.organisation_id
        )
        who = {"actor": second, "now": self.now, "proposal_id": found.pk}
        before = self.walked["approve"]
        if self.drawn.random() < TAKEN_BACK:
            first = next(one for one in self.actors if one.person_id == found.prepared_by_id)
            who["actor"] = first
            self.act("take back", lambda: take_back(**who))
            return
        if self.drawn.random() < AGREED:
            self.act("approve", lambda: act_of(found.act).approve(**who))
        if self.walked["approve"] == before:
            self.act("send back", lambda: send_back(**who, reason="请核对"))

    def ask_change(self, bank: str) -> None:
        if PayeeChange.objects.filter(state__in=OPEN_CHANGES).exists():
            return  # the database refuses a second, and with it this whole walk
        account = {
            "payee": ACCOUNT["payee"], "no": ACCOUNT["account_no"], "cnaps": ACCOUNT["cnaps"],
            "bank": f"{bank}洛阳支行" if bank == "甲银行" else ACCOUNT["bank"],
        }  # fmt: skip
        facts = {"contract": self.case.contract, "account": account, "reasons": ACCOUNT["reason"]}
        self.act("ask change", lambda: self.case.do("ask_payee_change", **facts))

    def step_back(self, index: int) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is not None:
            self.on_record(found, "step_back")

    def drop_change(self, index: int) -> None:
        self.on(PayeeChange, index, "withdraw_payee_change", **WHY)

    def _ask_payee_change(self, _: Offer) -> None:
        self.ask_change(self.drawn.choice(BANKS))

    def _confirm_arrival(self, _: Payment) -> None:
        self.deliver()

    def _decide_filing(self, contract: Contract) -> None:
        accepted = self.drawn.random() < ACCEPTED
        facts = {"verdict": "accept"} if accepted else {
            "verdict": "return", "reasons": {"quality": "未写明质量标准"}}  # fmt: skip
        self.on_record(contract, "decide_filing", **facts)

    def _approve_offer(self, found: Application) -> None:
        officer = self.case.officer(found.institution.name)
        facts = {"intent": found.intent, "provincial_reference": "HN-1"}
        if self.drawn.random() < FORWARD:
            ending, self.case.ending = self.case.ending, Ending.DONE
            self.act("verify", lambda: self.case.do("verify_contract", officer, **facts))
            self.case.ending = ending
        terms = {
            "product": self.products[BANKS.index(found.institution.name)], "days": 180,
            "spread_bp": 45, "amount_fen": found.intent.amount_fen // 200 * 100,
            "amount_reason": "按本机构的授信安排只能先给一半",
        }  # fmt: skip
        self.on_record(found, "approve_offer", **terms)

    def _disburse(self, found: Offer) -> None:
        part = self.drawn.choice([1, 1, 2])
        self.on_record(found, "disburse", amount_fen=(found.amount_fen - found.drawn_fen) // part)

    def _repay_loan(self, found: Loan) -> None:
        fen = max(found.outstanding_fen // self.drawn.choice([1, 2]), 1)
        self.on(Loan, 0, "record_repayment", amount_fen=fen, on=self.now.date())

    def _contact_overdue(self, found: Overdue) -> None:
        """Speak about what is overdue; whatever else takes it on is for the lender and time."""
        facts = {"on": self.now.date(), "channel": "phone", "words": "采购人月底付款后归还"}
        self.on_record(found.loan, "contact_overdue", **facts)

    def _request_payment(self, found: Receivable) -> None:
        fen = max(found.due_fen // self.drawn.choice([1, 1, 2]), 1)
        self.on_record(found, "request_payment", amount_fen=fen)

    def _record_acceptance(self, _: Receivable) -> None:
        self.accept_work(self.drawn.randint(1, 40), self.drawn.choice(["签订开票", "验收"]))


def everybody(case: Case) -> list[Actor]:
    """Everybody who has to do with a case, and some who have not."""
    town, purchaser = case.town, case.town.purchaser()
    desks = ("procurement-officer", "procurement-approver", "treasury-officer",
             "treasury-approver", "county-clerk")  # fmt: skip
    return [
        case.supplier,
        *(town.actor(purchaser, f"purchaser-{one}") for one in ("officer", "approver")),
        *(town.bureau(one) for one in desks),
        *(
            town.actor(town.institution(bank), f"institution-{one}")
            for bank in BANKS
            for one in ("officer", "approver", "manager")
        ),
        town.actor(town.purchaser("别的单位"), "purchaser-officer"),
        town.actor(town.supplier("丁公司", ""), "supplier"),
        town.actor(town.institution("丙银行"), "institution-officer"),
    ]
