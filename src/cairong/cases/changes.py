"""A lock and a change of the receiving account, with what stands beside them (D8, D11)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.cases.ball import Ball
from cairong.cases.balls import balls_on, with_proposals
from cairong.cases.proposals import waiting_about
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.kernel.actor import Actor
from cairong.policy.rule import Answer
from cairong.treasury.models import Lock, PayeeChange, PayeeConsent, PayeeVersion
from cairong.treasury.reads import CHANGE_DROPPED, account_before, change_for, lock_for
from cairong.treasury.steps.locks import active_lock, payee_bound


@dataclass(frozen=True, kw_only=True)
class Locking:
    """A lock, until when it waits for its next party, and another that holds the account."""

    lock: Lock
    deadline: Deadline | None
    other: Lock | None

    @property
    def current(self) -> bool:
        """Whether it is on the account that is paid to now."""
        return bool(self.lock.receivable.current_id == self.lock.payee_version_id)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What one of the two parties said to a change; without a moment it has not consented."""

    party: str
    organisation: str = ""
    person: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """Who ended a change without another account, when and why."""

    organisation: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Changing:
    """A change: the account it replaces, who consented, whose turn it is, how it came to nothing.

    `bound` is what holds the account, so that it cannot change now.
    """

    change: PayeeChange
    before: PayeeVersion | None
    consents: tuple[Consent, ...]
    ball: Ball | None
    dropped: Dropped | None
    bound: Answer


def locking_of(actor: Actor, lock_id: UUID, *, now: datetime) -> Locking:
    """Read a lock the actor may see, with what stands beside it. Raises NotFound."""
    found = lock_for(actor, lock_id)
    active = active_lock(found.receivable)
    return Locking(
        lock=found,
        deadline=open_deadlines(actor, now, [lock_id]).get(lock_id),
        other=active if active and active.pk != lock_id else None,
    )


def changing_of(actor: Actor, change_id: UUID, *, now: datetime) -> Changing:
    """Read a change of payee the actor may see, with all that is known of it. Raises NotFound."""
    found = change_for(actor, change_id)
    waiting = balls_on(actor, ("change",), [change_id], now=now, seen=[change_id])
    held = with_proposals(actor, waiting, waiting_about(actor, [change_id])) if waiting else [None]
    return Changing(
        change=found,
        before=account_before(found),
        consents=_consents(found),
        ball=held[0],
        dropped=_dropped(actor, found),
        bound=payee_bound(found.receivable) if found.state == "agreed" else None,
    )


def _consents(found: PayeeChange) -> tuple[Consent, ...]:
    given = {
        consent.party: consent
        for consent in found.consents.select_related("organisation", "person")
    }
    return tuple(
        Consent(
            party=party.label,
            organisation=consent.organisation.name,
            person=consent.person.name,
            at=consent.at,
        )
        if (consent := given.get(party))
        else Consent(party=party.label)
        for party in PayeeConsent.Party
    )


def _dropped(actor: Actor, found: PayeeChange) -> Dropped | None:
    ended = Event.objects.filter(
        city=actor.city,
        type=CHANGE_DROPPED,
        about__contains=[found.receivable.contract_id],
        subject_id=str(found.pk),
    ).first()
    if ended is None:
        return None
    return Dropped(
        organisation=ended.organisation_name, at=ended.at, reason=ended.after.get("reason", "")
    )
