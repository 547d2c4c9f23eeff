"""A revolving limit: what is repaid can be drawn again, within limit, cap and term. 二(四)-5"""

from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.clocks.models import Duty
from cairong.kernel.errors import Invalid, PolicyBreach, WrongState
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.end_limit import end_limit, end_limits
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Intent, Loan, Offer
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock
from lending.ground import NOW, Case, days_later
from support.refusing import looked_at, stopped
from support.staging import staged

LIMIT = 300_000


@staged
def limit(case: Case) -> Offer:
    """A limit of ¥300,000 for 180 days, its conditions met, ¥100,000 asked for first."""
    product = case.publish(methods=["revolving"])
    offer = case.offer(case.intend(LIMIT), product, LIMIT, method="revolving")
    case.do("accept_offer", offer=offer, draw_fen=10_000_000)
    offer.refresh_from_db()
    case.lock(offer)
    return case.do("meet_conditions", case.officer(), offer=offer)


def on(days: int):
    return days_later(NOW, days)


def ask(case: Case, offer: Offer, yuan: int, days: int = 0) -> Offer:
    return ask_draw(actor=case.supplier, now=on(days), offer_id=offer.pk, amount_fen=yuan * 100)


def draw(case: Case, offer: Offer, yuan: int, days: int = 0) -> Loan:
    return case.draw(offer, yuan, now=on(days))


def repay(case: Case, loan: Loan, fen: int, days: int) -> Loan:
    return case.by_bank(
        record_repayment, "甲银行", on(days), loan_id=loan.pk, amount_fen=fen,
        on=on(days).date(), means="自有资金",
    )  # fmt: skip


def whole(loan: Loan, days: int) -> int:
    return loan.outstanding_fen + round(loan.outstanding_fen * loan.rate_bp * days / 3_600_000)


def standing(offer: Offer) -> tuple[str, int, int, int]:
    offer.refresh_from_db()
    held = Intent.objects.get(pk=offer.intent_id).reserved_fen
    return offer.state, offer.used_fen, offer.unasked_fen, held


def code(refused) -> str:
    return refused.value.findings[0].code


class TestDrawnAgain:
    def test_what_is_repaid_can_be_asked_for_and_drawn_again(self, case, limit):
        first = draw(case, limit, 100_000)
        assert standing(limit) == ("part_drawn", 10_000_000, 20_000_000, 20_000_000)
        repay(case, first, whole(first, 30), 30)
        first.refresh_from_db()
        assert first.state == "settled"
        assert standing(limit) == ("part_drawn", 0, 30_000_000, 30_000_000)
        ask(case, limit, 300_000, 31)
        draw(case, limit, 300_000, 31)
        assert standing(limit) == ("part_drawn", 30_000_000, 0, 0)
        assert case.receivable().outstanding_fen == 30_000_000

    def test_settled_within_the_term_the_lock_stands(self, case, limit):
        first = draw(case, limit, 100_000)
        repay(case, first, whole(first, 30), 30)
        assert Lock.objects.get().state == "active"

    def test_the_whole_asked_at_acceptance_revolves_too(self, case):
        product = case.publish(methods=["revolving"])
        offer = case.ready(product, LIMIT, method="revolving")
        loan = draw(case, offer, LIMIT)
        assert standing(offer) == ("part_drawn", 30_000_000, 0, 0)
        repay(case, loan, 1_000_000, 0)
        assert standing(offer) == ("part_drawn", 29_000_000, 1_000_000, 1_000_000)

    def test_a_later_draw_runs_days_of_its_own(self, case, limit):
        draw(case, limit, 100_000)
        ask(case, limit, 50_000, 20)
        last = Duty.objects.filter(subject_id=limit.pk, kind="disburse_loan").latest("start_on")
        assert (last.start_on, last.state) == (on(20).date(), "running")

    @pytest.mark.parametrize(("yuan", "what"), [(200_001, "lending.asked_above_offer")])
    def test_never_above_the_limit(self, case, limit, yuan, what):
        draw(case, limit, 100_000)
        with pytest.raises(PolicyBreach) as refused:
            ask(case, limit, yuan)
        assert code(refused) == what

    def test_nothing_is_asked_of_nothing(self, case, limit):
        draw(case, limit, 100_000)
        with pytest.raises(Invalid):
            ask(case, limit, 0)

    def test_the_fee_is_taken_once(self, case):
        product = case.publish(methods=["revolving"], fee_fen=50_000)
        offer = case.ready(product, LIMIT, method="revolving", fee_fen=50_000)
        loan = draw(case, offer, LIMIT)
        repay(case, loan, whole(loan, 10), 10)
        ask(case, offer, 1_000, 10)
        assert [loan.fee_fen, draw(case, offer, 1_000, 10).fee_fen] == [50_000, 0]


class TestTerm:
    def test_every_draw_ends_on_the_day_of_the_first(self, case, limit):
        first = draw(case, limit, 100_000)
        ask(case, limit, 10_000, 100)
        later = draw(case, limit, 10_000, 100)
        assert first.due_on == later.due_on == NOW.date() + timedelta(days=180)
        [plan] = later.instalments.all()
        assert plan.interest_fen == round(1_000_000 * 345 * 80 / 3_600_000)

    def test_on_its_last_day_nothing_is_asked_or_drawn(self, case, limit):
        draw(case, limit, 100_000)
        ask(case, limit, 1_000, 179)
        with pytest.raises(PolicyBreach) as refused:
            draw(case, limit, 1_000, 180)
        assert code(refused) == "lending.term_over"
        draw(case, limit, 1_000, 179)
        with pytest.raises(PolicyBreach) as refused:
            ask(case, limit, 1_000, 180)
        assert code(refused) == "lending.term_over"

    def test_over_it_ends_and_keeps_the_lock_while_something_is_owed(self, case, limit):
        draw(case, limit, 100_000)
        assert end_limits(actor=case.town.system, now=on(179)) == 0
        assert end_limits(actor=case.town.system, now=on(180)) == 1
        assert standing(limit)[::3] == ("drawn", 0)
        assert Lock.objects.get().state == "active"
        assert Intent.objects.get().state == "financed"
        loan = Loan.objects.get()
        repay(case, loan, whole(loan, 181), 181)
        assert Lock.objects.get().state == "released"

    def test_over_with_nothing_owed_the_lock_goes_with_it(self, case, limit):
        loan = draw(case, limit, 100_000)
        repay(case, loan, whole(loan, 20), 20)
        end_limits(actor=case.town.system, now=on(180))
        assert Lock.objects.get().state == "released"
        assert case.receivable().reserved_fen == 0

    def test_it_ends_once_and_not_before(self, case, limit):
        draw(case, limit, 100_000)
        system = case.town.system
        with pytest.raises(WrongState):
            end_limit(actor=system, now=on(179), offer_id=limit.pk)
        end_limit(actor=system, now=on(180), offer_id=limit.pk)
        with pytest.raises(WrongState):
            end_limit(actor=system, now=on(181), offer_id=limit.pk)

    def test_a_draw_that_waits_when_it_ends_is_nobodys_duty(self, case, limit):
        draw(case, limit, 100_000)
        ask(case, limit, 1_000, 179)
        end_limits(actor=case.town.system, now=on(180))
        last = Duty.objects.filter(subject_id=limit.pk, kind="disburse_loan").latest("start_on")
        assert last.state == "cancelled"


class TestGivenUp:
    def test_the_rest_is_free_and_nothing_more_is_drawn(self, case, limit):
        loan = draw(case, limit, 100_000)
        decline_offer(actor=case.supplier, now=on(10), offer_id=limit.pk)
        assert case.receivable().reserved_fen == 0
        with pytest.raises(WrongState):
            ask(case, limit, 1_000, 11)
        repay(case, loan, whole(loan, 12), 12)
        assert case.receivable().reserved_fen == 0
        assert Lock.objects.get().state == "released"

    def test_with_nothing_owed_the_lock_is_released_at_once(self, case, limit):
        loan = draw(case, limit, 100_000)
        repay(case, loan, whole(loan, 5), 5)
        decline_offer(actor=case.supplier, now=on(10), offer_id=limit.pk)
        assert Lock.objects.get().state == "released"


class TestCeiling:
    def test_money_of_the_contract_leaves_no_more_than_it_carries(self, case, limit):
        draw(case, limit, 100_000)
        case.paid(274_080, on(40), "签订开票")
        row = case.receivable()
        assert row.outstanding_fen == 0
        assert headroom_fen(row) >= 0
        carried = (row.amount_fen - row.paid_fen) * 70 // 100
        state, used, unasked, held = standing(limit)
        assert (state, used, unasked, held) == (
            "part_drawn", 0, 30_000_000, min(carried, 30_000_000),
        )  # fmt: skip
        assert held < 30_000_000
        with pytest.raises(PolicyBreach) as refused:
            ask(case, limit, 300_000, 41)
        assert code(refused) == "lending.above_headroom"
        ask(case, limit, held // 100, 41)

    def test_another_lender_takes_nothing_of_what_is_held(self, case, limit):
        loan = draw(case, limit, 100_000)
        repay(case, loan, whole(loan, 10), 10)
        assert headroom_fen(case.receivable()) == 68_520_000 * 70 // 100 - 30_000_000


BY_HAND = {
    "lending_back_untrue": "UPDATE lending_offer SET back_fen = 1",
    "lending_in_term": "INSERT INTO lending_loan SELECT (jsonb_populate_record(l, "
    "jsonb_build_object('id', uuidv7(), 'no', 'DK', 'due_on', l.due_on + 1))).* "
    "FROM lending_loan l",
    "lending_within_limit": "UPDATE lending_offer SET drawn_fen = 30000001, asked_fen = 30000001",
    "lending_within_limit by way of back_fen": "UPDATE lending_offer SET back_fen = 1, "
    "drawn_fen = 30000001, asked_fen = 30000001; UPDATE lending_offer SET back_fen = 0",
}


@pytest.mark.parametrize("guard", BY_HAND)
def test_by_hand_the_database_refuses(case, limit, guard):
    draw(case, limit, 100_000)
    looked_at()
    with stopped(guard.split()[0]), connection.cursor() as cursor:
        cursor.execute(BY_HAND[guard])


def test_terms_are_those_of_a_limit_drawn_whole(case, limit):
    assert limit.interest_fen == round(30_000_000 * 345 * 180 / 3_600_000)
    assert len(limit.schedule) == 1


def test_a_limit_is_not_repaid_in_parts(case):
    product = case.publish(methods=["revolving"])
    with pytest.raises(Invalid):
        case.offer(case.intend(LIMIT), product, LIMIT, method="revolving", instalments=2)


def test_its_days_are_those_of_the_calendar(case, limit):
    assert draw(case, limit, 100_000).drawn_on == date(2025, 10, 9)
