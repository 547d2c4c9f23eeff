"""Every overdue duty is in exactly one holder's inbox, and nothing else is, whoever looks.

CAIRONG_SEED draws the same again; CAIRONG_INBOX_CASES says of how many cases (10,000 in a soak).
三(一)-2
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db.models import Q, QuerySet

from cairong.clocks.models import Duty, Mark
from cairong.clocks.reads import held_by, open_duties
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import OVERSEERS, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight.desk import WATCHED
from cairong.oversight.overdue import Holder, overdue_by_holder
from cairong.parties.reads import the_only
from cairong.policy.duties import DUTIES, QUIET, Agreed
from support.seeds import AGAIN, SEED
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
NOW = at("2025-10-20 10:00")
TODAY = day_of(NOW)
REGIONS = (CITY, COUNTY, "410327", "410329")
LONG = "10000" if os.environ.get("CAIRONG_SOAK") else "300"
CASES = int(os.environ.get("CAIRONG_INBOX_CASES", LONG))
SEEN = sorted(DUTIES.keys() - QUIET)  # what is quiet its own side alone sees


def a_case(town: Town, draw: Random, holders: dict[str, list]) -> Duty:
    """A duty of any kind and side, begun any day, that went on, was done or was given up."""
    kind = draw.choice(SEEN)
    side = DUTIES[kind].holder.value.split("-")[0]
    start = TODAY - timedelta(days=draw.randint(0, 60))
    duty = open_duty(
        city=CITY, kind=kind, subject_id=uuid4(), holder=draw.choice(holders.get(side, [None])),
        region=draw.choice(REGIONS), title=f"项目{draw.random()}", start_on=start, now=NOW,
        agreed=Agreed(days=draw.randint(1, 60), unit="calendar") if kind == "pay" else None,
    )  # fmt: skip
    ended = draw.choice([None, None, None, Mark.Kind.DONE, Mark.Kind.CANCELLED, Mark.Kind.PAUSED])
    if ended:
        until = TODAY if ended is Mark.Kind.PAUSED else None
        Mark.objects.create(
            duty=duty, kind=ended, on=start + timedelta(days=3), at=NOW, until=until
        )
    return duty


def inbox_of(actor: Actor, now: datetime, holder: Holder) -> QuerySet[Duty]:
    """What the list of duties shows of a holder."""
    rows = open_duties(actor).filter(due_on__lt=day_of(now))
    rows = rows.filter(WATCHED.get(actor.role, Q()))
    if holder.organisation_id:
        return rows.filter(holder_organisation=holder.organisation_id)
    return rows.filter(held_by(actor, now, "bureau"), holder_role=holder.role)


def test_every_overdue_duty_is_in_exactly_one_inbox(town: Town, capsys):
    with capsys.disabled():
        print(f"\ninbox: {CASES} cases, {AGAIN}")  # noqa: T201 - to run it again
    draw = Random(SEED)  # noqa: S311
    bureau = town.bureau(Role.PROCUREMENT_OFFICER)
    named = [None, the_only(CITY, "bureau")]
    holders = {
        "purchaser": [town.purchaser(f"采购人{n}") for n in range(5)],
        "institution": [town.institution(f"银行{n}") for n in range(3)],
        "procurement": named, "treasury": named,
    }  # fmt: skip
    for _ in range(CASES):
        a_case(town, draw, holders)
    watching = [
        bureau,
        *(town.actor(the_only(CITY, role.value), role) for role in sorted(OVERSEERS)),
    ]
    for actor in [*watching, *(replace(bureau, region=region) for region in REGIONS[1:])]:
        listed = overdue_by_holder(actor, NOW, most=None)
        found = Counter(
            pk for one in listed for pk in inbox_of(actor, NOW, one).values_list("pk", flat=True)
        )
        assert set(found.values()) <= {1}, "no duty lies in two inboxes"
        assert set(found) == overdue(actor)
        assert sum(one.count for one in listed) == len(found)
        for one in listed:
            assert one.count == inbox_of(actor, NOW, one).count()


def overdue(actor: Actor) -> set[UUID]:
    """What is overdue within an actor's scope, asked of every row by itself."""
    institutions = actor.role in (Role.PBOC, Role.REGULATOR)
    return {
        row.pk
        for row in Duty.objects.all()
        if row.state in ("running", "paused")
        and row.due_on < TODAY
        and actor.region in (CITY, row.region)
        and (not institutions or row.holder_role.startswith("institution"))
    }


class TestHolders:
    def opened(self, town: Town, kind: str, holder, start: date) -> Duty:
        return open_duty(
            city=CITY, kind=kind, subject_id=uuid4(), holder=holder, region=COUNTY, title="项目",
            start_on=start, now=NOW,
        )  # fmt: skip

    def test_a_holder_stands_with_its_head_and_its_numbers(self, town: Town):
        holder = town.purchaser()
        head = town.actor(holder, Role.PURCHASER_APPROVER)
        self.opened(town, "file_contract", holder, date(2025, 9, 25))
        self.opened(town, "file_contract", holder, date(2025, 10, 17))
        (one,) = overdue_by_holder(town.bureau(Role.PROCUREMENT_OFFICER), NOW)
        assert (one.name, one.head, one.role) == ("采购人", head.person_name, "purchaser-officer")
        assert (one.count, one.law, one.soon, one.oldest) == (1, 1, 1, date(2025, 9, 29))

    def test_the_desks_of_the_bureau_are_told_apart(self, town: Town):
        for kind in ("review_filing", "confirm_lock"):
            self.opened(town, kind, None, date(2025, 9, 25))
        found = overdue_by_holder(town.bureau(Role.PROCUREMENT_OFFICER), NOW)
        assert {(one.name, one.role) for one in found} == {
            ("财政部门", "procurement-officer"), ("财政部门", "treasury-officer"),
        }  # fmt: skip

    def test_who_watches_institutions_sees_theirs_alone(self, town: Town):
        self.opened(town, "file_contract", town.purchaser(), date(2025, 9, 25))
        self.opened(town, "first_contact", town.institution(), date(2025, 9, 25))
        pboc = town.actor(the_only(CITY, "pboc"), Role.PBOC)
        assert [one.name for one in overdue_by_holder(pboc, NOW)] == ["甲银行"]
