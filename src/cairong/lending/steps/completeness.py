"""Start clock A: the application is complete, the institution has to decide (D14)."""

from datetime import date, datetime

from cairong.clocks.steps.duties import open_duty
from cairong.lending.models import Application
from cairong.lending.states import APPLICATION


def start_deciding(
    application: Application, *, on: date, now: datetime, by_silence: bool = False
) -> None:
    """Mark an application complete from a day on and start the 10 working days of deciding.

    Writes: lending.Application, clocks.Duty. Source: 二(四)-3, D14.
    """
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
