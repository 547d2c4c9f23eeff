"""A request to be let in again: as the browser that asked sees it, and the desk that helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.errors import NotFound
from cairong.kernel.states import State
from cairong.listing.counting import Counting, counted_for, number_of
from cairong.listing.written import MOMENT
from cairong.outreach.models import Kind
from cairong.outreach.steps.secrets import BY, proven, reached_by
from cairong.outreach.steps.telling import preferences
from cairong.parties.eyes import (
    asks_bureau,
    unproven_colleagues,
    unproven_for,
    unproven_of,
    unproven_of_bureau,
)
from cairong.parties.models import Account, Invitation, Mandate, Renewal
from cairong.parties.people import still_to_agree, to_agree, wants_auditor, words_wanted
from cairong.parties.states import RENEWAL
from cairong.parties.steps.renewing import OPEN, asked_by, linked_by

PROCUREMENT_DESK = frozenset({Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the browser that asked is told: the code to show, how far it has come."""

    code: str
    state: State
    allowed: bool
    with_factor: bool
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One way a person can be reached: since when it is proven, and whether a code can go there."""

    kind: str
    word: str
    address: str
    proven_at: datetime | None


def renewal_asked(renewal_id: str, nonce: str, *, now: datetime) -> Asked | None:
    """Read the request that a browser made, as long as it can lead somewhere.

    Nothing of it tells whether somebody has the user name.
    """
    try:
        found = asked_by(UUID(renewal_id), nonce)
    except ValueError:
        return None
    if found is None or found.state not in OPEN or found.expires_at <= now:
        return None
    code = found.code
    return Asked(
        code=f"{code[:4]} {code[4:]}",
        state=RENEWAL.states[found.state],
        allowed=found.state == "allowed",
        with_factor=found.with_factor,
        expires_at=found.expires_at,
    )


def link_asks_code(renewal_id: UUID, token: str, nonce: str, *, now: datetime) -> bool:
    """Whether a link takes a code beside it, being opened elsewhere. Raises NotFound."""
    if linked_by(renewal_id, token, now) is None:
        raise NotFound("parties.no_renewal")
    return asked_by(renewal_id, nonce) is None


def word_wanted(actor: Actor, renewal_id: UUID, *, now: datetime) -> Renewal:
    """Read a request that waits for its second word. Raises NotFound."""
    return fetch(words_wanted(actor, now), renewal_id, "找回登录的申请")


def words_of(actor: Actor) -> QuerySet[Renewal]:
    """List the requests that had their first word."""
    rows = Renewal.objects.filter(city_id=actor.city, state="worded")
    return (
        rows
        if actor.whole_city
        else rows.filter(account__mandate__organisation__region=actor.region)
    )


def words_run(_actor: Actor, now: datetime) -> Q:
    """Keep the requests that have not run out."""
    return Q(expires_at__gt=now)


def person_unproven(actor: Actor, mandate_id: UUID, *, now: datetime) -> Mandate:
    """Read somebody of another organisation whom nobody has confirmed. Raises NotFound."""
    return unproven_for(actor, mandate_id, on=day_of(now))


def invitation_to_agree(actor: Actor, invitation_id: UUID) -> Invitation:
    """Read an invitation that waits for a second authority. Raises NotFound."""
    return fetch(to_agree(actor), invitation_id, "邀请")


def people_waiting(actor: Actor, *, administrator: bool, now: datetime) -> Mapping[str, int]:
    """Count what waits about people, by the name of the page where it is done."""
    found = dict[str, int]()
    if administrator:
        found["account-people"] = unproven_colleagues(actor, now).count()
        found["account-invite"] = int(wants_auditor(actor, now))
    if actor.role in {*PROCUREMENT_DESK, Role.PBOC, Role.OPERATOR}:
        found |= counted_for(_people, actor, now)
    return {name: count for name, count in found.items() if count}


def _people(actor: Actor, on: date) -> list[Counting]:
    asked = list[Counting]()
    lone = asks_bureau(actor, start_of(on))
    if actor.role in PROCUREMENT_DESK:
        asked += [
            (unproven_of(actor).filter(lone), {"account-unproven": number_of()}),
            (words_wanted(actor, MOMENT), {"account-words": number_of()}),
        ]
    if actor.role in {Role.PROCUREMENT_APPROVER, Role.PBOC}:
        asked.append((still_to_agree(actor, MOMENT), {"account-invitations": number_of()}))
    if actor.role is Role.OPERATOR:
        of_bureau = unproven_of_bureau(actor.city).filter(lone)
        asked.append((of_bureau, {"account-organisations": number_of()}))
    return asked


def reached(account: Account) -> list[Reached]:
    """List how a person is reached by the channels that are on, and what of it is proven."""
    known, ways = proven(account.person), reached_by(account.person)
    return [
        Reached(kind=kind, word=Kind(kind).label, address=ways[kind], proven_at=known.get(kind))
        for kind in BY
        if kind in ways
    ]


def mail_unproven(account: Account) -> bool:
    """Whether somebody wants to be told by mail, and has not proved the mailbox."""
    choice = preferences([account.person_id])[account.person_id]
    return Kind.MAIL in choice.channels and Kind.MAIL not in proven(account.person)
