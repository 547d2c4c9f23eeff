"""Whose turn it is, asked in four ways that have to agree: sentence, row, message, possible act."""

from collections.abc import Callable, Collection, Iterable, Mapping
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

Turns = set[tuple[UUID, str]]
Reading = Callable[[Actor, Contract, list[Ball], datetime], Turns]


def turns(balls: Iterable[Ball]) -> Turns:
    return {(one.subject_id, one.act) for one in balls}


def by_sentence(actor: Actor, _: Contract, balls: list[Ball], __: datetime) -> Turns:
    """What the page of the case calls 等我做."""
    return turns(one for one in balls if waits_for(actor, one))


def by_row(actor: Actor, contract: Contract, _: list[Ball], now: datetime) -> Turns:
    """What stands in 待办 for the contract."""
    found = all_waiting(actor, now=now) if waits_itself(actor) else []
    return turns(one for one in found if one.of.contract_id == contract.pk and one.thing != "duty")


def by_possible(actor: Actor, contract: Contract, balls: list[Ball], _: datetime) -> Turns:
    """What the case offers to do of what it says is awaited."""
    acts = possible(actor, balls, nothing_on(contract))
    return turns(one for one in balls if one.act and possible_of(one) in acts)


READINGS: Mapping[str, Reading] = {
    "sentence": by_sentence,
    "row": by_row,
    "possible": by_possible,
}


def disagreements(
    actors: Iterable[Actor],
    contract: Contract,
    now: datetime,
    readings: Mapping[str, Reading] = READINGS,
) -> list[str]:
    """Say where readings of a contract differ for an actor, and what waits that is nobody's."""
    found, taken = list[str](), Turns()
    shared = balls_in(system(city=contract.city_id), contract.pk, now=now)
    for actor in actors:
        if actor.organisation_id is None:
            continue
        balls = with_proposals(actor, shared, waiting_about(actor, [contract.pk]))
        said = {name: read(actor, contract, balls, now) for name, read in readings.items()}
        taken |= said["sentence"]
        found += [
            f"{actor.role} {actor.organisation_name}: sentence {said['sentence']}, {name} {turn}"
            for name, turn in said.items()
            if turn != said["sentence"]
        ]
    return [*found, *_nobodys(shared, taken)]


def on_page(actor: Actor, contract: Contract, now: datetime) -> tuple[Turns, Turns]:
    """What a whole case says waits for an actor, and what stands in its 待办."""
    case = case_for(actor, contract.pk, now=now)
    balls = balls_of(actor, contract.pk, now=now)
    assert case.balls == balls
    return by_sentence(actor, contract, case.balls, now), by_row(actor, contract, balls, now)


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
        intents=[], applications=[], offers=[], loans=[],
    )  # fmt: skip
