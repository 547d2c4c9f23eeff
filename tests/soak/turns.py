"""The walker, also leaving proposals to wait, moving accounts and returning filings."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Application, Offer
from cairong.parties.four_eyes import act_of, send_back
from cairong.parties.models import Proposal
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.refuse_lock import decline_acknowledgement, refuse_lock
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, PayeeChange, Payment
from cairong.treasury.states import OPEN_CHANGES
from cases.agreeing import disagreements, on_page
from lending.ground import ACCOUNT
from soak.walker import BANKS, Walker, banks, percents, which

ON_LOCK = (acknowledge_lock, decline_acknowledgement, confirm_lock)


class Turns(Walker):
    """A walk after each of whose steps everybody is asked whose turn it is."""

    def __init__(self) -> None:
        case, _ = self.ground
        town, purchaser = case.town, case.town.purchaser()
        desks = ("procurement-officer", "procurement-approver", "treasury-officer",
                 "treasury-approver", "county-clerk")  # fmt: skip
        self.actors: list[Actor] = [
            case.supplier,
            *(town.actor(purchaser, f"purchaser-{one}") for one in ("officer", "approver")),
            *(town.bureau(one) for one in desks),
            *(
                town.actor(town.institution(bank), f"institution-{one}")
                for bank in BANKS
                for one in ("officer", "approver", "manager")
            ),
        ]
        self.drawn = Random(0)  # noqa: S311 - one page of a step is drawn
        super().__init__()

    @rule(index=which)
    def complete(self, index: int) -> None:
        found = self.pick(Application.objects.all(), index)
        if found is not None:
            actor = self.case.officer(found.institution.name)
            who = {"actor": actor, "now": self.now, "application_id": found.pk}
            self.act("complete", lambda: confirm_complete(**who))

    @rule(index=which)
    def verify(self, index: int) -> None:
        found = self.pick(Application.objects.all(), index)
        if found is not None:
            actor = self.case.officer(found.institution.name)
            facts = {"application_id": found.pk, "provincial_reference": "HN-1"}
            self.act("verify", lambda: verify_contract(actor=actor, now=self.now, **facts))

    @rule(index=which, what=st.sampled_from(["offer", "reject"]))
    def propose_decision(self, index: int, what: str) -> None:
        found = self.pick(Application.objects.all(), index)
        if found is None:
            return
        bank, actor = found.institution.name, self.case.officer(found.institution.name)
        if what == "reject":
            facts = {"application_id": found.pk, "code": "over-indebted", "words": "负债过高"}
            self.propose(reject_application, actor, **facts)
            return
        product = self.products[BANKS.index(bank)]
        terms = self.case.terms(found.intent, product, found.intent.amount_fen // 200, bank)
        self.propose(approve_offer, actor, **terms)

    @rule(index=which, what=st.sampled_from(["lock", "draw", "back"]))
    def propose_on_offer(self, index: int, what: str) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is None:
            return
        actor = self.case.officer(found.institution.name)
        if what == "lock":
            self.propose(request_lock, actor, offer_id=found.pk)
        elif what == "draw":
            self.propose(disburse, actor, offer_id=found.pk, amount_fen=found.amount_fen)
        else:
            self.propose(step_back, actor, offer_id=found.pk, reason="查出在先权利")

    @rule(index=which, what=st.sampled_from(ON_LOCK))
    def propose_on_lock(self, index: int, what) -> None:
        found = self.pick(Lock.objects.all(), index)
        if found is not None:
            side = "treasury" if what is confirm_lock else "purchaser"
            more = {"reason": "账户有误"} if what is decline_acknowledgement else {}
            self.propose(what, self.people[side][0], lock_id=found.pk, **more)

    @rule(index=which)
    def refuse(self, index: int) -> None:
        facts = {"reason": "另有安排"}
        self.on(Lock, index, "refuse", lambda one, who: refuse_lock(lock_id=one.pk, **who, **facts))

    @rule(percent=percents)
    def propose_payment(self, percent: int) -> None:
        fen = max(self.receivable.due_fen * percent // 100, 1)
        facts = {"contract_id": self.case.contract.pk, "amount_fen": fen}
        self.propose(request_payment, self.people["purchaser"][0], **facts)

    @rule(index=which)
    def propose_release(self, index: int) -> None:
        found = self.pick(Payment.objects.all(), index)
        if found is not None:
            self.propose(pay, self.people["treasury"][0], payment_id=found.pk)

    @rule(bank=banks)
    def ask_change(self, bank: str) -> None:
        if PayeeChange.objects.filter(state__in=OPEN_CHANGES).exists():
            return  # the database refuses a second, and with it this whole walk
        facts = {**ACCOUNT, "bank": f"{bank}洛阳支行" if bank == "甲银行" else ACCOUNT["bank"]}
        who = {"actor": self.case.supplier, "now": self.now}
        contract = self.case.contract.pk
        self.act("ask change", lambda: ask_payee_change(contract_id=contract, **who, **facts))

    @rule(index=which, what=st.sampled_from(["consent", "change", "drop", "both"]))
    def on_change(self, index: int, what: str) -> None:
        found = self.pick(PayeeChange.objects.all(), index)
        if found is None:
            return
        if what == "consent":
            self.propose(consent_payee_change, self.people["purchaser"][0], change_id=found.pk)
        elif what == "change":
            self.propose(change_payee, self.people["treasury"][0], change_id=found.pk)
        elif what == "both":
            self.by_two(PayeeChange, index, (consent_payee_change, "purchaser"))
        else:
            who = {"actor": self.case.supplier, "now": self.now, "reason": "写错了"}
            self.act("drop", lambda: withdraw_payee_change(change_id=found.pk, **who))

    @rule(index=which, agreed=st.booleans())
    def decide(self, index: int, *, agreed: bool) -> None:
        """Let the second person decide on what waits."""
        found = self.pick(Proposal.objects.filter(state="waiting"), index)
        if found is None:
            return
        second = next(
            one
            for one in self.actors
            if one.role == found.approves and one.organisation_id == found.organisation_id
        )
        who = {"actor": second, "now": self.now, "proposal_id": found.pk}
        if agreed:
            self.act("approve", lambda: act_of(found).approve(**who))
        else:
            self.act("send back", lambda: send_back(**who, reason="请核对"))

    @invariant()
    def everybody_agrees(self) -> None:
        contract = Contract.objects.get(pk=self.case.contract.pk)
        found = disagreements(self.actors, contract, self.now)
        assert not found, "\n".join(found)
        said, listed = on_page(self.drawn.choice(self.actors), contract, self.now)
        assert said == listed

    def propose(self, act, actor: Actor, **facts) -> None:
        self.act(f"propose {act.name}", lambda: act.propose(actor=actor, now=self.now, **facts))
