"""Each working day at 8:30: what waits for a person, in a few lines, by the channels they chose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.desk import Waiting, waiting_for, waits_itself
from cairong.cases.seats import turn_of
from cairong.kernel.actor import BUREAU, Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.notary.reads import standing, why_of
from cairong.outreach.actions.queue_digests import queue_digests
from cairong.outreach.sentences import shorten
from cairong.outreach.steps.telling import Told, open_kinds
from cairong.parties.models import Mandate, Person
from cairong.parties.reads import actor_of
from cairong.policy.catalogue.notary import DIGEST_ALARM, DIGEST_HEAD, HEAD_TITLE
from cairong.policy.catalogue.outreach import DIGEST, DIGEST_LINE, DIGEST_TITLE
from cairong.policy.catalogue.words import day_words
from cairong.rulebook.reads import calendar_of

MOST_LINES = 5
KEEPERS = BUREAU | {Role.AUDITOR, Role.PBOC, Role.REGULATOR}  # who keep the signed heads


def send_digests(*, actor: Actor, now: datetime) -> int:
    """Queue today's digests of everybody for whom something waits; count them.

    Those who keep the signed heads have one each day with the newest head, whether anything waits
    or not. There are none on days of rest. Everything is read first and queued in one act, so
    that cut off it is simply done again.
    """
    today = day_of(now)
    if not open_kinds(actor.city) or calendar_of(actor.city).is_rest(today):
        return 0
    waits = defaultdict[Person, dict[UUID, Waiting]](dict)
    keepers = defaultdict[Person, list[UUID]](list)
    running = Mandate.objects.running(today).select_related("organisation", "person")
    for mandate in running.filter(organisation__city=actor.city, organisation__active=True):
        reader = actor_of(mandate, channel=Channel.JOB)
        waiting = waiting_for(reader, now=now) if waits_itself(reader) else None
        if waiting and waiting.total:
            waits[mandate.person][mandate.pk] = waiting
        if mandate.role in KEEPERS:
            keepers[mandate.person].append(mandate.pk)
    head = _head_line(actor.city, now) if keepers else ""
    told = [
        _told(person, waiting, today, now, head if person in keepers else "")
        for person, waiting in waits.items()
    ]
    if head:
        told += [_of_head(*each, head, now) for each in keepers.items() if each[0] not in waits]
    return queue_digests(actor=actor, now=now, told=told)


def _head_line(city: str, now: datetime) -> str:
    """Write the newest signed head in one line, and why there is none newer; "" without any."""
    found = standing(city, now)
    if found.head is None:
        return ""
    line = DIGEST_HEAD.format(token=found.token)
    alarm = found.alarm
    return f"{line}\n{DIGEST_ALARM.format(why=why_of(alarm))}" if alarm else line


def _of_head(person: Person, mandates: Sequence[UUID], head: str, now: datetime) -> Told:
    return Told(
        person=person, mandates=mandates, moment=now, title=HEAD_TITLE, text=head, link="/log/"
    )


def _told(
    person: Person, of: Mapping[UUID, Waiting], today: date, now: datetime, head: str
) -> Told:
    waits = of.values()
    counts = {
        "total": sum(desk.total for desk in waits),
        "overdue": sum(desk.overdue for desk in waits),
        "today": sum(desk.today for desk in waits),
    }
    balls = [ball for desk in waits for ball in desk.balls]
    balls.sort(key=lambda ball: ball.until or date.max)
    lines = [DIGEST.format(day=day_words(today), **counts), *map(_line, balls[:MOST_LINES])]
    lines += [head] if head else []
    title = DIGEST_TITLE.format(**counts)
    text = "\n".join(lines)
    return Told(person=person, mandates=[*of], moment=now, title=title, text=text, link="/desk/")


def _line(ball: Ball) -> str:
    word, title = shorten(turn_of(ball).what), shorten(ball.of.title)
    amount = "" if ball.amount_fen is None else format_yuan(ball.amount_fen)
    until = f",{day_words(ball.until)}前" if ball.until else ""
    return DIGEST_LINE.format(word=word, title=title, amount=amount, until=until)
