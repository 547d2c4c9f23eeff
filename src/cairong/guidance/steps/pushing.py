"""Push a firm of the roster to institutions inside an act, and start the days of each."""

from collections.abc import Iterable
from datetime import datetime

from cairong.audit.recording import Tell
from cairong.clocks.steps.duties import open_duty
from cairong.guidance.models import RosterEntry, RosterPush
from cairong.guidance.states import PUSH
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation
from cairong.parties.reads import institutions_serving
from cairong.policy.roster import ANSWER
from cairong.rulebook.reads import calendar_of


def push(
    entry: RosterEntry, institutions: Iterable[Organisation], *, now: datetime
) -> list[RosterPush]:
    """Push a firm to institutions that were never told of it.

    Writes: guidance.RosterPush, clocks.Duty, clocks.Mark.
    """
    made = [
        RosterPush.objects.create(
            city_id=entry.city_id, entry=entry, institution=institution, pushed_at=now
        )
        for institution in institutions
    ]
    _start(entry, made, now)
    return made


def push_again(entry: RosterEntry, *, now: datetime) -> list[RosterPush]:
    """Push a firm that consented again to whoever had not answered before it withdrew.

    And serves its region still.

    Writes: guidance.RosterPush, clocks.Duty, clocks.Mark.
    """
    serving = institutions_serving(entry.city_id, entry.region).order_by()
    found = list(entry.pushes.filter(state="closed", institution__in=serving).order_by("pk"))
    for each in found:
        each.state, each.pushed_at = PUSH.after(each.state, "reopen"), now
        each.save(update_fields=["state", "pushed_at"])
    _start(entry, found, now)
    return found


def _start(entry: RosterEntry, pushes: Iterable[RosterPush], now: datetime) -> None:
    calendar = calendar_of(entry.city_id)
    for each in pushes:
        open_duty(
            city=entry.city_id,
            kind=ANSWER,
            subject_id=each.pk,
            holder=each.institution,
            region=entry.region,
            title="名录库企业对接",
            start_on=day_of(now),
            now=now,
            about=[entry.pk],
            calendar=calendar,
        )


def told(pushes: Iterable[RosterPush]) -> list[Tell]:
    """Tell the officers of institutions, each of its own."""
    return [
        Tell(organisation_id=each.institution_id, role=Role.INSTITUTION_OFFICER, subject_id=each.pk)
        for each in pushes
    ]
