"""Random draws and repayments of a limit: never above it, interest as by the day. 二(四)-5"""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.arithmetic import base_fen
from lending.ground import NOW, Case, days_later
from support.seeds import SEED

LIMIT, TERM, RATE_BP = 30_000_000, 180, 345


class Plain:
    """One loan as a child would count it: each day a day's interest, rounded when money moves."""

    def __init__(self, fen: int, on: date) -> None:
        self.left, self.on, self.owed = fen, on, 0

    def goes_to(self, on: date) -> None:
        new = Fraction(0)
        while self.on < on:
            new += Fraction(self.left * RATE_BP, 10_000 * 360)
            self.on += timedelta(days=1)
        self.owed += int(new + Fraction(1, 2))

    def pays(self, fen: int) -> None:
        interest = min(fen, self.owed)
        self.owed -= interest
        self.left -= fen - interest


def drawn(case: Case, offer: Offer, fen: int, now) -> Loan:
    offer.refresh_from_db()
    if not offer.due_fen:
        ask_draw(actor=case.supplier, now=now, offer_id=offer.pk, amount_fen=fen)
    with case.at(now):
        return case.do("disburse", *case.pair(), offer=offer, amount_fen=fen)


def within(case: Case, offer: Offer) -> None:
    offer.refresh_from_db()
    row, held = case.receivable(), Intent.objects.get(pk=offer.intent_id).reserved_fen
    assert row.outstanding_fen == offer.used_fen <= LIMIT
    assert row.reserved_fen == held == LIMIT - offer.used_fen
    assert row.outstanding_fen + held <= base_fen(row) * row.cap_percent // 100


@pytest.mark.parametrize("turn", range(3))
def test_never_above_the_limit_and_interest_as_counted_by_day(case: Case, turn: int):
    draws = random.Random(f"{SEED}-{turn}")  # noqa: S311
    product = case.publish(methods=["revolving"])
    offer = case.offer(case.intend(LIMIT // 100), product, LIMIT // 100, method="revolving")
    first = draws.randrange(100, LIMIT)
    case.do("accept_offer", offer=offer, draw_fen=first)
    offer.refresh_from_db()
    case.lock(offer)
    case.do("meet_conditions", case.officer(), offer=offer)
    loans = {drawn(case, offer, first, NOW).pk: Plain(first, NOW.date())}
    day = 0
    for _ in range(12):
        day += draws.randrange(0, 12)
        now = days_later(NOW, day)
        offer.refresh_from_db()
        running = [pk for pk, each in loans.items() if each.left or each.owed]
        if offer.unasked_fen and (not running or draws.random() < 0.5):
            fen = draws.randrange(1, offer.unasked_fen + 1)
            loans[drawn(case, offer, fen, now).pk] = Plain(fen, now.date())
        else:
            pk = draws.choice(running)
            plain = loans[pk]
            plain.goes_to(now.date())
            whole = plain.left + plain.owed
            fen = whole if draws.random() < 0.4 else draws.randrange(1, whole + 1)
            plain.pays(fen)
            case.by_bank(
                record_repayment, "甲银行", now, loan_id=pk, amount_fen=fen, on=now.date(),
                means="自有资金",
            )  # fmt: skip
        within(case, offer)
        for pk, plain in loans.items():
            loan = Loan.objects.get(pk=pk)
            unpaid = loan.accrued_fen - loan.interest_paid_fen
            assert (loan.outstanding_fen, unpaid) == (plain.left, plain.owed)
