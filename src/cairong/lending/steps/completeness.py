"""Start clock A: the application is complete, the institution has to decide (D14)."""

from datetime import date, datetime

from django.db.models import Max

from cairong.clocks.steps.duties import open_duty
from cairong.kernel.calendar import Calendar, add_working_days, day_of
from cairong.lending.models import Application, Inquiry
from cairong.lending.states import APPLICATION
from cairong.lending.steps.inquiring import drop_open
from cairong.rulebook.reads import Numbers, calendar_of, numbers_of

SILENCE = "complete_silence_days"


def start_deciding(
    application: Application, *, on: date, now: datetime, by_silence: bool = False
) -> None:
    """Mark an application complete from a day on and start the 10 working days of deciding.

    A list of defects that waits is not needed any more. Writes: lending.Application, Inquiry,
    clocks.Duty. Source: 二(四)-3, D14.
    """
    drop_open(application, now=now)
    application.state = APPLICATION.after(application.state, "complete")
    application.complete_on, application.by_silence = on, by_silence
    application.save(update_fields=["state", "complete_on", "by_silence"])
    intent = application.intent
    open_duty(
        city=application.city_id,
        kind="decide_application",
        subject_id=application.pk,
        holder=application.institution,
        region=application.region,
        title=intent.no,
        start_on=on,
        now=now,
        about=[each for each in (intent.pk, intent.contract_id) if each is not None],
    )


def silence_until(application: Application) -> date | None:
    """Give the day with which an institution's silence makes its application complete (D14).

    None before the contract is there.
    """
    answered = Inquiry.objects.filter(application=application, state="answered")
    last = answered.aggregate(last=Max("ended_at"))["last"]
    city = application.city_id
    return silence_ends(application, last, numbers_of(city, SILENCE), calendar_of(city))


def silence_ends(
    application: Application, answered_at: datetime | None, days: Numbers, calendar: Calendar
) -> date | None:
    """Count the days of silence, from when nothing was missing.

    That is: asked for, the contract announced, the last list of defects answered. The days are
    those in force then (D28).
    """
    contract = application.intent.contract
    if contract is None or contract.announced_at is None:
        return None
    moments = (application.submitted_at, contract.announced_at, answered_at)
    began = day_of(max(each for each in moments if each is not None))
    return add_working_days(began, days(SILENCE, began), calendar).due
