"""The whole way of a loan, with the figures of the given story."""

from decimal import Decimal

from cairong.clocks import reads as clocks
from cairong.lending.models import Loan
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock
from lending.ground import Case
from support.town import at


def test_from_intent_to_settled_with_the_figures_of_the_story(case: Case, product):
    assert headroom_fen(case.receivable(), product and 70) == 47_964_000
    case.now = at("2025-10-15 10:30")
    offer = case.ready(product)
    assert (offer.rate_bp, offer.interest_fen) == (345, 517_500)
    assert (offer.simple_percent, offer.irr_percent) == (Decimal("3.4979"), Decimal("3.5289"))
    assert headroom_fen(case.receivable(), 70) == 17_964_000
    loan = case.draw(offer, 300_000, now=at("2025-10-21 10:00"))
    assert case.receivable().outstanding_fen == 30_000_000
    assert case.receivable().reserved_fen == 0

    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    loan.refresh_from_db()
    assert (loan.outstanding_fen, loan.interest_paid_fen) == (2_655_250, 63_250)
    assert loan.state == "repaying"
    assert headroom_fen(case.receivable(), 70) == 26_123_150
    assert case.receivable().to_supplier_fen == 0

    case.paid("411120", at("2026-02-10 10:00"))
    loan.refresh_from_db()
    assert (loan.outstanding_fen, loan.interest_paid_fen) == (0, 86_152)
    assert loan.state == "settled"
    assert case.receivable().to_supplier_fen == 38_433_848
    assert Lock.objects.get().state == "released"


def test_equal_principal_with_a_fee_of_the_second_story(case: Case):
    product = case.publish(
        spread_bp=80, day_count=365, methods=["equal-principal"], fee_fen=60_000, max_days=180
    )
    case.now = at("2025-10-09 10:00")
    offer = case.ready(
        product, 120_000, spread_bp=80, method="equal-principal", instalments=3,
        days=90, fee_fen=60_000,
    )  # fmt: skip
    loan = case.draw(offer, 120_000)
    assert (loan.fee_fen, loan.fee_paid_fen) == (60_000, 60_000)
    assert [row.principal_fen for row in loan.instalments.all()] == [4_000_000] * 3
    case.paid("198000", at("2025-10-26 10:00"), "验收")
    loan = Loan.objects.get()
    days = 17
    rate = offer.rate_bp
    interest = round(12_000_000 * rate * days / 10_000 / 365)
    assert (loan.interest_paid_fen, loan.state) == (interest, "settled")
    assert case.receivable().to_supplier_fen == 19_800_000 - 12_000_000 - interest


def test_the_duties_of_the_way(case: Case, product):
    case.now = at("2025-10-10 10:00")
    intent = case.intend()
    application = case.complete(intent)
    today = case.now.date()
    duty = clocks.newest(intent.pk, "decide_application")
    assert (duty.due_on.isoformat(), duty.subject_id) == ("2025-10-23", application.pk)
    first = clocks.newest(intent.pk, "first_contact")
    assert clocks.verdict_of(first, today=today) == "kept"
