"""Daily: what was not answered in time goes up, what was and is not pressed is over."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.clocks.models import Duty
from cairong.complaints.models import Complaint
from cairong.complaints.reads import complaint_for
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.telling import (
    at_accused,
    at_supplier,
    at_upper,
    await_upper,
    record_step,
)
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.policy.complaining import ANSWER, CLAUSE

WAITING = "SELECT FROM complaints_complaint WHERE city_id = %s AND state IN ('open', 'answered')"


def move_complaints(*, actor: Actor, now: datetime) -> int:
    """Take up what is overdue, and end what was answered and not pressed; counts them.

    On most days a city has none: that is asked first.
    """
    if not anything(WAITING, actor.city):
        return 0
    today = day_of(now)
    rows = Complaint.objects.filter(city_id=actor.city).order_by("pk")
    over = Duty.objects.filter(kind=ANSWER, due_on__lt=today, state="running")
    late = rows.filter(state="open", pk__in=over.values("subject_id"))
    done = rows.filter(state="answered", press_until__lt=today)
    acts = [
        *(partial(raise_complaint, complaint_id=pk) for pk in late.values_list("pk", flat=True)),
        *(partial(close_complaint, complaint_id=pk) for pk in done.values_list("pk", flat=True)),
    ]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="投诉逾期未答复,转上级")
def raise_complaint(*, actor: Actor, now: datetime, complaint_id: UUID) -> Complaint:
    """Take one up that was not answered in its days; who was silent still has to answer.

    Raises WrongState where it was answered meanwhile, or its days are not over.
    Writes: complaints.Complaint, clocks.Duty. Source: 三(一)-2.
    """
    found, today = complaint_for(actor, complaint_id, lock=True), day_of(now)
    before = found.state
    found.state = COMPLAINT.after(before, "raise")
    if not Duty.objects.filter(subject_id=found.pk, kind=ANSWER, due_on__lt=today).exists():
        raise WrongState("complaints.not_overdue", CLAUSE)
    found.raised_at = now
    found.save(update_fields=["state", "raised_at"])
    await_upper(found, now)
    record_step(
        actor, now, found, "raised", before=before,
        tell=[at_upper(found), at_accused(found), at_supplier(found)],
    )  # fmt: skip
    return found


@use_case(Role.SYSTEM, word="投诉没有提请上级,办结")
def close_complaint(*, actor: Actor, now: datetime, complaint_id: UUID) -> Complaint:
    """End one whose answer was not pressed in its days. It can still be rated.

    Raises WrongState where it was pressed meanwhile, or the days are not over.
    Writes: complaints.Complaint. Source: 三(一)-2.
    """
    found = complaint_for(actor, complaint_id, lock=True)
    before = found.state
    found.state = COMPLAINT.after(before, "close")
    if found.press_until is None or day_of(now) <= found.press_until:
        raise WrongState("complaints.press_open", CLAUSE)
    found.ended_at = now
    found.save(update_fields=["state", "ended_at"])
    record_step(actor, now, found, "closed", before=before, tell=[])
    return found
