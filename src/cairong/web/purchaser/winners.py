"""The winners on the page of an award: who is registered, who was invited and what came of it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.contracts.reads import AwardView, Invited, newest_invitations
from cairong.kernel.states import State
from cairong.web.forms import ActForm, UsccField

REGISTERED = State(word="已注册", shape="done")
UNKNOWN = State(word="尚未注册", shape="wait")
INVITED = State(word="已邀请,等待注册", shape="wait")
LAPSED = State(word="邀请已过期", shape="stop")
WAITS = State(word="已凭邀请注册,等待采购科核实", shape="wait")
WHICH = State(word="名称与几家相同或相近,请选择是哪一家", shape="wait")
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
    """One share: how its supplier stands, until when its link does, the form to invite with."""

    id: UUID
    name: str
    share_fen: int | None
    state: State
    asks_which: bool
    invited_until: datetime | None
    form: InviteWinnerForm | None
    refused: InviteWinnerForm | None


def winners_of(
    found: AwardView,
    now: datetime,
    *,
    invites: bool,
    bound: dict[UUID, InviteWinnerForm],
    doubtful: Container[str],
) -> Iterator[Winner]:
    """List an award's winners; those one can invite have a form, `bound` where it was sent.

    Of a `doubtful` name it is to be said first which supplier it means.
    """
    newest = newest_invitations(found.award)
    for share in found.shares:
        last, sent = newest.get(share.pk), bound.get(share.pk)
        state = REGISTERED if share.supplier_id else _standing(last, now)
        if state is UNKNOWN and share.supplier_name in doubtful:
            state = WHICH
        offered = invites and state not in (REGISTERED, WAITS)
        yield Winner(
            id=share.pk,
            name=share.supplier_name,
            share_fen=share.share_fen,
            state=state,
            asks_which=state is WHICH and invites,
            invited_until=last.expires_at if last and state is INVITED else None,
            form=sent or InviteWinnerForm(auto_id=f"invite_{share.pk}_%s") if offered else None,
            refused=None if offered else sent,
        )


def _standing(last: Invited | None, now: datetime) -> State:
    if last is None:
        return UNKNOWN
    if last.claim:
        return REFUSED if last.claim == "refused" else WAITS
    return INVITED if now < last.expires_at else LAPSED
