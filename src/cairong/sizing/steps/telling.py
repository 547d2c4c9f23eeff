"""Who is told of a dispute: the authority, the firm, and who asked of the outcome alone."""

from collections.abc import Mapping

from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import NotAllowed
from cairong.parties.models import Organisation
from cairong.policy.sizing import CLAUSE
from cairong.sizing.models import Dispute

Kind = Organisation.Kind
DESKS: Mapping[str, Role] = {
    Kind.PURCHASER: Role.PURCHASER_OFFICER,
    Kind.INSTITUTION: Role.INSTITUTION_OFFICER,
    Kind.BUREAU: Role.PROCUREMENT_OFFICER,
    Kind.SUPPLIER: Role.SUPPLIER,
}


def require_city(actor: Actor) -> None:
    """Bar a county's desk of the authority: deciding is the city's. Raises NotAllowed."""
    if not actor.whole_city:
        raise NotAllowed("sizing.county_desk", CLAUSE)


def at_authority(found: Dispute) -> list[Tell]:
    """Tell the authority."""
    return [Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY)]


def at_firm(found: Dispute, saying: str = "") -> list[Tell]:
    """Tell the firm."""
    return [Tell(organisation_id=found.supplier_id, role=Role.SUPPLIER, saying=saying)]


def at_asker(found: Dispute, saying: str = "") -> list[Tell]:
    """Tell who asked; nobody where the firm itself did."""
    if found.asker_id == found.supplier_id:
        return []
    role = DESKS[found.asker.kind]
    return [Tell(organisation_id=found.asker_id, role=role, saying=saying)]
