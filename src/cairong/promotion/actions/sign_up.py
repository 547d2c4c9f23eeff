"""Sign up for an event, with an account or by the organisation's name and a contact."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text, half_width
from cairong.policy.promotion import (
    CLAUSE,
    before_it_ends,
    guests_leave_room,
    place_is_left,
    reached_by,
)
from cairong.policy.rule import require
from cairong.promotion.models import OutreachEvent, SignUp
from cairong.promotion.reads import own_sign_up, public_event, taken
from cairong.promotion.states import OUTREACH_EVENT

WITH_ACCOUNT = (Role.SUPPLIER, *sorted(INSTITUTION), *sorted(PURCHASER))


@use_case(*WITH_ACCOUNT, word="报名参加活动")
def sign_up(*, actor: Actor, now: datetime, event_id: UUID) -> SignUp:
    """Sign one's organisation up, once.

    Raises NotFound, WrongState, Conflict where it signed up already, PolicyBreach where it is over
    or full. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = _open(actor, now, event_id)
    if own_sign_up(actor, found):
        raise Conflict("promotion.signed_up_already", CLAUSE, title=found.title)
    made = SignUp.objects.create(
        event=found, organisation_id=actor.organisation_id, name=actor.organisation_name, at=now
    )
    _noted(actor, now, made)
    return made


@use_case(Role.PUBLIC, word="不登录报名参加活动")
def sign_up_as_guest(
    *, actor: Actor, now: datetime, event_id: UUID, name: str, contact: str
) -> SignUp:
    """Sign an organisation up that has no account; its contact goes by rule after the event.

    Raises NotFound, WrongState, Invalid, Conflict for a contact that signed up already,
    PolicyBreach where it is over, full, or full of those without an account.
    Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = _open(actor, now, event_id, guest=True)
    called, reached = said_by_guest(name, contact)
    require(reached_by(contact=reached))
    if found.sign_ups.filter(taken_back_at=None, contact=reached).exists():
        raise Conflict("promotion.contact_signed_up", CLAUSE, title=found.title)
    made = SignUp.objects.create(event=found, name=called, contact=reached, at=now)
    _noted(actor, now, made)
    return made


@use_case(*WITH_ACCOUNT, word="取消报名")
def take_sign_up_back(*, actor: Actor, now: datetime, event_id: UUID) -> SignUp:
    """Take one's sign-up back, as long as one has not signed in.

    Raises NotFound, WrongState, PolicyBreach. Writes: promotion.SignUp. Source: 三(三)-1.
    """
    found = public_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "sign_up")
    require(before_it_ends(now=now, ends_at=found.ends_at, title=found.title))
    made = own_sign_up(actor, found)
    if made is None:
        raise NotFound("promotion.no_sign_up", CLAUSE, title=found.title)
    if made.attended_at:
        raise Conflict("promotion.came_already", CLAUSE, at=made.attended_at)
    made.taken_back_at = now
    made.save(update_fields=["taken_back_at"])
    record(
        actor=actor,
        now=now,
        type="promotion.sign_up.taken_back",
        subject=made,
        about=[found.pk],
        visible_to=[found.host_id],
        after={"no": found.no, "title": found.title},
        basis=[CLAUSE],
    )
    return made


def said_by_guest(name: str, contact: str) -> tuple[str, str]:
    """Clean an organisation's name and the contact of whoever comes for it. Raises Invalid.

    One contact is written one way: a number without dashes, a mail address in small letters.
    """
    called = clean_text(name, "name", least=2, most=100)
    said = "".join(half_width(clean_text(contact, "contact", least=1, most=100)).split())
    return called, said.lower() if "@" in said else said.replace("-", "")


def _open(actor: Actor, now: datetime, event_id: UUID, *, guest: bool = False) -> OutreachEvent:
    found = public_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "sign_up")
    counts = taken(found)
    title, capacity = found.title, found.capacity
    require(
        before_it_ends(now=now, ends_at=found.ends_at, title=title),
        place_is_left(title=title, capacity=capacity, taken=counts["taken"]),
        guests_leave_room(title=title, capacity=capacity, guests=counts["guests"])
        if guest
        else None,
    )
    return found


def _noted(actor: Actor, now: datetime, made: SignUp) -> None:
    event = made.event
    record(
        actor=actor,
        now=now,
        type="promotion.sign_up.made",
        subject=made,
        about=[event.pk],
        visible_to=[event.host_id],
        after={"no": event.no, "title": event.title, "starts": event.starts_at},
        basis=[CLAUSE],
    )
