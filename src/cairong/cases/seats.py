"""Whose inbox a ball belongs to: every organisation, role and region that it waits for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.balls import balls_in, balls_on, with_proposals
from cairong.cases.places import PLACES
from cairong.cases.proposals import Proposed, facts_of
from cairong.cases.turns import may_begin
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.acts import act_words
from cairong.outreach.sentences import Turn
from cairong.parties.models import Organisation, Proposal
from cairong.parties.reads import the_only

FIRST_THINGS = ("award", "claim")
FIRST_ACTS = frozenset(
    act for place in PLACES.values() if place.thing in FIRST_THINGS for act in place.acts
)


class Seat(NamedTuple):
    """One inbox: what it gets is read by all who hold the role in the organisation (and region)."""

    organisation_id: UUID
    role: Role
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """What an event is about, with all records of the case it belongs to.

    `itself` are award and contracts, by which every event of the case names it. Of an event about
    several awards (an import) no contract is looked at, and no title is its own.
    """

    about: tuple[UUID, ...]
    itself: tuple[UUID, ...] = ()
    contracts: tuple[UUID, ...] = ()
    title: str = ""


def concerned_by(about: Iterable[UUID]) -> Concerned | None:
    """Find the case an event is about, and keep every other delivery from telling it meanwhile.

    None where it is about nothing.
    """
    named = tuple(about)
    signed = Contract.objects.filter(pk__in=named).values("award")
    awards = Award.objects.filter(pk__in=named) | Award.objects.filter(pk__in=signed)
    locked = awards.order_by("pk").select_for_update(of=("self",), no_key=True)
    found = dict(locked.values_list("pk", "title")) if named else {}
    if not named or len(found) > 1:
        return Concerned(about=tuple({*named, *found})) if named else None
    rows = Contract.objects.filter(award__in=found).order_by("pk").values_list("pk", "title")
    contracts = dict(rows) if found else {}
    title = next(reversed([*found.values(), *contracts.values()]), "")
    return Concerned(
        about=tuple({*named, *found, *contracts}),
        itself=(*found, *contracts),
        contracts=tuple(contracts),
        title=title,
    )


def turns_now(actor: Actor, case: Concerned, *, now: datetime) -> dict[Seat, dict[str, Ball]]:
    """Say for every inbox which balls of a case wait for it, each by its key."""
    seats: dict[Seat, dict[str, Ball]] = defaultdict(dict)
    balls = _balls(actor, case, now)
    proposed = _proposed(case)
    taken = set()
    for organisation, proposals in proposed.items():
        holder = replace(actor, organisation_id=organisation)
        for ball in with_proposals(holder, balls, proposals):
            if ball.proposal is not None:
                seat = Seat(organisation, ball.proposal.approves, ball.proposal.region)
                seats[seat][ball.key] = ball
                taken.add((ball.thing, ball.subject_id))
    for ball in balls:
        if ball.act and (ball.thing, ball.subject_id) not in taken:
            for seat in _seats(actor, ball):
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


def _balls(actor: Actor, case: Concerned, now: datetime) -> list[Ball]:
    """List the balls of a case, whoever has proposed what."""
    found = [ball for contract in case.contracts for ball in balls_in(actor, contract, now=now)]
    others = [each for each in case.about if each not in case.contracts]
    if others:
        found += balls_on(actor, FIRST_THINGS, others, now=now)
    return list({(each.thing, each.subject_id): each for each in found}.values())


def _proposed(case: Concerned) -> dict[UUID, list[Proposed]]:
    """List what waits for a second person, by the organisation that proposed it."""
    listed: dict[UUID, list[Proposed]] = defaultdict(list)
    rows = Proposal.objects.filter(state="waiting", about__overlap=list(case.about))
    for row in rows.select_related("prepared_by").order_by("prepared_at", "pk"):
        listed[row.organisation_id].append(facts_of(row))
    return listed


def _seats(actor: Actor, ball: Ball) -> Collection[Seat]:
    holder = ball.state.holder
    assert holder is not None
    roles = may_begin(holder, ball.act)
    if holder in BUREAU:
        bureau = the_only(actor.city, Organisation.Kind.BUREAU).pk
        return [Seat(bureau, role, ball.of.region) for role in sorted(roles & BUREAU)]
    if ball.organisation_id is None:
        return ()
    return [Seat(ball.organisation_id, role) for role in sorted(roles)]
