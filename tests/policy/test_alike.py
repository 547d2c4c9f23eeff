"""Alike loans at unlike prices: what is paired, the exact chance, cities of both kinds."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cairong.policy.alike import (
    Compared,
    Priced,
    chance_of,
    chance_words,
    compare,
    method_on,
    points_words,
    priced_alike,
)
from support.seeds import SEED

DAY = date(2026, 6, 1)
METHOD = method_on(DAY)
LENDERS, CITIES, PAIRS = 5, 200, 400
HALF = Fraction(1, 2)


def offer(key="a", *, points=8_000, group="410303", lender="甲", **changed) -> Priced:
    facts = {"same": ("政采贷", "bullet", "B", ""), "on": DAY, "days": 180, "amount_fen": 10**7}
    groups = {"region": group, "size": "small", "home": "local"}
    given = {"groups": groups, **facts, **changed}
    return Priced(key=key, lender=lender, points=points, **given)


def city(draw: random.Random, *, pairs: int, more_points: int, lenders: int = LENDERS):
    """Offers of some institutions; the first asks more of one county, the others of nobody.

    Every price moves with its product, its day, and by chance (45 basis points of spread).
    """
    listed = []
    for place in range(2 * pairs):
        lender = place % lenders
        region = draw.choice(["410303", "410327"])
        base = 6_000 + 700 * lender
        points = base + round(draw.gauss(0, 4_500))
        if lender == 0 and region == "410327":
            points += more_points
        listed.append(offer(
            f"{place:06}", lender=f"机构{lender}", group=region, points=points,
            same=(f"产品{lender}", draw.choice(["bullet", "equal-principal"]), "", ""),
            on=DAY - timedelta(days=draw.randrange(365)), days=draw.choice([90, 180, 360]),
            amount_fen=draw.randrange(5 * 10**6, 5 * 10**7),
            groups={
                "region": region, "size": draw.choice(["micro", "small", "medium"]),
                "home": draw.choice(["local", "local", "elsewhere"]),
            },
        ))  # fmt: skip
    draw.shuffle(listed)
    return listed


def signs(offers) -> set[tuple[str, str, str]]:
    return {
        (each.lender, each.group, each.value)
        for each in compare(offers, METHOD)
        if priced_alike(compared=each) is not None
    }


def matched(draw: random.Random, *, more_points: int, pairs: int = PAIRS):
    """A city of so many matched pairs in all, a fifth of them with the first institution."""
    found = []
    for place in range(pairs):
        lender = place % LENDERS
        day, days = DAY - timedelta(days=draw.randrange(300)), draw.choice([90, 180, 360])
        for side, region in enumerate(("410327", "410303")):
            bias = more_points if lender == 0 and not side else 0
            found.append(offer(
                f"{place:04}{side}", lender=f"机构{lender}", group=region, on=day, days=days,
                points=8_000 + round(draw.gauss(0, 4_500)) + bias,
                same=(f"产品{place // 40}", "bullet", "", ""),
            ))  # fmt: skip
    draw.shuffle(found)
    return found


def test_fifty_basis_points_on_a_group_are_found():
    """+50 bp by one institution on one county among 400 matched pairs: in 95 of 100 cities."""
    found = wrong = 0
    for seed in range(CITIES):
        said = signs(matched(random.Random(f"{SEED}-{seed}"), more_points=5_000))  # noqa: S311
        found += ("机构0", "region", "410327") in said
        wrong += bool(said - {("机构0", "region", "410327")})
    assert found >= CITIES * 0.95
    assert wrong <= CITIES * 0.05


def test_where_nobody_is_treated_otherwise_hardly_a_city_is_alarmed():
    """No bias: a sign anywhere in at most 5 of 100 cities."""
    alarmed = sum(
        bool(signs(matched(random.Random(f"{SEED}-{seed}"), more_points=0)))  # noqa: S311
        for seed in range(CITIES)
    )
    assert alarmed <= CITIES * 0.05


def test_in_a_mixed_city_of_many_groups_the_alarm_stays_rare():
    """Offers that find their own pairs, by county, size and home at once."""
    alarmed = sum(
        bool(signs(city(random.Random(f"{SEED}-{seed}"), pairs=PAIRS, more_points=0)))  # noqa: S311
        for seed in range(CITIES)
    )
    assert alarmed <= CITIES * 0.05


def test_names_and_the_order_of_rows_change_nothing():
    draw = random.Random(SEED)  # noqa: S311
    listed = city(draw, pairs=PAIRS, more_points=5_000)
    names = {"机构0": "丙", "机构1": "戊", "机构2": "甲", "机构3": "丁", "机构4": "乙"}
    renamed = [Priced(**{**vars(each), "lender": names[each.lender]}) for each in listed]
    draw.shuffle(renamed)
    plain, other = compare(listed, METHOD), compare(renamed, METHOD)
    told = {(names[one.lender], one.group, one.value): (one.pairs, one.chance) for one in plain}
    again = {(one.lender, one.group, one.value): (one.pairs, one.chance) for one in other}
    assert told.keys() == again.keys()
    for key, (pairs, chance) in told.items():
        keys = [(one.key, two.key) for one, two in pairs]
        assert keys == [(one.key, two.key) for one, two in again[key][0]]
        assert chance == again[key][1]


@pytest.mark.parametrize(
    ("changed", "paired"),
    [
        ({}, True),
        ({"days": 144}, True),
        ({"days": 134}, False),
        ({"amount_fen": 2 * 10**7}, True),
        ({"amount_fen": 2 * 10**7 + 1}, False),
        ({"on": DAY - timedelta(days=90)}, True),
        ({"on": DAY - timedelta(days=91)}, False),
        ({"same": ("别的产品", "bullet", "B", "")}, False),
        ({"same": ("政采贷", "bullet", "A", "")}, False),
        ({"same": ("政采贷", "bullet", "B", "担保")}, False),
        ({"lender": "乙"}, False),
        ({"groups": {"region": "410327", "size": "micro", "home": "local"}}, False),
        ({"groups": {"region": "410327", "size": "small", "home": "elsewhere"}}, False),
        ({"groups": {"region": "", "size": "small", "home": "local"}}, False),
    ],
)
def test_what_is_alike(changed, paired):
    found = compare([offer(), offer("b", **{"group": "410327", **changed})], METHOD)
    at = next(each for each in found if (each.lender, each.value) == ("甲", "410303"))
    assert bool(at.pairs) is paired


def test_each_offer_is_in_one_pair_and_takes_the_nearest():
    near, far = offer("near", group="410327"), offer("far", group="410327", days=150)
    found = compare([offer("one"), far, near, offer("two")], METHOD)
    pairs = next(each.pairs for each in found if each.value == "410303")
    assert {(one.key, two.key) for one, two in pairs} == {("one", "near"), ("two", "far")}


def test_the_chance_is_the_coins():
    assert [chance_of(n, 3) for n in range(4)] == [1, Fraction(7, 8), HALF, Fraction(1, 8)]
    assert chance_of(0, 0) == 1
    assert chance_words(Fraction(1, 20)) == "5.00%"
    assert chance_words(Fraction(1, 20_000)) == "小于 0.01%"
    assert (points_words(5_000), points_words(-325)) == ("50.00", "−3.25")


def of_differences(*points: int, tests: int = 1) -> Compared:
    pairs = [(offer(points=8_000 + each), offer("b", points=8_000)) for each in points]
    return Compared(
        lender="甲", group="region", value="410303", pairs=pairs, tests=tests, method=METHOD
    )


@pytest.mark.parametrize(
    ("compared", "sign"),
    [
        (of_differences(*[5_000] * 20), True),
        (of_differences(*[5_000] * 19), False),  # too few pairs
        (of_differences(*[999] * 20), False),  # a difference nobody feels
        (of_differences(*[-5_000] * 20), False),  # cheaper
        (of_differences(*[5_000] * 16, *[-5_000] * 4), True),  # 0.59 %
        (of_differences(*[5_000] * 15, *[-5_000] * 5), False),  # 2.07 %
        (of_differences(*[5_000] * 16, *[-5_000] * 4, tests=2), False),  # 1 % shared by two
        (of_differences(*[0] * 20), False),
        (of_differences(*[5_000] * 11, *[0] * 9), True),  # equal pairs say nothing of a side
    ],
)
def test_what_is_a_sign(compared, sign):
    found = priced_alike(compared=compared)
    assert (found is not None) is sign
    if found is not None:
        assert found.params["pairs"] == len(compared.pairs)


def test_nothing_to_compare_is_no_sign():
    assert compare([], METHOD) == []
    alone = compare([offer()], METHOD)
    assert [each.enough for each in alone] == [False] * 3
    assert {priced_alike(compared=each) for each in alone} == {None}


def test_a_method_holds_from_its_day():
    assert method_on(date(2019, 1, 1)) == METHOD
    assert METHOD.source
