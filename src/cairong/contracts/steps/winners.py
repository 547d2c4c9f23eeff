"""Steps on winners who are to register: their invitation, and their share once they have."""

from datetime import datetime

from cairong.contracts.models import Award, AwardInvitation, AwardShare
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.parties.models import Claim
from cairong.parties.steps.invitations import hashed
from cairong.policy.contracts import same_name


def winner_invited(city: str, token: str, *, lock: bool = False) -> AwardInvitation:
    """Find the invitation of a token, open or not. Raises NotFound."""
    rows = AwardInvitation.objects.select_related("share__award")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(token_hash=hashed(token), share__award__city=city).first()
    if found is None:
        raise NotFound("contracts.invitation_unknown")
    return found


def require_open(invitation: AwardInvitation, now: datetime) -> None:
    """Refuse an invitation that was used, withdrawn or ran out. Raises NotFound saying which."""
    share = invitation.share
    name = share.supplier_name
    if invitation.claim_id is not None or share.supplier_id is not None:
        raise NotFound("contracts.invitation_used", name=name)
    if invitation.withdrawn_at is not None or share.award.state != "noticed":
        raise NotFound("contracts.invitation_withdrawn", name=name)
    if invitation.expires_at <= now:
        raise NotFound("contracts.invitation_expired", name=name, expired_at=invitation.expires_at)


def require_winner(invitation: AwardInvitation, claim: Claim) -> None:
    """Refuse an invitation to somebody else. Raises Invalid for the code, Conflict for the name."""
    if invitation.uscc and claim.uscc != invitation.uscc:
        raise Invalid("contracts.invitation_other_code", field="uscc", value=claim.uscc)
    winner = invitation.share.supplier_name
    if not same_name(claim.named, winner):
        raise Conflict(
            "contracts.invitation_of_other", winner=winner, name=claim.named, uscc=claim.uscc
        )


def award_of_claim(claim: Claim) -> Award | None:
    """Find the award from whose invitation somebody registered."""
    return Award.objects.filter(shares__invitations__claim=claim).first()


def join_winner(claim: Claim) -> bool:
    """Join the share of an invited winner to its supplier, unless it was joined or given up since.

    Writes: contracts.AwardShare.
    """
    shares = AwardShare.objects.filter(
        invitations__claim=claim, supplier=None, award__state="noticed"
    )
    share = shares.select_for_update(of=("self",), no_key=True).first()
    if share is None:
        return False
    share.supplier = claim.organisation
    share.save(update_fields=["supplier"])
    return True
