"""Alike loans at unlike prices (同条件比价): pairs of an institution's offers, and a sign test.

An offer to a group is paired with an offer to others that is alike in everything else: product,
way of repaying, grade, collateral, the other groups; near in day, term and amount. If the group
were treated as others are, either of a pair would be the dearer as often as not. How far the count
is from that is a chance that anybody can work out. A sign is no proof: a person looks.
二(五)-7, 三(一)-3
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, partial
from math import comb
from statistics import median_low

from cairong.kernel.errors import Finding
from cairong.policy.clauses import read_data
from cairong.policy.rule import Answer, rule

CLAUSES = ("二(五)-7", "三(一)-3")
WHOLE = 100
POINTS = 100  # in a basis point
GROUPS: Mapping[str, str] = {"region": "合同所在县区", "size": "企业规模", "home": "企业登记地"}


@dataclass(frozen=True, kw_only=True)
class Method:
    """The published numbers of a version of the method, and since when it holds.

    Offers of so many days back are compared. A pair lies at most so many days apart, its terms
    differ by at most so many percent of the longer, its amounts at most so many times. A sign
    takes so many pairs, a middle difference of so many hundredths of a basis point, and a chance
    that leaves a false alarm in a whole city no likelier than so many percent.
    """

    since: date
    window_days: int
    apart_days: int
    term_percent: int
    amount_times: int
    least_pairs: int
    least_points: int
    chance_percent: int
    source: str

    def near(self, mine: "Priced", other: "Priced") -> bool:
        """Whether two offers are near enough in day, term and amount."""
        shorter, longer = sorted((mine.days, other.days))
        less, more = sorted((mine.amount_fen, other.amount_fen))
        return (
            abs((mine.on - other.on).days) <= self.apart_days
            and (longer - shorter) * WHOLE <= longer * self.term_percent
            and more <= less * self.amount_times
        )


@dataclass(frozen=True, kw_only=True)
class Priced:
    """One offer as far as it is compared.

    `same` is what has to be the same in both of a pair, `groups` its group by each name of
    `GROUPS`. `points` is its yearly cost above the LPR, in hundredths of a basis point.
    """

    key: str
    lender: str
    same: tuple[str, ...]
    groups: Mapping[str, str]
    on: date
    days: int
    amount_fen: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One institution's offers to a group beside those to others; `tests` like it were made."""

    lender: str
    group: str
    value: str
    pairs: Sequence[tuple[Priced, Priced]]
    tests: int
    method: Method

    @property
    def differences(self) -> list[int]:
        """By how much the offer to the group is the dearer, pair by pair."""
        return [mine.points - other.points for mine, other in self.pairs]

    @property
    def dearer(self) -> int:
        """In how many pairs the group pays more."""
        return sum(each > 0 for each in self.differences)

    @property
    def cheaper(self) -> int:
        """In how many pairs the group pays less."""
        return sum(each < 0 for each in self.differences)

    @property
    def middle(self) -> int:
        """The middle difference, in hundredths of a basis point."""
        return median_low(self.differences) if self.pairs else 0

    @property
    def enough(self) -> bool:
        """Whether there are pairs enough to say anything."""
        return len(self.pairs) >= self.method.least_pairs

    @property
    def chance(self) -> Fraction:
        """How likely so many dearer ones are where both of a pair are treated alike."""
        return chance_of(self.dearer, self.dearer + self.cheaper)

    @property
    def bound(self) -> Fraction:
        """The chance below which it is a sign: that of the whole city shared by all tests."""
        return Fraction(self.method.chance_percent, WHOLE * max(self.tests, 1))


@rule(*CLAUSES)
def priced_alike(*, compared: Compared) -> Answer:
    """Find a sign that a group pays more than others for alike loans of an institution."""
    if not compared.enough or compared.middle < compared.method.least_points:
        return None
    if compared.chance > compared.bound:
        return None
    return Finding.of(
        "oversight.unlike_prices",
        CLAUSES[0],
        pairs=len(compared.pairs),
        dearer=compared.dearer,
        middle=points_words(compared.middle),
        chance=chance_words(compared.chance),
    )


def chance_of(dearer: int, unequal: int) -> Fraction:
    """How likely as many tosses of a fair coin, or more, fall on a side: the exact sum."""
    ways = sum(comb(unequal, heads) for heads in range(dearer, unequal + 1))
    return Fraction(ways, 2**unequal)


def compare(offers: Iterable[Priced], method: Method) -> list[Compared]:
    """Compare each group of each institution with its others; the likeliest sign first.

    Institutions and offers come in any order, and names mean nothing: each list is put in the
    order of day and key before it is paired.
    """
    by_lender: dict[str, list[Priced]] = {}
    for each in sorted(offers, key=lambda each: (each.on, each.key)):
        by_lender.setdefault(each.lender, []).append(each)
    found = [
        (lender, group, value, _paired(listed, group, value, method))
        for lender, listed in by_lender.items()
        for group in GROUPS
        for value in sorted({each.groups[group] for each in listed})
        if value
    ]
    tests = sum(len(pairs) >= method.least_pairs for *_, pairs in found)
    compared = [
        Compared(lender=lender, group=group, value=value, pairs=pairs, tests=tests, method=method)
        for lender, group, value, pairs in found
    ]
    return sorted(compared, key=_order)


def _order(each: Compared) -> tuple[bool, Fraction, int, str, str, str]:
    return (
        not each.enough, each.chance, -len(each.pairs), each.lender, each.group, each.value,
    )  # fmt: skip


def _paired(
    offers: Sequence[Priced], group: str, value: str, method: Method
) -> list[tuple[Priced, Priced]]:
    """Pair each offer to a group with the nearest free offer to others; each is used once.

    Prices are not looked at.
    """
    others: dict[tuple[object, ...], list[Priced]] = {}
    for each in offers:
        if each.groups[group] not in {value, ""}:
            others.setdefault(_alike(each, group), []).append(each)
    pairs = []
    for mine in offers:
        free = others.get(_alike(mine, group), []) if mine.groups[group] == value else []
        window = timedelta(days=method.apart_days)
        first = bisect_left(free, mine.on - window, key=_on)
        last = bisect_right(free, mine.on + window, key=_on)
        near = [each for each in free[first:last] if method.near(mine, each)]
        if near:
            mate = min(near, key=partial(_apart, mine))
            free.remove(mate)
            pairs.append((mine, mate))
    return pairs


def _on(offer: Priced) -> date:
    return offer.on


def _alike(offer: Priced, group: str) -> tuple[object, ...]:
    """What both of a pair have to have the same: all but the group that is compared."""
    return offer.same, *(value for name, value in offer.groups.items() if name != group)


def _apart(mine: Priced, other: Priced) -> tuple[int, int, int, str]:
    return (
        abs((mine.on - other.on).days),
        abs(mine.days - other.days),
        abs(mine.amount_fen - other.amount_fen),
        other.key,
    )


def points_words(points: int) -> str:
    """Write hundredths of a basis point as basis points: 50.00, −3.25."""
    sign = "−" if points < 0 else ""
    return f"{sign}{abs(points) // POINTS}.{abs(points) % POINTS:02}"


def chance_words(chance: Fraction) -> str:
    """Write a chance in percent with two places, the smallest as less than that."""
    hundredths = chance * WHOLE * WHOLE
    return "小于 0.01%" if hundredths < 1 else f"{float(chance):.2%}"


@cache
def methods() -> tuple[Method, ...]:
    """List the versions of the method, oldest first."""
    rows = read_data("alike.json")
    return tuple(Method(**{**row, "since": date.fromisoformat(row["since"])}) for row in rows)


def method_on(day: date) -> Method:
    """Give the version of the method that holds on a day, the first on an earlier day."""
    held = [each for each in methods() if each.since <= day]
    return held[-1] if held else methods()[0]
