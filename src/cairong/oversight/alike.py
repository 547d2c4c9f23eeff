"""Alike loans at unlike prices: each institution's offers of a year, compared group by group.

The method stands in `policy/alike.py`; here are the rows it is given, and whose names they bear.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from cairong.contracts.models import ContractSupplier
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.errors import Finding
from cairong.lending.models import Offer
from cairong.oversight.reads import watched_regions
from cairong.parties.reads import region_names
from cairong.policy.alike import POINTS, Compared, Priced, compare, method_on, priced_alike
from cairong.policy.size import SIZE_WORDS
from cairong.policy.sizing import is_here, place_of

HOMES = {"local": "本市企业", "elsewhere": "外地企业"}


@dataclass(frozen=True, kw_only=True)
class Alike:
    """One comparison, in names: whose offers, which group beside the others."""

    compared: Compared
    institution: str
    value_word: str

    @property
    def lender(self) -> str:
        """The institution, by its key."""
        return self.compared.lender

    @property
    def group(self) -> str:
        """By what the group is told apart."""
        return self.compared.group

    @property
    def value(self) -> str:
        """The group."""
        return self.compared.value

    @property
    def paired(self) -> int:
        """How many pairs there are."""
        return len(self.compared.pairs)

    @property
    def equal(self) -> int:
        """In how many pairs both pay the same."""
        return self.paired - self.compared.dearer - self.compared.cheaper

    @cached_property
    def found(self) -> Finding | None:
        """What it is a sign of, if of anything."""
        return priced_alike(compared=self.compared)

    @property
    def standing(self) -> str:
        """Say shortly what came of it: sign, none, or few."""
        return "sign" if self.found else "none" if self.compared.enough else "few"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """An offer to the group beside its like; the difference in hundredths of a basis point."""

    mine: Any
    other: Any
    points: int

    @property
    def contract_id(self) -> UUID:
        """The contract of the offer to the group."""
        return self.mine["receivable__contract_id"]  # type: ignore[no-any-return]


def comparisons(actor: Actor, today: date) -> list[Alike]:
    """Compare every group of every institution on the levels that an actor watches over.

    The likeliest sign first. Source: 二(五)-7, 三(一)-3.
    """
    rows = _rows(actor, today)
    names = {str(row["institution_id"]): row["institution__name"] for row in rows.values()}
    places = region_names(actor.city)
    return [
        Alike(
            compared=each,
            institution=names[each.lender],
            value_word=_word(each.group, each.value, places),
        )
        for each in compare(_priced(actor.city, rows.values()), method_on(today))
    ]


def pairs_of(actor: Actor, today: date, *, lender: str, group: str, value: str) -> list[Pair]:
    """List the pairs behind one comparison, the largest difference first."""
    rows = _rows(actor, today)
    wanted = (row for row in rows.values() if str(row["institution_id"]) == lender)
    found = [
        each
        for each in compare(_priced(actor.city, wanted), method_on(today))
        if (each.group, each.value) == (group, value)
    ]
    pairs = [
        Pair(mine=rows[mine.key], other=rows[other.key], points=mine.points - other.points)
        for each in found
        for mine, other in each.pairs
    ]
    return sorted(pairs, key=lambda each: (-each.points, str(each.mine["pk"])))


def _rows(actor: Actor, today: date) -> dict[str, Any]:
    """Read the newest offer of each application in the days that are compared."""
    signed = ContractSupplier.objects.filter(
        contract=OuterRef("receivable__contract"), supplier=OuterRef("intent__supplier")
    )
    since = start_of(today - timedelta(days=method_on(today).window_days))
    rows = (
        Offer.objects.filter(
            city_id=actor.city,
            application__region__in=list(watched_regions(actor)),
            offered_at__gte=since,
        )
        .order_by("application_id", "-offered_at", "-pk")
        .distinct("application_id")
        .annotate(size=Subquery(signed.values("size")[:1]))
        .values(
            "pk", "institution_id", "institution__name", "method", "grade", "days", "amount_fen",
            "offered_at", "lpr_bp", "rate_bp", "irr_percent", "size",
            "receivable__contract_id", "receivable__contract__no",
            product=F("product_version__product_id"), collateral=F("product_version__collateral"),
            region=F("application__region"), supplier=F("intent__supplier__name"),
            uscc=F("intent__supplier__uscc"),
        )
    )  # fmt: skip
    return {str(row["pk"]): row for row in rows}


def _priced(city: str, rows: Iterable[Any]) -> list[Priced]:
    return [
        Priced(
            key=str(row["pk"]),
            lender=str(row["institution_id"]),
            same=(str(row["product"]), row["method"], row["grade"], row["collateral"]),
            groups={
                "region": row["region"],
                "size": row["size"] or "",
                "home": _home(city, row["uscc"]),
            },
            on=day_of(row["offered_at"]),
            days=row["days"],
            amount_fen=row["amount_fen"],
            points=points_of(row),
        )
        for row in rows
    ]


def points_of(row: Any) -> int:
    """Work out the whole yearly cost above the LPR, the rate where the cost cannot be told."""
    cost, lpr = row["irr_percent"], row["lpr_bp"] * POINTS
    whole = row["rate_bp"] * POINTS if cost is None else cost * POINTS * POINTS
    return int(whole - lpr)


def _home(city: str, uscc: str) -> str:
    if not uscc:
        return ""
    return "local" if is_here(city, place_of(uscc)) else "elsewhere"


def _word(group: str, value: str, places: dict[str, str]) -> str:
    known: dict[str, dict[str, str]] = {
        "region": places,
        "size": {str(key): word for key, word in SIZE_WORDS.items()},
        "home": HOMES,
    }
    return known[group].get(value, value)
