"""The yearly cost: published vectors, the stories' figures, and what must hold for any loan."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from cairong.policy.cost import (
    METHOD_WORDS,
    Cost,
    accrued_interest,
    cost,
    half_up,
    period_ends,
    schedule,
)

VECTORS = [
    # 本金元, 年利率bp, 天, 计息基础, 费用元, 还款方式, 期数, 利息元, 单利%, 内部收益率%
    (1_000_000, 400, 180, 360, 0, "bullet", 1, "20000.00", "4.0556", "4.0972"),
    (1_000_000, 400, 180, 365, 0, "bullet", 1, "19726.03", "4.0000", "4.0406"),
    (1_000_000, 400, 180, 360, 5000, "bullet", 1, "20000.00", "5.0949", "5.1607"),
    (1_000_000, 385, 365, 360, 0, "bullet", 1, "39034.72", "3.9035", "3.9035"),
    (1_000_000, 385, 90, 360, 3000, "bullet", 1, "9625.00", "5.1355", "5.2358"),
    (1_000_000, 400, 180, 360, 0, "equal-principal", 6, "11666.67", "4.0556", "4.1319"),
    (300_000, 345, 180, 360, 0, "bullet", 1, "5175.00", "3.4979", "3.5289"),
    (120_000, 425, 90, 365, 600, "equal-principal", 3, "838.36", "7.3468", "7.5734"),
    (1_000_000, 0, 180, 360, 0, "equal-instalment", 6, "0.00", "0.0000", "0.0000"),
    (300_000, 345, 180, 360, 0, "bullet", 6, "5175.00", "3.4979", "3.5289"),
]


def loan(*facts: int | str) -> Cost:
    principal, rate, days, base, fee, method, n = facts
    return cost(
        principal_fen=principal * 100,
        rate_bp=rate,
        days=days,
        day_count=base,
        fee_fen=fee * 100,
        method=method,  # type: ignore[arg-type]
        instalments=n,
    )


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors(vector: tuple[object, ...]) -> None:
    *facts, interest, simple, irr = vector
    found = loan(*facts)  # type: ignore[arg-type]
    assert found.interest_fen == int(Decimal(interest) * 100)  # type: ignore[arg-type]
    assert str(found.simple_percent) == simple
    assert str(found.irr_percent) == irr


def test_interest_to_the_fen_half_up() -> None:
    assert accrued_interest(30_000_000, 345, 22, 360) == 63250
    assert accrued_interest(2_655_250, 345, 90, 360) == 22902
    assert accrued_interest(12_000_000, 425, 17, 365) == 23753
    assert accrued_interest(1, 5000, 1, 1) == 1
    assert accrued_interest(0, 345, 22, 360) == 0
    assert half_up(Fraction(-1, 2)) == -1


def test_periods_end_on_rounded_days() -> None:
    assert period_ends(90, 3) == (30, 60, 90)
    assert period_ends(100, 3) == (33, 67, 100)
    assert period_ends(5, 2) == (3, 5)


def test_interest_monthly_pays_principal_at_the_end() -> None:
    rows = loan(1_000_000, 400, 180, 360, 0, "interest-monthly", 6).schedule
    assert [row.principal_fen for row in rows] == [0] * 5 + [100_000_000]
    assert {row.interest_fen for row in rows} == {333_333}


def test_equal_instalments_are_equal_but_the_last() -> None:
    rows = loan(1_000_000, 400, 180, 360, 0, "equal-instalment", 6).schedule
    sums = [row.principal_fen + row.interest_fen for row in rows]
    assert len(set(sums[:-1])) == 1
    assert abs(sums[-1] - sums[0]) <= 6
    assert rows[-1].left_fen == 0


STEEP = [
    # 本金分, 天, 费用分, 内部收益率%: one flow out, one back, so that paper and pencil will do
    (100_000_000_000, 365, 99_999_999_999, "9999999999900.0000"),
    (42, 1, 2, "5421184057.7840"),
    (600_000, 1, 60_000, "5029028011668568169.1569"),
]


@pytest.mark.parametrize(("principal", "days", "fee", "irr"), STEEP)
def test_a_steep_rate_is_exact_to_its_last_place(
    principal: int, days: int, fee: int, irr: str
) -> None:
    found = cost(principal_fen=principal, rate_bp=0, days=days, day_count=365, fee_fen=fee)
    assert str(found.irr_percent) == irr


def test_half_a_last_place_is_rounded_up() -> None:
    """7,806.90 yuan on 200,000 in a year of 365 days: 3.90345 %."""
    found = cost(principal_fen=20_780_690, rate_bp=0, days=365, day_count=365, fee_fen=780_690)
    assert str(found.irr_percent) == "3.9035"


@pytest.mark.parametrize("fee", [3, 31, 59, 73])
def test_of_half_a_place_a_float_has_no_word(fee: int) -> None:
    """An odd number of fen on 20,000 yuan in a year: a float finds the place below."""
    found = cost(principal_fen=2_000_000 + fee, rate_bp=0, days=365, day_count=365, fee_fen=fee)
    assert found.irr_percent == Decimal((fee + 1) // 2).scaleb(-4)


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(1, 3660))
@settings(max_examples=80)
def test_one_payment_back_is_a_root_anybody_can_draw(principal: int, fee: int, days: int) -> None:
    fee %= principal
    found = cost(principal_fen=principal, rate_bp=0, days=days, day_count=365, fee_fen=fee)
    with localcontext(Context(prec=80, rounding=ROUND_HALF_UP)):
        growth = Decimal(principal) / (principal - fee)
        percent = (growth ** (Decimal(365) / days) - 1) * 100
        if percent < Decimal("0.99e22"):
            assert found.irr_percent == percent.quantize(Decimal("1e-15")).quantize(
                Decimal("0.0001")
            )


def test_what_has_no_yearly_cost() -> None:
    assert loan(100, 400, 30, 360, 100, "bullet", 1).irr_percent is None
    assert loan(100, 400, 30, 360, 100, "bullet", 1).simple_percent is None
    assert loan(1_000_000, 400, 1, 360, 999_999, "bullet", 1).irr_percent is None


LOANS = st.fixed_dictionaries(
    {
        "principal_fen": st.integers(1, 10**12),
        "rate_bp": st.integers(0, 3600),
        "days": st.integers(1, 3650),
        "day_count": st.sampled_from([360, 365]),
        "method": st.sampled_from(sorted(METHOD_WORDS)),
        "instalments": st.integers(1, 60),
    }
)


@given(LOANS)
def test_a_schedule_repays_the_principal_exactly(facts: dict[str, int]) -> None:
    rows = schedule(**facts)  # type: ignore[arg-type]
    assert sum(row.principal_fen for row in rows) == facts["principal_fen"]
    assert rows[-1].left_fen == 0
    assert rows[-1].day == facts["days"]
    left = [facts["principal_fen"], *(row.left_fen for row in rows)]
    assert left == sorted(left, reverse=True)
    assert min(row.interest_fen for row in rows) >= 0


@given(LOANS, st.integers(0, 3600))
@settings(max_examples=60)
def test_a_dearer_loan_never_looks_cheaper(facts: dict[str, int], more_bp: int) -> None:
    facts |= {"principal_fen": facts["principal_fen"] + 10**7}
    plain = cost(**facts)  # type: ignore[arg-type]
    dearer = cost(**facts | {"rate_bp": facts["rate_bp"] + more_bp})  # type: ignore[arg-type]
    charged = cost(**facts, fee_fen=facts["principal_fen"] // 200)  # type: ignore[arg-type]
    for one in (dearer, charged):
        assert one.simple_percent >= plain.simple_percent  # type: ignore[operator]
        if one.irr_percent is not None and plain.irr_percent is not None:
            assert one.irr_percent >= plain.irr_percent - Decimal("0.0001")


@given(
    st.integers(10**6, 10**11),
    st.integers(1, 2400),
    st.integers(30, 1095),
    st.sampled_from(["bullet", "equal-principal", "equal-instalment", "interest-monthly"]),
    st.integers(1, 36),
)
@settings(max_examples=60)
def test_the_effective_rate_agrees_with_a_library(
    principal: int, rate: int, days: int, method: str, n: int
) -> None:
    found = cost(
        principal_fen=principal, rate_bp=rate, days=days, day_count=360,
        method=method, instalments=n, fee_fen=principal // 1000,  # type: ignore[arg-type]
    )  # fmt: skip
    start = date(2025, 1, 1)
    days_paid = [start, *(start + timedelta(days=row.day) for row in found.schedule)]
    flows = [
        -(principal - principal // 1000),
        *(row.principal_fen + row.interest_fen for row in found.schedule),
    ]
    expected = pyxirr.xirr(days_paid, flows)
    assert found.irr_percent is not None
    assert expected is not None
    assert abs(float(found.irr_percent) / 100 - expected) < 1e-6
