"""The supplier consents to the lock of its receiving account."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.reads import organisation
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import offers_under
from cairong.treasury.steps.tellings import about, institution, parties_of, purchaser

CLAUSE = "二(三)-3"


@use_case(Role.SUPPLIER, word="同意锁定回款账户")
def consent_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """Consent to the lock asked for; the purchaser has two working days to acknowledge it.

    Raises NotFound, WrongState. Writes: treasury.Lock, clocks.Duty. Source: 二(三)-3, D11, 802§16.
    """
    lock = lock_for(actor, lock_id, lock=True)
    receivable, before = lock.receivable, lock.state
    lock.state, lock.consented_at = LOCK.after(lock.state, "consent"), now
    lock.save(update_fields=["state", "consented_at"])
    contract = receivable.contract
    open_duty(
        city=actor.city,
        kind="acknowledge_lock",
        subject_id=lock.pk,
        holder=organisation(actor.city, contract.purchaser_id),
        region=receivable.region,
        title=f"{contract.title}:确认账户锁定",
        start_on=day_of(now),
        now=now,
        about=about(receivable),
    )
    record(
        actor=actor,
        now=now,
        type="treasury.lock.consented",
        subject=lock,
        about=about(receivable, *offers_under(lock)),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"state": before},
        after={"state": lock.state},
        basis=[CLAUSE],
        tell=[purchaser(receivable), institution(lock)],
    )
    return lock
