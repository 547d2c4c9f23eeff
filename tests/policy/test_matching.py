"""The score of a match: its arithmetic, and that nobody gains by a name or by the draw."""

import json
import random
from collections import Counter
from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from cairong.policy.matching import (
    Scored,
    draw,
    formula_on,
    points,
    ranked_again,
    score_of,
    stands,
)
from support.seeds import SEED

DAY = date(2026, 6, 1)
FORMULA = formula_on(DAY)
PLAIN = {"cost_points": 35_000, "lpr_bp": 300, "secured": False, "held": False, "online": True}
DAYS = 900


@pytest.mark.parametrize(
    ("changed", "score"),
    [
        ({}, "950.00"),  # 3.50 % is 50 basis points above
        ({"cost_points": 35_049}, "949.51"),
        ({"cost_points": 30_000}, "1000.00"),
        ({"cost_points": 28_000}, "1020.00"),  # below the LPR
        ({"lpr_bp": 350}, "1000.00"),
        ({"secured": True}, "850.00"),
        ({"held": True}, "930.00"),
        ({"online": False}, "930.00"),
        ({"secured": True, "held": True, "online": False}, "810.00"),
        ({"cost_points": 130_000}, "0.00"),
        ({"cost_points": 10**12}, "0.00"),
    ],
)
def test_a_score_is_whole_arithmetic(changed, score):
    found = score_of(Scored(**PLAIN | changed), FORMULA)
    assert found.words == score
    if found.hundredths:
        assert FORMULA.whole * 100 - sum(each for _, each in found.off) == found.hundredths


def test_a_dearer_or_more_burdened_product_never_scores_higher():
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(500):
        facts = PLAIN | {"cost_points": chance.randrange(150_000)}
        score = score_of(Scored(**facts), FORMULA).hundredths
        worse = [
            {"cost_points": facts["cost_points"] + chance.randrange(1, 9_999)},
            {"secured": True}, {"held": True}, {"online": False},
        ]  # fmt: skip
        assert all(score_of(Scored(**facts | each), FORMULA).hundredths <= score for each in worse)


def record(rows: list[dict], seed: str = "410300-2026-06-01") -> dict:
    kept = {"formula": FORMULA.version, "seed": seed, "fits": rows}
    by_product = {row["product"]: row for row in rows}
    fits = [{**by_product[key], "score": score} for key, score in ranked_again(kept)]
    return {**kept, "fits": fits}


def row(number: int, *, lender: int = 0, **changed) -> dict:
    facts = {"cost": 35_000, "lpr": 300, "secured": False, "held": False, "online": True}
    return {"product": str(UUID(int=number)), "lender": str(UUID(int=lender)), **facts, **changed}


def test_whose_a_product_is_changes_nothing():
    """Every way of giving four products, two of them equal, to four institutions."""
    costs = [35_000, 33_000, 35_000, 41_000]
    orders = {
        tuple(
            each["product"]
            for each in record([
                row(number, lender=lender, cost=cost)
                for number, (lender, cost) in enumerate(zip(lenders, costs, strict=True))
            ])["fits"]
        )
        for lenders in permutations(range(4))
    }  # fmt: skip
    assert len(orders) == 1


def test_the_order_in_which_rows_come_changes_nothing():
    rows = [row(number, cost=30_000 + 700 * (number % 5)) for number in range(30)]
    plain = record(rows)
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(20):
        chance.shuffle(rows)
        assert record(rows) == plain


def test_among_equals_the_draw_favours_nobody():
    """Over nine hundred days each of three equals stands first on about a third of them."""
    first = Counter(
        min(range(3), key=lambda each, day=day: draw(f"410300-{day}", UUID(int=each)))
        for day in (DAY + timedelta(days=after) for after in range(DAYS))
    )
    third = DAYS / 3
    off = 4 * (DAYS * (1 / 3) * (2 / 3)) ** 0.5  # four standard deviations
    assert all(abs(first[each] - third) < off for each in range(3))


def test_a_record_is_worked_out_again_from_itself_alone():
    kept = record([row(number, cost=30_000 + 997 * (number % 7)) for number in range(20)])
    assert stands(json.loads(json.dumps(kept)))


@pytest.mark.parametrize("change", [
    lambda fits: fits.reverse(),
    lambda fits: fits[0].update(score=fits[0]["score"] + 1),
    lambda fits: fits[-1].update(cost=20_000),
    lambda fits: fits[0].update(secured=True),
])  # fmt: skip
def test_a_record_that_was_changed_does_not_stand(change):
    kept = record([row(number, cost=30_000 + 997 * number) for number in range(5)])
    change(kept["fits"])
    assert not stands(kept)


def test_a_seed_belongs_to_its_record():
    kept = record([row(number) for number in range(12)])
    assert stands(kept)
    assert not stands({**kept, "seed": "410300-2026-06-02"})


def test_words():
    assert (points(0), points(95_000), points(-325)) == ("0.00", "950.00", "−3.25")
    assert formula_on(date(2019, 1, 1)) == FORMULA
    assert FORMULA.source
