"""Each working day at 8:30: what waits for a person, in a few lines, by the channels they chose."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.desk import Waiting, waiting_for, waits_itself
from cairong.cases.seats import turn_of
from cairong.kernel.actor import Actor, Channel
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.outreach.actions.queue_digests import queue_digests
from cairong.outreach.sentences import shorten
from cairong.outreach.steps.telling import Told, open_kinds
from cairong.parties.models import Mandate, Person
from cairong.parties.reads import actor_of
from cairong.policy.catalogue.outreach import DIGEST, DIGEST_LINE, DIGEST_TITLE
from cairong.policy.catalogue.words import day_words
from cairong.rulebook.reads import calendar_of

MOST_LINES = 5


def send_digests(*, actor: Actor, now: datetime) -> int:
    """Queue today's digests of everybody for whom something waits; count them.

    There are none on days of rest. Everything is read first and queued in one act, so that cut
    off it is simply done again.
    """
    today = day_of(now)
    if not open_kinds(actor.city) or calendar_of(actor.city).is_rest(today):
        return 0
    waits = defaultdict[Person, dict[UUID, Waiting]](dict)
    running = Mandate.objects.running(today).select_related("organisation", "person")
    for mandate in running.filter(organisation__city=actor.city, organisation__active=True):
        reader = actor_of(mandate, channel=Channel.JOB)
        waiting = waiting_for(reader, now=now) if waits_itself(reader) else None
        if waiting and waiting.total:
            waits[mandate.person][mandate.pk] = waiting
    told = [_told(person, waiting, today, now) for person, waiting in waits.items()]
    return queue_digests(actor=actor, now=now, told=told)


def _told(person: Person, of: Mapping[UUID, Waiting], today: date, now: datetime) -> Told:
    waits = of.values()
    counts = {
        "total": sum(desk.total for desk in waits),
        "overdue": sum(desk.overdue for desk in waits),
        "today": sum(desk.today for desk in waits),
    }
    balls = [ball for desk in waits for ball in desk.balls]
    balls.sort(key=lambda ball: ball.until or date.max)
    lines = [DIGEST.format(day=day_words(today), **counts), *map(_line, balls[:MOST_LINES])]
    title = DIGEST_TITLE.format(**counts)
    text = "\n".join(lines)
    return Told(person=person, mandates=[*of], moment=now, title=title, text=text, link="/desk/")


def _line(ball: Ball) -> str:
    word, title = shorten(turn_of(ball).what), shorten(ball.of.title)
    amount = "" if ball.amount_fen is None else format_yuan(ball.amount_fen)
    until = f",{day_words(ball.until)}前" if ball.until else ""
    return DIGEST_LINE.format(word=word, title=title, amount=amount, until=until)
