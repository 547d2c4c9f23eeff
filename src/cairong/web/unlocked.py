"""An offer under no lock yet, as the pages of both its sides show it (D11)."""

from dataclasses import dataclass
from datetime import date

from cairong.kernel.calendar import Calendar, days_between
from cairong.lending.models import Offer
from cairong.lending.reads import lock_by
from cairong.lending.states import AWAITING_LOCK
from cairong.policy.catalogue import SENTENCES, sentence
from cairong.treasury.models import PayeeChange
from cairong.treasury.reads import open_change
from cairong.treasury.states import LIVE
from cairong.treasury.steps.locks import account_in_the_way, locked_by_other, payee_bound
from cairong.web.parts import Deadline

WORD, CLAUSE = "申请锁定回款账户", "二(三)-3"


@dataclass(frozen=True, kw_only=True)
class Unlocked:
    """Until when the lock may be asked for, and what comes before it.

    Without a deadline no days run: nothing is accepted or filed yet. While the account is changing
    it is the day until which the change holds the offer. `other` and `elsewhere` say in words that
    another institution's lock stands, or that the account has to move first; it can where it is
    `movable`.
    """

    deadline: Deadline | None
    change: PayeeChange | None
    other: str
    elsewhere: str
    movable: bool


def unlocked_of(offer: Offer, *, today: date, calendar: Calendar) -> Unlocked | None:
    """Look at an offer that may be or is accepted; None where no lock is awaited any more."""
    locked = offer.lock is not None and offer.lock.state in LIVE
    if locked or offer.state not in {"offered", *AWAITING_LOCK}:
        return None
    runs = offer.state in AWAITING_LOCK and offer.receivable.current
    found = account_in_the_way(offer.receivable, offer.institution)
    other = locked_by_other(offer.receivable, offer.institution_id)
    return Unlocked(
        deadline=_deadline(offer, today, calendar) if runs else None,
        change=open_change(offer.receivable),
        other=SENTENCES["treasury.locked_by_other"] if other else "",
        elsewhere=sentence(found) if found else "",
        movable=payee_bound(offer.receivable) is None,
    )


def _deadline(offer: Offer, today: date, calendar: Calendar) -> Deadline:
    last = lock_by(offer, calendar)
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
