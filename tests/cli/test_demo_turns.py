"""The demo city: headline counts are the rows, and case pages say what the desks say."""

from random import Random

import pytest

from cairong.cases.ball import Ball
from cairong.cases.desk import all_waiting, waiting_for
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor, Channel
from cairong.parties.models import Account
from cairong.parties.reads import actor_of
from cases.agreeing import on_page
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


def test_pages_drawn_at_random_say_what_stands_in_the_desk(built, actors):
    draw = Random(SEED)  # noqa: S311
    contracts = list(Contract.objects.filter(sample=False).order_by("pk"))
    for _ in range(PAGES):
        said, listed = on_page(draw.choice(actors), draw.choice(contracts), built)
        assert said == listed
