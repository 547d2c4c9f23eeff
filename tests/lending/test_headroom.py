"""Any order of offers, answers, draws and payments: never more than D9 allows, to the fen."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Refusal
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.lapse import lapse_offers
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.arithmetic import headroom_fen, room
from cairong.treasury.models import Receivable
from lending.ground import AMOUNT, Case

CAPS = {"甲银行": 70, "甲银行涧西支行": 60}  # one bank: either may hold the lock (D11)
CHOSEN = ("accepted", "locking", "conditions_met", "drawn")
STEPS = (
    "approve", "approve", "answer", "accept", "accept", "decline", "withdraw", "lapse",
    "finance", "finance", "repay", "pay",
)  # fmt: skip


def held_of(intent: Intent) -> int:
    """What D9 says an intent holds: what is left of its accepted offer, else its largest one."""
    offers = list(intent.offers.all())
    for one in offers:
        if one.state in CHOSEN:
            return one.amount_fen - one.drawn_fen if one.state != "drawn" else 0
    return max((one.amount_fen for one in offers if one.state == "offered"), default=0)


def tried(act) -> tuple[object, Refusal | None]:
    try:
        return act(), None
    except Refusal as refusal:
        return None, refusal


class Walk:
    """One contract and an account of it kept beside the books, from the offers and the loans."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.done = case, Counter()
        self.random = Random(seed)  # noqa: S311 - a walk that can be walked again
        self.paid_fen = 0
        self.products = {bank: case.publish(bank, cap_percent=cap) for bank, cap in CAPS.items()}

    def taken(self) -> int:
        intents = Intent.objects.prefetch_related("offers")
        return sum(map(held_of, intents)) + sum(
            Loan.objects.values_list("outstanding_fen", flat=True)
        )

    def room(self, cap: int) -> int:
        return max(AMOUNT - self.paid_fen, 0) * cap // 100 - self.taken()

    def yuan(self) -> int:
        return self.random.randint(1, AMOUNT * 4 // 1000)

    def pick(self, rows):
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def attempt(self, name: str, act, *, fits: bool = True):
        """Do it: above the bound it is refused by 一(一)-1, within it never by that."""
        made, refusal = tried(act)
        if refusal is None:
            assert fits, f"{name} went through above the headroom"
            self.done[name] += 1
        else:
            codes = {one.code for one in refusal.findings}
            above = codes & {"lending.above_headroom", "treasury.above_headroom"}
            assert not (fits and above), f"{name}: {refusal}"
            self.done[f"{name} refused"] += 1
        return made

    def offer(self, intent: Intent, bank: str) -> None:
        yuan = self.yuan()
        cap = CAPS[bank]
        fits = yuan * 100 <= self.room(cap) + held_of(intent)
        self.attempt(
            "approve",
            lambda: self.case.offer(intent, self.products[bank], yuan, bank),
            fits=fits,
        )

    def approve(self) -> None:
        yuan, banks = self.yuan(), self.random.choice([["甲银行"], list(CAPS)])
        fits = yuan * 100 <= self.room(max(CAPS[one] for one in banks))
        intent = self.attempt("intend", lambda: self.case.intend(yuan, *banks), fits=fits)
        if intent is not None:
            self.offer(intent, banks[0])

    def answer(self) -> None:
        """The second institution asked answers too: only the largest of the two is held."""
        intent = self.pick(Intent.objects.filter(applications__state="submitted"))
        if intent is not None:
            self.offer(intent, intent.applications.get(state="submitted").institution.name)

    def accept(self) -> None:
        offer = self.pick(Offer.objects.filter(state="offered"))
        if offer is not None:
            fits = offer.amount_fen <= self.room(offer.cap_percent) + held_of(offer.intent)
            who = {"actor": self.case.supplier, "now": self.case.now, "offer_id": offer.pk}
            self.attempt("accept", lambda: accept_offer(**who), fits=fits)

    def decline(self) -> None:
        offer = self.pick(Offer.objects.exclude(state__in=["fallen", "withdrawn"]))
        if offer is not None:
            who = {"actor": self.case.supplier, "now": self.case.now, "offer_id": offer.pk}
            self.attempt("decline", lambda: decline_offer(**who))

    def withdraw(self) -> None:
        intent = self.pick(Intent.objects.all())
        if intent is not None and self.random.random() < 0.4:
            who = {"actor": self.case.supplier, "now": self.case.now, "intent_id": intent.pk}
            self.attempt("withdraw", lambda: withdraw_intent(**who))

    def lapse(self) -> None:
        self.case.now += timedelta(days=self.random.randint(1, 6))
        self.done["lapse"] += lapse_offers(actor=self.case.town.system, now=self.case.now)

    def finance(self) -> None:
        offer = self.pick(Offer.objects.filter(state__in=["accepted", "conditions_met"]))
        if offer is None:
            return
        bank = offer.institution.name
        if offer.state == "accepted":
            self.attempt("lock", lambda: self.case.lock(offer, bank))
            meet = {"actor": self.case.officer(bank), "now": self.case.now, "offer_id": offer.pk}
            meet["signed_on"] = day_of(self.case.now)
            self.attempt("meet", lambda: meet_conditions(**meet))
        left = offer.amount_fen - offer.drawn_fen
        fen = self.random.choice([left, max(left // 3, 1)])
        fits = fen <= self.room(offer.cap_percent) + left
        self.attempt("draw", lambda: self.case.draw(offer, f"{fen / 100:.2f}", bank), fits=fits)

    def repay(self) -> None:
        loan = self.pick(Loan.objects.filter(state="repaying"))
        if loan is not None:
            facts = {
                "loan_id": loan.pk, "on": self.case.now.date(), "means": "转账",
                "amount_fen": max(loan.outstanding_fen * self.random.randint(1, 100) // 100, 1),
            }  # fmt: skip
            bank = loan.institution.name
            self.attempt("repay", lambda: self.case.by_bank(record_repayment, bank, **facts))

    def pay(self) -> None:
        fen = min(self.random.randint(1, AMOUNT // 5), AMOUNT - self.paid_fen)
        milestone = "签订开票" if self.paid_fen + fen <= AMOUNT * 4 // 10 else "验收"
        self.attempt("pay", lambda: self.case.paid(f"{fen / 100:.2f}", self.case.now, milestone))
        self.paid_fen = self.case.receivable().paid_fen

    def step(self) -> None:
        before = self.taken()
        getattr(self, self.random.choice(STEPS))()
        self.case.now += timedelta(hours=self.random.randint(1, 5))
        row, taken = self.case.receivable(), self.taken()
        assert row.reserved_fen == sum(map(held_of, Intent.objects.all()))
        assert row.reserved_fen + row.outstanding_fen == taken
        for cap in (100, 70, 60, 1):
            assert headroom_fen(row, cap) == self.room(min(cap, 70))
        in_database = Receivable.objects.annotate(room_fen=room()).get(pk=row.pk)
        assert in_database.room_fen == max(headroom_fen(row), 0)
        if taken > before:
            assert taken * 100 <= (AMOUNT - self.paid_fen) * 70


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_the_bound_of_d9_holds_to_the_fen(case: Case, seed):
    walk = Walk(case, seed)
    for _ in range(30):
        walk.step()
    assert walk.done["approve"], "a walk that approves nothing shows nothing"
