"""Who holds the ball: one thing that has to be moved on, by whom, until when, proposed by whom.

The sentence on the page of a case, the row of 待办, the message and what can be done are all made
of the same balls. What an organisation's officer has proposed to its second person is known to
that organisation alone; to all others the ball lies with the organisation.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cairong.cases import sources, statements
from cairong.cases.accounts import LockTerms, terms_of
from cairong.cases.ball import Ball, Subject
from cairong.cases.places import PLACES, Place
from cairong.cases.proposals import Proposed, waiting_about
from cairong.clocks.models import Duty
from cairong.clocks.reads import Deadline, deadline_of
from cairong.kernel.actor import BUREAU, Actor, Role, system
from cairong.kernel.calendar import day_of
from cairong.kernel.states import State
from cairong.lending import disputes, elsewhere, overdues
from cairong.lending import reads as lending
from cairong.parties.states import PROPOSAL
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import DUTIES
from cairong.rulebook.reads import calendar_of
from cairong.treasury import reads as treasury

BUREAU_NAME, DUTY = "财政部门", "duty"
FIRST_THINGS = ("award", "claim")  # what can wait before there is a contract
THESE = "SELECT * FROM clocks_duty WHERE id = ANY(%s)"
UNLOCKED = {("offer", "accepted"), ("offer", "other_lock")}  # as read without terms


def balls_of(actor: Actor, contract_id: UUID, *, now: datetime) -> list[Ball]:
    """List every ball of a contract that an actor may see, the one that blocks the rest first."""
    found = balls_in(actor, contract_id, now=now)
    return with_proposals(actor, found, waiting_about(actor, [contract_id]))


def balls_in(
    actor: Actor, contract_id: UUID, *, now: datetime, seen: Collection[UUID] | None = None
) -> list[Ball]:
    """List the balls of a contract that an actor may see, whoever has proposed what.

    `seen` names the records it may see, where they have been read.
    """
    found = _read(actor, statements.in_case(), now=now, contracts=[contract_id])
    return made_of(actor, _foremost(_seen(actor, found, seen)), now=now)


def balls_on(
    actor: Actor,
    things: Collection[str],
    records: Collection[UUID],
    *,
    now: datetime,
    seen: Collection[UUID] | None = None,
) -> list[Ball]:
    """List what each of these records, of these kinds, waits for, whatever that is a ball of."""
    found = _read(actor, statements.of_records(things), now=now, records=list(records))
    return made_of(actor, _seen(actor, found, seen), now=now)


def balls_to_tell(
    actor: Actor, contracts: Collection[UUID], records: Collection[UUID], *, now: datetime
) -> list[Ball]:
    """List the balls of contracts, and of the awards and claims among records, for the system.

    Whoever is told reads the day alone, so no days are counted.
    """
    statement = statements.to_tell(FIRST_THINGS)
    if not contracts:
        statement = statements.of_records(FIRST_THINGS)
    found = _read(actor, statement, now=now, contracts=list(contracts), records=list(records))
    return [_ball(row, _by_day(row, day_of(now))) for row in _foremost(found)]


def with_proposals(
    actor: Actor, balls: Iterable[Ball], proposals: Iterable[Proposed]
) -> list[Ball]:
    """Give each ball the proposal that takes it on; those that take on none stand first, alone."""
    held, alone = list(balls), list[Ball]()
    for proposal in proposals:
        under = [
            at for at, ball in enumerate(held) if proposal.takes_on(ball.acts, ball.subject_id)
        ]
        free = next((at for at in under if held[at].proposal is None), None)
        if free is not None:
            held[free] = replace(held[free], proposal=proposal)
        elif under:
            alone.append(replace(held[under[0]], proposal=proposal))
        else:
            alone.append(ball_alone(actor, proposal, held[0].of if held else Subject()))
    return [*alone, *held]


def ball_alone(actor: Actor, proposal: Proposed, of: Subject) -> Ball:
    """Make a ball of a proposal that takes on nothing that waits already."""
    return Ball(
        thing="proposal",
        place=proposal.state,
        subject_id=proposal.id,
        of=of,
        state=replace(PROPOSAL.states["waiting"], holder=proposal.approves),
        organisation_id=actor.organisation_id,
        organisation=actor.organisation_name,
        since=proposal.prepared_at,
        proposal=proposal,
    )


def timed(branches: str, places: Iterable[Place] = PLACES.values()) -> str:
    """Write what joins rows of things with their places, and with the duties that hang on them.

    Rows in none of these `places` are left out.

    Duties are found by what they hang on (OFFSET 0 keeps the rest out of that search): by their
    holder all that a desk has to do would be looked through for each row.
    """
    placed = _placed(frozenset((each.thing, each.key) for each in places))
    return f"""
        SELECT b.*, p.rank, p.role, p.acts, d.id AS duty_id,
            coalesce(d.due_on, b.lapses_on) AS until
        FROM ({branches}) b
        JOIN (VALUES {placed}) p(thing, place, rank, role, acts, duties)
            ON p.thing = b.thing AND p.place = b.place
        LEFT JOIN LATERAL (
            SELECT d.id, d.due_on
            FROM (SELECT * FROM clocks_duty WHERE subject_id = ANY(b.parts) OFFSET 0) d
            WHERE d.kind = ANY(p.duties) AND d.holder_role = p.role
                AND d.state IN ('running', 'paused')
            ORDER BY array_position(p.duties, d.kind::text), d.due_on LIMIT 1
        ) d ON TRUE"""


def read_rows(
    statement: str, actor: Actor, terms: LockTerms, *, now: datetime, **given: Any
) -> list[dict[str, Any]]:
    """Run a statement made of sources, with what each of them may ask for."""
    asked = {
        "city": actor.city,
        "own": actor.organisation_id,
        "region": actor.region,
        "today": day_of(now),
        **terms.written(),
        **given,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _read(actor: Actor, branches: str, *, now: datetime, **given: Any) -> list[dict[str, Any]]:
    """Read the balls of some records; once more with the terms of offers under no lock, if any."""
    statement = f"""
        SELECT w.*, {sources.SUPPLIERS}, decider.bureau_id, decider.bureau
        FROM ({timed(branches)}) w {sources.DECIDING}
        ORDER BY w.rank, w.since, w.id"""
    rows = read_rows(statement, actor, LockTerms(), now=now, **given)
    unlocked = [row["id"] for row in rows if (row["thing"], row["place"]) in UNLOCKED]
    if not unlocked:
        return rows
    terms = terms_of(system(city=actor.city), unlocked)
    return read_rows(statement, actor, terms, now=now, **given)


def _foremost(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what waits for something else of its contract that is seen."""
    listed = [(row, _place(row).behind) for row in rows]
    seen = {(row["contract_id"], row["thing"]) for row, behind in listed if not behind}
    return [
        row
        for row, behind in listed
        if seen.isdisjoint((row["contract_id"], thing) for thing in behind)
    ]


def made_of(actor: Actor, rows: Iterable[Mapping[str, Any]], *, now: datetime) -> list[Ball]:
    """Make balls of rows, each with its deadline; one statement reads the duties."""
    listed, today = list(rows), day_of(now)
    ids = [row["duty_id"] for row in listed if row["duty_id"]]
    duties = {duty.pk: duty for duty in Duty.objects.raw(THESE, [ids])} if ids else {}
    calendar = calendar_of(actor.city) if duties else CALENDAR
    deadlines = {
        pk: deadline_of(duty, today=today, calendar=calendar) for pk, duty in duties.items()
    }
    return [_ball(row, deadlines.get(row["duty_id"]) or _by_day(row, today)) for row in listed]


def _by_day(row: Mapping[str, Any], today: date) -> Deadline | None:
    """Show the day until which a thing waits, on which it lapses if by no duty, as its deadline."""
    due, place = row["until"], _place(row)
    if due is None:
        return None
    return Deadline(
        due=due,
        today=today,
        days_left=(due - today).days,
        unit="calendar",
        obligation=place.state.obligation,
        word=place.word or place.state.awaits,
    )


def _ball(row: Mapping[str, Any], deadline: Deadline | None) -> Ball:
    place = _place(row)
    holder = place.state.holder
    party = sources.HOLDERS.get(holder) if holder else None
    if holder in BUREAU:
        party, name = "bureau_id", row["bureau"] or BUREAU_NAME
    else:
        name = (row[party[:-3]] or "") if party else ""
    return Ball(
        thing=row["thing"],
        place=row["place"],
        subject_id=row["id"],
        of=Subject(
            contract_id=row["contract_id"],
            award_id=row["award_id"],
            no=row["no"],
            title=row["title"],
            purchaser=row["purchaser"],
            supplier=row["suppliers"] or "",
            institution=row["institution"],
            region=row["region"] or "",
        ),
        state=place.state,
        word=place.word,
        ref=row["ref"],
        acts=place.acts,
        organisation_id=row[party] if party else None,
        organisation=name,
        amount_fen=row["amount_fen"],
        since=row["since"],
        deadline=deadline,
    )


SEEN: Mapping[str, Callable[[Actor], QuerySet[Any]]] = {
    "payment": treasury.payments_for,
    "lock": treasury.locks_for,
    "change": treasury.changes_for,
    "opening": treasury.openings_for,
    "receivable": treasury.receivables_for,
    "application": lending.applications_of,
    "offer": lending.offers_of,
    "loan": lending.loans_of,
    "start": disputes.starts_of,
    "outside": elsewhere.outsides_of,
    "overdue": overdues.overdues_of,
}


def _place(row: Mapping[str, Any]) -> Place:
    """Find the place of a row; a duty that hangs on no place is one by itself."""
    if row["thing"] != DUTY:
        return PLACES[row["thing"], row["place"]]
    kind = DUTIES[row["place"]]
    state = State(
        word=kind.word, holder=Role(row["role"]), awaits=kind.word, obligation=kind.obligation
    )
    return Place(thing=DUTY, key=kind.code, state=state, word=kind.word, acts=(kind.code,))


def _seen(
    actor: Actor, rows: list[dict[str, Any]], seen: Collection[UUID] | None
) -> list[dict[str, Any]]:
    """Keep what may be seen; who may see a contract or award sees what it waits for."""
    known = _may_see(actor, rows) if seen is None else seen
    return [row for row in rows if row["thing"] not in SEEN or row["id"] in known]


def _may_see(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> set[UUID]:
    """Name the records that an actor may see, by the access functions of their rooms."""
    ids = {thing: [row["id"] for row in rows if row["thing"] == thing] for thing in SEEN}
    if actor.role is Role.SYSTEM:
        return {pk for listed in ids.values() for pk in listed}
    asked = [
        may_see(actor).filter(pk__in=ids[thing]).order_by().values_list("pk")
        for thing, may_see in SEEN.items()
        if ids[thing]
    ]
    first, *others = asked or [Duty.objects.none().values_list("pk")]
    return {pk for (pk,) in first.union(*others)}


@cache
def _placed(wanted: frozenset[tuple[str, str]]) -> str:
    lines = []
    for rank, ((thing, key), place) in enumerate(PLACES.items()):
        if (thing, key) not in wanted:
            continue
        acts, duties = (_array(names) for names in (place.acts, place.duties))
        role = f"'{place.state.holder.value}'" if place.state.holder else "NULL"
        lines.append(f"('{thing}', '{key}', {rank}, {role}, {acts}, {duties})")
    return ", ".join(lines)


def _array(names: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(repr(name) for name in names)}]::text[]"
