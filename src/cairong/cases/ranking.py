"""The ranking that was kept when an intent was sent, and whether it comes out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.lending.models import Intent
from cairong.lending.reads import intent_for
from cairong.policy.matching import Formula, Scored, formulas, points, score_of, stands, taken
from cairong.products.models import ProductVersion

SENT = "lending.intent.registered"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One institution's product in the ranking: its score and what was taken off, or its bars."""

    version: ProductVersion
    score: str
    off: Sequence[tuple[str, str]]
    bars: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A ranking as it was kept; `same`: worked out anew from its own record it is the same."""

    intent: Intent
    record: Mapping[str, Any]
    formula: Formula
    places: Sequence[Place]
    same: bool


def ranking_of(actor: Actor, intent_id: UUID) -> Kept:
    """Read the ranking that was kept when an intent was sent. Raises NotFound."""
    intent = intent_for(actor, intent_id)
    rows = Event.objects.filter(city=actor.city, type=SENT, subject_id=str(intent.pk))
    event = rows.first()
    record = event.after.get("ranking") if event else None
    if record is None:
        raise NotFound("access.not_found", thing="送出时的排名")
    formula = next(each for each in formulas() if each.version == record["formula"])
    listed = [*record["fits"], *record["others"]]
    known = _versions([row["product"] for row in listed])
    return Kept(
        intent=intent,
        record=record,
        formula=formula,
        places=[_place(row, known[row["product"], row["version"]], formula) for row in listed],
        same=stands(record),
    )


def file_of(kept: Kept) -> dict[str, Any]:
    """Write a kept ranking with the numbers of its formula: all it takes to work it out anew."""
    numbers = {key: getattr(kept.formula, key) for key in ("whole", "secured", "held", "offline")}
    return {"intent": kept.intent.no, "numbers": numbers, **kept.record}


def _versions(products: Sequence[str]) -> Mapping[tuple[str, int], ProductVersion]:
    rows = ProductVersion.objects.filter(product_id__in=products)
    return {
        (str(row.product_id), row.number): row
        for row in rows.select_related("product__institution")
    }


def _place(row: Mapping[str, Any], version: ProductVersion, formula: Formula) -> Place:
    if "bars" in row:
        return Place(version=version, score="", off=(), bars=row["bars"])
    scored = Scored(
        cost_points=row["cost"], lpr_bp=row["lpr"], secured=row["secured"], held=row["held"],
        online=row["online"],
    )  # fmt: skip
    off = [(word, taken(each)) for word, each in score_of(scored, formula).off]
    return Place(version=version, score=points(row["score"]), off=off, bars=())
