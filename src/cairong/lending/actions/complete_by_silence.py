"""Daily: where an institution stays silent for two working days, clock A starts by itself (D14)."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.contracts.states import PUBLIC_STATES
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.lending.models import Application
from cairong.lending.reads import application_for, applications_of
from cairong.lending.states import APPLICATION
from cairong.lending.steps.completeness import start_deciding
from cairong.lending.steps.tellings import both_told
from cairong.rulebook.reads import calendar_of, numbers_of

SILENCE = "complete_silence_days"
SUBMITTED = "SELECT FROM lending_application WHERE city_id = %s AND state = 'submitted'"


def complete_by_silence(*, actor: Actor, now: datetime) -> int:
    """Start clock A of every application whose second working day of silence has ended.

    The days are those in force when everything was there (D28). Counts those started. Each is an
    act of its own; one decided meanwhile is left alone.
    """
    if not anything(SUBMITTED, actor.city):
        return 0
    waiting = applications_of(actor).filter(
        state="submitted", intent__contract__state__in=PUBLIC_STATES
    )
    calendar, days = calendar_of(actor.city), numbers_of(actor.city, SILENCE)
    acts = []
    for application in waiting:
        began = _everything_there(application)
        ends = add_working_days(began, days(SILENCE, began), calendar).due
        if ends < day_of(now):
            acts.append(partial(complete_silently, application_id=application.pk, on=ends))
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="期满默认材料齐全")
def complete_silently(
    *, actor: Actor, now: datetime, application_id: UUID, on: date
) -> Application:
    """Take an application as complete from the day its institution's silence ended.

    Raises WrongState where it was decided meanwhile. Writes: lending.Application, clocks.Duty.
    Source: 二(四)-3, D14.
    """
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "complete")
    start_deciding(application, on=on, now=now, by_silence=True)
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type="lending.application.complete_by_silence",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id, application.institution_id],
        before={"state": "submitted"},
        after={"state": application.state, "complete_on": on},
        basis=["二(四)-3"],
        tell=both_told(intent, application.institution_id),
    )
    return application


def _everything_there(application: Application) -> date:
    """Return the day from which nothing was missing: asked for, and the contract announced."""
    contract = application.intent.contract
    announced = contract.announced_at if contract is not None else None
    asked = application.submitted_at
    return day_of(max(asked, announced) if announced else asked)
