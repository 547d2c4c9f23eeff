"""A purchaser invites the winner of an award who has not registered yet (D22)."""

from datetime import datetime, timedelta
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.contracts.models import AwardInvitation
from cairong.contracts.reads import award_for
from cairong.contracts.states import AWARD
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.parties.alike import is_certain, named_by, suppliers_looking
from cairong.parties.steps.invitations import DAYS, Issued, hashed, new_token


@use_case(Role.PURCHASER_OFFICER, word="邀请中标(成交)供应商注册")
def invite_winner(
    *, actor: Actor, now: datetime, award_id: UUID, share_id: UUID, uscc: str = ""
) -> Issued[AwardInvitation]:
    """Invite the winner of a share to register, by a link good for 14 days and one registration.

    `uscc`, where the purchaser knows it, is the only one that may register. An older link ends.
    Raises NotFound, Invalid for a code that is none, or is missing where a registered supplier's
    name looks like the winner's, WrongState once the award is contracted or
    cancelled, Conflict where the winner is registered or waits for the bureau.
    Writes: contracts.AwardInvitation. Source: D22, 附-1.
    """
    award = award_for(actor, award_id, lock=True)
    AWARD.after(award.state, "sign")
    share = fetch(award.shares.all(), share_id, "中标(成交)供应商")
    if share.supplier_id is not None:
        raise Conflict("contracts.winner_registered", name=share.supplier_name)
    if share.invitations.filter(claim__state="waiting").exists():
        raise Conflict("contracts.winner_waits", name=share.supplier_name)
    code = check_uscc(uscc, "uscc") if uscc else ""
    name = share.supplier_name
    bearing = suppliers_looking(actor.city, [name]).get(name, [])
    if not code and bearing and not is_certain(name, bearing):
        others = "、".join(named_by(name, each) for each in bearing)
        raise Invalid(
            "contracts.invitation_which", "二(一)-3", field="uscc", name=name, others=others
        )
    share.invitations.filter(claim=None, withdrawn_at=None).update(withdrawn_at=now)
    token = new_token()
    made = AwardInvitation.objects.create(
        share=share,
        uscc=code,
        token_hash=hashed(token),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    record(
        actor=actor,
        now=now,
        type="contracts.winner.invited",
        subject=award,
        about=[made.pk],
        after={"name": share.supplier_name, "uscc": code},
        basis=["附-1"],
    )
    return Issued(record=made, token=token)
