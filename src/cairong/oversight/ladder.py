"""Whom to tell of a duty that is overdue, working day after working day, up to a letter (三(一)-2).

Holder, its head, the bureau, then the bureau once more that it may urge: each step after a number
of working days that stands in the rulebook, each once for a duty.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef

from cairong.audit.recording import Tell
from cairong.clocks.holders import holder_ids
from cairong.clocks.models import Duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar
from cairong.outreach.models import Reminder
from cairong.outreach.steps.reminding import (
    HEADS,
    Occasion,
    amount_of,
    amounts_of,
    holders,
    tell_of,
)
from cairong.parties.reads import KIND_WORDS, desks_told
from cairong.policy.board import AUTHORITY, DESKS, others
from cairong.policy.duties import DUTIES
from cairong.policy.urging import LADDER, MARKS, days_said, late_days, rung_day
from cairong.rulebook.reads import calendar_of, numbers_of
from cairong.treasury.steps.tellings import bureau_of

SINCE = timedelta(days=30)  # a step that was due longer ago is told nobody: the list shows it
BEFORE = "over"  # the mark of the holder's step in databases of before
TYPES = {
    "over_holder": "outreach.reminded.over",
    "over_head": "outreach.reminded.over_head",
    "over_bureau": "outreach.reminded.over_bureau",
    "over_urge": "outreach.reminded.over_urge",
}
OVER_BOARD = "outreach.reminded.over_board"


def climbed(actor: Actor, today: date, _ends: date) -> Iterator[Occasion]:
    """List the steps of the ladder that are due by a day and were not taken yet.

    The numbers are those of the day on which the duty was due; a duty that is paused climbs no
    further.
    """
    last = Reminder.objects.filter(subject_id=OuterRef("pk"), mark=MARKS[-1])
    rows = Duty.objects.filter(~Exists(last), city_id=actor.city, state="running", due_on__lt=today)
    duties = list(rows.select_related("holder_organisation").order_by("pk"))
    if not duties:
        return
    calendar = calendar_of(actor.city)
    numbers = cache(numbers_of(actor.city, *(rung.parameter for rung in LADDER)))
    given = _given(duties)
    due = [
        (duty, rung.mark)
        for duty in duties
        for rung in LADDER
        if (duty.pk, rung.mark) not in given
        and today - SINCE
        <= rung_day(duty.due_on, numbers(rung.parameter, duty.due_on), calendar)
        <= today
    ]
    yield from _occasions(actor, due, today, calendar)


def _given(duties: Iterable[Duty]) -> set[tuple[UUID, str]]:
    ids = [duty.pk for duty in duties]
    rows = Reminder.objects.filter(subject_id__in=ids, mark__in=(*MARKS, BEFORE))
    return {
        (pk, MARKS[0] if mark == BEFORE else mark)
        for pk, mark in rows.values_list("subject_id", "mark")
    }


def _occasions(
    actor: Actor, due: Sequence[tuple[Duty, str]], today: date, calendar: Calendar
) -> Iterator[Occasion]:
    if not due:
        return
    amounts = amounts_of({pk for duty, _ in due for pk in duty.about})
    bureau, holder = bureau_of(actor.city).pk, holder_ids(actor.city, today)
    for duty, mark in due:
        kind, late = DUTIES[duty.kind], late_days(duty.due_on, today, calendar)
        tell = _told(duty, mark, holder(duty), bureau)
        if not tell:
            continue
        yield Occasion(
            type=OVER_BOARD if kind.between and mark == "over_bureau" else TYPES[mark],
            mark=mark,
            subject=duty,
            until=duty.due_on,
            about=duty.about,
            facts={
                "title": duty.title,
                "word": kind.word,
                "clause": kind.obligation,
                "holder": duty.holder_role,
                "whose": _whose(duty),
                "late": len(late),
                "counted": days_said(late),
                "amount_fen": amount_of(duty, amounts),
            },
            tell=tell,
            basis=kind.obligation,
        )


def _told(duty: Duty, mark: str, own: UUID, bureau: UUID) -> list[Tell]:
    """Say who is told at a step: by the desk that holds the duty, and by its region.

    Of what is quiet the bureau is told nothing.
    """
    role = Role(duty.holder_role)
    if mark == "over_holder":
        return holders(duty, own)
    if mark == "over_head":
        return [tell_of(duty, own, HEADS[role])] if role in HEADS else []
    if DUTIES[duty.kind].quiet:
        return []
    if DUTIES[duty.kind].between:
        return _to_others(duty) if mark == "over_bureau" else []
    roles = [Role.PROCUREMENT_OFFICER]
    if duty.region != duty.city_id:
        roles.append(Role.COUNTY_CLERK)
    if mark == "over_urge":
        roles.append(Role.PROCUREMENT_APPROVER)
    return [tell_of(duty, bureau, each) for each in roles]


def _to_others(duty: Duty) -> list[Tell]:
    """Tell the other authorities of the board: nobody there stands above the holder (三(一)-1)."""
    of_board = duty.holder_role in DESKS
    roles = others(duty.holder_role) if of_board else tuple(AUTHORITY)
    told = desks_told(duty.city_id, *roles)
    return [replace(each, subject_id=duty.subject_id, region=duty.city_id) for each in told]


def _whose(duty: Duty) -> str:
    organisation = duty.holder_organisation
    return organisation.name if organisation else KIND_WORDS["bureau"]
