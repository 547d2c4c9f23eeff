"""Postings: balanced, by the chart, inside their bounds; sums kept by the database alone."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cairong.audit.transaction import refusal_of
from cairong.treasury.arithmetic import base_fen, headroom_fen, taken_fen
from cairong.treasury.chart import FLOWS, SIDES, Account, Kind
from cairong.treasury.models import Entry, Payment, Receivable
from cairong.treasury.steps.books import move, post
from cairong.treasury.steps.exposure import draw, repay, reserve
from support.town import at
from treasury.doing import accept, release, request

NOW = at("2025-10-15 10:30")
A = Account


def constraint(error: IntegrityError) -> str:
    return error.__cause__.diag.constraint_name


def refused_by(act) -> str:
    """Run an act that the database must refuse; name the guard."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    assert refusal_of(caught.value) is not None
    return constraint(caught.value)


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_contract_stands_in_the_books(ground):
    row = ground.fresh()
    assert (row.contract_fen, row.committed_fen, row.amount_fen) == (-68520000, 68520000, 68520000)
    assert (base_fen(row), headroom_fen(row), headroom_fen(row, 60)) == (
        68520000,
        47964000,
        41112000,
    )
    assert (row.state, row.cap_percent, row.current.version) == ("payable", 70, 1)


def test_sums_follow_entries_and_the_row_in_hand(ground):
    row = ground.receivable
    reserve(receivable=row, amount_fen=30000000, cap_percent=70, ref_id=uuid4(), now=NOW)
    draw(receivable=row, amount_fen=30000000, cap_percent=70, ref_id=uuid4(), now=NOW)
    fresh = ground.fresh()
    assert (fresh.headroom_fen, fresh.reserved_fen, fresh.outstanding_fen) == (
        -30000000,
        0,
        30000000,
    )
    assert row.outstanding_fen == fresh.outstanding_fen
    assert headroom_fen(fresh) == 17964000


@pytest.mark.parametrize(
    "moves",
    [
        {A.HEADROOM: -100, A.RESERVED: 99},
        {A.RESERVED: 100},
        {A.HEADROOM: -100},
    ],
)
def test_an_unbalanced_posting_is_refused(ground, moves):
    row = ground.receivable
    name = refused_by(
        lambda: post(receivable=row, kind=Kind.RESERVE, moves=moves, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_posting_balanced"


def test_each_ledger_is_balanced_by_itself(ground):
    moves = {A.RECEIVED: -50, A.HEADROOM: 50}
    row = ground.receivable
    name = refused_by(
        lambda: post(receivable=row, kind=Kind.REPAY, moves=moves, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_posting_balanced"


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        (Kind.ACCEPT, {A.COMMITTED: -100, A.REQUESTED: 100}),
        (Kind.ACCEPT, {A.COMMITTED: 100, A.DUE: -100}),
        (Kind.SURPLUS, {A.TRANSFERRED: -100, A.TO_SUPPLIER: 100}),
        (Kind.RESERVE, {A.RESERVED: 100, A.OUTSTANDING: -100}),
    ],
)
def test_a_posting_outside_the_chart_is_refused(ground, kind, moves):
    row = ground.receivable
    name = refused_by(lambda: post(receivable=row, kind=kind, moves=moves, ref_id=uuid4(), now=NOW))
    assert name == "treasury_entry_by_chart"


def test_nothing_is_accepted_above_the_contract(ground):
    row = ground.receivable
    name = refused_by(
        lambda: move(receivable=row, kind=Kind.ACCEPT, amount_fen=68520001, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_committed_not_negative"


def test_a_second_standing_of_the_same_contract_is_refused(ground):
    row, ref = ground.receivable, ground.contract.pk
    name = refused_by(
        lambda: move(receivable=row, kind=Kind.STAND, amount_fen=1, ref_id=ref, now=NOW)
    )
    assert name == "treasury_posting_once"


def test_no_contract_stands_above_its_amount(ground):
    row = ground.receivable
    name = refused_by(
        lambda: move(receivable=row, kind=Kind.STAND, amount_fen=1, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_stands_within_contract"


@pytest.mark.parametrize(("amount", "cap"), [(47964001, 70), (47964001, 80), (41112001, 60)])
def test_no_reservation_above_headroom(ground, amount, cap):
    row = ground.receivable
    name = refused_by(
        lambda: reserve(receivable=row, amount_fen=amount, cap_percent=cap, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_headroom_bound"


def test_headroom_may_be_taken_to_the_fen(ground):
    row = ground.receivable
    reserve(receivable=row, amount_fen=41112000, cap_percent=60, ref_id=uuid4(), now=NOW)
    reserve(receivable=row, amount_fen=6852000, cap_percent=80, ref_id=uuid4(), now=NOW)
    assert headroom_fen(ground.fresh()) == 0


def short(ground) -> Receivable:
    """An offer of 300,000.00 and another's of 100,000.00 are held; then 140,000.00 leaves."""
    row = ground.receivable
    for fen in (30_000_000, 10_000_000):
        reserve(receivable=row, amount_fen=fen, cap_percent=70, ref_id=uuid4(), now=NOW)
    accept(ground, NOW, 14_000_000, NOW.date())
    release(ground, NOW, request(ground, NOW, 14_000_000))
    row = ground.fresh()
    assert headroom_fen(row) == -1_836_000
    return row


@pytest.mark.parametrize(("fen", "others"), [(28_164_000, 0), (1, 28_163_999)])
def test_a_draw_is_not_barred_by_what_stays_reserved_of_its_own_offer(ground, fen, others):
    row = short(ground)
    for one in (others, fen):
        kept = row.reserved_fen - 10_000_000 - one
        draw_of(row, one, kept)
    assert taken_fen(ground.fresh()) == 40_000_000
    kept = row.reserved_fen - 10_000_000 - 1
    assert refused_by(lambda: draw_of(row, 1, kept)) == "treasury_headroom_bound"


@pytest.mark.parametrize("kept", [0, -1])
def test_what_others_hold_bars_a_draw_when_the_base_is_short(ground, kept):
    row = short(ground)
    assert refused_by(lambda: draw_of(row, 1, kept)) == "treasury_headroom_bound"


def test_no_draw_says_more_is_kept_than_is_reserved(ground):
    """However much it says: what is outstanding stays inside the cap, and a reservation too."""
    row = ground.receivable
    reserve(receivable=row, amount_fen=47_964_000, cap_percent=70, ref_id=uuid4(), now=NOW)
    accept(ground, NOW, 14_000_000, NOW.date())
    release(ground, NOW, request(ground, NOW, 14_000_000))
    row, much = ground.fresh(), 10**12
    assert refused_by(lambda: draw_of(row, 38_164_001, much)) == "treasury_headroom_bound"
    name = refused_by(
        lambda: move(
            receivable=row, kind=Kind.RESERVE, amount_fen=1, ref_id=uuid4(), now=NOW, kept_fen=much
        )
    )
    assert name == "treasury_headroom_bound"
    draw_of(row, 38_164_000, much)


def draw_of(row: Receivable, fen: int, kept: int) -> None:
    if fen:
        draw(receivable=row, amount_fen=fen, cap_percent=70, kept_fen=kept, ref_id=uuid4(), now=NOW)


def test_no_more_is_repaid_than_came_in(ground):
    row = ground.receivable
    reserve(receivable=row, amount_fen=100, cap_percent=70, ref_id=uuid4(), now=NOW)
    draw(receivable=row, amount_fen=100, cap_percent=70, ref_id=uuid4(), now=NOW)
    name = refused_by(
        lambda: repay(receivable=row, principal_fen=100, interest_fen=0, ref_id=uuid4(), now=NOW)
    )
    assert name == "treasury_received_not_negative"


@pytest.mark.parametrize(
    ("kind", "account"),
    [
        (Kind.UNRESERVE, "reserved"),
        (Kind.REPAY_OWN, "outstanding"),
        (Kind.DRAW, "reserved"),
        (Kind.SURPLUS, "received"),
    ],
)
def test_no_account_falls_below_zero(ground, kind, account):
    row = ground.receivable
    name = refused_by(
        lambda: move(receivable=row, kind=kind, amount_fen=1, ref_id=uuid4(), now=NOW)
    )
    assert name == f"treasury_{account}_not_negative"


def test_nothing_is_asked_for_that_is_not_due(ground):
    row = ground.fresh()
    facts = {
        "city_id": row.city_id, "receivable": row, "payee_version": row.current, "amount_fen": 1,
        "voucher_no": "ZF-0", "requested_at": NOW,
    }  # fmt: skip

    def ask_for_nothing() -> None:
        payment = Payment.objects.create(**facts)
        move(receivable=row, kind=Kind.REQUEST, amount_fen=1, ref_id=payment.pk, now=NOW)

    assert refused_by(ask_for_nothing) == "treasury_due_not_negative"


def test_the_app_role_cannot_write_sums_or_change_entries(ground):
    for sql in (
        "UPDATE treasury_receivable SET due_fen = 100",
        "UPDATE treasury_receivable SET current_id = NULL",
        "UPDATE treasury_receivable SET amount_fen = amount_fen + 1",
        "UPDATE treasury_entry SET delta_fen = 0",
        "DELETE FROM treasury_entry",
        "DELETE FROM treasury_receivable",
        "UPDATE treasury_payeeversion SET account_no = '1'",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            raw(sql)
    with pytest.raises(ProgrammingError, match="generated column"), transaction.atomic():
        raw("UPDATE treasury_receivable SET state = 'paid'")


def test_a_receivable_cannot_begin_with_money(ground):
    copied = Receivable.objects.get(pk=ground.receivable.pk)
    copied.pk, copied.supplier, copied.seq = uuid4(), ground.purchaser, 2
    name = refused_by(lambda: copied.save(force_insert=True))
    assert name == "treasury_receivable_starts_empty"


def test_a_posting_is_two_statements_of_the_application(ground, django_assert_num_queries):
    row = ground.receivable
    with django_assert_num_queries(1):
        reserve(receivable=row, amount_fen=1, cap_percent=70, ref_id=uuid4(), now=NOW)


def test_every_account_has_a_side_and_every_kind_a_flow():
    assert sorted(one for side in SIDES.values() for one in side) == sorted(Account)
    assert set(FLOWS) == set(Kind)


def test_entries_name_what_they_are_of(ground):
    entry = Entry.objects.get(account=A.COMMITTED)
    assert (entry.ref_id, entry.kind, entry.delta_fen) == (ground.contract.pk, "stand", 68520000)
