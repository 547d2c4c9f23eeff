"""待办: what waits for an actor, made of the balls it holds, overdue first, then what ends first.

Besides the balls there are duties that hang on no ball, so that none is ever lost, and what waits
for the actor as the second person, with the deadline of what stands under it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from cairong.cases import sources, statements
from cairong.cases.accounts import LockTerms, lock_terms
from cairong.cases.ball import Ball, Subject
from cairong.cases.balls import ball_alone, balls_on, made_of, read_rows, timed
from cairong.cases.places import PLACES, Place
from cairong.cases.proposals import any_waiting, facts_of
from cairong.cases.sources import COLUMNS, DECIDING, SUPPLIERS
from cairong.cases.turns import places_of
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import BUREAU, INSTITUTION, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import day_of
from cairong.parties.four_eyes import proposals_for, proposals_to_decide
from cairong.policy.duties import DUTIES, SIDED

PER_PAGE = 20
LATER = date.max
OWN_OFFERS = {Role.SUPPLIER: "intent__supplier", **dict.fromkeys(INSTITUTION, "institution")}
WAITING = ("thing", "place", "id", *COLUMNS, "rank", "role", "acts", "duty_id", "until")
OF_CONTRACT = ("pk", "no", "title", "purchaser_name")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One page of what waits for an actor; the counts are over all pages.

    `possible` says whether anything can ever wait; `mine` whether it waits for the actor itself, or
    for the colleagues it looks after.
    """

    balls: list[Ball]
    total: int = 0
    overdue: int = 0
    today: int = 0
    number: int = 1
    last: int = 1
    possible: bool = True
    mine: bool = True


def waiting_for(actor: Actor, *, now: datetime, page: int = 1) -> Waiting:
    """List a page of what waits for an actor; past the end, the last page.

    What waits for a second person is read whole, and of the rest as much as the page can need.
    """
    desk = _desk(actor)
    if not desk.places and not desk.kinds and desk.approves is None:
        return Waiting(balls=[], possible=False)
    proposed = _to_decide(actor, desk, now=now)
    first = 0 if proposed else (page - 1) * PER_PAGE
    rows = _held(actor, desk, now=now, first=first, most=page * PER_PAGE - first)
    if not rows and first:
        total = sum(each["total"] for each in _held(actor, desk, now=now, first=0, most=1))
        first = max(0, -(-total // PER_PAGE) - 1) * PER_PAGE
        rows = _held(actor, desk, now=now, first=first, most=PER_PAGE)
    counts = rows[0] if rows else {"total": 0, "overdue": 0, "due_today": 0}
    balls, today = _in_order([*made_of(actor, rows, now=now), *proposed], now), day_of(now)
    total = counts["total"] + len(proposed)
    last = max(1, -(-total // PER_PAGE))
    number = min(page, last)
    begin = (number - 1) * PER_PAGE - first
    return Waiting(
        balls=balls[begin : begin + PER_PAGE],
        total=total,
        overdue=counts["overdue"] + sum(1 for each in proposed if (each.until or LATER) < today),
        today=counts["due_today"] + sum(1 for each in proposed if each.until == today),
        number=number,
        last=last,
        mine=desk.mine,
    )


def waits_itself(actor: Actor) -> bool:
    """Whether what an actor's desk lists waits for the actor, not for colleagues.

    A manager looks after its officers; whoever was renewed lately decides nothing for a day.
    """
    return actor.role is not Role.INSTITUTION_MANAGER and not actor.rests


def all_waiting(actor: Actor, *, now: datetime) -> list[Ball]:
    """List all that waits for an actor."""
    desk = _desk(actor)
    rows = _held(actor, desk, now=now)
    return _in_order([*made_of(actor, rows, now=now), *_to_decide(actor, desk, now=now)], now)


def kinds_at(actor: Actor) -> dict[str, str]:
    """Name what can wait at an actor's desk, by the act that is awaited."""
    desk = _desk(actor)
    hanging = {kind for place in desk.places for kind in place.duties}
    acts = {place.acts[0]: place.word for place in desk.places}
    return acts | {kind: DUTIES[kind].word for kind in desk.kinds if kind not in hanging}


@dataclass(frozen=True)
class _Desk:
    """What can wait at a desk: in which places, by which duties, and for whose approval."""

    places: tuple[Place, ...]
    kinds: tuple[str, ...]
    approves: Role | None
    roles: frozenset[Role]
    mine: bool = True


def _desk(actor: Actor) -> _Desk:
    """Say what can wait for an actor; for a manager, what waits for its officers besides."""
    role, mine = actor.role, waits_itself(actor)
    second: Role | None = role
    if role is Role.INSTITUTION_MANAGER:
        role, second = Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER
    places = places_of(role)
    of_places = {kind for place in places for kind in place.duties}
    kinds = tuple(
        key
        for key, duty in DUTIES.items()
        if {role, actor.role} & {duty.holder, *duty.also} or key in of_places
    )
    if all(act.approves != second for act in ACTS.values()):
        second = None
    return _Desk(places, kinds, second, frozenset({role, actor.role}), mine)


def _in_order(balls: Iterable[Ball], now: datetime) -> list[Ball]:
    return sorted(balls, key=lambda ball: (ball.until or LATER, ball.since or now))


def _held(
    actor: Actor, desk: _Desk, *, now: datetime, first: int = 0, most: int | None = None
) -> list[dict[str, Any]]:
    """Read the balls of a desk that nobody has proposed to move yet, and duties without a ball."""
    parts = [_of_places(desk.places, actor)] if desk.places else []
    if desk.kinds:
        parts.append(_without_ball(desk.kinds, actor, desk.roles))
    if not parts:
        return []
    statement = f"""
        WITH waiting ({", ".join(WAITING)}) AS ({" UNION ALL ".join(parts)}), shown AS (
            SELECT w.*, count(*) OVER () AS total,
                count(*) FILTER (WHERE w.until < %(today)s) OVER () AS overdue,
                count(*) FILTER (WHERE w.until = %(today)s) OVER () AS due_today
            FROM waiting w ORDER BY w.until NULLS LAST, w.since, w.id
            LIMIT {most or "ALL"} OFFSET {first}
        )
        SELECT w.*, {SUPPLIERS}, decider.bureau_id, decider.bureau FROM shown w {DECIDING}
        ORDER BY w.until NULLS LAST, w.since, w.id"""
    own = OWN_OFFERS.get(actor.role)
    terms = lock_terms(actor, Q(**{own: actor.organisation_id})) if own else LockTerms()
    return read_rows(statement, actor, terms, now=now)


def _of_places(places: Sequence[Place], actor: Actor) -> str:
    region = "" if actor.whole_city else " AND q.region = %(region)s"
    return f"""
        {timed(statements.held_at(places, whole_city=actor.whole_city), places)}
        WHERE NOT EXISTS (
            SELECT 1 FROM parties_proposal q
            WHERE q.city_id = %(city)s AND q.organisation_id = %(own)s AND q.state = 'waiting'
                AND q.act = ANY(p.acts) AND b.id = ANY(q.about){region}
        )"""


def _without_ball(kinds: Collection[str], actor: Actor, roles: Collection[Role]) -> str:
    """Write what finds the open duties of these kinds that hang on nothing that waits.

    One that may lie with several sides is the desk's whose it is.
    """
    if actor.role in BUREAU:
        own = f"({statements.duty_decided_here()})"
        own += "" if actor.whole_city else " AND d.region IN (%(region)s, '')"
    else:
        own = f"d.holder_organisation_id = {statements.OWN_LINE}"
    mine = sources.listed(sorted(roles))
    sided = f"(d.kind NOT IN ({sources.listed(SIDED)}) OR d.holder_role IN ({mine}))"
    hang = " OR ".join(
        f"(d.kind = '{kind}' AND ({statements.standing(kind)}))" for kind in kinds if kind != "pay"
    )
    return f"""
        SELECT 'duty', d.kind, d.subject_id, c.id, a.id, coalesce(c.no, a.no, ''),
            coalesce(c.title, a.title, d.title),
            coalesce(c.purchaser_id, a.purchaser_id),
            coalesce(c.purchaser_name, a.purchaser_name, ''), n.supplier_id, coalesce(s.name, ''),
            parties_living(d.holder_organisation_id), '', coalesce(n.no, ''), n.amount_fen,
            d.region,
            {statements.DUTY_OF}, d.start_on::timestamptz, NULL::date, ARRAY[d.subject_id],
            {len(PLACES)}, d.holder_role, ARRAY[d.kind::text], d.id, d.due_on
        FROM clocks_duty d
        LEFT JOIN lending_application l ON l.id = d.subject_id
        LEFT JOIN lending_intent n ON n.id = l.intent_id
        LEFT JOIN parties_organisation s ON s.id = n.supplier_id
        LEFT JOIN LATERAL (
            SELECT x.* FROM contracts_contract x WHERE x.id = ANY(d.about || n.contract_id) LIMIT 1
        ) c ON TRUE
        LEFT JOIN LATERAL (
            SELECT x.* FROM contracts_award x WHERE x.id = ANY(d.about || n.award_id) LIMIT 1
        ) a ON TRUE
        WHERE d.city_id = %(city)s AND d.state IN ('running', 'paused')
            AND d.kind IN ({sources.listed(kinds)}) AND d.kind <> 'pay' AND {own}
            AND {sided}
            AND NOT ({hang or "FALSE"})"""


def _to_decide(actor: Actor, desk: _Desk, *, now: datetime) -> list[Ball]:
    """List what waits for a second person, each with what stands under it."""
    if desk.approves is None or not any_waiting(actor):
        return []
    if desk.mine:
        found = proposals_to_decide(actor)
    else:
        found = proposals_for(actor).filter(state="waiting", approves=desk.approves)
    proposals = [facts_of(each, mine=desk.mine) for each in found.select_related("prepared_by")]
    records = {pk for proposal in proposals for pk in proposal.about}
    acts = {proposal.act for proposal in proposals}
    things = {place.thing for place in PLACES.values() if acts.intersection(place.acts)}
    under = balls_on(actor, things, records, now=now, seen=records) if things else []
    cases = _subjects(records) if records else {}
    balls = list[Ball]()
    for proposal in proposals:
        stands = [ball for ball in under if proposal.takes_on(ball.acts, ball.subject_id)]
        subject = next((cases[pk] for pk in proposal.about if pk in cases), Subject())
        held = (
            replace(stands[0], proposal=proposal)
            if stands
            else ball_alone(actor, proposal, subject)
        )
        balls.append(held)
    return balls


def _subjects(records: Iterable[UUID]) -> dict[UUID, Subject]:
    """Name the contracts and awards among records."""
    ids, named = list(records), dict[UUID, Subject]()
    for model, key in ((Contract, "contract_id"), (Award, "award_id")):
        for pk, no, title, purchaser in model.objects.filter(pk__in=ids).values_list(*OF_CONTRACT):
            named[pk] = Subject(no=no, title=title, purchaser=purchaser, **{key: pk})
    return named
