"""Open, as the supplier, the lock asked for; recall, as the institution, one nobody has opened."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import end_lock, offers_under
from cairong.treasury.steps.tellings import about, parties_of, supplier

CLAUSE = "二(三)-3"


@use_case(Role.SUPPLIER, word="打开锁定申请")
def open_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """Open the lock asked for; from now on the institution cannot recall it.

    Raises NotFound, WrongState where it does not wait for the supplier. Writes: treasury.Lock.
    """
    lock = lock_for(actor, lock_id, lock=True)
    LOCK.after(lock.state, "consent")
    first = lock.opened_at is None
    if first:
        lock.opened_at = now
        lock.save(update_fields=["opened_at"])
    record(
        actor=actor,
        now=now,
        type="treasury.lock.opened",
        subject=lock,
        about=about(lock.receivable, *offers_under(lock)),
        visible_to=[lock.receivable.supplier_id, lock.institution_id],
        after={"first": first},
        basis=[CLAUSE],
    )
    return lock


@use_case(Role.INSTITUTION_OFFICER, word="收回锁定申请")
def recall_lock(*, actor: Actor, now: datetime, lock_id: UUID, reason: str) -> Lock:
    """Take back, as the institution, the lock asked for, while the supplier has not opened it.

    Its offers stay accepted; the lock can be asked for again. Raises NotFound, Invalid, WrongState
    once opened or answered. Writes: treasury.Lock, treasury.LockOperation. Source: 二(三)-3.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before, offers = lock.receivable, lock.state, offers_under(lock)
    LOCK.after(before, "recall")
    if lock.opened_at is not None:
        raise WrongState("treasury.lock_opened", CLAUSE, opened_at=lock.opened_at.isoformat())
    end_lock(lock, act="recall", reason=words, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.lock.recalled",
        subject=lock,
        about=about(receivable, *offers),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"state": before},
        after={"state": lock.state, "reason": words},
        basis=[CLAUSE],
        tell=[supplier(receivable)],
    )
    return lock
