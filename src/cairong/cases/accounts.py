"""The account that an accepted offer is to be repaid from: until when it has to be locked (D11).

What stands in the way of a lock is asked of the rules and the calendar, so it is worked out here,
for the few offers that wait for one, and handed to the statement that finds the balls.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from cairong.clocks.reads import Deadline
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, days_between
from cairong.lending.models import Offer
from cairong.lending.reads import days_to_lock, lock_by, unlocked_offers
from cairong.lending.states import AWAITING_LOCK
from cairong.policy.catalogue import SENTENCES, sentence
from cairong.rulebook.reads import calendar_of
from cairong.treasury.reads import open_change
from cairong.treasury.states import LIVE, PAYEE_CHANGE
from cairong.treasury.steps.locks import (
    NO_LICENCE,
    account_in_the_way,
    locked_by_other,
    payee_bound,
)

UNLOCKED = Q(lock=None) | ~Q(lock__state__in=LIVE)
WORD, CLAUSE = "申请锁定回款账户", "二(三)-3"


@dataclass(frozen=True, kw_only=True)
class Unlocked:
    """Until when the lock may be asked for, and what comes before it.

    Without a deadline no days run: nothing is accepted or filed yet. While the account is changing
    it is the day until which the change holds the offer. `other` and `elsewhere` say in words that
    another institution's lock stands, or that the account has to move first; it can where it is
    `movable`. `change` is how far a change of the account has come, empty where none is open.
    """

    deadline: Deadline | None
    change: str
    other: str
    elsewhere: str
    movable: bool


@dataclass(frozen=True, kw_only=True)
class LockTerms:
    """Which offers wait for a lock, each until which day, and whose account is elsewhere."""

    days: Mapping[UUID, date] = field(default_factory=dict)
    elsewhere: tuple[UUID, ...] = ()

    def written(self) -> dict[str, Any]:
        """Write them as the statement of balls takes them."""
        return {
            "unlocked": list(self.days),
            "lapsing": list(self.days.values()),
            "elsewhere": list(self.elsewhere),
        }


def lock_terms(actor: Actor, where: Q) -> LockTerms:
    """Work out the terms of an actor's offers that wait for a lock; mostly there are none."""
    waiting = Offer.objects.filter(where, UNLOCKED, city_id=actor.city, state__in=AWAITING_LOCK)
    return terms_of(actor, list(waiting.values_list("pk", flat=True)))


def terms_of(actor: Actor, offers: Collection[UUID]) -> LockTerms:
    """Work out the terms of those among offers that wait for a lock."""
    rows = list(unlocked_offers(actor).filter(pk__in=offers)) if offers else []
    if not rows:
        return LockTerms()
    calendar, days = calendar_of(actor.city), days_to_lock(actor.city)
    return LockTerms(
        days={row.pk: lock_by(row, calendar, days).due for row in rows},
        elsewhere=tuple(row.pk for row in rows if _elsewhere(row)),
    )


def unlocked_of(actor: Actor, offer: Offer, *, today: date, calendar: Calendar) -> Unlocked | None:
    """Look at an offer that may be or is accepted; None where no lock is awaited any more."""
    locked = offer.lock is not None and offer.lock.state in LIVE
    if locked or offer.state not in {"offered", *AWAITING_LOCK}:
        return None
    found = account_in_the_way(offer.receivable, offer.institution)
    other = locked_by_other(offer.receivable, offer.institution_id)
    change = open_change(offer.receivable)
    return Unlocked(
        deadline=_deadline(actor, offer, today, calendar),
        change=PAYEE_CHANGE.states[change.state].word if change else "",
        other=SENTENCES["treasury.locked_by_other"] if other else "",
        elsewhere=sentence(found) if found else "",
        movable=payee_bound(offer.receivable) is None,
    )


def _deadline(actor: Actor, offer: Offer, today: date, calendar: Calendar) -> Deadline | None:
    """Say until when an offer may be without a lock, where days run for it."""
    running = unlocked_offers(actor).filter(pk=offer.pk).first()
    if running is None:
        return None
    last = lock_by(running, calendar)
    return Deadline(
        due=last.due,
        today=today,
        days_left=days_between(today, last.due, "working", calendar),
        obligation=CLAUSE,
        word=WORD,
        counted=last.counted,
        provisional=last.provisional,
        calendar_version=calendar.version,
    )


def _elsewhere(offer: Any) -> bool:
    licence = offer.licence or NO_LICENCE
    return account_in_the_way(offer.receivable, offer.institution, licence) is not None
