"""Steps on mandates: who may administer, whose mandate it is, how one ends and begins."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.audit.rows import locked
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties import reads
from cairong.parties.kinds import ROLES_OF
from cairong.parties.models import Account, Invitation, Mandate, Organisation
from cairong.parties.people import administrators, colleague

DEPUTY_ENDED = "所代岗位的授权或本人的岗位已结束"


def two_colleagues(actor: Actor, first_id: UUID, second_id: UUID) -> tuple[Mandate, Mandate]:
    """Fetch and lock two mandates at once, in the order of their keys. Raises NotFound."""
    locked = {each: colleague(actor, each, lock=True) for each in sorted((first_id, second_id))}
    return locked[first_id], locked[second_id]


def require_lasting(mandate: Mandate, on: date) -> None:
    """Refuse a mandate that has ended. Raises Conflict."""
    if mandate.is_over(on):
        raise Conflict("parties.mandate_over", person=mandate.person.name)


def check_role(organisation: Organisation, role: str, region: str, on: date) -> str:
    """Refuse a role the organisation's kind does not have, or a region the city has not that day.

    Returns the region, the organisation's own where none is named. Raises Invalid.
    """
    if role not in ROLES_OF.get(organisation.kind, frozenset()):
        raise Invalid("parties.role_of_kind", field="role", value=role, kind=organisation.kind)
    wanted = region or organisation.region
    there = reads.regions(organisation.city_id, on=on).filter(code=wanted)
    if wanted != organisation.region and not there.exists():
        raise Invalid("parties.no_region", field="region", value=wanted)
    if organisation.of_county and wanted != organisation.region:
        raise Invalid("parties.county_region", field="region", value=wanted)
    if organisation.of_county and role == Role.AUDITOR:
        raise Invalid("parties.county_auditor", field="role", value=organisation.name)
    if role == Role.AUDITOR and wanted not in (organisation.region, organisation.city_id):
        raise Invalid("parties.auditor_region", field="region", value=wanted)
    return wanted


def end_mandate(mandate: Mandate, on: date, reason: str) -> list[str]:
    """End a mandate at once, and every deputy's that rests on it; return the deputies' names.

    A deputy sits there for its holder: with the holder's mandate theirs ends. Nor is anybody a
    deputy where they hold no desk of their own any more. Accounts that had chosen
    a mandate that ended choose again. Writes: parties.Mandate, parties.Account.
    """
    _end(mandate, on, reason)
    with_it = Q(deputy_for=mandate)
    lasting = Mandate.objects.lasting(on).filter(organisation_id=mandate.organisation_id)
    if not lasting.filter(person_id=mandate.person_id, deputy_for=None).exists():
        with_it |= Q(person_id=mandate.person_id, deputy_for__isnull=False)
    deputies = locked(lasting.filter(with_it).select_related("person").order_by("pk"))
    names = []
    for deputy in deputies:
        _end(deputy, on, DEPUTY_ENDED)
        names.append(deputy.person.name)
    return names


def _end(mandate: Mandate, on: date, reason: str) -> None:
    mandate.valid_to, mandate.ended_reason = max(on, mandate.valid_from), reason
    mandate.save(update_fields=["valid_to", "ended_reason"])
    Account.objects.filter(mandate=mandate).update(mandate=None)


def at_desk(of: Mandate | Invitation, person_id: UUID) -> dict[str, Any]:
    """Name the columns of a mandate that seats a person at the desk of another, or of an offer."""
    return {
        "organisation_id": of.organisation_id,
        "person_id": person_id,
        "role": of.role,
        "region": of.region,
    }


def require_own_desk(mandate: Mandate) -> None:
    """Refuse a deputy's mandate where a desk of one's own is meant. Raises Conflict."""
    if mandate.deputy_for_id is not None:
        raise Conflict("parties.only_deputy", person=mandate.person.name)


def require_other_administrator(mandate: Mandate, on: date) -> None:
    """Refuse to leave an organisation without an administrator. Raises Conflict.

    Who administers all of it is followed only by another who does. The organisation is locked:
    of two administrators who leave at once one stays.
    """
    if not mandate.administrator:
        return
    organisation = locked(Organisation.objects.all()).get(pk=mandate.organisation_id)
    others = administrators(organisation, on)
    if mandate.region in (organisation.region, organisation.city_id):
        others = of_whole_organisation(organisation, others)
    if not others.exclude(pk=mandate.pk).exists():
        raise Conflict("parties.last_administrator", person=mandate.person.name)


def of_whole_organisation(organisation: Organisation, rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Keep the mandates that reach everybody of an organisation, not those of one county of it."""
    return rows.filter(region__in=[organisation.region, organisation.city_id])
