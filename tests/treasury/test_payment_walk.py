"""Acceptances, payments and returns in any order: the books say what a clerk's sheet says."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from cairong.clocks.models import Duty
from cairong.kernel.errors import PolicyBreach, Refusal, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import take_back_payment
from cairong.treasury.checking import books_check
from cairong.treasury.models import Payment
from support.slips import came_back
from support.town import CITY, at
from treasury.doing import both, deliver_money
from treasury.ground import AMOUNT, Ground

NOW = at("2025-11-12 10:00")
ON = date(2025, 11, 3)
SHARES = {"签订开票": 27_408_000, "验收": 41_112_000}
STEPS = 40


@dataclass
class Sheet:
    """What a clerk would write down: per milestone, per payment, nothing computed elsewhere."""

    accepted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SHARES, 0))
    payments: dict[str, tuple[int, str]] = field(default_factory=dict)

    def total(self, *states: str) -> int:
        return sum(fen for fen, state in self.payments.values() if state in states)

    @property
    def due(self) -> int:
        bound = self.total("requested", "released", "confirmed")
        return sum(self.accepted.values()) - bound

    def sums(self) -> dict[str, int]:
        return {
            "committed_fen": AMOUNT - sum(self.accepted.values()),
            "due_fen": self.due,
            "requested_fen": self.total("requested"),
            "in_transit_fen": self.total("released"),
            "paid_fen": self.total("confirmed"),
            "to_supplier_fen": self.total("confirmed"),
        }

    def one(self, dice: Random, *states: str) -> str | None:
        found = sorted(key for key, (_, state) in self.payments.items() if state in states)
        return dice.choice(found) if found else None


class Walk:
    """Random acts on one contract; each is refused exactly where the sheet has no room for it."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.sheet = ground, Sheet()
        self.dice = Random(seed)  # noqa: S311 - the seed replays the walk
        self.met: set[str] = set()

    def amount(self, most: int) -> int:
        """Often all that is there, often a little more, else a part."""
        return self.dice.choice([most, most + 1, max(most // 3, 1), self.dice.randint(1, AMOUNT)])

    def told(self, act, kind: type[Refusal], *, room: bool, name: str) -> bool:
        self.met.add(f"{name} {'done' if room else 'refused'}")
        if room:
            act()
            return True
        with pytest.raises(kind):
            act()
        return False

    def accept(self) -> None:
        milestone = self.dice.choice(list(SHARES))
        left = SHARES[milestone] - self.sheet.accepted[milestone]
        fen = max(self.amount(left), 1)
        facts = {"contract_id": self.ground.contract.pk, "milestone": milestone, "amount_fen": fen}
        officer = self.ground.who("purchaser-officer")
        if self.told(
            lambda: record_acceptance(actor=officer, now=NOW, on=ON, **facts),
            PolicyBreach, room=fen <= left, name="accept",
        ):  # fmt: skip
            self.sheet.accepted[milestone] += fen

    def request(self) -> None:
        fen = max(self.amount(self.sheet.due), 1)
        facts = {"contract_id": self.ground.contract.pk, "amount_fen": fen}
        if self.told(
            lambda: both(request_payment, self.ground, "purchaser", NOW, **facts),
            PolicyBreach, room=fen <= self.sheet.due, name="request",
        ):  # fmt: skip
            self.sheet.payments[str(Payment.objects.latest("pk").pk)] = (fen, "requested")

    def step(self, act: str, *states: str, to: str) -> None:
        """Move a payment: one in a right state, or (to be refused) one in a wrong state."""
        right = self.dice.random() < 0.8
        others = {"requested", "released", "confirmed", "returned", "withdrawn"} - set(states)
        key = self.sheet.one(self.dice, *(states if right else others))
        if key is None:
            return
        facts = {"payment_id": key, "reason": "户名不符"}
        acts = {
            "pay": lambda: both(pay, self.ground, "treasury", NOW, payment_id=key),
            "take back": lambda: both(take_back_payment, self.ground, "purchaser", NOW, **facts),
            "return": lambda: both(
                return_payment,
                self.ground,
                "treasury",
                NOW,
                **came_back(Payment.objects.get(pk=key)),
            ),
        }
        if self.told(acts[act], WrongState, room=right, name=act):
            self.sheet.payments[key] = (self.sheet.payments[key][0], to)

    def deliver(self) -> None:
        deliver_money(NOW)
        for key, (fen, state) in self.sheet.payments.items():
            if state == "released":
                self.sheet.payments[key] = (fen, "confirmed")

    def go(self) -> None:
        self.dice.choice([
            self.accept, self.accept, self.request, self.request,
            lambda: self.step("pay", "requested", to="released"),
            lambda: self.step("pay", "requested", to="released"),
            lambda: self.step("take back", "requested", to="withdrawn"),
            lambda: self.step("return", "released", "confirmed", to="returned"),
            self.deliver,
        ])()  # fmt: skip

    def check(self) -> None:
        row = self.ground.fresh()
        assert {name: getattr(row, name) for name in self.sheet.sums()} == self.sheet.sums()
        assert (row.received_fen, row.headroom_fen) == (0, 0)
        paid = self.sheet.total("confirmed")
        for acceptance in row.acceptances.order_by("accepted_on", "pk"):
            paid -= acceptance.amount_fen
            running = Duty.objects.filter(subject_id=acceptance.pk, kind="pay", state="running")
            assert running.count() == int(paid < 0)


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_any_order_of_acts_keeps_the_sheet_and_the_books_alike(ground, seed):
    walk = Walk(ground, seed)
    for _ in range(STEPS):
        walk.go()
        walk.check()
    assert {"accept done", "accept refused", "request done", "request refused"} <= walk.met
    assert {"pay done", "return done"} <= walk.met
    assert books_check(CITY)["balanced"]
    vouchers = list(Payment.objects.order_by("requested_at", "pk").values_list("voucher_no"))
    assert len(set(vouchers)) == len(vouchers) == len(walk.sheet.payments)
