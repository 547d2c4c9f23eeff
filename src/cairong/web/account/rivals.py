"""Who else waits on the code of a claim."""

from dataclasses import dataclass

from django.urls import reverse

from cairong.kernel.actor import Actor
from cairong.parties.models import Claim
from cairong.parties.reads import claims_of, region_names
from cairong.parties.steps.registering import waiting_on


@dataclass(frozen=True, kw_only=True)
class Rival:
    """Another claim on the same code; `href` leads to it where it lies before one's own desk."""

    claim: Claim
    region: str
    href: str


def rivals_of(actor: Actor, claim: Claim) -> list[Rival]:
    """List who else waits on the code of a claim, before another county's desk too."""
    beside, places = waiting_on(claim).exclude(pk=claim.pk), region_names(actor.city)
    own = set(claims_of(actor).filter(pk__in=beside.values("pk")).values_list("pk", flat=True))
    return [
        Rival(
            claim=one,
            region=places.get(one.region, one.region),
            href=reverse("account-claim", args=[one.pk]) if one.pk in own else "",
        )
        for one in beside
    ]
