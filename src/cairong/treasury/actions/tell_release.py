"""The account is free again: purchaser and treasury desk, who confirmed the lock, hear of it."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.treasury.models import Lock
from cairong.treasury.reads import locks_for
from cairong.treasury.steps.tellings import (
    about,
    parties_of,
    paying_bureau,
    purchaser,
    treasury_desk,
)


@consumer("treasury.tell_release", word="告知账户解除锁定")
def tell_release(*, actor: Actor, now: datetime, event: Event) -> Lock:
    """Go on from the repayment that released a lock; what was repaid is not theirs to read.

    Where a return made the lock stand again meanwhile, nobody is told, and that is recorded.
    Writes: nothing but the event. Source: 二(三)-3.
    """
    lock = locks_for(actor).get(pk__in=event.about)
    released = lock.state == "released"
    receivable = lock.receivable
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type="treasury.lock.released" if released else "treasury.lock.stood_again",
        subject=lock,
        about=about(receivable),
        visible_to=parties_of(receivable, lock.institution_id, bureau.pk),
        before={"state": "active"},
        after={"state": lock.state, "reason": lock.reason, "ended_at": lock.ended_at},
        basis=["二(三)-3"],
        tell=[purchaser(receivable), treasury_desk(receivable, bureau)] if released else [],
    )
    return lock
