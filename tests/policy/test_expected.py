"""Expected payment day: back-tested on payments unknown to it, and against SciPy's Kaplan–Meier."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from math import exp
from random import Random

import pytest
from scipy.stats import CensoredData, ecdf

from cairong.policy.expected import (
    Lived,
    Part,
    estimate,
    last_on,
    needed_for,
    needed_on,
    quantile,
    survival,
    term_meets_payment,
)

KNOWN, HELD_OUT, LEAST = 5_000, 5_000, 20
type Draw = Callable[[Random], int]


def lognormal(chance: Random) -> int:
    """Most within two months, a long tail of years."""
    return round(exp(chance.gauss(3.6, 0.8)))


def mixed(chance: Random) -> int:
    """Two kinds of milestones: those paid at once, and those that wait for an audit."""
    quick = chance.random() < 0.6
    return round(chance.weibullvariate(25, 1.8) if quick else 60 + chance.weibullvariate(120, 3))


def year_end(chance: Random) -> int:
    """Half is paid by the treasury's fortnight, half in the last weeks of the budget's year."""
    accepted = date(2024, 1, 1) + timedelta(days=chance.randrange(340))
    if chance.random() < 0.5:
        return 10 + 14 * chance.randrange(3) + chance.randrange(14)
    paid = max(date(2024, 12, 8) + timedelta(days=chance.randrange(24)), accepted)
    return (paid - accepted).days


DRAWS = {"lognormal": lognormal, "mixed": mixed, "year_end": year_end}


def seen(draw: Draw, chance: Random, count: int) -> list[tuple[int, bool]]:
    """Draw what a purchaser's record shows: some of it has waited only since lately."""
    pairs = []
    for _ in range(count):
        took, since = draw(chance), chance.randrange(1, 500)
        pairs.append((took, True) if took <= since else (since, False))
    return pairs


def lived(pairs, scope="purchaser") -> list[Lived]:
    return [Lived(scope, *pair, count) for pair, count in Counter(pairs).items()]


def covered(found, held_out) -> float:
    """What share of held-out payments, in percent, fell into the interval."""
    late = found.late if found.late is not None else 10**6
    return 100 * sum(found.early <= took <= late for took in held_out) / len(held_out)


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("waited", [0, 30])
def test_eight_held_out_payments_in_ten_fall_into_the_interval(name, waited):
    chance = Random(f"{name}{waited}")  # noqa: S311 - payments, not secrets
    known = seen(DRAWS[name], chance, KNOWN)
    found = estimate(lived(known), waited=waited, least=LEAST)
    drawn = (DRAWS[name](chance) for _ in range(100 * HELD_OUT))
    held_out = [took for took in drawn if took > waited][:HELD_OUT]
    assert len(held_out) == HELD_OUT
    assert any(not paid for _, paid in known)
    assert 75 <= covered(found, held_out) <= 85


@pytest.mark.parametrize("name", DRAWS)
def test_purchasers_with_the_least_there_may_be_are_covered_on_the_whole(name):
    chance = Random(name)  # noqa: S311 - payments, not secrets
    shares = []
    for _ in range(300):
        found = estimate(lived(seen(DRAWS[name], chance, 26)), waited=0, least=LEAST)
        if found and found.early is not None:
            shares.append(covered(found, [DRAWS[name](chance) for _ in range(50)]))
    assert len(shares) > 150
    assert 75 <= sum(shares) / len(shares) <= 85


@pytest.mark.parametrize("seed", range(40))
def test_the_curve_is_scipys(seed):
    chance = Random(seed)  # noqa: S311 - payments, not secrets
    draw = chance.choice(list(DRAWS.values()))
    pairs = seen(draw, chance, chance.randrange(1, 400))
    days, waits = [took for took, _ in pairs], [not paid for _, paid in pairs]
    sf = ecdf(CensoredData.right_censored(days, waits)).sf
    curve = survival(lived(pairs))
    known = dict(zip(sf.quantiles, sf.probabilities, strict=True))
    assert {each.days: each.share for each in curve} == pytest.approx(
        {day: known[day] for day in sorted({took for took, paid in pairs if paid})}
    )
    for share in (0.1, 0.5, 0.9):
        first = [day for day, left in known.items() if left <= 1 - share + 1e-9]
        assert quantile(curve, share) == (min(first) if first else None)


def test_what_is_not_paid_yet_counts():
    # 4 paid after 10, 20, 30 and 40 days; 4 wait for 25: of 8, then 7, then of 2, then of 1.
    pairs = [(10, True), (20, True), (30, True), (40, True), *[(25, False)] * 4]
    curve = survival(lived(pairs))
    assert [(each.days, round(each.share, 4)) for each in curve] == [
        (10, 0.875), (20, 0.75), (30, 0.375), (40, 0),
    ]  # fmt: skip
    assert quantile(curve, 0.5) == 30
    assert quantile(survival(lived(pairs[:2] + pairs[4:])), 0.5) is None


def test_few_payments_are_pooled_with_the_county_then_the_city_and_too_few_say_nothing():
    own, county, city = (
        lived([(took, True) for took in range(first, first + 12)], scope)
        for first, scope in ((10, "purchaser"), (40, "region"), (90, "city"))
    )
    scopes = [
        (found.scope, found.paid, found.waiting, found.count)
        for found in (
            estimate(own, waited=0, least=12),
            estimate([*own, *county], waited=0, least=13),
            estimate([*own, *county, *city], waited=0, least=25),
        )
    ]
    assert scopes == [("purchaser", 12, 0, 12), ("region", 24, 0, 24), ("city", 36, 0, 36)]
    assert estimate([*own, *county, *city], waited=0, least=37) is None
    # Who has waited for twenty days is like those who waited longer: one of its own, all others.
    assert estimate([*own, *county], waited=20, least=13).paid == 13


def test_an_amount_needs_the_parts_that_pay_it_the_soonest_first():
    today = date(2025, 10, 9)
    quick, slow = (estimate(lived([(days, True)] * 20), waited=0, least=20) for days in (10, 50))
    accepted = Part(milestone="甲", fen=100, accepted_on=date(2025, 9, 29), estimate=slow)
    open_ = Part(milestone="乙", fen=100, accepted_on=None, estimate=quick)
    unknown = Part(milestone="丙", fen=100, accepted_on=None, estimate=None)
    parts = [accepted, unknown, open_]
    named = {
        fen: [each.milestone for each in needed_for(parts, fen, today)]
        for fen in (1, 100, 101, 201)
    }
    assert named == {1: ["乙"], 100: ["乙"], 101: ["乙", "甲"], 201: []}
    assert needed_on(parts, 100, today) == date(2025, 10, 19)
    assert needed_on(parts, 101, today) == date(2025, 11, 18)
    assert needed_on(parts, 201, today) is None
    assert last_on(parts, today) is None
    assert last_on([accepted], today) == date(2025, 11, 18)


@pytest.mark.parametrize(
    ("ends", "paid", "last", "reason", "code"),
    [
        ("2025-11-17", "2025-11-18", None, "", "lending.term_before_payment"),
        ("2025-11-17", "2025-11-18", None, "九个字的理由不够长", "lending.term_before_payment"),
        ("2025-11-17", "2025-11-18", None, "到期用另一份合同的回款", None),
        ("2025-11-18", "2025-11-18", None, "", None),
        ("2026-05-17", "2025-11-18", "2025-11-18", "", None),
        ("2026-05-18", "2025-11-18", "2025-11-18", "", "lending.term_beyond_payment"),
        ("2026-05-18", "2025-11-18", "2025-11-18", "质保期满才付清最后一笔", None),
        ("2028-05-18", None, None, "", None),
        ("2028-05-18", "2025-11-18", None, "", None),
    ],
)
def test_a_term_meets_what_is_paid_or_says_why(ends, paid, last, reason, code):
    paid_on, last_day = (each and date.fromisoformat(each) for each in (paid, last))
    found = term_meets_payment(
        ends_on=date.fromisoformat(ends), paid_on=paid_on, last_on=last_day, beyond=180,
        reason=reason,
    )  # fmt: skip
    assert (found and found.code) == code
