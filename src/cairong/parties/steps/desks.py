"""Steps on mandates: who may administer, whose mandate it is, how one ends and begins."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties.actions.appoint import ROLES_OF
from cairong.parties.models import Account, Mandate, Organisation, Region


def require_administrator(actor: Actor, now: datetime) -> Mandate:
    """Find the mandate by which the actor administers its organisation. Raises NotAllowed."""
    own = house(actor)
    rows = Mandate.objects.filter(organisation_id=own, administrator=True, ended_reason="")
    mandate = rows.select_related("organisation").filter(Q(pk=actor.mandate_id)).first()
    if mandate is None or (mandate.valid_to and mandate.valid_to < day_of(now)):
        raise NotAllowed("parties.not_administrator")
    return mandate


def house(actor: Actor) -> UUID:
    """Name the organisation an actor acts for. Raises NotAllowed for one who acts for none."""
    if actor.organisation_id is None:
        raise NotAllowed("parties.not_administrator")
    return actor.organisation_id


def colleague(actor: Actor, mandate_id: UUID, *, lock: bool = False) -> Mandate:
    """Fetch a mandate of the actor's own organisation. Raises NotFound."""
    rows = Mandate.objects.filter(
        organisation_id=house(actor), organisation__city_id=actor.city
    ).select_related("organisation", "person")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    mandate = rows.filter(pk=mandate_id).first()
    if mandate is None:
        raise NotFound("access.not_found", thing="人员授权")
    return mandate


def require_running(mandate: Mandate, on: date) -> None:
    """Refuse a mandate that has ended. Raises Conflict."""
    if mandate.ended_reason or (mandate.valid_to and mandate.valid_to < on):
        raise Conflict("parties.mandate_over", person=mandate.person.name)


def check_role(organisation: Organisation, role: str, region: str) -> str:
    """Refuse a role the organisation's kind does not have, or a region the city does not.

    Returns the region, the organisation's own where none is named. Raises Invalid.
    """
    if role not in ROLES_OF.get(organisation.kind, frozenset()):
        raise Invalid("parties.role_of_kind", field="role", value=role, kind=organisation.kind)
    wanted = region or organisation.region
    if not Region.objects.filter(city_id=organisation.city_id, code=wanted).exists():
        raise Invalid("parties.no_region", field="region", value=wanted)
    return wanted


def end_mandate(mandate: Mandate, on: date, reason: str) -> None:
    """End a mandate at once; accounts that had chosen it choose again. Writes: parties.Mandate."""
    mandate.valid_to, mandate.ended_reason = max(on, mandate.valid_from), reason
    mandate.save(update_fields=["valid_to", "ended_reason"])
    Account.objects.filter(mandate=mandate).update(mandate=None)


def require_other_administrator(mandate: Mandate, on: date) -> None:
    """Refuse to leave an organisation without an administrator. Raises Conflict."""
    if not mandate.administrator:
        return
    others = Mandate.objects.filter(
        organisation=mandate.organisation, administrator=True, ended_reason="", valid_from__lte=on
    ).exclude(pk=mandate.pk)
    if not others.exclude(valid_to__lt=on).exists():
        raise Conflict("parties.last_administrator", person=mandate.person.name)
