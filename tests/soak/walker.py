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
from cairong.driving.kinds import NAMES
from cairong.driving.verb import VERBS
from cairong.kernel.actor import INSTITUTION, PURCHASER, Role
from cairong.kernel.errors import Refusal
from cairong.lending.checking import books_check
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.products.models import Product
from cairong.treasury.arithmetic import base_fen, taken_fen
from cairong.treasury.models import Lock, Payment, Receivable
from lending.ground import NOW, Case, drain
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
    counting: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.case, self.products = self.ground
        self.case.now = NOW
        for role in (Role.SUPPLIER, *PURCHASER, Role.TREASURY_OFFICER, Role.TREASURY_APPROVER):
            self.case.who(role)
        for bank in BANKS:
            self.case.pair(bank)
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
        self.on(Offer, index, "accept_offer")

    @rule(index=which)
    def decline(self, index: int) -> None:
        self.on(Offer, index, "decline_offer")

    @rule(index=which)
    def withdraw(self, index: int) -> None:
        self.on(Intent, index, "withdraw_intent")

    @rule(index=which)
    def ask_lock(self, index: int) -> None:
        self.on(Offer, index, "request_lock")

    @rule(index=which)
    def consent(self, index: int) -> None:
        self.on(Lock, index, "consent_lock")

    @rule(index=which)
    def acknowledge(self, index: int) -> None:
        self.on(Lock, index, "acknowledge_lock")

    @rule(index=which)
    def confirm(self, index: int) -> None:
        self.on(Lock, index, "confirm_lock")

    @rule(index=which)
    def meet(self, index: int) -> None:
        self.on(Offer, index, "meet_conditions")

    @rule(index=which, percent=percents)
    def draw(self, index: int, percent: int) -> None:
        found = self.pick(Offer.objects.all(), index)
        if found is not None:
            fen = max(found.amount_fen * percent // 100, 1)
            self.on(Offer, index, "disburse", amount_fen=fen)

    @rule(percent=percents, bank=banks)
    def finance(self, percent: int, bank: str) -> None:
        """From the intent to the loan at once: by single steps a walk comes there seldom."""
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
            self.on(Loan, index, "record_repayment", amount_fen=fen, on=self.now.date())

    @rule(percent=percents, milestone=milestones)
    def accept_work(self, percent: int, milestone: str) -> None:
        part = {"milestone": milestone, "amount_fen": self.receivable.amount_fen * percent // 200}
        facts = {"contract": self.case.contract, "on": self.now.date(), **part}
        self.act("accept work", lambda: self.case.do("record_acceptance", **facts))

    @rule(percent=percents)
    def ask_payment(self, percent: int) -> None:
        fen = max(self.receivable.due_fen * percent // 100, 1)
        facts = {"contract": self.case.contract, "amount_fen": fen}
        self.act("ask", lambda: self.case.do("request_payment", **facts))

    @rule(index=which)
    def release(self, index: int) -> None:
        self.on(Payment, index, "pay")

    @rule(index=which)
    def take_back(self, index: int) -> None:
        self.on(Payment, index, "take_back_payment", reasons="金额有误")

    @rule(index=which)
    def send_back(self, index: int) -> None:
        self.on(Payment, index, "send_back_payment", reasons="凭证不全")

    @rule()
    def deliver(self) -> None:
        self.act("deliver", lambda: drain(self.now))

    @rule(index=which)
    def bounce(self, index: int) -> None:
        found = self.pick(Payment.objects.exclude(state="released"), index)
        if found is not None:
            facts = {"payment": found, "reasons": "账号不符"}
            self.act("bounce", lambda: self.case.do("return_payment", **facts))

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        self.case.now += timedelta(days=days)
        self.act("wait", lambda: run_daily(city=CITY, now=self.now))

    @invariant()
    def the_books_hold(self) -> None:
        if not self.counting:
            return
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
        if taken_fen(after) > taken_fen(before) and name != "bounce":  # lent again, not anew
            assert taken_fen(after) * 100 <= base_fen(after) * after.cap_percent

    def on(self, kind: type[Model], index: int, verb: str, **facts) -> None:
        """Let whoever can act on one of a kind; at an institution, those of the thing's own."""
        found = self.pick(kind.objects.all(), index)
        if found is None:
            return
        roles, by = VERBS[verb].roles, ()
        if roles[0] in INSTITUTION:
            by = self.case.pair(found.institution.name)[: len(roles)]
        self.act(verb, lambda: self.case.do(verb, *by, **{NAMES[kind]: found}, **facts))

    @staticmethod
    def pick[Row: Model](rows: QuerySet[Row], index: int) -> Row | None:
        """Pick one of the newest rows."""
        newest = list(rows.order_by("-pk")[: index + 1])
        return newest[-1] if newest else None


def _sum(rows: QuerySet, column: str) -> int:
    return int(rows.aggregate(fen=Sum(column))["fen"] or Decimal(0))
