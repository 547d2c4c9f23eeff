"""Steps on winners who are to register: their invitation, and their share once they have."""

from cairong.audit.rows import locked
from cairong.contracts.models import AwardInvitation, AwardShare
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties.alike import suppliers_looking
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

    An invitation that names no code joins none whose name another supplier's looks like: the
    purchaser says which it is. Writes: contracts.AwardShare.
    """
    shares = AwardShare.objects.filter(
        invitations__claim=claim, supplier=None, award__state="noticed"
    )
    share = locked(shares).first()
    if share is None or not _is_certain(share, claim):
        return False
    share.supplier = claim.organisation
    share.save(update_fields=["supplier"])
    return True


def _is_certain(share: AwardShare, claim: Claim) -> bool:
    """Whether a code, or a name that no other supplier's looks like, says who won."""
    named = suppliers_looking(claim.city_id, [share.supplier_name]).get(share.supplier_name, [])
    others = [each for each in named if each.pk != claim.organisation_id]
    return not others or share.invitations.filter(claim=claim).exclude(uscc="").exists()
