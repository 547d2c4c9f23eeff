"""Daily: where an institution stays silent for two working days, clock A starts by itself (D14)."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.contracts.states import PUBLIC_STATES
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, Inquiry
from cairong.lending.reads import application_for, applications_of
from cairong.lending.states import APPLICATION
from cairong.lending.steps.completeness import SILENCE, silence_ends, start_deciding
from cairong.lending.steps.inquiring import require_none_open
from cairong.lending.steps.tellings import both_told
from cairong.rulebook.reads import calendar_of, numbers_of

SUBMITTED = "SELECT FROM lending_application WHERE city_id = %s AND state = 'submitted'"


def complete_by_silence(*, actor: Actor, now: datetime) -> int:
    """Start clock A of every application whose second working day of silence has ended.

    Nobody is silent who waits for the supplier's answer. Counts those started. Each is an act of
    its own; one decided meanwhile is left alone.
    """
    if not anything(SUBMITTED, actor.city):
        return 0
    waiting = applications_of(actor).filter(
        state="submitted", intent__contract__state__in=PUBLIC_STATES
    )
    waiting = waiting.exclude(Exists(_inquiries("open"))).annotate(
        answered_at=Subquery(_inquiries("answered").order_by("-ended_at").values("ended_at")[:1])
    )
    calendar, days, acts = calendar_of(actor.city), numbers_of(actor.city, SILENCE), []
    for application in waiting:
        answered: datetime | None = getattr(application, "answered_at")  # noqa: B009 - annotated
        ends = silence_ends(application, answered, days, calendar)
        if ends is not None and ends < day_of(now):
            acts.append(partial(complete_silently, application_id=application.pk, on=ends))
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="期满默认材料齐全")
def complete_silently(
    *, actor: Actor, now: datetime, application_id: UUID, on: date
) -> Application:
    """Take an application as complete from the day its institution's silence ended.

    Raises WrongState where it was decided, or its supplier asked, meanwhile.
    Writes: lending.Application, clocks.Duty. Source: 二(四)-3, D14.
    """
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "complete")
    require_none_open(application)
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


def _inquiries(state: str) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(application=OuterRef("pk"), state=state)
