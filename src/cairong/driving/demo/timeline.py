"""Lay every act on one line of time, and let time pass over them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from cairong.doors.daily import run_daily
from cairong.doors.drain import drain
from cairong.driving.demo.case import Case
from cairong.driving.demo.days import EVENING, NIGHT, Days, moment
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.saying import SAYS
from cairong.driving.demo.shapes import COUNTY, RIVAL, Line, Shape
from cairong.kernel.actor import Role
from cairong.kernel.calendar import start_of

CLERK = (Role.COUNTY_CLERK, Role.PROCUREMENT_APPROVER)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One act on its day, the `place`-th of its case that day."""

    day: date
    place: int
    run: Callable[[datetime], object]


def placed(case: Case, shape: Shape, rest: int, days: Days) -> Iterator[Placed]:
    """Lay a case's acts on days so that the last one lies where its shape rests."""
    left, place = shape.length, 0
    for line in shape.lines:
        left -= line.wait
        place = 0 if line.wait else place + 1
        day = days.ago(rest + left) if rest > 0 else days.today + timedelta(days=rest)
        yield Placed(day=day, place=place, run=partial(_act, case, line))


def live(acts: Iterable[Placed], done: Callable[[int], None]) -> None:
    """Let time pass: nightly work, the day's acts in order, then what waits to be delivered."""
    by_day: dict[date, list[Placed]] = defaultdict(list)
    for act in acts:
        by_day[act.day].append(act)
    for day in sorted(by_day):
        night, evening = start_of(day) + NIGHT, start_of(day) + EVENING
        run_daily(city=CITY, now=night)
        for act in sorted(by_day[day], key=lambda act: act.place):
            act.run(moment(day, act.place))
        drain(clock=partial(_at, evening), city=CITY)
        done(len(by_day[day]))


def _act(case: Case, line: Line, now: datetime) -> None:
    """Carry one line of a script out; after a colon stands how: by whom, or to what effect."""
    verb, _, how = line.act.partition(":")
    case.now, case.ending = now, line.ending
    acting = case.seen_by_rival() if how == RIVAL else case
    says = SAYS.get(line.act) or SAYS.get(verb)
    by = [case.who(role) for role in CLERK] if how == COUNTY else []
    acting.do(verb, *by, **(says(acting) if says else {}))


def _at(when: datetime) -> datetime:
    return when
