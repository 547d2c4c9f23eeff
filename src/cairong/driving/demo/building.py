"""Build the demo city around today: found it, gather its people, drive its cases, add samples."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from cairong.contracts.importing.running import import_file
from cairong.contracts.importing.shipped import shipped_file
from cairong.doors.drain import drain
from cairong.driving.demo.admitting import admissions
from cairong.driving.demo.agencies import agencies
from cairong.driving.demo.alerted import alerts
from cairong.driving.demo.assessed import Assessing, assessment
from cairong.driving.demo.board import board
from cairong.driving.demo.cases import cases
from cairong.driving.demo.cast import Cast, gather
from cairong.driving.demo.claims import registrations
from cairong.driving.demo.complained import complaints
from cairong.driving.demo.days import Days, moment
from cairong.driving.demo.earlier import enter_years_before
from cairong.driving.demo.elsewhere import elsewhere
from cairong.driving.demo.evaluated import Judging, adopted_on, evaluation
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.founding import found_demo_city
from cairong.driving.demo.guidance import guidances
from cairong.driving.demo.inspecting import inspections
from cairong.driving.demo.on_paper import on_paper
from cairong.driving.demo.papered import papers
from cairong.driving.demo.promoted import events
from cairong.driving.demo.readied import state_readiness
from cairong.driving.demo.recommended import recommendations
from cairong.driving.demo.roster import roster
from cairong.driving.demo.shapes import oldest
from cairong.driving.demo.shelf import fill_shelf
from cairong.driving.demo.signing import keep_the_keys, release_first
from cairong.driving.demo.sized import sizes
from cairong.driving.demo.surveyed import surveys
from cairong.driving.demo.tables import tables
from cairong.driving.demo.timeline import Placed, live, placed
from cairong.driving.demo.told import stories
from cairong.driving.demo.urging import urgings
from cairong.kernel.actor import Channel, system
from cairong.kernel.calendar import day_of
from cairong.outreach.posting import pass_on, post
from cairong.rulebook.reads import calendar_of

MARGIN = 5
Clock = Callable[[], datetime]
Told = Callable[[str, int, int], None]
# What is done besides the cases, each on its days.
FURTHER: tuple[Callable[[Cast, Days], Iterable[Placed]], ...] = (
    registrations, recommendations, urgings, inspections, guidances, roster, events, board,
    admissions, alerts, evaluation, tables, surveys, sizes, complaints, papers, on_paper, agencies,
    stories, assessment, elsewhere,
)  # fmt: skip
FOUNDING, DRIVING, SAMPLES = "建立城市和人员", "办理案件", "导入公开样本"


def build(*, clock: Clock, told: Told, as_owner: Callable[[], object]) -> None:
    """Build the whole city; `told` hears the stage, how much of it is done, and of how much.

    From `as_owner` on the database's owner speaks, who alone may hold the ceremony of the keys.
    The log is flushed by the last act: a build that is cut short starts again from nothing.
    """
    _flush_each_commit(on=False)
    days = Days(day_of(clock()), calendar_of(CITY))
    told(FOUNDING, 0, 1)
    found_demo_city()
    first = days.ago(oldest() + MARGIN)
    opened = min(first, adopted_on(days))
    cast = gather(moment(opened, 0))
    Judging(cast=cast, year=days.today.year - 1).adopt(moment(opened, 1))
    Assessing(cast=cast, year=days.today.year - 1).adopt(moment(opened, 1))
    shelf = fill_shelf(cast, now=moment(first, 1))
    enter_years_before(cast, now=moment(first, 2))
    state_readiness(cast, now=moment(first, 3))
    told(FOUNDING, 1, 1)
    acts = [
        *(
            act
            for case, shape, rest in cases(cast, shelf)
            for act in placed(case, shape, rest, days)
        ),
        *(act for made in FURTHER for act in made(cast, days)),
    ]
    done = 0

    def lived(count: int) -> None:
        nonlocal done
        done += count
        told(DRIVING, done, len(acts))

    live(acts, lived)
    _send(clock)
    told(SAMPLES, 0, 1)
    _flush_each_commit(on=True)
    _import_samples(clock)
    as_owner()
    keep_the_keys(now=clock())
    release_first(cast, now=clock())
    drain(clock=clock, city=CITY)
    told(SAMPLES, 1, 1)


def _send(clock: Clock) -> None:
    """Pass on what is new in the inboxes and send some of it; the rest goes when a worker runs."""
    while pass_on(city=CITY, now=clock()):
        pass
    post(city=CITY, clock=clock)


def _import_samples(clock: Clock) -> None:
    actor = system(city=CITY).through(Channel.CLI)
    with TemporaryDirectory(prefix="cairong-demo-") as folder:
        import_file(shipped_file(Path(folder)), actor=actor, clock=clock)
    drain(clock=clock, city=CITY)


def _flush_each_commit(*, on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {'on' if on else 'off'}")
