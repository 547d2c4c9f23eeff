"""Sign in at the door of an event, on one's phone; or be noted by the host from its own list."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, NotFound
from cairong.policy.promotion import CLAUSE, door_is_open, held_once_begun
from cairong.policy.rule import require
from cairong.promotion.actions.sign_up import WITH_ACCOUNT, said_by_guest
from cairong.promotion.models import SignUp
from cairong.promotion.reads import at_door, own_event, own_sign_up, sign_up_for
from cairong.promotion.states import HOSTS, OUTREACH_EVENT

How = SignUp.How


@use_case(*WITH_ACCOUNT, Role.PUBLIC, word="现场签到")
def sign_in_at_door(
    *,
    actor: Actor,
    now: datetime,
    event_id: UUID,
    token: str,
    name: str = "",
    contact: str = "",
) -> SignUp:
    """Sign one's own organisation in: with an account, or by the name and contact signed up with.

    Raises NotFound for another door and where nobody signed up so, PolicyBreach before an hour
    ahead and after the end, Conflict the second time. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = at_door(actor, event_id, token, lock=True)
    OUTREACH_EVENT.after(found.state, "sign_in")
    require(door_is_open(now=now, starts_at=found.starts_at, ends_at=found.ends_at))
    if actor.organisation_id is not None:
        made = own_sign_up(actor, found)
    else:
        called, reached = said_by_guest(name, contact)
        made = found.sign_ups.filter(taken_back_at=None, name=called, contact=reached).first()
    if made is None:
        raise NotFound("promotion.no_sign_up", CLAUSE, title=found.title)
    _note(actor, now, made, How.DOOR)
    return made


@use_case(*HOSTS, word="补记签到")
def enter_attendance(*, actor: Actor, now: datetime, event_id: UUID, sign_up_id: UUID) -> SignUp:
    """Note from the list on paper that somebody who signed up came.

    Raises NotFound, WrongState once it is summed up, PolicyBreach before it begins, Conflict the
    second time. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "enter")
    require(held_once_begun(now=now, starts_at=found.starts_at))
    made = sign_up_for(actor, sign_up_id, lock=True)
    if made.event_id != found.pk:
        raise NotFound("promotion.no_sign_up", CLAUSE, title=found.title)
    _note(actor, now, made, How.HOST)
    return made


def _note(actor: Actor, now: datetime, made: SignUp, how: How) -> None:
    if made.attended_at:
        raise Conflict("promotion.came_already", CLAUSE, at=made.attended_at)
    made.attended_at, made.how = now, how
    made.save(update_fields=["attended_at", "how"])
    event = made.event
    late = int((now - event.starts_at).total_seconds() // 60)
    record(
        actor=actor,
        now=now,
        type="promotion.sign_up.attended",
        subject=made,
        about=[event.pk],
        visible_to=[event.host_id, made.organisation_id],
        after={"no": event.no, "title": event.title, "how": how.label, "late": max(0, late)},
        basis=[CLAUSE],
    )
