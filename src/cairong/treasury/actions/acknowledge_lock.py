"""The purchaser acknowledges the lock of the receiving account: two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.four_eyes import two_person
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import offers_under
from cairong.treasury.steps.tellings import (
    about,
    institution,
    lock_facts,
    parties_of,
    paying_bureau,
    supplier,
    treasury_desk,
)


@two_person(Role.PURCHASER_OFFICER, word="确认回款账户锁定", of=LOCK, fulfils="acknowledge_lock")
def acknowledge_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """Acknowledge that all money of the contract goes to the locked account alone.

    The treasury desk has one working day to confirm. Raises NotFound, WrongState.
    Writes: treasury.Lock, clocks.Duty, clocks.Mark. Source: 二(三)-3, D11, 802§16.
    """
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before, today = lock.receivable, lock.state, day_of(now)
    lock.state, lock.acknowledged_at = LOCK.after(lock.state, "acknowledge"), now
    lock.save(update_fields=["state", "acknowledged_at"])
    bureau = paying_bureau(receivable, now)
    fulfil_duty(subject_id=lock.pk, kind="acknowledge_lock", on=today, now=now)
    open_duty(
        city=actor.city,
        kind="confirm_lock",
        subject_id=lock.pk,
        holder=bureau,
        region=receivable.region,
        title=f"{receivable.contract.title}:国库科确认锁定",
        start_on=today,
        now=now,
        about=about(receivable),
    )
    record(
        actor=actor,
        now=now,
        type="treasury.lock.acknowledged",
        subject=lock,
        about=about(receivable, *offers_under(lock)),
        visible_to=parties_of(receivable, lock.institution_id, bureau.pk),
        before={"state": before, **lock_facts(lock)},
        after={"state": lock.state, **lock_facts(lock)},
        basis=["二(三)-3"],
        tell=[treasury_desk(receivable, bureau), supplier(receivable), institution(lock)],
    )
    return lock
