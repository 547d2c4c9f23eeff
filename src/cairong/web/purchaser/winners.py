"""The winners on the page of an award: who is registered, who was invited and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.contracts.models import Award, AwardInvitation, AwardShare
from cairong.kernel.states import State
from cairong.web.forms import ActForm, UsccField

REGISTERED = State(word="已注册", shape="done")
UNKNOWN = State(word="尚未注册", shape="wait")
INVITED = State(word="已邀请,等待注册", shape="wait")
LAPSED = State(word="邀请已过期", shape="stop")
WAITS = State(word="已凭邀请注册,等待采购科核实", shape="wait")
REFUSED = State(word="授权未通过核实", shape="stop")


class InviteWinnerForm(ActForm):
    """The code of the winner, where the purchaser knows it."""

    uscc = UsccField(
        label="供应商的统一社会信用代码",
        required=False,
        help_text="知道的请填写:只有这个代码能用这份邀请注册",
    )


@dataclass(frozen=True, kw_only=True)
class Winner:
    """One share: how its supplier stands, the link that stands, the form to invite with."""

    share: AwardShare
    state: State
    invitation: AwardInvitation | None
    form: InviteWinnerForm | None
    refused: InviteWinnerForm | None


def winners_of(
    award: Award, now: datetime, *, invites: bool, bound: dict[UUID, InviteWinnerForm]
) -> Iterator[Winner]:
    """List an award's winners; those one can invite have a form, `bound` where it was sent."""
    newest = {
        one.share_id: one
        for one in AwardInvitation.objects.filter(share__award=award)
        .select_related("claim")
        .order_by("created_at", "pk")
    }
    for share in award.shares.select_related("supplier").order_by("position"):
        last = newest.get(share.pk)
        state = _standing(share, last, now)
        offered = invites and state not in (REGISTERED, WAITS)
        sent = bound.get(share.pk)
        yield Winner(
            share=share,
            state=state,
            invitation=last if state is INVITED else None,
            form=sent or InviteWinnerForm(auto_id=f"invite_{share.pk}_%s") if offered else None,
            refused=None if offered else sent,
        )


def _standing(share: AwardShare, last: AwardInvitation | None, now: datetime) -> State:
    if share.supplier_id is not None:
        return REGISTERED
    if last is None:
        return UNKNOWN
    if last.claim is not None:
        return REFUSED if last.claim.state == "refused" else WAITS
    return INVITED if now < last.expires_at else LAPSED
