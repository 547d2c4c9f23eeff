"""Two persons of the bureau let a supplier in whose name looks like another's."""

from datetime import datetime
from uuid import UUID

from cairong.contracts.actions.prove_mandate import decided
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Claim


@two_person(Role.PROCUREMENT_OFFICER, word="核实授权(名称与其他单位相近)")
def admit_alike(*, actor: Actor, now: datetime, claim_id: UUID, reason: str) -> Claim:
    """Accept the claim of a supplier whose name looks like one that stands under another code.

    Both read the two names and the characters by which they differ. Otherwise as `prove_mandate`.
    Raises NotFound, WrongState, Conflict where nobody's name looks like it, and where the supplier
    has people by now. Writes: parties.Claim, parties.Mandate, parties.Account,
    parties.Organisation, parties.SupplierProfile, parties.NameLook, contracts.AwardShare.
    Source: 一(一)-5, docs/decisions/names.md.
    """
    return decided(actor, now, claim_id, accepted=True, reason=reason, by_two=True)
