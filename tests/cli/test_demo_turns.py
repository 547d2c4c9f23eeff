"""The demo city: whatever it holds, sentence, row, message and possible act agree for everybody."""

from collections import defaultdict
from random import Random
from uuid import UUID

import pytest

from cairong.cases.ball import Ball
from cairong.cases.balls import balls_in, with_proposals
from cairong.cases.desk import all_waiting, waiting_for, waits_itself
from cairong.cases.proposals import waiting_about
from cairong.contracts.models import Contract
from cairong.driving.demo.facts import CITY
from cairong.kernel.actor import BUREAU, Actor, Channel, system
from cairong.outreach.models import Message
from cairong.parties.models import Account, Proposal
from cairong.parties.reads import actor_of
from cases.agreeing import Asked, Turns, by_message, by_possible, by_sentence, on_page, turns
from support.seeds import SEED

pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.xdist_group("demo")]
PAGES = 30


@pytest.fixture(scope="module")
def actors(built) -> list[Actor]:
    found = Account.objects.exclude(mandate=None).select_related("mandate__organisation")
    return [actor_of(one.mandate, channel=Channel.WEB) for one in found.order_by("pk")]


@pytest.fixture(scope="module")
def rows(built, actors) -> dict[Actor, list[Ball]]:
    return {one: all_waiting(one, now=built) for one in actors}


def test_headline_counts_are_the_rows_and_pages_give_each_once(built, actors, rows):
    for actor in actors:
        today, balls = built.date(), rows[actor]
        first = waiting_for(actor, now=built)
        days = [one.until for one in balls if one.until]
        assert first.total == len(balls), actor.role
        assert first.overdue == sum(day < today for day in days)
        assert first.today == sum(day == today for day in days)
        pages = (waiting_for(actor, now=built, page=at + 1) for at in range(min(first.last, 4)))
        listed = [one.key for page in pages for one in page.balls]
        assert listed == [one.key for one in balls][: len(listed)]
    assert any(len(balls) > 20 for balls in rows.values())


def test_every_case_is_told_the_same_to_everybody(built, actors, rows):
    listed: dict[UUID | None, dict[Actor, Turns]] = defaultdict(lambda: defaultdict(set))
    for actor, balls in rows.items():
        for ball in balls if waits_itself(actor) else []:
            if ball.thing != "duty":
                listed[ball.of.contract_id][actor] |= turns([ball])
    told = defaultdict(list)
    for one in Message.objects.exclude(turns=[]).select_related("event"):
        for about in set(one.event.about):
            told[about].append(one)
    wrong, seen = [], set()
    for contract in Contract.objects.filter(sample=False):
        balls = balls_in(system(city=CITY), contract.pk, now=built)
        seen |= {(one.thing, one.place) for one in balls}
        messages = {one.pk: one for pk in (contract.pk, contract.award_id) for one in told[pk]}
        wrong += disagreeing(
            contract, balls, built, actors=actors, listed=listed[contract.pk], told=messages
        )
    assert wrong == []
    assert len(seen) >= 15, seen


def disagreeing(contract, balls, now, *, actors, listed, told) -> list[str]:
    waiting = Proposal.objects.filter(state="waiting", about__contains=[contract.pk])
    proposing = set(waiting.values_list("organisation", flat=True))
    subjects, wrong = (
        {one.subject_id for one in balls} | set(waiting.values_list("pk", flat=True)),
        [],
    )
    for actor in actors:
        mine = waiting_about(actor, [contract.pk]) if actor.organisation_id in proposing else []
        held = with_proposals(actor, balls, mine)
        asked = Asked(contract=contract, now=now, balls=held, told=list(told.values()))
        if actor.role in BUREAU and not actor.whole_city and actor.region != contract.region:
            asked = Asked(contract=contract, now=now)  # it cannot open the case
        of_case = {one for one in by_message(actor, asked) if one[0] in subjects}
        said = {"sentence": by_sentence(actor, asked), "row": listed[actor], "message": of_case,
                "possible": by_possible(actor, asked)}  # fmt: skip
        if any(one != said["sentence"] for one in said.values()):
            wrong.append(f"{contract.no} {actor.role} {actor.organisation_name} {said}")
    return wrong


def test_pages_drawn_at_random_say_what_stands_in_the_desk(built, actors):
    draw = Random(SEED)  # noqa: S311
    contracts = list(Contract.objects.filter(sample=False).order_by("pk"))
    for _ in range(PAGES):
        said, listed = on_page(draw.choice(actors), draw.choice(contracts), built)
        assert said == listed
