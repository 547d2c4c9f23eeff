"""Remind a supplier of a question it has not answered: three times, before it lapses."""

from collections.abc import Iterator
from datetime import date

from cairong.audit.recording import Tell
from cairong.cases.financings import title_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of, days_between
from cairong.lending.models import Inquiry
from cairong.outreach.models import Reminder
from cairong.outreach.steps.reminding import Occasion
from cairong.policy.inquiring import reminders
from cairong.rulebook.reads import calendar_of

REMINDER, MARK = "outreach.reminded.question", "question_{}"


def unanswered(actor: Actor, today: date, _ends: date) -> Iterator[Occasion]:
    """List the next reminder of each question that is open and has come to its day.

    One a day: those that a standing-still worker missed follow on the next days.
    """
    rows = Inquiry.objects.filter(city_id=actor.city, state="open", lapses_on__isnull=False)
    waiting = list(
        rows.select_related(
            "application__institution",
            "application__intent__contract",
            "application__intent__award",
        ).order_by("pk")
    )
    if not waiting:
        return
    given = Reminder.objects.filter(subject_id__in=[each.pk for each in waiting])
    done = set(given.values_list("subject_id", "mark"))
    calendar = calendar_of(actor.city)
    for inquiry in waiting:
        assert inquiry.lapses_on is not None
        asked = day_of(inquiry.asked_at)
        days = days_between(asked, inquiry.lapses_on, "working", calendar)
        for times, day in enumerate(reminders(asked, days, calendar), 1):
            if (inquiry.pk, MARK.format(times)) not in done:
                if day <= today:
                    yield _of(inquiry, times, inquiry.lapses_on)
                break


def _of(inquiry: Inquiry, times: int, until: date) -> Occasion:
    application = inquiry.application
    intent = application.intent
    return Occasion(
        type=REMINDER,
        mark=MARK.format(times),
        subject=inquiry,
        until=until,
        about=[inquiry.pk, application.pk, intent.pk, intent.contract_id],
        facts={
            "title": title_of(intent),
            "institution": application.institution.name,
            "times": times,
        },
        tell=[
            Tell(
                organisation_id=intent.supplier_id,
                role=Role.SUPPLIER,
                subject_id=application.pk,
            )
        ],
        basis="二(四)-3",
    )
