"""A lock asked for is not agreed to: by the supplier, the purchaser, or the treasury desk."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import end_lock, offers_under
from cairong.treasury.steps.tellings import (
    about,
    institution,
    lock_facts,
    parties_of,
    purchaser,
    supplier,
)


@use_case(Role.SUPPLIER, word="不同意锁定回款账户")
def refuse_lock(*, actor: Actor, now: datetime, lock_id: UUID, reason: str) -> Lock:
    """Refuse, as the supplier, the lock asked for; the institution is told why.

    Raises NotFound, WrongState, Invalid. Writes: treasury.Lock, treasury.LockOperation.
    Source: 二(三)-3.
    """
    return _refuse(actor, now, lock_id, "refuse", reason)


@two_person(Role.PURCHASER_OFFICER, word="不确认回款账户锁定", of=LOCK, fulfils="acknowledge_lock")
def decline_acknowledgement(*, actor: Actor, now: datetime, lock_id: UUID, reason: str) -> Lock:
    """Decline, as the purchaser, to acknowledge the lock; supplier and institution are told why.

    Raises NotFound, WrongState, Invalid. Writes: treasury.Lock, treasury.LockOperation,
    clocks.Mark. Source: 二(三)-3.
    """
    return _refuse(actor, now, lock_id, "decline_acknowledgement", reason)


@two_person(
    Role.TREASURY_OFFICER,
    word="国库科不确认锁定",
    of=LOCK,
    fulfils="confirm_lock",
    counties=True,
)
def decline_confirmation(*, actor: Actor, now: datetime, lock_id: UUID, reason: str) -> Lock:
    """Decline, as the treasury desk, to confirm the lock; every party is told why.

    Raises NotFound, WrongState, Invalid. Writes: treasury.Lock, treasury.LockOperation,
    clocks.Mark. Source: 二(三)-3.
    """
    return _refuse(actor, now, lock_id, "decline_confirmation", reason)


def _refuse(actor: Actor, now: datetime, lock_id: UUID, act: str, reason: str) -> Lock:
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before, offers = lock.receivable, lock.state, offers_under(lock)
    require_deciding(actor, receivable.region, now)
    end_lock(lock, act=act, reason=words, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.lock.refused",
        subject=lock,
        about=about(receivable, *offers),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"state": before, **lock_facts(lock)},
        after={"state": lock.state, **lock_facts(lock), "reason": words},
        basis=["二(三)-3"],
        tell=[institution(lock), supplier(receivable), purchaser(receivable)],
    )
    return lock
