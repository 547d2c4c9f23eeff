"""Ranked by distribution: what the league counts is what its rows say, one by one. 三(一)-2"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest

from cairong.clocks.models import Duty, Mark
from cairong.clocks.reads import verdict_of
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import days_between
from cairong.oversight.league import FEW, LEAGUES, Standing, league, ranked
from cairong.parties.reads import the_only
from cairong.policy.duties import DUTIES, Agreed
from cairong.rulebook.reads import calendar_of
from support.seeds import SEED
from support.staging import staged
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
NOW, TODAY = at("2026-04-20 10:00"), date(2026, 4, 20)
REGIONS = (CITY, COUNTY, "410327")


@staged
def drawn(town: Town) -> Town:
    """Duties of four kinds and six holders, done in time or late, given up, or still open."""
    draw = Random(SEED)  # noqa: S311
    holders = [town.institution(f"银行{n}") for n in range(3)]
    holders += [town.purchaser(f"采购人{n}") for n in range(2)]
    for _ in range(260):
        kind = draw.choice(["decide_application", "pay", "file_contract", "sign_contract"])
        start = TODAY - timedelta(days=draw.randint(0, 200))
        duty = open_duty(
            city=CITY, kind=kind, subject_id=uuid4(), holder=draw.choice([*holders, None]),
            region=draw.choice(REGIONS), title="项目", start_on=start, now=NOW,
            agreed=Agreed(days=draw.randint(1, 40), unit="working") if kind == "pay" else None,
        )  # fmt: skip
        ended = draw.choice([None, Mark.Kind.DONE, Mark.Kind.DONE, Mark.Kind.CANCELLED])
        on = min(TODAY, start + timedelta(days=draw.choice([-1, 0, 1, 3, 9, 20, 45])))
        if ended:
            Mark.objects.create(duty=duty, kind=ended, on=on, at=NOW)
    return town


def by_hand(actor: Actor, year: int, kind: str) -> dict:
    """The same, row by row in plain Python."""
    calendar, found = calendar_of(CITY), {}
    watched = actor.role in (Role.PBOC, Role.REGULATOR)
    for duty in Duty.objects.filter(kind=kind).exclude(holder_organisation=None):
        if actor.region not in (CITY, duty.region):
            continue
        if watched and not duty.holder_role.startswith("institution"):
            continue
        if duty.done_on:
            judged = duty.done_on.year == year
        elif duty.cancelled_on:
            judged = duty.cancelled_on > duty.due_on and duty.due_on.year == year
        else:
            judged = duty.due_on < TODAY and duty.due_on.year == year
        if judged:
            end = duty.done_on or duty.cancelled_on or TODAY
            days = days_between(duty.start_on, end, DUTIES[kind].unit, calendar)
            held = found.setdefault(duty.holder_organisation_id, ([], []))
            held[0].append(max(days - duty.paused_days, 0))
            held[1].append(verdict_of(duty, today=TODAY) == "kept")
    return {
        pk: (len(days), sum(kept), disc(days, 5), disc(days, 9), max(days))
        for pk, (days, kept) in found.items()
    }


def disc(days: list[int], tenth: int) -> int:
    """The first value that so many tenths do not exceed."""
    return sorted(days)[-(-len(days) * tenth // 10) - 1]


def test_every_number_is_what_its_rows_say(drawn: Town):
    bureau = drawn.bureau(Role.PROCUREMENT_OFFICER)
    pboc = drawn.actor(the_only(CITY, "pboc"), Role.PBOC)
    some = 0
    for actor in (bureau, pboc, *(replace(bureau, region=region) for region in REGIONS[1:])):
        for year in (2025, 2026):
            for kind in ("decide_application", "pay", "file_contract", "sign_contract"):
                said = {
                    each.organisation_id: (
                        each.judged, each.kept, each.median, each.p90, each.longest,
                    )
                    for each in league(actor, year, kind, today=TODAY)
                }  # fmt: skip
                assert said == by_hand(actor, year, kind), (actor.role, actor.region, year, kind)
                some += len(said)
    assert some > 40, "there was something to compare"


def test_it_reads_in_three_statements(drawn: Town, django_assert_max_num_queries):
    actor = drawn.bureau(Role.PROCUREMENT_OFFICER)
    with django_assert_max_num_queries(3):
        assert league(actor, 2026, "pay", today=TODAY)


def standing(name: str, judged: int, kept: int, p90: int = 9, median: int = 5) -> Standing:
    return Standing(
        organisation_id=uuid4(), name=name, kind="pay", judged=judged, kept=kept,
        median=median, p90=p90, longest=99,
    )  # fmt: skip


def test_few_cases_bear_no_rank_and_stand_behind():
    given = [
        standing("少", FEW - 1, FEW - 1), standing("慢", 10, 9, 12), standing("快", 10, 9, 8),
        standing("齐甲", 20, 18, 8), standing("差", 10, 2),
    ]  # fmt: skip
    found = [(each.name, each.rank) for each in ranked(given)]
    assert found == [("快", 1), ("齐甲", 1), ("慢", 3), ("差", 4), ("少", None)]


def test_a_share_is_never_rounded_up_to_all():
    assert standing("差一件", 2000, 1999).tenths == 999
    assert standing("全部", 3, 3).tenths == 1000


def test_nothing_judged_is_no_league(town: Town):
    assert league(town.bureau(Role.PROCUREMENT_OFFICER), 2026, "pay", today=TODAY) == []


def test_the_bureaus_own_desks_are_in_no_league():
    assert not {"review_filing", "confirm_lock", "release_payment"} & set(LEAGUES)
    assert next(iter(LEAGUES)) == "decide_application"
