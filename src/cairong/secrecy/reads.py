"""Freezes, as those may see them who look after them; nothing tells of the cases."""

from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.parties.reads import line_of
from cairong.secrecy.models import Freeze

BASIS = ["二(二)-5", "保密法§29"]
DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


def freezes_of(actor: Actor) -> QuerySet[Freeze]:
    """List the freezes of an actor's city, newest first; for bureau, auditor and the command."""
    rows = Freeze.objects.filter(city_id=actor.city).order_by("-frozen_at", "-no")
    if actor.county_bureau:  # what another bureau froze is not its own to know of
        rows = rows.filter(organisation__in=line_of(actor.organisation_id))
    return rows if actor.role in BUREAU | {Role.AUDITOR, Role.SYSTEM} else rows.none()


def freeze_for(actor: Actor, freeze_id: UUID, *, lock: bool = False) -> Freeze:
    """Fetch a freeze. Raises NotFound."""
    rows = freezes_of(actor).select_related("organisation", "person")
    return fetch(rows, freeze_id, "冻结", lock=lock)
