"""Locks asked for that did not become active in time lapse by themselves (D11)."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.catalogue.words import day_words
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import PENDING
from cairong.treasury.steps.locks import end_lock, offers_under
from cairong.treasury.steps.tellings import about, institution, parties_of, purchaser, supplier


@use_case(Role.SYSTEM, word="锁定申请到期失效")
def lapse_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """End a lock that was asked for and is not active after its last day.

    Raises WrongState where it became active or ended meanwhile. Writes: treasury.Lock,
    treasury.LockOperation, clocks.Mark. Source: 二(三)-3, D11.
    """
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before, offers = lock.receivable, lock.state, offers_under(lock)
    reason = f"到{day_words(lock.lapses_on)}为止没有完成锁定"
    end_lock(lock, act="lapse", reason=reason, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.lock.lapsed",
        subject=lock,
        about=about(receivable, *offers),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"state": before},
        after={"state": lock.state, "lapses_on": lock.lapses_on},
        basis=["二(三)-3"],
        tell=[institution(lock), supplier(receivable), purchaser(receivable)],
    )
    return lock


def lapse_locks(*, actor: Actor, now: datetime) -> int:
    """Lapse every lock of the city whose last day has ended; count them."""
    late = Lock.objects.filter(
        city_id=actor.city, state__in=PENDING, lapses_on__lt=day_of(now)
    ).values_list("pk", flat=True)
    acts = [partial(lapse_lock, lock_id=each) for each in late]
    return carry_out_each(acts, actor=actor, now=now)
