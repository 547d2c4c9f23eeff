"""Steps on auditors: whoever is given a desk is apart from who audits."""

from datetime import date
from uuid import UUID

from cairong.parties.models import Mandate
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
