"""Who is told of what happens to an intent and to what came of it."""

from uuid import UUID

from cairong.audit.recording import Tell
from cairong.kernel.actor import Role
from cairong.lending.models import Intent


def institutions_told(*institution_ids: UUID) -> list[Tell]:
    """Tell the officers of institutions."""
    return [Tell(organisation_id=each, role=Role.INSTITUTION_OFFICER) for each in institution_ids]


def both_told(intent: Intent, *institution_ids: UUID) -> list[Tell]:
    """Tell the supplier of an intent and the officers of institutions."""
    supplier = Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)
    return [supplier, *institutions_told(*institution_ids)]
