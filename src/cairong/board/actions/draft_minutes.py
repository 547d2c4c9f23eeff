"""Draft minutes of a meeting, change the draft, or drop it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.minutes import minutes_of, own_draft
from cairong.board.models import Attendance, Minutes
from cairong.board.states import BOARD, MINUTES
from cairong.board.steps.desks import desk_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.text import clean_text
from cairong.policy.board import CLAUSE, DESKS, desk_known, met_already, met_by_two
from cairong.policy.rule import require

People = Mapping[str, str]


@use_case(*BOARD, word="起草会议纪要")
def draft_minutes(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    met_on: date,
    place: str,
    people: dict[str, str],
    corrects: UUID | None = None,
) -> Minutes:
    """Draft minutes; nobody but one's own desk sees them yet.

    `people` says by desk who came for it; a desk that is left out was not there.
    Raises NotAllowed for a county's desk, Invalid by field, PolicyBreach for a day to come or a
    meeting of one authority, NotFound for minutes to correct that are not confirmed.
    Writes: board.Minutes, board.Attendance. Source: 三(一)-1.
    """
    desk = desk_of(actor)
    said = _said(actor, now, title=title, met_on=met_on, place=place, corrects=corrects)
    there = _there(desk, people)
    made = Minutes.objects.create(city_id=actor.city, drafter=desk, drafted_at=now, **said)
    _attend(made, there)
    record(
        actor=actor,
        now=now,
        type="board.minutes.drafted",
        subject=made,
        after=facts_of(made, there),
        basis=[CLAUSE],
    )
    return made


@use_case(*BOARD, word="修改会议纪要")
def change_minutes(
    *,
    actor: Actor,
    now: datetime,
    minutes_id: UUID,
    title: str,
    met_on: date,
    place: str,
    people: dict[str, str],
    corrects: UUID | None = None,
) -> Minutes:
    """Change what a draft says of the meeting. Its lines are written and struck one by one.

    Raises NotFound for another desk's, WrongState once it was sent round, Invalid, PolicyBreach.
    Writes: board.Minutes, board.Attendance. Source: 三(一)-1.
    """
    found = own_draft(actor, minutes_id, lock=True)
    found.state = MINUTES.after(found.state, "change")
    said = _said(actor, now, title=title, met_on=met_on, place=place, corrects=corrects)
    there = _there(found.drafter, people)
    for name, value in said.items():
        setattr(found, name, value)
    found.changed_at = now
    found.save(update_fields=["title", "met_on", "place", "corrects", "changed_at"])
    found.attendances.all().delete()
    _attend(found, there)
    record(
        actor=actor,
        now=now,
        type="board.minutes.changed",
        subject=found,
        after=facts_of(found, there),
        basis=[CLAUSE],
    )
    return found


@use_case(*BOARD, word="作废会议纪要草稿")
def drop_minutes(*, actor: Actor, now: datetime, minutes_id: UUID, reason: str) -> Minutes:
    """Drop a draft, with the reason; it stays to be read by its own desk.

    Raises NotFound for another desk's, WrongState once it was sent round, Invalid.
    Writes: board.Minutes. Source: 三(一)-1.
    """
    found = own_draft(actor, minutes_id, lock=True)
    found.state = MINUTES.after(found.state, "drop")
    found.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.changed_at = now
    found.save(update_fields=["state", "reason", "changed_at"])
    record(
        actor=actor,
        now=now,
        type="board.minutes.dropped",
        subject=found,
        before={"state": "draft"},
        after={"title": found.title, "state": found.state, "reason": found.reason},
        basis=[CLAUSE],
    )
    return found


def _said(
    actor: Actor, now: datetime, *, title: str, met_on: date, place: str, corrects: UUID | None
) -> dict[str, Any]:
    named = clean_text(title, "title", least=4, most=80)
    where = clean_text(place, "place", least=2, most=120)
    require(met_already(met_on=met_on, today=day_of(now)))
    if corrects is not None:
        earlier = minutes_of(actor).filter(state="confirmed", pk=corrects)
        if not earlier.exists():
            raise NotFound("access.not_found", thing="要更正的会议纪要")
    return {"title": named, "met_on": met_on, "place": where, "corrects_id": corrects}


def _there(drafter: str, people: People) -> dict[str, str]:
    require(*(desk_known(field=each, desk=each) for each in people))
    there = {
        desk: clean_text(people[desk], desk, least=2, most=120)
        for desk in DESKS
        if people.get(desk, "").strip()
    }
    require(met_by_two(attended=list(there), drafter=drafter))
    return there


def _attend(minutes: Minutes, there: People) -> None:
    for desk, names in there.items():
        insert(Attendance(minutes=minutes, desk=desk, people=names))


def facts_of(minutes: Minutes, there: People) -> dict[str, Any]:
    """Say minutes as their history keeps them."""
    return {
        "title": minutes.title,
        "met_on": minutes.met_on,
        "place": minutes.place,
        "people": [f"{DESKS[desk]} {names}" for desk, names in there.items()],
        **({"corrects": minutes.corrects.no} if minutes.corrects else {}),
    }
