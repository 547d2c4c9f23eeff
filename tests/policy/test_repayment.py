"""How money repays loans (D10), worked by hand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairong.policy.cost import accrued_interest, schedule
from cairong.policy.repayment import Debt, Falling, apply_money, owed, share_of_own

DRAWN = date(2025, 10, 21)


def debt(key: str = "a", principal: int = 30_000_000, **other) -> Debt:
    """A bullet loan at 3.45 %/360 drawn on 2025-10-21 for 180 days, unless said otherwise."""
    facts = {
        "outstanding_fen": principal,
        "principal_paid_fen": 0,
        "rate_bp": 345,
        "day_count": 360,
        "accrued_fen": 0,
        "accrued_on": DRAWN,
        "interest_paid_fen": 0,
        "fee_owed_fen": 0,
        "hold_until_due": False,
        "falling": (Falling(due_on=date(2026, 4, 19), principal_fen=principal),),
    }
    return Debt(key=key, **{**facts, **other})


def paid(shares):
    return [(one.key, one.interest_fen, one.principal_fen) for one in shares]


def test_interest_up_to_the_day_then_principal():
    shares, rest = apply_money(27_408_000, [debt()], date(2025, 11, 12))
    assert paid(shares) == [("a", 63_250, 27_344_750)]
    assert rest == 0


def test_the_rest_is_the_suppliers():
    open_debt = debt(
        outstanding_fen=2_655_250, principal_paid_fen=27_344_750, accrued_fen=63_250,
        interest_paid_fen=63_250, accrued_on=date(2025, 11, 12),
    )  # fmt: skip
    shares, rest = apply_money(41_112_000, [open_debt], date(2026, 2, 10))
    assert paid(shares) == [("a", 22_902, 2_655_250)]
    assert rest == 38_433_848


def test_the_second_story_pays_a_part_of_the_first_instalment_early():
    third = 4_000_000
    days = [date(2024, 4, 21), date(2024, 5, 21), date(2024, 6, 20)]
    loan = debt(
        principal=12_000_000, rate_bp=425, day_count=365, accrued_on=date(2024, 3, 22),
        falling=tuple(Falling(due_on=day, principal_fen=third) for day in days),
    )  # fmt: skip
    shares, rest = apply_money(19_800_000, [loan], date(2024, 4, 8))
    assert paid(shares) == [("a", 23_753, 12_000_000)]
    assert rest == 7_776_247


def test_too_little_for_the_interest_leaves_the_rest_of_it_owed():
    shares, rest = apply_money(50_000, [debt()], date(2025, 11, 12))
    assert paid(shares) == [("a", 50_000, 0)]
    assert (shares[0].accrued_fen, rest) == (63_250, 0)
    later = debt(accrued_fen=63_250, interest_paid_fen=50_000, accrued_on=date(2025, 11, 12))
    found = owed(later, date(2025, 11, 22))
    assert found.whole_interest_fen == 13_250 + 28_750


def test_what_is_due_on_every_loan_comes_before_anything_early():
    first = debt("a", principal=10_000_000)
    second = debt(
        "b", principal=20_000_000,
        falling=(
            Falling(due_on=date(2025, 11, 20), principal_fen=5_000_000),
            Falling(due_on=date(2025, 12, 20), principal_fen=15_000_000),
        ),
    )  # fmt: skip
    on = date(2025, 11, 25)
    due_interest = accrued_interest(20_000_000, 345, 30, 360)
    shares, rest = apply_money(5_000_000 + due_interest + 1_000_000, [first, second], on)
    early_interest = accrued_interest(10_000_000, 345, 35, 360)
    assert paid(shares) == [
        ("a", early_interest, 1_000_000 - early_interest),
        ("b", due_interest, 5_000_000),
    ]
    assert rest == 0


def test_early_repayment_in_the_order_of_registration():
    on = date(2025, 11, 12)
    interest = accrued_interest(10_000_000, 345, 22, 360)
    loans = [debt("a", 10_000_000), debt("b", 10_000_000)]
    shares, rest = apply_money(10_000_000 + interest + 500, loans, on)
    assert paid(shares) == [("a", interest, 10_000_000), ("b", 500, 0)]
    assert rest == 0


def test_a_loan_that_holds_until_due_takes_only_what_is_due():
    held = debt("a", 10_000_000, hold_until_due=True)
    assert apply_money(5_000_000, [held], date(2025, 11, 12))[1] == 5_000_000
    due = date(2026, 4, 19)
    interest = accrued_interest(10_000_000, 345, 180, 360)
    shares, rest = apply_money(11_000_000, [held], due)
    assert paid(shares) == [("a", interest, 10_000_000)]
    assert rest == 1_000_000 - interest


def test_early_repayment_counts_for_the_earliest_instalments():
    loan = debt(
        principal_paid_fen=6_000_000, outstanding_fen=6_000_000,
        accrued_on=date(2025, 11, 1),
        falling=(
            Falling(due_on=date(2025, 11, 20), principal_fen=4_000_000),
            Falling(due_on=date(2025, 12, 20), principal_fen=4_000_000),
            Falling(due_on=date(2026, 1, 19), principal_fen=4_000_000),
        ),
    )  # fmt: skip
    assert owed(loan, date(2025, 11, 25)).due_principal_fen == 0
    assert owed(loan, date(2025, 12, 20)).due_principal_fen == 2_000_000


def test_the_day_is_each_loans_own():
    """Money of 11-12, heard of later: one loan has grown to 11-14 by then, the other to 11-12."""
    ahead = debt("a", 10_000_000, accrued_fen=23_000, accrued_on=date(2025, 11, 14))
    shares, rest = apply_money(20_100_000, [ahead, debt("b", 10_000_000)], date(2025, 11, 12))
    assert paid(shares) == [("a", 23_000, 10_000_000), ("b", 21_083, 10_000_000)]
    assert [(one.on, one.accrued_fen) for one in shares] == [
        (date(2025, 11, 14), 0),
        (date(2025, 11, 12), 21_083),
    ]
    assert rest == 55_917


def test_a_fee_still_owed_comes_first():
    shares, rest = apply_money(700, [debt(fee_owed_fen=500)], DRAWN)
    assert (shares[0].fee_fen, shares[0].principal_fen, rest) == (500, 200, 0)
    assert shares[0].paid_fen == 700


def test_money_of_ones_own_repays_a_held_loan_too():
    share = share_of_own(1_000_000, debt(hold_until_due=True), date(2025, 11, 12))
    assert (share.interest_fen, share.principal_fen) == (63_250, 936_750)


def test_no_loans_no_shares():
    assert apply_money(100, [], DRAWN) == ([], 100)


LOANS = st.lists(
    st.tuples(
        st.integers(1, 10**9), st.integers(1, 2000), st.sampled_from([360, 365]),
        st.integers(1, 12), st.booleans(),
    ),
    max_size=4,
)  # fmt: skip


@given(LOANS, st.integers(0, 3 * 10**9), st.integers(0, 800))
def test_nothing_is_lost_and_nobody_pays_more_than_owed(loans, amount, after):
    on = date.fromordinal(DRAWN.toordinal() + after)
    debts = []
    for place, (principal, rate, base, count, held) in enumerate(loans):
        rows = schedule(
            principal_fen=principal, rate_bp=rate, days=count * 30, day_count=base,
            method="equal-principal", instalments=count,
        )  # fmt: skip
        falling = tuple(
            Falling(
                due_on=date.fromordinal(DRAWN.toordinal() + row.day),
                principal_fen=row.principal_fen,
            )
            for row in rows
        )
        debts.append(
            debt(
                str(place),
                principal,
                rate_bp=rate,
                day_count=base,
                hold_until_due=held,
                falling=falling,
            )
        )
    shares, rest = apply_money(amount, debts, on)
    assert sum(one.paid_fen for one in shares) + rest == amount
    assert rest >= 0
    for share, one in zip(shares, debts, strict=True):
        found = owed(one, on)
        assert 0 <= share.principal_fen <= one.outstanding_fen
        assert 0 <= share.interest_fen <= found.whole_interest_fen
        assert found.due_interest_fen <= found.whole_interest_fen
    if rest:
        assert all(
            share.principal_fen == one.outstanding_fen
            for share, one in zip(shares, debts, strict=True)
            if not one.hold_until_due
        )
