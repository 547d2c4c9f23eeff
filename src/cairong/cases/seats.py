"""Whose inbox a ball belongs to: every organisation, role and region that it waits for."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from cairong.audit.models import Event
from cairong.audit.recording import TELL
from cairong.cases.ball import Ball
from cairong.cases.balls import FIRST_THINGS, balls_to_tell, with_proposals
from cairong.cases.places import PLACES
from cairong.cases.proposals import Proposed, facts_of
from cairong.cases.turns import may_begin
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.acts import act_words
from cairong.outreach.sentences import Turn
from cairong.parties.models import Proposal

FIRST_ACTS = frozenset(
    act for place in PLACES.values() if place.thing in FIRST_THINGS for act in place.acts
)
AWARDS = """
    SELECT a.id, a.title FROM contracts_award a
    WHERE a.id = ANY(%(named)s) OR a.id IN (
        SELECT c.award_id FROM contracts_contract c WHERE c.id = ANY(%(named)s)
    )
    ORDER BY a.id FOR NO KEY UPDATE OF a"""
CASE = f"""
    SELECT c.ids, c.title, EXISTS (
        SELECT 1 FROM audit_outbox o JOIN audit_event e ON e.id = o.event_id
        WHERE o.consumer = '{TELL}' AND o.done_at IS NULL AND e.city = %(city)s
            AND e.seq > %(seq)s AND e.about && (%(named)s || c.ids)
    ), EXISTS (
        SELECT 1 FROM parties_proposal p
        WHERE p.state = 'waiting' AND p.about && (%(about)s || c.ids)
    )
    FROM (
        SELECT coalesce(array_agg(c.id ORDER BY c.id), ARRAY[]::uuid[]) AS ids,
            (array_agg(c.title ORDER BY c.id DESC))[1] AS title
        FROM contracts_contract c WHERE c.award_id = ANY(%(award)s)
    ) c"""


class Seat(NamedTuple):
    """One inbox: what it gets is read by all who hold the role in the organisation (and region)."""

    organisation_id: UUID
    role: Role
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """What an event is about, with all records of the case it belongs to.

    Of an event about several awards (an import) no contract is looked at, and no title is its own.
    `later` says that a later event of the case waits to be told, `proposed` that something waits
    for a second person.
    """

    about: tuple[UUID, ...]
    contracts: tuple[UUID, ...] = ()
    title: str = ""
    later: bool = False
    proposed: bool = False


def concerned_by(event: Event) -> Concerned | None:
    """Find the case an event is about, and keep every other delivery from telling it meanwhile.

    None where it is about nothing. Of a case every event names award or contract, by which later
    ones are found; they are looked for once the award is locked.
    """
    named = list(dict.fromkeys(event.about))
    if not named:
        return None
    with connection.cursor() as cursor:
        cursor.execute(AWARDS, {"named": named})
        found = dict(cursor.fetchall())
        award = list(found) if len(found) == 1 else []
        about = tuple({*named, *found})
        cursor.execute(
            CASE,
            {
                "award": award,
                "named": award or list(about),
                "about": list(about),
                "city": event.city,
                "seq": event.seq,
            },
        )
        contracts, title, later, proposed = cursor.fetchone()
    return Concerned(
        about=tuple({*about, *contracts}),
        contracts=tuple(contracts),
        title=title or next((found[pk] for pk in award), ""),
        later=later,
        proposed=proposed,
    )


def turns_now(actor: Actor, case: Concerned, *, now: datetime) -> dict[Seat, dict[str, Ball]]:
    """Say for every inbox which balls of a case wait for it, each by its key."""
    seats: dict[Seat, dict[str, Ball]] = defaultdict(dict)
    balls = balls_to_tell(actor, case.contracts, case.about, now=now)
    taken = set()
    for organisation, proposals in _proposed(case).items():
        holder = replace(actor, organisation_id=organisation)
        for ball in with_proposals(holder, balls, proposals):
            if ball.proposal is not None:
                seat = Seat(organisation, ball.proposal.approves, ball.proposal.region)
                seats[seat][ball.key] = ball
                taken.add((ball.thing, ball.subject_id))
    for ball in balls:
        if ball.act and (ball.thing, ball.subject_id) not in taken:
            for seat in _seats(ball):
                seats[seat][ball.key] = ball
    return seats


def turn_of(ball: Ball) -> Turn:
    """Say what is to be done with a ball, as a message says it to its holder."""
    if ball.proposal is not None:
        what = f"复核:{act_words(ball.proposal.act)}"
    else:
        what = f"{ball.word} {ball.ref}".rstrip()
    return Turn(what=what, title=ball.of.title, amount_fen=ball.amount_fen, until=ball.until)


def outside(case: Concerned, key: str) -> bool:
    """Whether a turn (`Ball.key`) is of nothing looked at: of another award, or of no contract."""
    subject, act = key.split()
    return UUID(subject) not in case.about if act in FIRST_ACTS else not case.contracts


def _proposed(case: Concerned) -> dict[UUID, list[Proposed]]:
    """List what waits for a second person, by the organisation that proposed it."""
    listed: dict[UUID, list[Proposed]] = defaultdict(list)
    if case.proposed:
        rows = Proposal.objects.filter(state="waiting", about__overlap=list(case.about))
        for row in rows.select_related("prepared_by").order_by("prepared_at", "pk"):
            listed[row.organisation_id].append(facts_of(row))
    return listed


def _seats(ball: Ball) -> Collection[Seat]:
    holder = ball.state.holder
    assert holder is not None
    roles = may_begin(holder, ball.act)
    if ball.organisation_id is None:
        return ()
    if holder in BUREAU:
        desks = sorted(roles & BUREAU)
        return [Seat(ball.organisation_id, role, ball.of.region) for role in desks]
    return [Seat(ball.organisation_id, role) for role in sorted(roles)]
