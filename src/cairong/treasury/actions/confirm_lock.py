"""The treasury desk confirms the lock of the receiving account: two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import active_lock, offers_under
from cairong.treasury.steps.tellings import (
    about,
    institution,
    lock_facts,
    parties_of,
    purchaser,
    supplier,
)


@two_person(
    Role.TREASURY_OFFICER,
    word="国库科确认锁定",
    of=LOCK,
    fulfils="confirm_lock",
    counties=True,
)
def confirm_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """Confirm the lock: from now on it is active, and the account cannot change (I1, I3).

    Raises NotFound, WrongState, Conflict where another institution's lock is active.
    Writes: treasury.Lock, clocks.Mark. Source: 二(三)-3, D11, D19.
    """
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before = lock.receivable, lock.state
    require_deciding(actor, receivable.region, now)
    state = LOCK.after(lock.state, "confirm")
    if active_lock(receivable) is not None:
        raise Conflict("treasury.locked_by_other", "二(三)-3")
    lock.state, lock.active_at = state, now
    lock.save(update_fields=["state", "active_at"])
    fulfil_duty(subject_id=lock.pk, kind="confirm_lock", on=day_of(now), now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.lock.confirmed",
        subject=lock,
        about=about(receivable, *offers_under(lock)),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"state": before, **lock_facts(lock)},
        after={"state": lock.state, **lock_facts(lock)},
        basis=["二(三)-3", "二(三)-2"],
        tell=[institution(lock), supplier(receivable), purchaser(receivable)],
    )
    return lock
