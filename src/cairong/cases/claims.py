"""One claim to act for a supplier, with what the desk has to hold it against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.contracts.models import Award
from cairong.contracts.reads import award_of_claim
from cairong.kernel.actor import Actor
from cairong.parties.kinds import FIGURES
from cairong.parties.models import Claim, Organisation
from cairong.parties.reads import (
    claim_for,
    claims_of,
    has_people,
    region_names,
    supplier_of,
    waiting_on,
)


@dataclass(frozen=True, kw_only=True)
class Rival:
    """Another claim on the same code; `mine`: it is before the reader's own desk too."""

    claim: Claim
    region: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim, what it says of its supplier, and the award whose winner was invited, if so.

    While it waits: the supplier as it is `known`, whether it has people by now (`overtaken`), and
    who else waits on its code.
    """

    claim: Claim
    region: str
    said: Mapping[str, Any]
    award: Award | None
    known: Organisation | None
    overtaken: bool
    rivals: list[Rival]


def claim_view(actor: Actor, claim_id: UUID, *, now: datetime) -> ClaimView:
    """Read a claim of the desk's region. Raises NotFound."""
    claim, places = claim_for(actor, claim_id), region_names(actor.city)
    waits = claim.state == "waiting"
    known = supplier_of(claim) if waits else None
    said = {key: getattr(claim, key) for key in ("address", *FIGURES)}
    return ClaimView(
        claim=claim,
        region=places.get(claim.region, claim.region),
        said={key: fact for key, fact in said.items() if fact not in (None, "")},
        award=award_of_claim(claim),
        known=known,
        overtaken=known is not None and has_people(known, now),
        rivals=_rivals(actor, claim, places) if waits else [],
    )


def _rivals(actor: Actor, claim: Claim, places: Mapping[str, str]) -> list[Rival]:
    """List who else waits on the code of a claim, before another county's desk too."""
    others = waiting_on(claim).exclude(pk=claim.pk)
    own = set(claims_of(actor).filter(pk__in=others.values("pk")).values_list("pk", flat=True))
    return [
        Rival(claim=other, region=places.get(other.region, other.region), mine=other.pk in own)
        for other in others
    ]
