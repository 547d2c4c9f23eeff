"""Who is told of what the People's Bank asks an institution, and which of its own desks asks."""

from uuid import UUID

from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import NotAllowed


def require_city(actor: Actor, clause: str) -> None:
    """Bar a desk of a county: all this is of the city's People's Bank. NotAllowed."""
    if not actor.whole_city:
        raise NotAllowed("guidance.city_alone", clause)


def at_institution(institution_id: UUID, subject_id: UUID) -> list[Tell]:
    """Tell an institution's desk and its head, of the record they are led to."""
    return [
        Tell(organisation_id=institution_id, role=role, subject_id=subject_id)
        for role in (Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER)
    ]


def at_pboc(authority_id: UUID, subject_id: UUID) -> list[Tell]:
    """Tell the People's Bank, of the record it is led to."""
    return [Tell(organisation_id=authority_id, role=Role.PBOC, subject_id=subject_id)]
