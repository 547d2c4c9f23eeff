"""Money among loans (D10) in the order of 民法典§768; one lock for whoever lends on a contract."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from cairong.audit.models import Event
from cairong.kernel.errors import Conflict, PolicyBreach
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Loan, LoanEntry
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.models import Lock
from lending.ground import AMOUNT, Case, twice
from support.town import at

DRAWN = at("2025-10-21 10:00")
BRANCH = "甲银行涧西支行"  # the same bank: the account may be locked to it
FIRST = 27_408_000  # 40 % of the contract


def fen(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def interest(principal: int, bp: int, days: int, base: int = 360) -> int:
    return fen(Decimal(principal * bp * days) / (10_000 * base))


def repay(case: Case, loan: Loan, amount: int, on: date):
    return case.by_bank(
        record_repayment, loan.institution.name, at(f"{on} 12:00"), loan_id=loan.pk,
        amount_fen=amount, on=on, means="供应商转账",
    )  # fmt: skip


def test_a_remittance_divides_wholly_the_same_day(case: Case):
    product = case.publish(fee_fen=50_000)
    loan = case.draw(case.ready(product, 100_000, fee_fen=50_000), 100_000, now=DRAWN)
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    event = Event.objects.get(type="lending.remittance.applied")
    grown = interest(10_000_000, 345, 22)
    assert event.after["loans"] == {
        str(loan.pk): {"interest_fen": grown, "principal_fen": 10_000_000}
    }
    assert event.after["to_supplier_fen"] == FIRST - 10_000_000 - grown
    row = case.receivable()
    assert (row.interest_paid_fen, row.principal_paid_fen) == (grown, 10_000_000)
    assert (row.received_fen, row.to_supplier_fen) == (0, FIRST - 10_000_000 - grown)
    entry = LoanEntry.objects.get(kind="remitted")
    assert entry.on == date(2025, 11, 12)


def test_too_little_pays_interest_before_any_principal(case: Case, product):
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    case.paid("100", at("2025-11-12 10:00"), "签订开票")
    loan.refresh_from_db()
    assert (loan.interest_paid_fen, loan.principal_paid_fen) == (10_000, 0)
    case.paid("600", at("2025-11-12 11:00"), "签订开票")
    loan.refresh_from_db()
    owed = interest(30_000_000, 345, 22)
    assert (loan.interest_paid_fen, loan.principal_paid_fen) == (owed, 70_000 - owed)
    assert case.receivable().to_supplier_fen == 0


def test_several_payments_on_one_day_bear_no_interest_between_them(case: Case, product):
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    for hour in (9, 10, 11):
        case.paid("50000", at(f"2025-11-12 {hour:02d}:00"), "签订开票")
    loan.refresh_from_db()
    assert loan.interest_paid_fen == interest(30_000_000, 345, 22)
    assert loan.principal_paid_fen == 15_000_000 - loan.interest_paid_fen


@pytest.mark.parametrize("seed", range(4))
def test_any_payments_on_any_days_come_out_as_worked_by_hand(case: Case, product, seed):
    """One loan repaid at once, by remittances and own money: interest first, to the fen."""
    random = Random(seed)  # noqa: S311 - the same payments each time
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    left, owed, since, given = 30_000_000, 0, DRAWN.date(), 0
    day = DRAWN.date()
    for _ in range(5):
        day = date.fromordinal(day.toordinal() + random.randint(0, 25))
        owed += interest(left, 345, (day - since).days)
        since = day
        amount = random.randint(1, 7_000_000)
        if random.random() < 0.4:
            amount = min(amount, owed + left)
            repay(case, loan, amount, day)
        else:
            milestone = "签订开票" if given + amount <= FIRST else "验收"
            case.paid(f"{amount / 100:.2f}", at(f"{day} 10:00"), milestone)
            given += amount
        to_interest = min(amount, owed)
        owed -= to_interest
        left -= min(amount - to_interest, left)
        loan.refresh_from_db()
        assert loan.outstanding_fen == left
        assert loan.accrued_fen - loan.interest_paid_fen == owed
    row = case.receivable()
    assert row.outstanding_fen == left
    divided = row.interest_paid_fen + row.principal_paid_fen + row.to_supplier_fen
    assert (divided, row.received_fen) == (given, 0)


def test_loans_stand_in_the_order_of_their_conditions_not_of_their_draws(case: Case, product):
    first, second, third = (case.ready(product, 50_000) for _ in range(3))
    for offer, day in ((third, 21), (first, 22), (second, 23)):
        case.draw(offer, 50_000, now=at(f"2025-10-{day} 10:00"))
    case.paid("75000", at("2025-11-12 10:00"), "签订开票")
    loans = {one.service_order: one for one in Loan.objects.all()}
    assert [loans[n].state for n in (1, 2, 3)] == ["settled", "repaying", "repaying"]
    spent = 5_000_000 + interest(5_000_000, 345, 21)
    second_interest = interest(5_000_000, 345, 20)
    assert loans[2].interest_paid_fen == second_interest
    assert loans[2].principal_paid_fen == 7_500_000 - spent - second_interest
    assert (loans[3].interest_paid_fen, loans[3].principal_paid_fen) == (0, 0)


def test_another_lender_waits_until_the_lock_is_free_then_takes_it(case: Case, product):
    loan = case.draw(case.ready(product, 100_000), 100_000, now=DRAWN)
    second = case.accepted(case.publish(BRANCH), 100_000, BRANCH)
    with pytest.raises(Conflict) as refused:
        case.by_bank(request_lock, BRANCH, offer_id=second.pk)
    assert refused.value.obligation == "二(三)-3"
    case.now = at("2025-10-22 10:00")
    repay(case, loan, 10_000_000 + interest(10_000_000, 345, 1), date(2025, 10, 22))
    assert Lock.objects.get().state == "released"
    assert case.lock(second, BRANCH).state == "active"
    meet_conditions(
        actor=case.officer(BRANCH), now=case.now, offer_id=second.pk, signed_on=case.now.date()
    )
    assert case.draw(second, 100_000, BRANCH).institution.name == BRANCH
    assert [one.state for one in Lock.objects.order_by("pk")] == ["released", "active"]


def test_two_requests_at_once_are_confirmed_once(case: Case, product):
    """Two lenders may both have asked before either lock is active; the first confirmed holds."""
    offers = {
        "甲银行": case.accepted(product, 100_000),
        BRANCH: case.accepted(case.publish(BRANCH), 100_000, BRANCH),
    }
    locks = {
        bank: case.by_bank(request_lock, bank, offer_id=offer.pk) for bank, offer in offers.items()
    }
    purchaser = case.town.purchaser()
    two = [case.town.actor(purchaser, f"purchaser-{one}") for one in ("officer", "approver")]
    for lock in locks.values():
        assert lock.state == "requested"
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        twice(acknowledge_lock, *two, case.now, lock_id=lock.pk)
    assert case.by_treasury(confirm_lock, lock_id=locks[BRANCH].pk).state == "active"
    with pytest.raises(Conflict) as refused:
        case.by_treasury(confirm_lock, lock_id=locks["甲银行"].pk)
    assert refused.value.obligation == "二(三)-3"
    assert Lock.objects.filter(state="active").get().institution.name == BRANCH


def test_what_is_lent_at_two_lenders_stays_under_one_headroom(case: Case, product):
    second = case.publish(BRANCH, cap_percent=80)
    case.draw(case.ready(product, 300_000), 300_000, now=DRAWN)
    room = AMOUNT * 70 // 100 - 30_000_000
    with pytest.raises(PolicyBreach) as refused:
        case.intend(room // 100 + 1, BRANCH)
    assert refused.value.findings[0].params["headroom"] == room
    intent = case.intend(room // 100, BRANCH)
    offer = case.offer(intent, second, room // 100, BRANCH)
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    row = case.receivable()
    assert (row.outstanding_fen, row.reserved_fen) == (30_000_000, room)


def test_the_fee_is_taken_once_and_never_from_the_account(case: Case):
    product = case.publish(fee_fen=60_000)
    offer = case.ready(product, fee_fen=60_000)
    loans = [case.draw(offer, yuan, now=DRAWN) for yuan in (100_000, 200_000)]
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    assert [one.fee_fen for one in loans] == [60_000, 0]
    assert case.receivable().fee_paid_fen == 0
    paid = sum(Loan.objects.values_list("fee_paid_fen", flat=True))
    assert paid == 60_000
