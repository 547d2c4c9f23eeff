"""Note where else a complaint of late payment was handed in (802§24), and what was answered."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.audit.transaction import use_case
from cairong.complaints.models import Complaint, Passed
from cairong.complaints.reads import PASSERS, complaint_for, settles
from cairong.complaints.steps.telling import at_supplier, at_upper, record_step
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotFound, WrongState
from cairong.kernel.text import clean_text
from cairong.policy.complaining import MOST, PASSING, outside_between, passed_as_late_payment
from cairong.policy.rule import require


@use_case(*PASSERS, word="登记拖欠投诉渠道的编号", counties=True)
def pass_complaint(
    *,
    actor: Actor,
    now: datetime,
    complaint_id: UUID,
    channel: str,
    outside_no: str,
    passed_on: date,
) -> Passed:
    """Note the channel, the number it gave and the day. The complaint here goes on beside it.

    Raises NotFound, PolicyBreach for what is no late payment or a day outside, Conflict for a
    second time, Invalid. Writes: complaints.Passed. Source: 802§24, 802§25.
    """
    found = _of_payment(actor, complaint_id)
    assert actor.organisation_id is not None
    require(
        passed_as_late_payment(kind=found.kind),
        outside_between(first=day_of(found.made_at), on=passed_on, today=day_of(now)),
    )
    if before := Passed.objects.filter(complaint=found).first():
        raise Conflict("complaints.passed_before", PASSING, no=before.outside_no)
    passed = Passed.objects.create(
        complaint=found,
        channel=clean_text(channel, "channel", least=4, most=80),
        outside_no=clean_text(outside_no, "outside_no", least=2, most=60),
        passed_on=passed_on,
        passed_at=now,
        passed_by_id=actor.organisation_id,
    )
    record_step(
        actor, now, found, "passed", tell=_other(actor, found), hidden=True,
        facts={
            "channel": passed.channel,
            "outside_no": passed.outside_no,
            "passed_on": passed.passed_on,
        },
    )  # fmt: skip
    return passed


@use_case(*PASSERS, word="登记拖欠投诉渠道的答复", counties=True)
def tell_passed(
    *, actor: Actor, now: datetime, complaint_id: UUID, words: str, answered_on: date
) -> Passed:
    """Note what the channel answered and when, once.

    Raises NotFound, WrongState where it was not handed in there, Conflict for a second time,
    PolicyBreach for a day outside, Invalid. Writes: complaints.Passed. Source: 802§25.
    """
    found = _of_payment(actor, complaint_id)
    passed = Passed.objects.filter(complaint=found).first()
    if passed is None:
        raise WrongState("complaints.not_passed", PASSING)
    if passed.answer:
        raise Conflict("complaints.passed_answered", PASSING)
    require(outside_between(first=passed.passed_on, on=answered_on, today=day_of(now)))
    passed.answer = clean_text(words, "words", least=2, most=MOST, lines=True)
    passed.answered_on, passed.told_at = answered_on, now
    passed.told_by_id = actor.organisation_id
    passed.save(update_fields=Passed.APP_UPDATES)
    record_step(
        actor, now, found, "passed_answered", tell=_other(actor, found), hidden=True,
        facts={
            "channel": passed.channel,
            "outside_no": passed.outside_no,
            "words": passed.answer,
            "answered_on": answered_on,
        },
    )  # fmt: skip
    return passed


def _of_payment(actor: Actor, complaint_id: UUID) -> Complaint:
    found = complaint_for(actor, complaint_id, lock=True)
    if actor.role is not Role.SUPPLIER and not settles(actor, found):
        raise NotFound("access.not_found", thing="投诉")
    return found


def _other(actor: Actor, found: Complaint) -> list[Tell]:
    return [at_upper(found) if actor.role is Role.SUPPLIER else at_supplier(found)]
