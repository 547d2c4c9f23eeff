"""What would have happened under other numbers: past duties counted again from the record.

It reads duties, their marks and the notices of rest days known then, and writes nothing. Under the
number each duty ran by, the count is history to the day (`Again.exact`); under another, only days
differ: what people would have done otherwise nobody knows. 三(一)-2
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from cairong.clocks.counting import counted_again
from cairong.clocks.models import Duty
from cairong.clocks.reads import duties_for, verdict_of
from cairong.contracts.models import ScheduleRow
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.oversight.desk import WATCHED
from cairong.policy.duties import DUTIES, DutyDue, Verdict, verdict
from cairong.policy.parameters import BY_CODE, checked_value
from cairong.rulebook.reads import Calendars
from cairong.treasury.models import Acceptance

YEAR = timedelta(days=365)
MOST = 20_000  # duties that are counted again at once
KINDS: Mapping[str, tuple[str, ...]] = {
    number: tuple(kind.code for kind in DUTIES.values() if kind.parameter == number)
    for number in dict.fromkeys(kind.parameter for kind in DUTIES.values())
}
WORDS: Mapping[str, str] = {number: BY_CODE[number].word for number in KINDS}
VERDICTS: Mapping[Verdict, str] = {
    "open": "未到期", "kept": "按期", "late": "迟延", "breached": "违反法定期限",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Again:
    """One duty counted twice: by the number it ran under, and by another.

    `exact`: the first count is what stands in the record, day for day.
    """

    duty: Duty
    days: int
    before: DutyDue
    after: DutyDue
    was: Verdict
    would_be: Verdict

    @property
    def exact(self) -> bool:
        """Whether the record says the same: due day, the law's, the days counted."""
        held, found = self.duty, self.before
        counted = [day.isoformat() for day in found.counted]
        return (held.due_on, held.due_law_on, held.provisional, held.counted) == (
            found.due, found.due_law, found.provisional, counted,
        )  # fmt: skip

    @property
    def moved(self) -> bool:
        """Whether it would have been due on another day."""
        return (self.before.due, self.before.due_law) != (self.after.due, self.after.due_law)

    @property
    def judged_otherwise(self) -> bool:
        """Whether it would have been judged otherwise."""
        return self.was != self.would_be


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Duties begun in a time, counted again under other numbers.

    `unknown` counts those of a calendar that this program no longer has, which are left out;
    `cut` says that there were more than are counted at once: the newest stand.
    """

    numbers: Mapping[str, int]
    since: date
    until: date
    cases: tuple[Again, ...]
    unknown: int
    cut: bool

    @cached_property
    def moved(self) -> list[Again]:
        """List the duties that would have been due on another day, whose verdict differs first."""
        found = [each for each in self.cases if each.moved]
        return sorted(found, key=lambda each: not each.judged_otherwise)

    @cached_property
    def otherwise(self) -> int:
        """Count the duties that would have been judged otherwise."""
        return sum(each.judged_otherwise for each in self.cases)

    @cached_property
    def unlike(self) -> list[Again]:
        """List the duties whose own count is not what the record says: there should be none."""
        return [each for each in self.cases if not each.exact]

    @cached_property
    def tally(self) -> list[tuple[str, int, int]]:
        """Count the verdicts, as they were and as they would be, in the words of pages."""
        was = Counter(each.was for each in self.cases)
        would = Counter(each.would_be for each in self.cases)
        return [(word, was[code], would[code]) for code, word in VERDICTS.items()]


def replay(
    actor: Actor, now: datetime, numbers: Mapping[str, int], *, since: date, until: date
) -> Replay:
    """Count again the duties that an actor watches and that began in a time, the newest first.

    Without `numbers` those of every kind are held against the record alone. Raises Invalid for a
    number on which no duty rests, or a value that makes no sense of it.
    """
    for code, value in numbers.items():
        checked_value(code, value)
        if code not in KINDS:
            word = BY_CODE[code].word
            raise Invalid("oversight.not_replayed", "三(一)-2", field=code, word=word)
    codes = numbers or KINDS
    kinds = [kind for code in codes for kind in KINDS[code]]
    rows = _watched(actor).filter(kind__in=kinds, start_on__range=(since, until))
    duties = list(rows.order_by("-start_on", "pk")[: MOST + 1])
    calendars, today = Calendars(actor.city), day_of(now)
    cases = [_again(duty, numbers, calendars, today) for duty in duties[:MOST]]
    found = tuple(each for each in cases if each is not None)
    return Replay(
        numbers=numbers, since=since, until=until, cases=found,
        unknown=len(cases) - len(found), cut=len(duties) > MOST,
    )  # fmt: skip


def replayed(actor: Actor, now: datetime, duty_id: UUID, days: int) -> Again:
    """Count one duty again, in other days, that an actor watches. Raises NotFound."""
    duty = _watched(actor).filter(pk=duty_id).first()
    numbers = {DUTIES[duty.kind].parameter: days} if duty else {}
    found = duty and _again(duty, numbers, Calendars(actor.city), day_of(now))
    if not found:
        raise NotFound("access.not_found", thing="期限")
    return found


def last_year(now: datetime) -> tuple[date, date]:
    """Give the time that is looked at where nobody says another: the year until today."""
    today = day_of(now)
    return today - YEAR, today


def until_today(now: datetime, *, since: date | None, until: date | None) -> tuple[date, date]:
    """Complete a time of which only one end, or none, is said."""
    first, last = last_year(now)
    return since or (min(first, until - YEAR) if until else first), until or last


def _watched(actor: Actor) -> QuerySet[Duty]:
    """List the duties that an actor watches, with when each ended and whether its days were ours.

    Of a payment they are ours where the contract agrees none (802§9).
    """
    ends = FilteredRelation("marks", condition=Q(marks__kind__in=["done", "cancelled"]))
    unagreed = Acceptance.objects.filter(
        Exists(
            ScheduleRow.objects.filter(
                contract=OuterRef("receivable__contract"),
                milestone=OuterRef("milestone"),
                agreed_days=None,
            )
        ),
        pk=OuterRef("subject_id"),
    )
    agreed = Q(kind__in=[kind.code for kind in DUTIES.values() if kind.agreed])
    return (
        duties_for(actor)
        .filter(WATCHED.get(actor.role, Q()))
        .annotate(ended=ends, ended_at=F("ended__at"), by_city=~agreed | Q(Exists(unagreed)))
        .select_related("holder_organisation")
    )


def _again(
    duty: Duty, numbers: Mapping[str, int], calendars: Calendars, today: date
) -> Again | None:
    known = calendars.of_version(duty.calendar_version)
    if known is None:
        return None
    before = after = counted_again(duty, known)
    days = numbers.get(DUTIES[duty.kind].parameter, duty.days)
    by_city: bool = getattr(duty, "by_city")  # noqa: B009 - annotated
    if days != duty.days and by_city:
        ended: datetime | None = getattr(duty, "ended_at")  # noqa: B009 - annotated
        later = calendars.at_end(duty.calendar_version, ended)
        after = counted_again(duty, later or known, days=days)
    else:
        days = duty.days
    return Again(
        duty=duty, days=days, before=before, after=after,
        was=_judged(duty, before, today), would_be=_judged(duty, after, today),
    )  # fmt: skip


def _judged(duty: Duty, due: DutyDue, today: date) -> Verdict:
    return verdict(
        due=due.due, due_law=due.due_law, done_on=duty.done_on, today=duty.cancelled_on or today
    )


def as_recorded(found: Again, *, today: date) -> bool:
    """Whether both the days and the verdict of a duty are what the record says."""
    return found.exact and found.was == verdict_of(found.duty, today=today)
