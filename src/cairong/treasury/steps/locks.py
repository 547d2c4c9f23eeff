"""Locks of the receiving account, as lending asks, joins, ends and frees them (D11, I1, I2, I6)."""

from datetime import date, datetime
from uuid import UUID

from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.calendar import Calendar, add_working_days, day_of
from cairong.kernel.errors import Conflict, Finding, WrongState
from cairong.parties.models import InstitutionProfile, Organisation
from cairong.policy.rule import Answer, require
from cairong.policy.treasury import account_at_lender
from cairong.rulebook.reads import calendar_of, parameter
from cairong.treasury.chart import UNDER_NO_LOCK
from cairong.treasury.models import Entry, Lock, LockOperation, Receivable
from cairong.treasury.states import LIVE, LOCK, OPEN_PAYMENTS, OPERATION, RECEIVABLE

LAPSE = "lock_lapse_days"
NO_LICENCE = "银行"  # where none is on record


def active_lock(receivable: Receivable) -> Lock | None:
    """Find the lock that is active on a receivable, with its institution."""
    rows = Lock.objects.filter(receivable=receivable, state="active")
    return rows.select_related("institution").first()


def locked_by_other(receivable: Receivable, institution_id: UUID) -> bool:
    """Whether another institution's lock is active on a receivable (D11)."""
    active = active_lock(receivable)
    return active is not None and active.institution_id != institution_id


def live_lock(receivable: Receivable, institution_id: UUID) -> Lock | None:
    """Find the lock an institution has asked for or holds on a receivable."""
    return Lock.objects.filter(
        receivable=receivable, institution_id=institution_id, state__in=LIVE
    ).first()


def join_lock(
    *, receivable: Receivable, institution_id: UUID, offer_id: UUID, now: datetime
) -> Lock | None:
    """Put a further accepted offer under the institution's own live lock; None where it has none.

    Call it with the receivable locked. Raises Conflict where another institution's lock is active
    (D11). Writes: treasury.LockOperation.
    """
    active = active_lock(receivable)
    if active is not None and active.institution_id != institution_id:
        raise Conflict("treasury.locked_by_other", "二(三)-3")
    lock = active or live_lock(receivable, institution_id)
    if lock is not None:
        LockOperation.objects.create(lock=lock, offer_id=offer_id, opened_at=now)
    return lock


def ask_lock(
    *, receivable: Receivable, institution: Organisation, offer_id: UUID, now: datetime
) -> Lock:
    """Ask for the lock of the current payee version under an accepted offer.

    Call it with the receivable locked. Joins a lock the institution already has. Raises Conflict
    where another institution's is active, WrongState before the filing is accepted, PolicyBreach
    where the account is not at the institution: it is changed first.
    Writes: treasury.Lock, treasury.LockOperation. Source: 二(三)-3, D8, D11.
    """
    joined = join_lock(
        receivable=receivable, institution_id=institution.pk, offer_id=offer_id, now=now
    )
    if joined is not None:
        return joined
    payee = receivable.current
    if payee is None:
        raise WrongState("treasury.no_payee", "二(三)-3", state=RECEIVABLE.states["standing"].word)
    require(account_in_the_way(receivable, institution))
    city = receivable.city_id
    lock = Lock.objects.create(
        city_id=city,
        receivable=receivable,
        payee_version=payee,
        institution=institution,
        requested_at=now,
        lapses_on=lapse_day(city, day_of(now), calendar_of(city)),
    )
    LockOperation.objects.create(lock=lock, offer_id=offer_id, opened_at=now)
    return lock


def lapse_day(city: str, start: date, calendar: Calendar) -> date:
    """Count the working days in which a lock asked for on a day has to become active (D11)."""
    return add_working_days(start, parameter(city, LAPSE, on=start), calendar).due


def account_in_the_way(
    receivable: Receivable, institution: Organisation, licence: str = ""
) -> Answer:
    """Find that the account has to be moved to an institution before it can be locked (D11).

    Its `licence` may be handed in where it is asked of many.
    """
    payee = receivable.current
    if payee is None:
        return None
    return account_at_lender(
        bank=payee.bank,
        cnaps=payee.cnaps,
        lender=institution.name,
        licence=licence or _licence(institution),
    )


def payee_bound(receivable: Receivable) -> Answer:
    """Find that a lock asked for or active, or a payment under way, holds the account (I3)."""
    if receivable.locks.filter(state__in=LIVE).exists():
        return Finding.of("treasury.payee_locked", "二(三)-3")
    if receivable.payments.filter(state__in=OPEN_PAYMENTS).exists():
        return Finding.of("treasury.payment_under_way", "二(三)-3")
    return None


def end_operation(*, offer_id: UUID, settled: bool, now: datetime) -> None:
    """End what was open under a lock for an offer: settled or cancelled, if anything was.

    Writes: treasury.LockOperation.
    """
    operation = LockOperation.objects.filter(offer_id=offer_id, state="open").first()
    if operation is not None:
        operation.state = OPERATION.after(operation.state, "settle" if settled else "cancel")
        operation.ended_at = now
        operation.save(update_fields=["state", "ended_at"])


def release_if_free(*, receivable: Receivable, now: datetime) -> Lock | None:
    """Release the active lock of a locked receivable when nothing under it is open any more (I6).

    A lock still asked for lapses when its last offer is cancelled. Answers the lock that ended.
    Writes: treasury.Lock, clocks.Mark.
    """
    for lock in Lock.objects.filter(receivable=receivable, state__in=LIVE).order_by("-active_at"):
        if lock.operations.filter(state="open").exists():
            continue
        if lock.state != "active":
            return end_lock(lock, act="lapse", reason="报价已失效,锁定申请随之失效", now=now)
        if not receivable.outstanding_fen or may_be_bare(receivable):
            return end_lock(lock, act="release", reason="名下融资已全部结清", now=now)
    return None


def may_be_bare(receivable: Receivable) -> bool:
    """Whether something lent outside, or again by a return, may run on it under no lock."""
    return Entry.objects.filter(receivable=receivable, kind__in=UNDER_NO_LOCK).exists()


def end_lock(lock: Lock, *, act: str, reason: str, now: datetime) -> Lock:
    """End a lock by an act of its table, with what was still open under it and its running duties.

    Writes: treasury.Lock, treasury.LockOperation, clocks.Mark.
    """
    lock.state, lock.ended_at, lock.reason = LOCK.after(lock.state, act), now, reason
    if act != "release":
        lock.operations.filter(state="open").update(state="cancelled", ended_at=now)
    lock.save(update_fields=["state", "ended_at", "reason"])
    cancel_duties(subject_id=lock.pk, on=day_of(now), now=now, reason=reason)
    return lock


def offers_under(lock: Lock) -> list[UUID]:
    """List the offers that stand under a lock."""
    return list(lock.operations.filter(state="open").values_list("offer_id", flat=True))


def _licence(institution: Organisation) -> str:
    kind = InstitutionProfile.objects.filter(pk=institution.pk).values_list(
        "licence_kind", flat=True
    )
    return kind.first() or NO_LICENCE
