"""The yearly evaluation: by hand to the last digit, and what it makes of those who game it.

三(二)-1
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

import pytest

from cairong.kernel.money import WAN
from cairong.policy.evaluation import (
    FLAG_WORDS,
    MEASURE_WORDS,
    NEWEST,
    SCHEMES,
    Counts,
    evaluated,
)
from cairong.policy.incentives import SUPPORT_WORDS

SCHEME = SCHEMES[NEWEST]
drawn = Random  # to be drawn again, not to be secret
HONEST, MOST_FLAGGED = 200, 10  # cities, and how many of them may show a flag


def points(counts: Counts, *others: Counts) -> dict[str, int]:
    of = evaluated(SCHEME, dict(enumerate([counts, *others])))[0]
    return {each.measure.code: each.points for each in of.measured}


class TestPublished:
    @pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda each: f"v{each.version}")
    def test_whole(self, scheme):
        assert sum(each.weight for each in scheme.measures) == 100
        assert [each.code for each in scheme.measures] == list(MEASURE_WORDS)
        assert scheme.flags.keys() == FLAG_WORDS.keys()
        assert scheme.supports.keys() == SUPPORT_WORDS.keys()
        grades = [each.grade for each in scheme.grades]
        assert {grade for each in scheme.supports.values() for grade in each} <= set(grades)
        least = [each.least for each in scheme.grades]
        assert least == sorted(least, reverse=True)
        assert least[-1] == 0


class TestByHand:
    def test_amounts_lie_on_a_straight_line(self):
        for wan, earned in ((0, 0), (300, 1000), (1500, 5000), (3000, 10000), (9000, 10000)):
            assert points(Counts(amount_fen=wan * WAN, loans=1))["amount"] == earned

    def test_a_share_is_drawn_towards_the_citys(self):
        """3 of 4 in time, the city 7 of 14: (75 × 4 + 50 × 10) ÷ 14 = 57.14 %, below 60 %."""
        own = Counts(approvals=4, approvals_kept=3)
        assert points(own, Counts(approvals=10, approvals_kept=4))["approvals"] == 0

    def test_many_cases_outweigh_it(self):
        """95 of 100, the city 95 of 200: (95 × 100 + 47.5 × 10) ÷ 110 = 90.68 % → 76.70."""
        own = Counts(approvals=100, approvals_kept=95)
        assert points(own, Counts(approvals=100))["approvals"] == 7670

    def test_a_spread_earns_the_more_the_smaller_it_is(self):
        own = Counts(amount_fen=100 * WAN, loans=1, spread_weight=85 * 100 * WAN)
        assert points(own)["spread"] == 8600  # (85 − 300) ÷ (50 − 300)

    def test_halves_go_up(self):
        assert points(Counts(suppliers=1, loans=1))["suppliers"] == 333
        assert points(Counts(suppliers=2, loans=2))["suppliers"] == 667

    def test_the_score_is_the_sum_of_what_each_earns(self):
        own = Counts(
            amount_fen=1500 * WAN, loans=20, suppliers=15, newcomers=5, credit=20,
            spread_weight=50 * 1500 * WAN, approvals=20, approvals_kept=20, disbursements=20,
            disbursements_kept=20,
        )  # fmt: skip
        (found,) = evaluated(SCHEME, {"one": own}).values()
        assert found.score == 7750  # 10 + 7.5 + 5 + 20 + 10 + 15 + 10
        assert found.grade == "B"

    def test_who_did_nothing_of_a_kind_earns_nothing_by_it(self):
        others = Counts(approvals=10, approvals_kept=10, loans=5, credit=5)
        found = evaluated(SCHEME, {"none": Counts(), "other": others})["none"]
        assert found.score == 0

    def test_few_loans_get_no_grade(self):
        own = {many: Counts(loans=many, amount_fen=5000 * WAN) for many in (2, 3)}
        found = evaluated(SCHEME, own)
        assert (found[2].grade, found[3].grade) == ("", "C" if found[3].score >= 4000 else "D")

    def test_nobody_at_all(self):
        assert evaluated(SCHEME, {}) == {}


@pytest.mark.parametrize("seed", range(20))
def test_doing_better_never_earns_less(seed):
    draw = drawn(seed)
    city = sampled(draw)
    before = evaluated(SCHEME, city)
    key = draw.choice(list(city))
    own = city[key]
    better = [
        replace(own, amount_fen=own.amount_fen + WAN),
        replace(own, newcomers=own.newcomers + 1),
        replace(own, suppliers=own.suppliers + 1),
        replace(own, approvals_kept=min(own.approvals_kept + 1, own.approvals)),
        replace(own, disbursements_kept=min(own.disbursements_kept + 1, own.disbursements)),
        replace(own, credit=min(own.credit + 1, own.loans)),
        replace(own, spread_weight=own.spread_weight - own.amount_fen),
    ]
    for each in better:
        raised = replace(each, spread_weight=each.spread_weight)
        if each.amount_fen != own.amount_fen:  # at the same spread
            spread = Fraction(own.spread_weight, own.amount_fen)
            raised = replace(each, spread_weight=int(spread * each.amount_fen))
        assert evaluated(SCHEME, {**city, key: raised})[key].score >= before[key].score


@pytest.mark.parametrize("seed", range(10))
def test_neither_order_nor_names_change_anything(seed):
    draw = drawn(seed)
    city = sampled(draw)
    shuffled = list(city.items())
    draw.shuffle(shuffled)
    assert evaluated(SCHEME, dict(shuffled)) == evaluated(SCHEME, city)


@dataclass
class Year:
    """One institution's year as it is made up: loans, applications, offers."""

    draw: Random
    loans: list[dict] = field(default_factory=list)
    ended: int = 0
    decided: int = 0
    refused: int = 0
    steered: int = 0
    silent: int = 0
    approvals: int = 0
    kept: int = 0
    paused: int = 0
    offers: int = 0
    token: int = 0

    def lends(self, **otherwise) -> None:
        fen = int(self.draw.lognormvariate(4.2, 0.6)) * WAN
        own_money = self.draw.random() < 0.01
        self.loans.append(
            {"fen": max(fen, 5 * WAN), "supplier": self.draw.randrange(200),
             "contract": self.draw.randrange(10**6), "month": self.draw.randint(1, 12),
             "brief": own_money and self.draw.random() < 0.3, "own": own_money} | otherwise
        )  # fmt: skip

    def counts(self) -> Counts:
        of = self.loans
        fen = sum(loan["fen"] for loan in of)
        contracts = Counter(loan["contract"] for loan in of)
        suppliers = Counter(loan["supplier"] for loan in of)
        most = max(suppliers.values(), default=0)
        return Counts(
            amount_fen=fen, loans=len(of), suppliers=len(suppliers),
            newcomers=len(suppliers) // 2, credit=len(of), spread_weight=80 * fen,
            approvals=self.approvals, approvals_kept=self.kept, disbursements=len(of),
            disbursements_kept=len(of),
            flags={
                "split": (sum(n for n in contracts.values() if n >= 3), len(of)),
                "giant": (max((loan["fen"] for loan in of), default=0), fen),
                "single": (most if most >= 5 else 0, len(of)),
                "brief": (sum(loan["fen"] for loan in of if loan["brief"]), fen),
                "year_end": (
                    sum(loan["fen"] for loan in of if loan["own"] and loan["month"] == 12), fen,
                ),
                "steered": (self.steered, self.ended),
                "silent": (self.silent, self.ended),
                "paused": (self.paused, self.approvals),
                "tiny": (sum(loan["fen"] < WAN for loan in of), len(of)),
                "token": (self.token, self.offers),
                "refusing": (self.refused, self.decided),
            },
        )  # fmt: skip


def honest(draw: Random) -> Year:
    year = Year(draw)
    for _ in range(draw.randint(1, 60)):
        year.lends()
    year.approvals = len(year.loans) + draw.randint(0, 20)
    for _ in range(year.approvals):
        year.ended += 1
        year.kept += draw.random() < 0.93
        year.paused += draw.random() < 0.1
        gone = draw.random()
        year.steered += gone < 0.05
        year.silent += 0.05 <= gone < 0.08
        if gone >= 0.08:
            year.decided += 1
            year.refused += draw.random() < 0.25
    year.offers = max(year.decided - year.refused, len(year.loans))
    year.token = sum(draw.random() < 0.03 for _ in range(year.offers))
    return year


def sampled(draw: Random) -> dict[int, Counts]:
    return {number: honest(draw).counts() for number in range(8)}


def test_honest_cities_are_left_in_peace():
    flagged = [
        seed
        for seed in range(HONEST)
        if any(each.flags for each in evaluated(SCHEME, sampled(drawn(seed))).values())
    ]
    assert len(flagged) <= MOST_FLAGGED, flagged


def splits_a_contract(year: Year) -> None:
    for _ in range(max(4, len(year.loans))):
        year.lends(contract=-1, fen=8 * WAN)


def splits_over_contracts_of_a_friend(year: Year) -> None:
    for _ in range(max(12, 4 * len(year.loans))):
        year.lends(supplier=-1, fen=6 * WAN)


def a_giant_loan(year: Year) -> None:
    for _ in range(5):
        year.lends()
    year.lends(fen=3 * sum(loan["fen"] for loan in year.loans))


def drawn_and_repaid_within_days(year: Year) -> None:
    fen = sum(loan["fen"] for loan in year.loans)
    for _ in range(3):
        year.lends(fen=fen // 6, brief=True, own=True, month=6)


def drawn_for_the_years_end(year: Year) -> None:
    fen = sum(loan["fen"] for loan in year.loans)
    for _ in range(3):
        year.lends(fen=fen // 6, own=True, brief=False, month=12)


def has_them_withdraw(year: Year) -> None:
    moved = max(5, year.ended)
    year.steered += moved
    year.ended += moved


def lets_them_lapse(year: Year) -> None:
    moved = max(5, year.ended // 2)
    year.silent += moved
    year.ended += moved


def stops_the_clock(year: Year) -> None:
    year.approvals = max(year.approvals, 6)
    year.paused = year.approvals * 6 // 10


def counts_heads_with_tiny_loans(year: Year) -> None:
    for number in range(max(4, len(year.loans))):
        year.lends(fen=WAN // 2, supplier=-10 - number)


def offers_tokens_in_time(year: Year) -> None:
    more = max(4, year.offers // 2)
    year.token += more
    year.offers += more


def refuses_nearly_all(year: Year) -> None:
    more = max(12, 12 * year.decided)
    year.refused += more
    year.decided += more


def lends_to_old_friends_alone(year: Year) -> None:
    for loan in year.loans:
        loan["supplier"] = loan["supplier"] % 12


GAMES: list[Callable[[Year], None]] = [
    splits_a_contract, splits_over_contracts_of_a_friend, a_giant_loan,
    drawn_and_repaid_within_days, drawn_for_the_years_end, has_them_withdraw, lets_them_lapse,
    stops_the_clock, counts_heads_with_tiny_loans, offers_tokens_in_time, refuses_nearly_all,
    lends_to_old_friends_alone,
]  # fmt: skip


def seen(game: Callable[[Year], None], seed: int) -> bool:
    year = honest(drawn(seed))
    game(year)
    found = evaluated(SCHEME, {**sampled(drawn(-seed)), "gamed": year.counts()})
    return bool(found["gamed"].flags)


def test_of_twelve_games_eleven_are_seen():
    known = {game.__name__ for game in GAMES if all(seen(game, seed) for seed in range(1, 51))}
    assert len(GAMES) == 12
    assert len(known) >= 11, {game.__name__ for game in GAMES} - known
