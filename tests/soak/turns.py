"""The walker, also leaving proposals to wait, moving accounts and returning filings."""

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from cairong.contracts.models import Contract
from cairong.driving.together import Ending
from cairong.driving.verb import VERBS
from cairong.kernel.actor import Actor
from cairong.lending.models import Application, Offer
from cairong.parties.four_eyes import act_of, send_back
from cairong.parties.models import Proposal
from cairong.treasury.models import Lock, PayeeChange, Payment
from cairong.treasury.states import OPEN_CHANGES
from cases.agreeing import disagreements, on_page
from lending.ground import ACCOUNT
from soak.walker import BANKS, Walker, banks, percents, which
from support.seeds import SEED

ON_LOCK = ("acknowledge_lock", "decline_acknowledgement", "confirm_lock")
ON_OFFER = ("request_lock", "disburse", "step_back")


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
        self.drawn = Random(SEED)  # noqa: S311 - one page of a step is drawn
        super().__init__()

    @rule(index=which)
    def complete(self, index: int) -> None:
        self.on_application(index, "confirm_complete")

    @rule(index=which)
    def verify(self, index: int) -> None:
        self.on_application(index, "verify_contract", provincial_reference="HN-1")

    @rule(index=which, what=st.sampled_from(["offer", "reject"]))
    def propose_decision(self, index: int, what: str) -> None:
        found = self.pick(Application.objects.all(), index)
        if found is None:
            return
        if what == "reject":
            facts = {"code": "over-indebted", "reasons": "负债过高"}
            self.propose(self.on_application, index, "reject_application", **facts)
            return
        terms = {
            "product": self.products[BANKS.index(found.institution.name)], "days": 180,
            "spread_bp": 45, "amount_fen": found.intent.amount_fen // 200 * 100,
        }  # fmt: skip
        self.propose(self.on_application, index, "approve_offer", **terms)

    @rule(index=which, what=st.sampled_from(ON_OFFER))
    def propose_on_offer(self, index: int, what: str) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is not None:
            more = {
                "disburse": {"amount_fen": found.amount_fen},
                "step_back": {"reason": "查出在先权利"},
            }.get(what, {})
            self.propose(self.on, Offer, index, what, **more)

    @rule(index=which, what=st.sampled_from(ON_LOCK))
    def propose_on_lock(self, index: int, what: str) -> None:
        more = {"reasons": "账户有误"} if what == "decline_acknowledgement" else {}
        self.propose(self.on, Lock, index, what, **more)

    @rule(index=which)
    def refuse(self, index: int) -> None:
        self.on(Lock, index, "refuse_lock", reasons="另有安排")

    @rule(percent=percents)
    def propose_payment(self, percent: int) -> None:
        self.propose(self.ask_payment, percent)

    @rule(index=which)
    def propose_release(self, index: int) -> None:
        self.propose(self.on, Payment, index, "pay")

    @rule(bank=banks)
    def ask_change(self, bank: str) -> None:
        if PayeeChange.objects.filter(state__in=OPEN_CHANGES).exists():
            return  # the database refuses a second, and with it this whole walk
        account = {
            "payee": ACCOUNT["payee"], "no": ACCOUNT["account_no"], "cnaps": ACCOUNT["cnaps"],
            "bank": f"{bank}洛阳支行" if bank == "甲银行" else ACCOUNT["bank"],
        }  # fmt: skip
        facts = {"contract": self.case.contract, "account": account, "reasons": ACCOUNT["reason"]}
        self.act("ask change", lambda: self.case.do("ask_payee_change", **facts))

    @rule(index=which, what=st.sampled_from(["consent", "change", "drop", "both"]))
    def on_change(self, index: int, what: str) -> None:
        if what == "consent":
            self.propose(self.on, PayeeChange, index, "consent_payee_change")
        elif what == "change":
            self.propose(self.on, PayeeChange, index, "change_payee")
        elif what == "both":
            self.on(PayeeChange, index, "consent_payee_change")
        else:
            self.on(PayeeChange, index, "withdraw_payee_change", reasons="写错了")

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
            self.act("approve", lambda: act_of(found.act).approve(**who))
        else:
            self.act("send back", lambda: send_back(**who, reason="请核对"))

    @invariant()
    def everybody_agrees(self) -> None:
        contract = Contract.objects.get(pk=self.case.contract.pk)
        found = disagreements(self.actors, contract, self.now)
        assert not found, "\n".join(found)
        said, listed = on_page(self.drawn.choice(self.actors), contract, self.now)
        assert said == listed

    def act(self, name: str, do: Callable[[], object]) -> None:
        super().act(f"propose {name}" if self.case.ending is Ending.WAITING else name, do)

    def on_application(self, index: int, verb: str, **facts) -> None:
        """Let those of its institution act on one of the applications."""
        found = self.pick(Application.objects.all(), index)
        if found is not None:
            by = self.case.pair(found.institution.name)[: len(VERBS[verb].roles)]
            self.act(verb, lambda: self.case.do(verb, *by, intent=found.intent, **facts))

    def propose(self, do, *what, **facts) -> None:
        """Do something, and leave it to the second person."""
        self.case.ending = Ending.WAITING
        try:
            do(*what, **facts)
        finally:
            self.case.ending = Ending.DONE
