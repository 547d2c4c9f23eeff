"""Open what an institution asks, and end it: the clock stands still while the supplier answers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from cairong.audit.rows import insert
from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import pause_duty, resume_duty, running
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import NotFound, WrongState
from cairong.lending.models import Application, Inquiry
from cairong.lending.reads import application_for
from cairong.lending.states import INQUIRY
from cairong.policy.inquiring import Defect
from cairong.rulebook.reads import calendar_of

DECIDING = "decide_application"
INQUIRY_WORD = "补正清单或提问"
DEFECTS, QUESTION = Inquiry.Kind.DEFECTS, Inquiry.Kind.QUESTION


def open_inquiry(application: Application) -> Inquiry | None:
    """Find what an application's supplier has still to answer."""
    return Inquiry.objects.filter(application=application, state="open").first()


def require_none_open(application: Application) -> None:
    """Bar asking while the supplier has still to answer. Raises WrongState."""
    waiting = open_inquiry(application)
    if waiting is not None:
        raise WrongState("lending.inquiry_open", "二(四)-3", asked_at=waiting.asked_at)


def asked_before(application: Application, kind: Inquiry.Kind) -> int:
    """Count what was asked of an application before."""
    return Inquiry.objects.filter(application=application, kind=kind).count()


def deciding(application: Application) -> Duty:
    """Find the running clock A of an application."""
    return running(application.pk, DECIDING).get()


def ask(
    application: Application,
    kind: Inquiry.Kind,
    items: Sequence[Defect],
    *,
    before: int,
    now: datetime,
    new_fact: str = "",
    lapses_on: date | None = None,
) -> Inquiry:
    """Put a list of defects or a question to an application's supplier.

    Writes: lending.Inquiry.
    """
    inquiry = Inquiry(
        city_id=application.city_id,
        application=application,
        kind=kind,
        round=before + 1,
        items=[each.kept_as() for each in items],
        held=sum(1 for each in items if each.held),
        new_fact=new_fact,
        asked_at=now,
        lapses_on=lapses_on,
    )
    insert(inquiry)
    return inquiry


def pause_deciding(application: Application, *, days: int, now: datetime, reason: str) -> date:
    """Let clock A stand still for an answer; gives the last day for it. Writes: clocks.Mark."""
    today = day_of(now)
    last = add_working_days(today, days, calendar_of(application.city_id)).due
    until = last + timedelta(days=1)
    pause_duty(deciding(application), on=today, until=until, now=now, reason=reason)
    return last


def waiting_for(
    actor: Actor, application_id: UUID, kind: Inquiry.Kind
) -> tuple[Application, Inquiry]:
    """Lock an application with what its supplier has still to answer. Raises NotFound."""
    application = application_for(actor, application_id, lock=True)
    inquiry = open_inquiry(application)
    if inquiry is None or inquiry.kind != kind:
        raise NotFound("access.not_found", thing=INQUIRY_WORD)
    return application, inquiry


def end_inquiry(inquiry: Inquiry, act: str, *, now: datetime, answer: str = "") -> None:
    """End what was asked; a clock that was paused for it runs again.

    Writes: lending.Inquiry, clocks.Mark.
    """
    inquiry.state, inquiry.answer = INQUIRY.after(inquiry.state, act), answer
    inquiry.ended_at = now
    inquiry.save(update_fields=["state", "answer", "ended_at"])
    duty = running(inquiry.application_id, DECIDING).filter(state=Duty.State.PAUSED).first()
    if duty is not None:
        word = INQUIRY.steps["open", act].word
        resume_duty(duty, on=day_of(now), now=now, reason=word)


def drop_open(application: Application, *, now: datetime) -> None:
    """End what an application's supplier has still to answer: it is not needed any more."""
    inquiry = open_inquiry(application)
    if inquiry is not None:
        end_inquiry(inquiry, "drop", now=now)
