"""Steps on winners who are to register: their invitation, and their share once they have."""

from cairong.audit.rows import locked
from cairong.contracts.models import AwardInvitation, AwardShare
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties.models import Claim
from cairong.policy.contracts import same_name


def require_winner(invitation: AwardInvitation, claim: Claim) -> None:
    """Refuse an invitation to somebody else. Raises Invalid for the code, Conflict for the name."""
    if invitation.uscc and claim.uscc != invitation.uscc:
        raise Invalid("contracts.invitation_other_code", field="uscc", value=claim.uscc)
    winner = invitation.share.supplier_name
    if not same_name(claim.named, winner):
        raise Conflict(
            "contracts.invitation_of_other", winner=winner, name=claim.named, uscc=claim.uscc
        )


def join_winner(claim: Claim) -> bool:
    """Join the share of an invited winner to its supplier, unless it was joined or given up since.

    Writes: contracts.AwardShare.
    """
    shares = AwardShare.objects.filter(
        invitations__claim=claim, supplier=None, award__state="noticed"
    )
    share = locked(shares).first()
    if share is None:
        return False
    share.supplier = claim.organisation
    share.save(update_fields=["supplier"])
    return True
