"""Whose turn it is, asked in four ways that have to agree: sentence, row, message, possible act."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.balls import balls_in, balls_of, with_proposals
from cairong.cases.case import case_for
from cairong.cases.desk import all_waiting, waits_itself
from cairong.cases.possible import possible, possible_of
from cairong.cases.proposals import waiting_about
from cairong.cases.records import Records
from cairong.cases.turns import waits_for
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor, system
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Message
from cairong.parties.models import Proposal

Turns = set[tuple[UUID, str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every actor's readings of one contract at one moment are made of."""

    contract: Contract
    now: datetime
    balls: list[Ball] = field(default_factory=list)
    told: list[Message] = field(default_factory=list)


Reading = Callable[[Actor, Asked], Turns]


def turns(balls: Iterable[Ball]) -> Turns:
    return {(one.subject_id, one.act) for one in balls}


def by_sentence(actor: Actor, asked: Asked) -> Turns:
    """What the page of the case calls 等我做."""
    return turns(one for one in asked.balls if waits_for(actor, one))


def by_row(actor: Actor, asked: Asked) -> Turns:
    """What stands in 待办 for the contract."""
    found = all_waiting(actor, now=asked.now) if waits_itself(actor) else []
    contract = asked.contract.pk
    return turns(one for one in found if one.of.contract_id == contract and one.thing != "duty")


def by_possible(actor: Actor, asked: Asked) -> Turns:
    """What the case offers to do of what it says is awaited."""
    acts = possible(actor, asked.balls, nothing_on(asked.contract))
    return turns(one for one in asked.balls if one.act and possible_of(one) in acts)


def by_message(actor: Actor, asked: Asked) -> Turns:
    """What the inbox says is the actor's turn, of the contract."""
    seat = actor.organisation_id, actor.role
    mine = (
        one
        for one in asked.told
        if (one.organisation_id, one.role) == seat
        and (actor.whole_city or one.region in {"", actor.region})
    )
    keys = (key.split() for one in mine for key in one.turns)
    return {(UUID(subject), act) for subject, act in keys}


READINGS: Mapping[str, Reading] = {
    "sentence": by_sentence,
    "row": by_row,
    "possible": by_possible,
    "message": by_message,
}


def disagreements(actors: Iterable[Actor], contract: Contract, now: datetime) -> list[str]:
    """Say where readings of a contract differ for an actor, and what waits that is nobody's."""
    found, taken = list[str](), Turns()
    shared = balls_in(system(city=contract.city_id), contract.pk, now=now)
    told, proposing = told_of(contract), proposers(contract)
    for actor in actors:
        mine = waiting_about(actor, [contract.pk]) if actor.organisation_id in proposing else []
        balls = with_proposals(actor, shared, mine)
        asked = Asked(contract=contract, now=now, balls=balls, told=told)
        said = {name: read(actor, asked) for name, read in READINGS.items()}
        taken |= said["sentence"]
        found += [
            f"{actor.role} {actor.organisation_name}: sentence {said['sentence']}, {name} {turn}"
            for name, turn in said.items()
            if turn != said["sentence"]
        ]
    return [*found, *_nobodys(shared, taken)]


def told_of(contract: Contract) -> list[Message]:
    """List the messages about a contract that tell of a turn."""
    about = [contract.pk, contract.award_id]
    return list(Message.objects.filter(event__about__overlap=about).exclude(turns=[]))


def proposers(contract: Contract) -> set[UUID]:
    """Name the organisations that have proposed something about a contract."""
    waiting = Proposal.objects.filter(state="waiting", about__contains=[contract.pk])
    return set(waiting.values_list("organisation", flat=True))


def on_page(actor: Actor, contract: Contract, now: datetime) -> tuple[Turns, Turns]:
    """What a whole case says waits for an actor, and what stands in its 待办.

    Nothing waits for whoever cannot open the case.
    """
    try:
        case = case_for(actor, contract.pk, now=now)
    except NotFound:
        return set(), by_row(actor, Asked(contract=contract, now=now))
    asked = Asked(contract=contract, now=now, balls=balls_of(actor, contract.pk, now=now))
    assert case.balls == asked.balls
    assert turns(one for one in case.balls if possible_of(one) in case.acts) == by_sentence(
        actor, asked
    )
    return by_sentence(actor, asked), by_row(actor, asked)


def _nobodys(balls: Collection[Ball], taken: Turns) -> list[str]:
    """Find what waits for somebody and is in nobody's 待办, proposed or not."""
    subjects = {subject for subject, _ in taken}
    return [
        f"{one.thing} {one.place} waits for nobody"
        for one in balls
        if one.acts and one.state.holder and one.subject_id not in subjects
    ]


def nothing_on(contract: Contract) -> Records:
    """A contract without its records: what waits is possible all the same."""
    return Records(
        contract=contract, receivables=[], acceptances=[], payments=[], locks=[], changes=[],
        openings=[], intents=[], applications=[], offers=[], loans=[], overdues=[],
        starts=[], outsides=[],
    )  # fmt: skip
