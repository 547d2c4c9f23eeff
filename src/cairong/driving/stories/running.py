"""Run a story line by line: time passes, what is due happens, then the line's own word."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from cairong.audit.models import Outbox
from cairong.doors.daily import run_daily
from cairong.doors.drain import drain
from cairong.driving.situation import Absent
from cairong.driving.stories.footprint import changed, footprint
from cairong.driving.stories.script import Line, Refused, Story
from cairong.driving.stories.stage import Stage, found
from cairong.driving.stories.telling import described, shown
from cairong.driving.verb import VERBS
from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import sentence

LOGGER = logging.getLogger(__name__)
DAILY_AT = timedelta(minutes=10)
LONG, SPARSE, CLOSE = timedelta(days=250), timedelta(days=30), timedelta(days=10)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What happened in one line: whether as expected, in words, and the facts compared."""

    line: Line
    ok: bool
    said: str
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Played:
    """A story that was run, line by line."""

    story: Story
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Whether everything came as expected."""
        return all(outcome.ok for outcome in self.outcomes)


def play(story: Story, *, told: Callable[[Outcome], None] | None = None) -> Played:
    """Run a story in the city it founds; the database must hold none yet.

    `told` hears of each line as soon as it is over. Raises Misunderstood for impossible parties.
    """
    stage = found(story)
    stage.now = story.lines[0].at
    outcomes = list[Outcome]()
    for line in story.lines:
        outcome = _line(stage, line)
        outcomes.append(outcome)
        if told is not None:
            told(outcome)
    return Played(story=story, outcomes=tuple(outcomes))


def _line(stage: Stage, line: Line) -> Outcome:
    try:
        pass_time(stage, line.at)
        outcome = _act(stage, line) if line.is_act else _expectation(stage, line)
        drain(clock=lambda: stage.now, city=stage.city)
    except Absent as error:
        return Outcome(line=line, ok=False, said=str(error))
    except Exception as error:
        LOGGER.exception("line %d", line.number)
        return Outcome(line=line, ok=False, said=f"程序出错:{type(error).__name__}: {error}")
    if waiting := _undelivered(stage):
        return Outcome(line=line, ok=False, said=f"{outcome.said};后台事项没有办成:{waiting}")
    return outcome


def pass_time(stage: Stage, until: datetime) -> None:
    """Let time pass: each day's scheduled work at 00:10, and what waits to be delivered.

    Where most of a year passes, the work is done every thirty days until the last ten.
    """
    day, last = day_of(stage.now), day_of(until)
    while until - stage.now > LONG and last - day > CLOSE:
        day += min(SPARSE, last - day - CLOSE)
        due = start_of(day) + DAILY_AT
        run_daily(city=stage.city, now=due)
        drain(clock=lambda due=due: due, city=stage.city)  # type: ignore[misc]
    while day <= day_of(until):
        due = start_of(day) + DAILY_AT
        if stage.now < due <= until:
            run_daily(city=stage.city, now=due)
            drain(clock=lambda due=due: due, city=stage.city)  # type: ignore[misc]
        day += timedelta(days=1)
    stage.now = until


def _act(stage: Stage, line: Line) -> Outcome:
    before = footprint() if line.refused else {}
    stage.naming = line.name
    try:
        if line.unreadable is not None:
            raise line.unreadable
        made = _done(stage, line)
    except Refusal as refusal:
        return _refusal(line, refusal, before)
    if line.name and isinstance(made, Model):
        stage.things[line.name] = made
    said = described(made) if isinstance(made, Model) else "到了" if made is None else "办好了"
    if line.refused is not None:
        return Outcome(line=line, ok=False, said=f"应被拒绝,却办成了:{said}")
    return Outcome(line=line, ok=True, said=said)


def _done(stage: Stage, line: Line) -> Any:
    """Carry a line's verb out; one that is none only lets time pass."""
    if line.word.name not in VERBS:
        return None
    by = [stage.people[who.words] for who in line.by]
    return stage.do(line.word.name, *by, **_meant(stage, line))


def _meant(stage: Stage, line: Line) -> dict[str, Any]:
    known = line.word.arguments
    return {
        known[word].name: stage.meant(known[word].type, value)
        for word, value in line.values.items()
    }


def _refusal(line: Line, refusal: Refusal, before: dict[str, tuple[int, int]]) -> Outcome:
    clauses = "、".join(finding.obligation for finding in refusal.findings if finding.obligation)
    words = " ".join(sentence(finding) for finding in refusal.findings)
    said = f"被拒绝({refusal.kind}{' ' + clauses if clauses else ''}):{words}"
    if line.refused is None:
        return Outcome(line=line, ok=False, said=said)
    wanted = line.refused
    differences = _difference(wanted, refusal)
    if left := changed(before, footprint()):
        differences["留下"] = ("无", "、".join(left))
    return Outcome(line=line, ok=not differences, said=said, differences=differences)


def _difference(wanted: Refused, refusal: Refusal) -> dict[str, tuple[str, str]]:
    differences = {}
    if refusal.kind != wanted.kind:
        differences["kind"] = (wanted.kind, refusal.kind)
    clauses = [finding.obligation for finding in refusal.findings]
    if wanted.obligation and wanted.obligation not in clauses:
        differences["obligation"] = (wanted.obligation, "、".join(filter(None, clauses)) or "无")
    return differences


def _expectation(stage: Stage, line: Line) -> Outcome:
    assert line.word.facts is not None
    wanted = {name: line.values[name] for name in line.word.wanted if name in line.values}
    given = {name: value for name, value in _meant(stage, line).items() if name not in wanted}
    facts = line.word.facts(stage, **given)
    wanted = {name: value for name, value in line.values.items() if name in facts}
    differences = {
        name: (shown(name, value), shown(name, facts[name]))
        for name, value in wanted.items()
        if facts[name] != value
    }
    said = ",".join(f"{name} {shown(name, facts[name])}" for name in (wanted or facts))
    return Outcome(line=line, ok=not differences, said=said, differences=differences)


def _undelivered(stage: Stage) -> str:
    rows = Outbox.objects.filter(city=stage.city, done_at=None).exclude(last_error="")
    return ";".join(f"{row.consumer}({row.last_error})" for row in rows)
