"""Ten thousand loans, as the quick way prices them and as others do."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr

from cairong.policy import effective
from cairong.policy.cost import METHOD_WORDS, cost, figures_of, repaid
from policy.plain_cost import plain_rate, plain_schedule, plain_simple
from support.seeds import SEED

LOANS, EXACTLY = 10_000, 400
START = date(2025, 1, 1)
NEAR = Decimal("0.0001")  # percentage points


def drawn(draw: random.Random) -> list[dict]:
    """One loan in one to three draws of its principal; the fee is taken from the first."""
    whole = draw.choice([draw.randrange(10**4, 10**8), draw.randrange(10**7, 10**12)])
    days = draw.choice([draw.randrange(1, 40), draw.randrange(30, 1096), draw.randrange(1, 3661)])
    terms = {
        "rate_bp": draw.choice([0, draw.randrange(1, 60), draw.randrange(200, 2401)]),
        "days": days,
        "day_count": draw.choice([360, 365]),
        "method": draw.choice(sorted(METHOD_WORDS)),
        "instalments": min(draw.choice([1, 2, 3, 6, 12, draw.randrange(1, 121)]), days),
    }
    cuts = sorted(draw.randrange(1, whole) for _ in range(draw.choice([0, 0, 1, 2])))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, whole], strict=True)]
    parts = [part for part in parts if part]
    fee = draw.choice([0, 0, parts[0] // 1000, draw.randrange(parts[0] // 10 + 1)])
    return [
        {**terms, "principal_fen": part, "fee_fen": 0 if place else fee}
        for place, part in enumerate(parts)
    ]


def loans(count: int) -> list[dict]:
    draw = random.Random(SEED)  # noqa: S311 - loans of a test
    found: list[dict] = []
    while len(found) < count:
        found += drawn(draw)
    return found[:count]


def test_ten_thousand_agree_with_a_library_to_a_ten_thousandth_of_a_point():
    wrong, compared = [], 0
    for facts in loans(LOANS):
        found = cost(**facts)
        if found.irr_percent is None or found.irr_percent > 400:
            continue  # the library gives up on some of these; the exact way below does not
        days = [START, *(START + timedelta(days=row.day) for row in found.schedule)]
        flows = [facts["fee_fen"] - facts["principal_fen"]]
        flows += [row.principal_fen + row.interest_fen for row in found.schedule]
        known = pyxirr.xirr(days, flows)
        compared += 1
        if known is None or abs(found.irr_percent - Decimal(known) * 100) > NEAR:
            wrong.append((facts, found.irr_percent, known))
    assert not wrong
    assert compared > LOANS * 0.9


def test_schedules_and_sums_are_the_plain_ones_to_the_fen():
    for facts in loans(LOANS):
        terms = {key: value for key, value in facts.items() if key != "fee_fen"}
        rows = plain_schedule(*(facts[key] for key in (
            "principal_fen", "rate_bp", "days", "day_count", "method", "instalments",
        )))  # fmt: skip
        found = repaid(**terms)
        assert found.rows == rows, facts
        sums = figures_of(found, fee_fen=facts["fee_fen"])
        assert sums.interest_fen == sum(interest for _, _, interest, _ in rows)
        simple = plain_simple(facts["principal_fen"], facts["fee_fen"], rows)
        assert sums.simple_percent == simple, facts
        assert sum(principal for _, principal, _, _ in rows) == facts["principal_fen"]


def test_the_rate_is_that_of_sixty_digits_to_its_last_place():
    for facts in loans(EXACTLY):
        terms = {key: value for key, value in facts.items() if key != "fee_fen"}
        found = repaid(**terms)
        exact = plain_rate(facts["principal_fen"] - facts["fee_fen"], found.rows)
        said = figures_of(found, fee_fen=facts["fee_fen"]).irr_percent
        if exact is None:
            assert said is None
        else:
            assert said == exact.quantize(Decimal("1e-12")).quantize(NEAR, "ROUND_HALF_UP"), facts


@pytest.mark.parametrize("unsure", [0.5, 0.0])
def test_the_quick_way_and_the_exact_way_say_the_same(monkeypatch, unsure):
    """Of every rate called unsure the exact way has the word, of none the quick way."""
    facts = loans(3_000)
    said = [cost(**each).irr_percent for each in facts]
    monkeypatch.setattr(effective, "UNSURE", unsure)
    assert [cost(**each).irr_percent for each in facts] == said
