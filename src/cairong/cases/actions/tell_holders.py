"""Put an event's message into the inboxes of those it tells, and of those whose turn it now is."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import TELL, record
from cairong.audit.rows import locked
from cairong.audit.transaction import consumer
from cairong.cases.ball import Ball
from cairong.cases.possible import possible_of
from cairong.cases.seats import Concerned, Seat, concerned_by, outside, turn_of, turns_now
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor, Role
from cairong.outreach.models import Message
from cairong.outreach.sentences import message_of, told
from cairong.parties.reads import living

Held = Mapping[Seat, Mapping[str, Ball]]


@consumer(TELL, word="站内消息")
def tell_holders(*, actor: Actor, now: datetime, event: Event) -> int:
    """Tell everybody the event names, and everybody who newly holds a ball of its case, once each.

    Who holds what is read when the event is delivered, of a case's events by the last alone. A
    message keeps the turns it told of as long as they last, so that nobody is told of one twice.
    Writes: outreach.Message. Source: 三(三)-2, 一(一)-2.
    """
    case = concerned_by(event)
    new = _newly_held(actor, case, now) if case and not case.later else {}
    named = _seats_now({_seat(each): each for each in event.after.get("tell", [])})
    seats = dict.fromkeys([*named, *new])
    messages = Message.objects.bulk_create(
        [
            Message(
                city_id=event.city,
                event=event,
                event_type=event.type,
                organisation_id=seat.organisation_id,
                role=seat.role,
                region=seat.region,
                subject_type=event.subject_type,
                sent_at=now,
                **_told(event, case.title if case else "", named.get(seat), new.get(seat, [])),
            )
            for seat in seats
        ],
        ignore_conflicts=True,
    )
    record(
        actor=actor,
        now=now,
        type="outreach.message.sent",
        subject=event,
        about=event.about,
        after={"of": event.type, "count": len(messages)},
        basis=["三(三)-2"],
    )
    return len(messages)


def _newly_held(actor: Actor, case: Concerned, now: datetime) -> Mapping[Seat, list[Ball]]:
    """Say who holds which balls of a case and has not been told of them yet."""
    held = turns_now(actor, case, now=now)
    known = _known(actor, case, held)
    new = {
        seat: [ball for key, ball in turns.items() if (seat, key) not in known]
        for seat, turns in held.items()
    }
    return {seat: balls for seat, balls in new.items() if balls}


def _known(actor: Actor, case: Concerned, held: Held) -> set[tuple[Seat, str]]:
    """Drop the turns that are over from the messages of a case; name those that go on."""
    rows = Message.objects.filter(city_id=actor.city, event__about__overlap=list(case.about))
    rows = locked(rows.exclude(turns=[]).order_by("pk"))
    known, shorter = set(), defaultdict[tuple[str, ...], list[int]](list)
    for pk, turns, organisation, role, region in rows.values_list("pk", "turns", *Seat._fields):
        seat = Seat(organisation, Role(role), region)
        lasting = [key for key in turns if key in held.get(seat, {}) or outside(case, key)]
        known |= {(seat, key) for key in lasting}
        if lasting != turns:
            shorter[tuple(lasting)].append(pk)
    for left, messages in shorter.items():
        Message.objects.filter(pk__in=messages).update(turns=list(left))
    return known


def _told(
    event: Event, title: str, tell: Mapping[str, Any] | None, balls: list[Ball]
) -> dict[str, Any]:
    """Say what one inbox is told, of which turns, and where that leads."""
    said = message_of(event, tell.get("saying", "")) if tell else ""
    subject = event.subject_id if tell else possible_of(balls[0]).subject_id
    return {
        "sentence": told(title, said, [turn_of(ball) for ball in balls]),
        "subject_id": (tell or {}).get("subject", subject),
        "turns": [ball.key for ball in balls],
    }


def _seats_now(named: Mapping[Seat, Mapping[str, Any]]) -> dict[Seat, Mapping[str, Any]]:
    """Seat whoever followed an authority that was named: nobody sits at its desk any more."""
    bodies = [seat.organisation_id for seat in named if seat.role in BUREAU | OVERSEERS]
    heirs = living(bodies) if bodies else {}
    return {
        seat._replace(organisation_id=heirs.get(seat.organisation_id, seat.organisation_id)): each
        for seat, each in named.items()
    }


def _seat(tell: Mapping[str, Any]) -> Seat:
    return Seat(UUID(str(tell["organisation"])), Role(tell["role"]), tell["region"])
