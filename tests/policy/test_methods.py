"""The ways of repaying, as anybody could check them: parts, order, interest, yearly cost."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairong.policy.cost import METHOD_WORDS, Cost, Method, accrued_interest, cost, schedule

METHODS = sorted(METHOD_WORDS)
AT_ONCE = ["bullet", "revolving"]  # one part, whatever number is said
IN_PARTS = sorted(set(METHODS) - {*AT_ONCE})
LOANS = st.fixed_dictionaries(
    {
        "principal_fen": st.integers(10**6, 10**11),
        "rate_bp": st.integers(1, 2400),
        "days": st.integers(30, 1095),
        "day_count": st.sampled_from([360, 365]),
        "method": st.sampled_from(METHODS),
        "instalments": st.integers(1, 30),
    }
)


def total(found: Cost) -> int:
    return sum(row.principal_fen + row.interest_fen for row in found.schedule)


@given(LOANS)
@settings(max_examples=80)
def test_every_part_bears_the_interest_of_what_was_open_before_it(facts):
    opening, before = facts["principal_fen"], 0
    for row in schedule(**facts):
        days = row.day - before
        assert row.interest_fen == accrued_interest(
            opening, facts["rate_bp"], days, facts["day_count"]
        )
        assert row.left_fen == opening - row.principal_fen >= 0
        assert days >= 1
        opening, before = row.left_fen, row.day
    assert opening == 0


@given(LOANS)
@settings(max_examples=80)
def test_principal_interest_and_fee_make_the_whole(facts):
    fee = facts["principal_fen"] // 100
    found = cost(**facts, fee_fen=fee)
    assert total(found) == facts["principal_fen"] + found.interest_fen
    assert found.fee_fen == fee
    assert found.interest_fen == cost(**facts).interest_fen


@pytest.mark.parametrize("method", METHODS)
@given(facts=LOANS)
@settings(max_examples=30)
def test_each_way_has_the_shape_of_its_name(method, facts):
    rows = schedule(**facts | {"method": method})
    count = 1 if method in AT_ONCE else facts["instalments"]
    principals = [row.principal_fen for row in rows]
    payments = [row.principal_fen + row.interest_fen for row in rows]
    assert len(rows) == count
    if method in (*AT_ONCE, "interest-monthly"):
        assert principals[:-1] == [0] * (count - 1)
    elif method == "equal-principal":
        assert max(principals) - min(principals) <= count
    elif count > 1:
        assert len(set(payments[:-1])) == 1


@given(LOANS, st.integers(1, 300))
@settings(max_examples=60)
def test_a_higher_rate_costs_more_in_every_figure(facts, more):
    plain = cost(**facts, fee_fen=0)
    dearer = cost(**facts | {"rate_bp": facts["rate_bp"] + more}, fee_fen=0)
    whole = facts["principal_fen"] * more * facts["days"] // (10_000 * facts["day_count"])
    rounded = len(plain.schedule)  # a rate that adds less than this may add nothing
    assert dearer.interest_fen - plain.interest_fen >= max(whole // 3 - rounded, 0)
    assert dearer.simple_percent >= plain.simple_percent
    assert dearer.irr_percent > plain.irr_percent - Decimal("0.0001")


@given(LOANS, st.lists(st.integers(0, 30), min_size=3, max_size=3, unique=True).map(sorted))
@settings(max_examples=60)
def test_a_higher_fee_costs_more_in_every_figure(facts, permille):
    found = [cost(**facts, fee_fen=facts["principal_fen"] * one // 1000) for one in permille]
    for less, more in pairwise(found):
        assert more.irr_percent > less.irr_percent
        assert more.simple_percent > less.simple_percent
        assert more.interest_fen == less.interest_fen


@pytest.mark.parametrize("method", [*AT_ONCE, "interest-monthly"])
@given(facts=LOANS, permille=st.integers(1, 30))
@settings(max_examples=30)
def test_within_a_year_the_effective_cost_is_above_the_simple_one(method, facts, permille):
    """Where all principal is repaid at the end, compounding only adds, with a fee or without."""
    facts |= {"days": min(facts["days"], 364), "method": method}
    fee = facts["principal_fen"] * permille // 1000
    for found in (cost(**facts), cost(**facts, fee_fen=fee)):
        assert found.irr_percent >= found.simple_percent - Decimal("0.0002")


@pytest.mark.parametrize("method", IN_PARTS)
@given(facts=LOANS)
@settings(max_examples=20)
def test_one_part_is_a_bullet(method, facts):
    one = {"instalments": 1}
    assert schedule(**facts | one | {"method": method}) == schedule(
        **facts | one | {"method": "bullet"}
    )


@given(LOANS)
@settings(max_examples=60)
def test_who_repays_sooner_pays_less_interest(facts):
    """Equal principal before equal instalments before principal at the end, to a fen a part."""
    facts |= {"instalments": max(facts["instalments"], 2)}
    paid: dict[Method, int] = {
        method: cost(**facts | {"method": method}).interest_fen for method in METHODS
    }
    slack = facts["instalments"]
    assert paid["equal-principal"] <= paid["equal-instalment"] + slack
    assert paid["equal-instalment"] <= paid["interest-monthly"] + slack
    assert abs(paid["interest-monthly"] - paid["bullet"]) <= slack


@given(LOANS)
@settings(max_examples=40)
def test_three_hundred_and_sixty_days_are_dearer_than_three_hundred_and_sixty_five(facts):
    found = [cost(**facts | {"day_count": base}).interest_fen for base in (360, 365)]
    assert found[0] >= found[1]


@given(LOANS, st.integers(2, 9))
@settings(max_examples=40)
def test_the_yearly_cost_does_not_depend_on_the_size(facts, times):
    """A loan ten times as large costs the same a year, but for rounding to the fen."""
    small = cost(**facts, fee_fen=facts["principal_fen"] // 200)
    principal = facts["principal_fen"] * times
    large = cost(**facts | {"principal_fen": principal}, fee_fen=principal // 200)
    for name in ("simple_percent", "irr_percent"):
        assert abs(getattr(small, name) - getattr(large, name)) <= Decimal("0.05")
