"""A contract that anything may be done with, in any order: rules for Hypothesis, books after each.

Every rule picks what it acts on among all that is there, whatever its state: most of the acts are
refused, and a refused act must leave no trace in the books.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet, Sum
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cairong.doors.daily import run_daily
from cairong.kernel.errors import Refusal
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.checking import books_check
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.parties.four_eyes import TwoPersonAct
from cairong.products.models import Product
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.return_payment import return_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.arithmetic import base_fen, taken_fen
from cairong.treasury.models import Lock, Payment, Receivable
from lending.ground import NOW, Case, drain, twice
from support.town import CITY

BANKS = ("甲银行", "甲银行涧西支行")  # one bank: the account is at both (D11)
banks = st.sampled_from(BANKS)
which = st.integers(0, 5)
percents = st.integers(1, 130)
milestones = st.sampled_from(["签订开票", "验收"])


class Walker(RuleBasedStateMachine):
    """One filed contract, two institutions; `ground` and `walked` belong to the whole run."""

    ground: tuple[Case, list[Product]]
    walked: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.case, self.products = self.ground
        self.case.now = NOW
        self.people = {
            "purchaser": self._two(self.case.town.purchaser(), "purchaser"),
            "treasury": tuple(
                self.case.town.bureau(f"treasury-{one}") for one in ("officer", "approver")
            ),
        }
        for bank in BANKS:
            self.case.officer(bank), self.case.approver(bank)
        self.before = transaction.savepoint_create()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.before)

    @rule(percent=percents, bank=banks, days=st.sampled_from([30, 180, 400]))
    def register(self, percent: int, bank: str, days: int) -> None:
        yuan = max(self.receivable.amount_fen * percent // 10_000, 1)
        self.act("register", lambda: self.case.intend(yuan, bank, days=days))

    @rule(index=which, percent=percents, instalments=st.sampled_from([1, 3]))
    def offer(self, index: int, percent: int, instalments: int) -> None:
        found = self.pick(Application.objects.exclude(intent__reserved_fen__lt=0), index)
        if found is None:
            return
        bank, intent = found.institution.name, found.intent
        yuan = max(intent.amount_fen * percent // 10_000, 1)
        method = "bullet" if instalments == 1 else "equal-principal"
        terms = {"method": method, "instalments": instalments}
        product = self.products[BANKS.index(bank)]
        self.act("offer", lambda: self.case.offer(intent, product, yuan, bank, **terms))

    @rule(index=which)
    def accept(self, index: int) -> None:
        self.on(Offer, index, "accept", lambda one, who: accept_offer(offer_id=one.pk, **who))

    @rule(index=which)
    def decline(self, index: int) -> None:
        self.on(Offer, index, "decline", lambda one, who: decline_offer(offer_id=one.pk, **who))

    @rule(index=which)
    def withdraw(self, index: int) -> None:
        self.on(
            Intent, index, "withdraw", lambda one, who: withdraw_intent(intent_id=one.pk, **who)
        )

    @rule(index=which)
    def ask_lock(self, index: int) -> None:
        self.by_bank(Offer, index, request_lock)

    @rule(index=which)
    def consent(self, index: int) -> None:
        self.on(Lock, index, "consent", lambda one, who: consent_lock(lock_id=one.pk, **who))

    @rule(index=which)
    def acknowledge(self, index: int) -> None:
        self.by_two(Lock, index, (acknowledge_lock, "purchaser"))

    @rule(index=which)
    def confirm(self, index: int) -> None:
        self.by_two(Lock, index, (confirm_lock, "treasury"))

    @rule(index=which)
    def meet(self, index: int) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is not None:
            actor = self.case.officer(found.institution.name)
            self.act("meet", lambda: meet_conditions(actor=actor, now=self.now, offer_id=found.pk))

    @rule(index=which, percent=percents)
    def draw(self, index: int, percent: int) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is not None:
            fen = max(found.amount_fen * percent // 100, 1)
            self.by_bank(Offer, index, disburse, amount_fen=fen)

    @rule(percent=percents, bank=banks)
    def finance(self, percent: int, bank: str) -> None:
        """From the wish to the loan at once: by single steps a walk comes there seldom."""
        yuan, product = (
            self.receivable.amount_fen * percent // 20_000,
            self.products[BANKS.index(bank)],
        )
        self.act(
            "finance", lambda: self.case.draw(self.case.ready(product, yuan, bank), yuan, bank)
        )

    @rule(percent=percents, milestone=milestones)
    def bring_home(self, percent: int, milestone: str) -> None:
        """From the acceptance to the money at once."""
        yuan = self.receivable.amount_fen * percent // 30_000
        self.act("bring home", lambda: self.case.paid(yuan, self.now, milestone))

    @rule(index=which, percent=percents)
    def repay(self, index: int, percent: int) -> None:
        found = self.pick(Loan.objects.all(), index)
        if found is not None:
            fen = max(found.principal_fen * percent // 100, 1)
            facts = {"amount_fen": fen, "on": self.now.date(), "means": "转账"}
            self.by_bank(Loan, index, record_repayment, **facts)

    @rule(percent=percents, milestone=milestones)
    def accept_work(self, percent: int, milestone: str) -> None:
        self.act(
            "accept work",
            lambda: record_acceptance(
                actor=self.people["purchaser"][0], now=self.now, milestone=milestone,
                contract_id=self.case.contract.pk, on=self.now.date(),
                amount_fen=self.receivable.amount_fen * percent // 200,
            ),
        )  # fmt: skip

    @rule(percent=percents)
    def ask_payment(self, percent: int) -> None:
        fen = max(self.receivable.due_fen * percent // 100, 1)
        facts = {"contract_id": self.case.contract.pk, "amount_fen": fen}
        self.act(
            "ask", lambda: twice(request_payment, *self.people["purchaser"], self.now, **facts)
        )

    @rule(index=which)
    def release(self, index: int) -> None:
        self.by_two(Payment, index, (pay, "treasury"))

    @rule(index=which)
    def take_back(self, index: int) -> None:
        act = take_back_payment
        self.by_two(Payment, index, (act, "purchaser"), reason="金额有误")

    @rule(index=which)
    def send_back(self, index: int) -> None:
        act = send_back_payment
        self.by_two(Payment, index, (act, "treasury"), reason="凭证不全")

    @rule()
    def deliver(self) -> None:
        self.act("deliver", lambda: drain(self.now))

    @rule(index=which)
    def bounce(self, index: int) -> None:
        found = self.pick(Payment.objects.exclude(state="released"), index)
        if found is not None:
            facts = {"payment_id": found.pk, "reason": "账号不符"}
            desk = self.people["treasury"]
            self.act("bounce", lambda: twice(return_payment, *desk, self.now, **facts))

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        self.case.now += timedelta(days=days)
        self.act("wait", lambda: run_daily(city=CITY, now=self.now))

    @invariant()
    def the_books_hold(self) -> None:
        connection.check_constraints()
        books = books_check(CITY)
        assert books["balanced"], books["differences"]
        row = self.receivable
        contract = ("committed", "due", "requested", "in_transit", "paid")
        assert sum(getattr(row, f"{one}_fen") for one in contract) == row.amount_fen
        assert row.reserved_fen == _sum(Intent.objects.all(), "reserved_fen")
        assert row.outstanding_fen == _sum(Loan.objects.all(), "outstanding_fen")
        cash = ("received", "interest_paid", "principal_paid", "fee_paid", "to_supplier")
        assert sum(getattr(row, f"{one}_fen") for one in cash) == row.paid_fen
        drawn = _sum(Loan.objects.all(), "principal_fen")
        assert drawn - row.outstanding_fen == _sum(Loan.objects.all(), "principal_paid_fen")

    @property
    def now(self):
        return self.case.now

    @property
    def receivable(self) -> Receivable:
        return self.case.receivable()

    def act(self, name: str, do: Callable[[], object]) -> None:
        """Do it; what is refused leaves the books as they were, what rises stays in the bound."""
        before = self.receivable
        place = transaction.savepoint_create()
        try:
            do()
        except Refusal:
            transaction.savepoint_rollback(place)
            self.walked[f"{name}: refused"] += 1
        else:
            transaction.savepoint_commit(place)
            self.walked[name] += 1
        after = self.receivable
        if taken_fen(after) > taken_fen(before):
            assert taken_fen(after) * 100 <= base_fen(after) * after.cap_percent

    def on(self, kind: type[Model], index: int, name: str, do: Callable[..., object]) -> None:
        """Let the supplier act on one of a kind."""
        found = self.pick(kind.objects.all(), index)
        if found is not None:
            who = {"actor": self.case.supplier, "now": self.now}
            self.act(name, lambda: do(found, who))

    def by_bank(self, kind, index: int, act: TwoPersonAct, **facts) -> None:
        """Let the institution of one of a kind act on it with two persons."""
        found = self.pick(kind.objects.all(), index)
        if found is not None:
            bank, key = found.institution.name, f"{kind.__name__.lower()}_id"
            self.act(act.name, lambda: self.case.by_bank(act, bank, **{key: found.pk}, **facts))

    def by_two(self, kind, index: int, what: tuple[TwoPersonAct, str], **facts) -> None:
        """Let two persons of a side act on one of a kind."""
        found = self.pick(kind.objects.all(), index)
        if found is not None:
            act, side = what
            facts |= {f"{kind.__name__.lower()}_id": found.pk}
            self.act(act.name, lambda: twice(act, *self.people[side], self.now, **facts))

    @staticmethod
    def pick[Row: Model](rows: QuerySet[Row], index: int) -> Row | None:
        """Pick one of the newest rows."""
        newest = list(rows.order_by("-pk")[: index + 1])
        return newest[-1] if newest else None

    def _two(self, house, side: str) -> tuple:
        return tuple(
            self.case.town.actor(house, f"{side}-{one}") for one in ("officer", "approver")
        )


def _sum(rows: QuerySet, column: str) -> int:
    return int(rows.aggregate(fen=Sum(column))["fen"] or Decimal(0))
