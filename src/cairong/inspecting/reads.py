"""Inspections and what is read for them: an inspector finds what one that stands reaches.

For reading, and for reading alone, a case is shown as the bureau's desk of that region sees it
(`reader`). No act takes such an actor: acts take the inspector, whose role none of them admits.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from cairong.audit.models import Event
from cairong.audit.rows import fetch
from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.inspecting.models import Bundle, Inspection, Look
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.notary.checking import proof_of
from cairong.parties.models import Organisation

DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A case that an inspection reaches, and as whom it is read."""

    inspection: Inspection
    contract: Contract
    reader: Actor


def inspections_for(actor: Actor) -> QuerySet[Inspection]:
    """List the inspections an actor may know of, the newest first: an inspector its own body's."""
    rows = Inspection.objects.filter(city_id=actor.city).select_related("organisation")
    if actor.role in BUREAU:
        rows = rows if actor.whole_city else rows.filter(region=actor.region)
    elif actor.role is Role.INSPECTOR and actor.organisation_id is not None:
        rows = rows.filter(organisation_id=actor.organisation_id)
    else:
        rows = rows.none()
    looks = {"opened": Count("looks"), "last": Max("looks__at")}
    return rows.annotate(**looks).order_by("-granted_at", "pk")


def inspection_for(actor: Actor, inspection_id: UUID, *, lock: bool = False) -> Inspection:
    """Fetch an inspection the actor may know of. Raises NotFound."""
    rows = inspections_for(actor)
    if lock:
        rows = Inspection.objects.filter(pk__in=rows.values("pk"))
    return fetch(rows, inspection_id, "稽查", lock=lock)


def standing(actor: Actor, now: datetime) -> list[Inspection]:
    """List the inspections that stand today for an inspector's body, the first to end first."""
    if actor.role is not Role.INSPECTOR:
        return []
    rows = inspections_for(actor).filter(stands(now))
    return list(rows.order_by("until", "pk"))


def stands(now: datetime) -> Q:
    """Keep the inspections whose days have begun and not ended."""
    today = day_of(now)
    return Q(ended_at=None, since__lte=today, until__gte=today)


def cases_inspected(actor: Actor) -> QuerySet[Contract]:
    """List the contracts of the city, for an inspector to read of them what stands for it."""
    if actor.role is not Role.INSPECTOR:
        return Contract.objects.none()
    return contracts_of(_as_desk(actor, actor.city))


def cases_reached(actor: Actor, now: datetime) -> Q:
    """Keep the contracts that an inspection which stands today reaches."""
    regions = {each.region for each in standing(actor, now)}
    if actor.city in regions:
        return Q()
    return Q(region__in=regions)


def reading(actor: Actor, now: datetime, contract_id: UUID) -> Reading:
    """Find a case that an inspection of the actor's reaches today. Raises NotFound."""
    for each in standing(actor, now):
        reader = _as_desk(actor, each.region)
        found = contracts_of(reader).filter(pk=contract_id).first()
        if found is not None:
            return Reading(inspection=each, contract=found, reader=reader)
    raise NotFound("inspecting.out_of_reach", "三(一)-2")


def known_bodies(city: str) -> list[Organisation]:
    """List the bodies of inspection of a city that take part now, by name."""
    return list(bodies(city))


def bodies(city: str) -> QuerySet[Organisation]:
    """Find the bodies of inspection of a city that take part now, by name."""
    rows = Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSPECTOR)
    return rows.filter(active=True, successor=None).order_by("name")


def body_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """Fetch a body of inspection of the actor's city. Raises NotFound."""
    return fetch(bodies(actor.city), organisation_id, "稽查单位")


def looks_of(actor: Actor) -> QuerySet[Look]:
    """List what was opened for the inspections an actor may know of, the newest first."""
    known = inspections_for(actor).order_by().values("pk")
    rows = Look.objects.filter(inspection__in=known)
    return rows.select_related("person", "contract", "inspection__organisation").order_by(
        "-at", "pk"
    )


def looks_on(_actor: Actor, _now: datetime, inspection_id: UUID | None) -> Q:
    """Keep what was opened for one inspection."""
    return Q(inspection_id=inspection_id) if inspection_id else Q()


def bundles_of(actor: Actor, contract_id: UUID) -> list[Bundle]:
    """List the bundles of a case that an actor's body took, the newest first."""
    known = inspections_for(actor).order_by().values("pk")
    rows = Bundle.objects.filter(inspection__in=known, contract=contract_id).defer("content")
    return list(rows.select_related("person").order_by("-at"))


def bundle_for(actor: Actor, now: datetime, bundle_id: UUID) -> Bundle:
    """Fetch a bundle of an inspection the actor may know of; of one that stands, for an inspector.

    Raises NotFound.
    """
    known = inspections_for(actor).order_by()
    if actor.role is Role.INSPECTOR:
        known = known.filter(stands(now))
    rows = Bundle.objects.filter(inspection__in=known.values("pk"))
    return fetch(rows.select_related("contract", "inspection"), bundle_id, "案件材料包")


def proof_for(bundle: Bundle) -> dict[str, object] | None:
    """Prove that a bundle's making is in the signed log; None until the notary has signed it."""
    made = Event.objects.filter(
        city=bundle.inspection.city_id, type="inspecting.bundle.made", subject_id=str(bundle.pk)
    ).first()
    return proof_of(bundle.inspection.city_id, made.seq) if made else None


def _as_desk(actor: Actor, region: str) -> Actor:
    """Give the actor that reads as the bureau's desk of a region does; it asks and acts nothing."""
    return replace(
        actor, role=Role.PROCUREMENT_APPROVER, region=region, organisation_id=None,
        mandate_id=None, request_id=None, asked=None,
    )  # fmt: skip
