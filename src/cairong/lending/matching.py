"""Which products fit what a supplier asks for on a contract or an award, in the published order.

Hard bounds first: region, size, amount, days, way of repaying, and the room under the product's
share of the contract. What fits is scored (`policy/matching.py`); of the rest is said what would
have to change. One product stands for each institution: the best of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cairong.kernel.calendar import day_of
from cairong.kernel.errors import PolicyBreach
from cairong.kernel.money import format_yuan
from cairong.lending.steps.bindings import Ground
from cairong.lending.steps.registering import Wanted
from cairong.parties.models import Organisation
from cairong.policy.cost import AT_ONCE, Method, months_in
from cairong.policy.lending import financeable_fen
from cairong.policy.matching import Formula, Score, Scored, formula_on, score_of
from cairong.products.bettered import bettered
from cairong.products.shelf import ShelfQuery, Shelved, shelf, tie_seed
from cairong.rulebook.reads import parameter
from cairong.treasury.arithmetic import headroom_fen

USUAL: Method = "bullet"  # by which it is priced where any way of repaying will do
DEAREST = 10**12  # millionths a year: what costs more, or more than can be said, has no score left


@dataclass(frozen=True, kw_only=True)
class Matched:
    """The best product of an institution: its score where it fits, else what keeps it from it."""

    shelved: Shelved
    score: Score | None
    bars: tuple[str, ...]

    @property
    def lender(self) -> Organisation:
        """The institution."""
        return self.shelved.product.institution

    @property
    def scored(self) -> Scored:
        """What it is scored by."""
        return _scored(self.shelved)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The institutions in order, with what the order was worked out from."""

    formula: Formula
    seed: str
    query: ShelfQuery
    cap_percent: int
    listed: Sequence[Matched]

    def record(self) -> dict[str, Any]:
        """Write down what is needed to work the order out anew, as plain values."""
        fits = [each for each in self.listed if each.score is not None]
        return {
            "formula": self.formula.version,
            "seed": self.seed,
            "asked": {**vars(self.query), "cap_percent": self.cap_percent},
            "fits": [_written(each) for each in fits],
            "others": [
                {"product": str(each.shelved.id), "version": each.shelved.version.number,
                 "bars": list(each.bars)}
                for each in self.listed if each.score is None
            ],
        }  # fmt: skip


def query_of(wanted: Wanted, ground: Ground, grade: str) -> ShelfQuery:
    """Say what is asked of the shelf, with the supplier's place, size and grade."""
    method = wanted.method or USUAL
    return ShelfQuery(
        amount_fen=wanted.amount_fen,
        days=wanted.days,
        method=method,  # type: ignore[arg-type]
        instalments=1 if method in AT_ONCE else months_in(wanted.days),
        region=ground.borrower.region,
        size=ground.borrower.size,
        grade=grade,
    )


def match(
    ground: Ground, lenders: Collection[Organisation], query: ShelfQuery, *, now: datetime
) -> Ranking:
    """Put institutions in order for what is asked for; nobody while no LPR was published.

    Source: 二(一)-5.
    """
    city, today = ground.borrower.city, day_of(now)
    formula, cap = formula_on(today), whole_cap(ground, now)
    keys = {each.pk for each in lenders}
    try:
        shelved = [
            each
            for each in shelf(city, now=now, query=query)
            if each.product.institution_id in keys
        ]
    except PolicyBreach:
        shelved = []
    rooms: dict[int, int] = {}
    matched = sorted(
        (_matched(each, ground, min(cap, _cap(each, query)), rooms, (query, formula))
         for each in shelved),
        key=_place,
    )  # fmt: skip
    best: dict[Any, Matched] = {}
    for each in matched:
        best.setdefault(each.lender.pk, each)
    return Ranking(
        formula=formula,
        seed=tie_seed(city, today),
        query=query,
        cap_percent=cap,
        listed=list(best.values()),
    )


def whole_cap(ground: Ground, now: datetime) -> int:
    """Say the largest share of a contract that may be financed at all."""
    if ground.receivable is not None:
        cap: int = ground.receivable.cap_percent
        return cap
    return parameter(ground.borrower.city, "contract_cap_percent", on=day_of(now))


def room_fen(ground: Ground, cap_percent: int) -> int:
    """Say how much can be asked for on a contract or an award under a cap."""
    if ground.receivable is not None:
        return max(headroom_fen(ground.receivable, cap_percent), 0)
    return financeable_fen(base_fen=ground.base_fen, cap_percent=cap_percent)


def _cap(shelved: Shelved, query: ShelfQuery) -> int:
    return bettered(shelved.version, query.grade).cap_percent


def _matched(
    shelved: Shelved,
    ground: Ground,
    cap: int,
    rooms: dict[int, int],
    asked: tuple[ShelfQuery, Formula],
) -> Matched:
    query, formula = asked
    room = rooms[cap] if cap in rooms else rooms.setdefault(cap, room_fen(ground, cap))
    bars = shelved.bars
    if query.amount_fen > room:
        bars = (*bars, f"照它的融资比例 {cap}%,这份合同最多 {format_yuan(room)}")
    score = None if bars else score_of(_scored(shelved), formula)
    return Matched(shelved=shelved, score=score, bars=bars)


def _scored(shelved: Shelved) -> Scored:
    version = shelved.version
    points = shelved.cost.irr_points if shelved.cost else None
    return Scored(
        cost_points=DEAREST if points is None else min(points, DEAREST),
        lpr_bp=shelved.lpr_bp,
        secured=bool(version.collateral),
        held=version.hold_until_due,
        online=version.product.institution.institution_profile.connected,
    )


def _place(each: Matched) -> tuple[int, int, str]:
    if each.score is None:
        return 1, len(each.bars), each.shelved.tie
    return 0, -each.score.hundredths, each.shelved.tie


def _written(each: Matched) -> Mapping[str, Any]:
    assert each.score is not None
    scored = each.scored
    return {
        "product": str(each.shelved.id),
        "version": each.shelved.version.number,
        "cost": scored.cost_points,
        "lpr": scored.lpr_bp,
        "secured": scored.secured,
        "held": scored.held,
        "online": scored.online,
        "score": each.score.hundredths,
    }
