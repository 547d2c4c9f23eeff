"""Accepting, locking, drawing, repaying: states, bounds, several loans on one contract."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from cairong.audit.models import Event, Outbox
from cairong.cases.financings import financing_of
from cairong.clocks import reads as clocks
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.lapse import lapse_offers
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Instalment, Intent, Loan, LoanEntry, Offer
from cairong.lending.reads import draws_waiting, loans_of
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock
from lending.ground import Case, stand_case
from support.town import at

DRAWN = at("2025-10-21 10:00")


def accept(case: Case, offer: Offer):
    return accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)


def decline(case: Case, offer: Offer):
    return decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)


def repay(case: Case, loan: Loan, fen: int, on: str, now=None):
    return case.by_bank(
        record_repayment, "甲银行", now or at(f"{on} 12:00"), loan_id=loan.pk, amount_fen=fen,
        on=date.fromisoformat(on), means="供应商转账",
    )  # fmt: skip


def test_accepting_fixes_what_is_held_and_the_others_fall(case: Case, product):
    second, intent = case.publish("乙银行"), case.intend(300_000, "甲银行", "乙银行", "丙银行")
    large = case.offer(intent, product, 300_000)
    small = case.offer(intent, second, 200_000, "乙银行")
    accept(case, small)
    large.refresh_from_db()
    intent.refresh_from_db()
    assert (large.state, large.application.state) == ("fallen", "fallen")
    assert case.application(intent, "丙银行").state == "fallen"
    assert (intent.state, intent.reserved_fen) == ("chosen", 20_000_000)
    assert case.receivable().reserved_fen == 20_000_000
    assert (
        clocks.newest(case.application(intent, "丙银行").pk, "first_contact").state == "cancelled"
    )
    for offer in (small, large):
        with pytest.raises(WrongState):
            accept(case, offer)


def test_an_offer_that_no_longer_fits_cannot_be_accepted(case: Case, product):
    offer = case.offer(case.intend(400_000), product, 400_000)
    case.paid("274080", at("2025-10-10 10:00"), "签订开票")
    case.now = at("2025-10-10 11:00")
    assert headroom_fen(case.receivable(), 70) < 0
    with pytest.raises(PolicyBreach) as refused:
        accept(case, offer)
    assert refused.value.obligation == "一(一)-1"


def test_an_offer_out_of_its_time_lapses(case: Case, product):
    offer = case.offer(case.intend(), product)
    case.now = at("2025-10-16 00:10")
    with pytest.raises(WrongState):
        accept(case, offer)
    assert lapse_offers(actor=case.town.system, now=case.now) == 1
    assert lapse_offers(actor=case.town.system, now=case.now) == 0
    offer.refresh_from_db()
    intent = Intent.objects.get()
    assert (offer.state, offer.application.state) == ("lapsed", "lapsed")
    assert (intent.state, intent.reserved_fen) == ("closed", 0)
    assert case.receivable().reserved_fen == 0


def test_declining_one_of_two_offers_leaves_the_other(case: Case, product):
    second, intent = case.publish("乙银行"), case.intend(300_000, "甲银行", "乙银行")
    large = case.offer(intent, product, 300_000)
    case.offer(intent, second, 200_000, "乙银行")
    decline(case, large)
    intent.refresh_from_db()
    assert (intent.state, intent.reserved_fen) == ("offered", 20_000_000)
    with pytest.raises(WrongState):
        decline(case, large)


def test_declining_the_only_offer_goes_on_with_who_is_left(case: Case, product):
    case.bank("乙银行")
    offer = case.offer(case.intend(300_000, "甲银行", "乙银行"), product)
    decline(case, offer)
    assert Intent.objects.get().state == "open"


def test_stepping_back_after_acceptance_frees_headroom_and_lock(case: Case, product):
    offer = case.ready(product)
    decline(case, offer)
    intent = Intent.objects.get()
    assert (intent.state, intent.reserved_fen) == ("closed", 0)
    assert Lock.objects.get().state == "released"
    assert clocks.newest(offer.pk, "disburse_loan").state == "cancelled"
    with pytest.raises(WrongState):
        case.draw(offer, 1000)


def test_a_lock_only_under_an_accepted_offer(case: Case, product):
    offer = case.offer(case.intend(), product)
    with pytest.raises(WrongState):
        case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    accept(case, offer)
    lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    assert lock.state == "requested"
    with pytest.raises(WrongState) as refused:
        case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    assert refused.value.findings[0].code == "lending.lock_pending"
    ball = financing_of(case.supplier, offer.intent_id, now=case.now).ball
    assert (ball.state.holder, ball.organisation_id) == ("supplier", offer.intent.supplier_id)
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
    ball = financing_of(case.supplier, offer.intent_id, now=case.now).ball
    assert ball.organisation_id == case.contract.purchaser_id


def test_no_lock_before_the_filing_is_accepted(town):
    case = stand_case(town, filed=False)
    offer = case.accepted(case.publish())
    with pytest.raises(WrongState):
        case.by_bank(request_lock, "甲银行", offer_id=offer.pk)


def test_the_conditions_need_the_active_lock(case: Case, product):
    offer = case.accepted(product)
    meet = {"actor": case.officer(), "now": case.now, "offer_id": offer.pk}
    meet["signed_on"] = case.now.date()
    with pytest.raises(WrongState) as refused:
        meet_conditions(**meet)
    assert refused.value.findings[0].code == "lending.lock_not_active"
    with pytest.raises(WrongState):
        case.draw(offer, 300_000)
    case.lock(offer)
    met = meet_conditions(**meet, registration_no="08001234", registered_on=case.now.date())
    assert (met.state, met.service_order) == ("conditions_met", 1)
    duty = clocks.newest(offer.pk, "disburse_loan")
    assert duty.due_on == date(2025, 10, 17)
    assert [one.pk for one in draws_waiting(case.officer())] == [offer.pk]
    with pytest.raises(WrongState):
        meet_conditions(**meet)


def test_drawn_whole(case: Case, product):
    offer = case.ready(product)
    loan = case.draw(offer, 300_000, now=DRAWN)
    assert (loan.no, loan.outstanding_fen, loan.due_on) == (
        "DK2025-000001", 30_000_000, date(2026, 4, 19),
    )  # fmt: skip
    offer.refresh_from_db()
    assert (offer.state, offer.intent.state, offer.intent.reserved_fen) == ("drawn", "financed", 0)
    receivable = case.receivable()
    assert (receivable.outstanding_fen, receivable.reserved_fen) == (30_000_000, 0)
    assert clocks.newest(offer.pk, "disburse_loan").done_on == date(2025, 10, 21)
    assert loans_of(case.officer()).count() == 1
    assert not loans_of(case.officer("乙银行")).exists()
    with pytest.raises(WrongState):
        case.draw(offer, 1)


def test_drawn_in_parts_each_a_loan_never_above_the_offer(case: Case):
    product = case.publish(fee_fen=60_000)
    offer = case.ready(product, fee_fen=60_000)
    with pytest.raises(PolicyBreach) as refused:
        case.draw(offer, "300000.01")
    assert refused.value.findings[0].code == "lending.above_offer"
    with pytest.raises(PolicyBreach):
        case.draw(offer, 600)
    first = case.draw(offer, 100_000, now=DRAWN)
    second = case.draw(offer, 200_000, now=at("2025-11-01 10:00"))
    assert (first.fee_fen, second.fee_fen) == (60_000, 0)
    assert second.due_on == date(2026, 4, 30)
    offer.refresh_from_db()
    assert (offer.drawn_fen, offer.state) == (30_000_000, "drawn")


def test_giving_up_the_rest_ends_the_lock_with_the_last_loan(case: Case, product):
    offer = case.ready(product)
    loan = case.draw(offer, 100_000, now=DRAWN)
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    loan.refresh_from_db()
    assert loan.state == "settled"
    assert Lock.objects.get().state == "active"
    case.now = at("2025-11-13 10:00")
    decline(case, offer)
    assert Lock.objects.get().state == "released"
    assert (Intent.objects.get().state, case.receivable().reserved_fen) == ("financed", 0)


def test_a_draw_after_the_base_has_fallen_is_refused(case: Case, product):
    offer = case.ready(product, 400_000)
    case.paid("274080", at("2025-10-20 10:00"), "签订开票")
    with pytest.raises(PolicyBreach) as refused:
        case.draw(offer, 400_000, now=DRAWN)
    assert refused.value.obligation == "一(一)-1"


def test_what_of_an_offer_still_fits_can_be_drawn_when_the_base_has_fallen(case: Case, product):
    """287,784.00 are carried, 100,000.00 of them held by another intent; 300,000.00 accepted."""
    offer = case.ready(product, 300_000)
    case.offer(case.intend(100_000), product, 100_000)
    case.paid("274080", at("2025-10-10 10:00"), "签订开票")
    first = case.draw(offer, 100_000, now=at("2025-10-13 10:00"))
    with pytest.raises(PolicyBreach) as refused:
        case.draw(offer, "87784.01", now=DRAWN)
    finding = refused.value.findings[0]
    assert (finding.code, finding.params["headroom"]) == ("lending.above_headroom", 8_778_400)
    case.draw(offer, 87_784, now=DRAWN)
    row = case.receivable()
    assert (row.outstanding_fen, row.reserved_fen) == (18_778_400, 21_221_600)
    with pytest.raises(PolicyBreach):
        case.draw(offer, "0.01", now=DRAWN)
    repay(case, first, 5_000_000, "2025-10-22")
    assert case.draw(offer, 10_000, now=at("2025-10-22 13:00")).principal_fen == 1_000_000


def test_a_further_offer_of_the_same_institution_joins_the_active_lock(case: Case, product):
    first = case.ready(product, 200_000)
    second = case.accepted(product, 100_000)
    assert second.lock_id == first.lock_id
    lock = case.by_bank(request_lock, "甲银行", offer_id=second.pk)
    assert (lock.pk, lock.state) == (first.lock_id, "active")
    met = meet_conditions(
        actor=case.officer(), now=case.now, offer_id=second.pk, signed_on=case.now.date()
    )
    assert met.service_order == 2


def test_joined_at_once_no_request_is_needed(case: Case, product):
    case.ready(product, 200_000)
    second = case.accepted(product, 100_000)
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=second.pk, signed_on=case.now.date()
    )


def test_another_institutions_request_is_refused(case: Case, product):
    case.ready(product, 200_000)
    second = case.accepted(case.publish("乙银行"), 100_000, "乙银行")
    with pytest.raises(Conflict):
        case.by_bank(request_lock, "乙银行", offer_id=second.pk)


def test_several_loans_repay_in_their_order_and_the_lock_stays_till_the_last(case: Case, product):
    first, second = case.ready(product, 200_000), case.ready(product, 100_000)
    loans = [case.draw(second, 100_000, now=DRAWN), case.draw(first, 200_000, now=DRAWN)]
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    later, earlier = (Loan.objects.get(pk=one.pk) for one in loans)
    assert (earlier.state, earlier.interest_paid_fen) == ("settled", 42_167)
    # 274080.00 - 200000.00 - 421.67 = 73658.33; of it 210.83 interest of 100000.00 for 22 days
    assert (later.interest_paid_fen, later.outstanding_fen) == (21_083, 10_000_000 - 7_344_750)
    assert Lock.objects.get().state == "active"
    case.paid("411120", at("2026-02-10 10:00"))
    assert not Loan.objects.exclude(state="settled").exists()
    assert Lock.objects.get().state == "released"
    assert case.receivable().outstanding_fen == 0


def test_a_loan_that_holds_until_due_is_not_prepaid(case: Case):
    offer = case.ready(case.publish(hold_until_due=True))
    loan = case.draw(offer, 300_000, now=DRAWN)
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    loan.refresh_from_db()
    assert (loan.outstanding_fen, loan.interest_paid_fen) == (30_000_000, 0)
    assert case.receivable().to_supplier_fen == 27_408_000
    case.paid("411120", at("2026-04-19 10:00"))
    loan.refresh_from_db()
    assert (loan.state, loan.interest_paid_fen) == ("settled", 517_500)


def test_money_without_a_loan_is_the_suppliers(case: Case):
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    assert case.receivable().to_supplier_fen == 27_408_000


def test_a_remittance_is_applied_once(case: Case, product):
    case.draw(case.ready(product), 300_000, now=DRAWN)
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    row = Outbox.objects.get(consumer="lending.apply_remittance")
    again = {"actor": case.town.system, "now": DRAWN, "event_id": row.event_id}
    assert apply_remittance(**again) is None
    entry = LoanEntry.objects.get(kind="remitted")
    facts = {"loan": entry.loan, "kind": "remitted", "on": entry.on, "at": DRAWN}
    with pytest.raises(IntegrityError, match="lending_entry_source_once"), transaction.atomic():
        LoanEntry.objects.create(source_id=entry.source_id, principal_fen=1, **facts)
    event = Event.objects.get(type="lending.remittance.applied")
    assert event.after["to_supplier_fen"] == 0


def test_settled_by_other_means(case: Case, product):
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    part = repay(case, loan, 10_063_250, "2025-11-12")
    assert (part.outstanding_fen, part.interest_paid_fen) == (20_000_000, 63_250)
    assert case.receivable().outstanding_fen == 20_000_000
    with pytest.raises(PolicyBreach) as refused:
        repay(case, loan, 20_042_168, "2025-12-04")
    assert refused.value.findings[0].params["owed"] == 20_042_167
    whole = repay(case, loan, 20_042_167, "2025-12-04")
    assert (whole.state, whole.settled_on) == ("settled", date(2025, 12, 4))
    assert Lock.objects.get().state == "released"
    assert case.receivable().received_fen == 0
    with pytest.raises(WrongState):
        repay(case, loan, 1, "2025-12-05")


def test_a_repayment_has_a_possible_day(case: Case, product):
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    for day in ("2025-10-20", "2025-11-13"):
        with pytest.raises(Invalid):
            repay(case, loan, 1, day, now=at("2025-11-12 10:00"))
    with pytest.raises(NotFound):
        case.by_bank(
            record_repayment, "乙银行", loan_id=loan.pk, amount_fen=1, on=date(2025, 11, 1),
            means="转账",
        )  # fmt: skip


def test_only_an_entry_moves_a_loan(case: Case, product):
    loan = case.draw(case.ready(product), 300_000, now=DRAWN)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(outstanding_fen=0)
    for rows in (LoanEntry.objects, Instalment.objects):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.all().delete()
    with pytest.raises(IntegrityError, match="principal_within"), transaction.atomic():
        LoanEntry.objects.create(
            loan=loan, kind="repaid", on=DRAWN.date(), at=DRAWN, principal_fen=30_000_001
        )
    with pytest.raises(IntegrityError, match="interest_within"), transaction.atomic():
        LoanEntry.objects.create(
            loan=loan, kind="repaid", on=DRAWN.date(), at=DRAWN, interest_fen=1
        )


def test_equal_instalments_fall_due_one_by_one(case: Case):
    product = case.publish(methods=["equal-instalment"], hold_until_due=True)
    offer = case.ready(product, method="equal-instalment", instalments=6)
    loan = case.draw(offer, 300_000, now=DRAWN)
    rows = list(loan.instalments.all())
    assert sum(one.principal_fen for one in rows) == 30_000_000
    assert (rows[0].due_on, rows[-1].left_fen) == (date(2025, 11, 20), 0)
    case.paid("274080", at("2025-11-25 10:00"), "签订开票")
    loan.refresh_from_db()
    assert loan.principal_paid_fen == rows[0].principal_fen
    assert loan.interest_paid_fen == rows[0].interest_fen
