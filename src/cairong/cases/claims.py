"""One claim to act for a supplier, with what the desk has to hold it against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.cases.proposals import Proposed, waiting_proposal
from cairong.contracts.models import Award
from cairong.contracts.reads import award_of_claim
from cairong.kernel.actor import Actor
from cairong.parties.alike import SAME, Alike, alike_to_claim
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
from cairong.policy.names import differences, look_of

ADMIT_ALIKE = "contracts.admit_alike"


@dataclass(frozen=True, kw_only=True)
class Rival:
    """Another claim on the same code; `mine`: it is before the reader's own desk too."""

    claim: Claim
    region: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Namesake:
    """A claim that waits under another code with a name that looks like this one's."""

    name: str
    uscc: str
    differs: str


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim, what it says of its supplier, and the award whose winner was invited, if so.

    While it waits: the supplier as it is `known`, whether it has people by now (`overtaken`), who
    else waits on its code, who stands under another code with a name that looks like its own
    (`alike`: then two persons decide, by the `proposal` if one waits), and the claims that wait
    with such a name (`namesakes`).
    """

    claim: Claim
    region: str
    said: Mapping[str, Any]
    award: Award | None
    known: Organisation | None
    overtaken: bool
    rivals: list[Rival]
    alike: list[Alike]
    namesakes: list[Namesake]
    proposal: Proposed | None


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
        alike=alike_to_claim(claim) if waits else [],
        namesakes=_namesakes(claim) if waits else [],
        proposal=waiting_proposal(actor, ADMIT_ALIKE, claim_id) if waits else None,
    )


def _rivals(actor: Actor, claim: Claim, places: Mapping[str, str]) -> list[Rival]:
    """List who else waits on the code of a claim, before another county's desk too."""
    others = waiting_on(claim).exclude(pk=claim.pk)
    own = set(claims_of(actor).filter(pk__in=others.values("pk")).values_list("pk", flat=True))
    return [
        Rival(claim=other, region=places.get(other.region, other.region), mine=other.pk in own)
        for other in others
    ]


def _namesakes(claim: Claim) -> list[Namesake]:
    """List the claims on other codes that wait with a name that looks like this claim's."""
    waiting = Claim.objects.filter(city_id=claim.city_id, state="waiting").order_by("pk")
    others = waiting.exclude(uscc=claim.uscc).values_list("name", "uscc")
    look = look_of(claim.named)
    return [
        Namesake(name=name, uscc=uscc, differs=differences(claim.named, name) or SAME)
        for name, uscc in others
        if look_of(name) == look
    ]
