"""Target lines of 一(二): a year against the one before, to the fen, and where it leads."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairong.policy.catalogue import sentence
from cairong.policy.targets import BASE_WORDS, growth, pace, target_reached

SMALL = 100_000_000  # ¥1,000,000.00
CITY, COUNTY = 100, 30


def grown(year: int, base: int, required: int = COUNTY):
    return growth(year_fen=year, base_fen=base, required_percent=required, small_base_fen=SMALL)


YEARS = [
    # this year, year before, target → base, percent, line, missing, reached
    (0, 0, COUNTY, "none", None, None, None, None),
    (500, 0, COUNTY, "none", None, None, None, None),
    (0, 1, COUNTY, "small", "-100.0", 2, 2, False),
    (2, 1, COUNTY, "small", "100.0", 2, 0, True),
    (3, 3, COUNTY, "small", "0.0", 4, 1, False),
    (SMALL, SMALL - 1, COUNTY, "small", "0.0", 129_999_999, 29_999_999, False),
    (129_999_999, SMALL, COUNTY, "normal", "30.0", 130_000_000, 1, False),
    (130_000_000, SMALL, COUNTY, "normal", "30.0", 130_000_000, 0, True),
    (199_999_999, SMALL, CITY, "normal", "100.0", 200_000_000, 1, False),
    (200_000_000, SMALL, CITY, "normal", "100.0", 200_000_000, 0, True),
    (841_200_000_00, 450_000_000_00, CITY, "normal", "86.9", 900_000_000_00, 58_800_000_00, False),
    (2001, 2000, COUNTY, "small", "0.1", 2600, 599, False),
    (1999, 2000, COUNTY, "small", "-0.1", 2600, 601, False),
]


@pytest.mark.parametrize("row", YEARS)
def test_a_year_against_its_line(row):
    year, base, required, word, percent, line, missing, reached = row
    found = grown(year, base, required)
    assert (found.base, found.line_fen, found.missing_fen) == (word, line, missing)
    assert found.percent == (None if percent is None else Decimal(percent))
    assert found.reached is reached


@given(st.integers(0, 10**13), st.integers(1, 10**13), st.integers(1, 1000))
def test_reached_is_exactly_the_growth_asked_for(year, base, required):
    found = grown(year, base, required)
    asked = Fraction(base) * (100 + required) / 100
    assert found.reached is (year >= asked)
    assert found.line_fen - 1 < asked <= found.line_fen
    assert found.missing_fen == max(found.line_fen - year, 0)
    assert grown(found.line_fen, base, required).reached is True
    assert grown(found.line_fen - 1, base, required).reached is False


@pytest.mark.parametrize(
    ("city_level", "required", "obligation", "said"),
    [
        (True, CITY, "一(二)-3", ("¥3,000,000.00", "¥4,000,000.00", "¥1,000,000.00", "100")),
        (False, COUNTY, "一(二)-4", ("¥2,500,000.00", "¥2,600,000.00", "¥100,000.00", "30")),
    ],
)
def test_what_is_missing_is_said_in_figures(city_level, required, obligation, said):
    year = 300_000_000 if city_level else 250_000_000
    found = target_reached(found=grown(year, 200_000_000, required), city_level=city_level)
    assert found.obligation == obligation
    words = sentence(found)
    for one in said:
        assert one in words


def test_no_base_and_a_reached_line_find_nothing():
    for found in (grown(5, 0), grown(130, 100), grown(0, 0)):
        assert target_reached(found=found, city_level=False) is None


def test_a_base_that_says_little_is_called_so():
    assert BASE_WORDS[grown(1, 0).base] == "上年无融资,不计算增幅"
    assert "仅供参考" in BASE_WORDS[grown(1, 1).base]
    assert BASE_WORDS[grown(1, SMALL).base] == ""


PACES = [
    # lent, year before, loans, on → by year's end, months left, mean, loans still needed
    (36_500, 0, 1, "2025-01-01", 36_500 * 365, 12, 36_500, None),
    (36_500, 0, 1, "2025-12-31", 36_500, 1, 36_500, None),
    (36_600, 0, 2, "2024-12-31", 36_600, 1, 18_300, None),
    (182_00, 200_00, 2, "2025-07-01", 365_00, 6, 91_00, 1),
    (100_00, 200_00, 1, "2025-04-10", 365_00, 9, 100_00, 2),
    (260_00, 200_00, 1, "2025-04-10", 949_00, 9, 260_00, None),
    (0, 200_00, 0, "2025-04-10", 0, 9, None, None),
]


@pytest.mark.parametrize("row", PACES)
def test_where_a_running_year_leads(row):
    year, base, loans, on, projected, months, mean, needed = row
    found = pace(found=grown(year, base), loans=loans, on=date.fromisoformat(on))
    assert (found.projected_fen, found.months) == (projected, months)
    assert (found.mean_fen, found.loans) == (mean, needed)


@given(
    st.integers(1, 10**12), st.integers(1, 10**12), st.integers(1, 500),
    st.dates(date(2021, 1, 1), date(2040, 12, 31)),
)  # fmt: skip
def test_the_loans_still_needed_just_reach_the_line(year, base, loans, on):
    grows = grown(year * loans, base)
    found = pace(found=grows, loans=loans, on=on)
    assert found.mean_fen == year
    assert found.projected_fen >= grows.year_fen
    if grows.missing_fen:
        assert found.loans * year >= grows.missing_fen > (found.loans - 1) * year
    else:
        assert found.loans is None
