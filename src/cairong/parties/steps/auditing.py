"""Steps on auditors: apart from every desk, in two hands, and never let go unheard."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.parties.eyes import lean_on, same_hands
from cairong.parties.models import Invitation, Mandate, Person
from cairong.parties.people import administrators
from cairong.parties.reads import desks_told
from cairong.policy.auditing import audits_alone
from cairong.policy.rule import require


def require_audit_apart(
    person_id: UUID | None,
    role: str,
    on: date,
    *,
    administrator: bool = False,
    deputy: bool = False,
) -> None:
    """Refuse a desk that would make an auditor of who does something else here, or the reverse.

    A person who is not known yet holds nothing. The database refuses it too
    (`parties_auditor_apart`). Raises PolicyBreach.
    """
    other_roles = set[str]()
    if person_id is not None:
        held = Mandate.objects.lasting(on).filter(person_id=person_id)
        other_roles |= set(held.values_list("role", flat=True))
    require(
        audits_alone(role=role, other_roles=other_roles, administrator=administrator, deputy=deputy)
    )


def lean_auditor(person: Person, invitation: Invitation) -> None:
    """Let whoever comes to audit lean on who invited them, however well they are known.

    Only another administrator's word ends it, not that of the one who invited. Raises Conflict for
    who has brought the inviter in: nobody would be left to lean on. Writes: parties.Person.
    """
    if person.leans_on_id is None and same_hands(person.pk, invitation.invited_by_id):
        raise Conflict("parties.auditor_same_hands", person=person.name)
    lean_on(person, invitation.invited_by_id)


def auditor_ended(actor: Actor, mandate: Mandate, on: date) -> list[Tell]:
    """Say who hears that an auditor's mandate was ended: nobody lets one go in silence.

    They are the organisation's other administrators and the People's Bank.
    """
    if mandate.role != Role.AUDITOR:
        return []
    others = administrators(mandate.organisation, on).exclude(Q(person=actor.person_id))
    inside = set(others.values_list("role", "region"))
    return [
        *(
            Tell(organisation_id=mandate.organisation_id, role=Role(role), region=region)
            for role, region in sorted(inside)
        ),
        *desks_told(actor.city, Role.PBOC),
    ]
