"""A year of the evaluation as its pages show it to one reader: plain values, read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.evaluation.facts import facts_of
from cairong.evaluation.models import (
    AdoptedScheme,
    Appeal,
    ClosedFlag,
    Support,
    Year,
    YearVersion,
)
from cairong.evaluation.reads import (
    YearView,
    appeal_until,
    appeals_for,
    facts_text,
    last_day,
    require_reader,
    supports_of,
    year_record,
    year_view,
)
from cairong.evaluation.scheme import governing
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.oversight.reads import years_until
from cairong.parties.models import Organisation
from cairong.policy.evaluation import OBLIGATION, Counts, Evaluation, Flag, Scheme
from cairong.policy.incentives import SUPPORT_WORDS, support_earned, year_is_over
from cairong.policy.rule import require


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """One institution of the city with its evaluation of a year, and what was counted of it.

    `trial` says that the scheme was not published before the year: no grade follows from it.
    """

    institution_id: UUID
    name: str
    demo: bool
    year: int
    trial: bool
    rank: int
    counts: Counts
    evaluation: Evaluation
    unlooked: int


@dataclass(frozen=True, kw_only=True)
class YearPage:
    """A year with what was published of it, and what its reader may do now.

    `seq` is the number of the event by which it was frozen.
    """

    year: int
    scheme: Scheme
    adopted: AdoptedScheme | None
    record: Year | None
    versions: Sequence[YearVersion]
    appeals: Sequence[Appeal]
    supports: Sequence[Support]
    until: date | None
    seq: int | None
    publishes: bool
    freezes: bool
    grades: Sequence[str]

    @property
    def trial(self) -> bool:
        """Whether no scheme was published before the year."""
        return self.adopted is None


@dataclass(frozen=True, kw_only=True)
class InstitutionPage:
    """One institution's year: how it stands, its flags, its appeals and what it earned.

    `until` is the last day on which it may appeal, None where it may not any more.
    """

    found: Evaluated
    record: Year | None
    version: YearVersion | None
    closed: Sequence[ClosedFlag]
    open_flags: Sequence[Flag]
    appeals: Sequence[Appeal]
    supports: Sequence[Support]
    undecided: Sequence[str]
    until: date | None
    looks: bool
    decides: bool
    appeals_now: bool


def evaluations(actor: Actor, year: int, *, now: datetime) -> list[Evaluated]:
    """List the institutions of a year, best first: as published, else as it stands now.

    Raises NotAllowed for a county's desk, as all reads of a year here do.
    """
    require_reader(actor)
    return _evaluated(year_view(actor.city, year, now=now))


def _evaluated(view: YearView) -> list[Evaluated]:
    ids = [UUID(row.institution) for row in view.rows]
    demo = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "demo"))
    unlooked = [row.institution for row, _ in view.open_flags]
    return [
        Evaluated(
            institution_id=UUID(row.institution),
            name=row.name,
            demo=demo.get(UUID(row.institution), False),
            year=view.year,
            trial=view.trial,
            rank=row.rank,
            counts=row.counts,
            evaluation=row.evaluation,
            unlooked=unlooked.count(row.institution),
        )
        for row in view.rows
    ]


def year_page(actor: Actor, now: datetime, year: int) -> YearPage:
    """Read a year for its page. Raises NotFound for one that is to come, or long ago."""
    require_reader(actor)
    if str(year) not in years_until(actor, now):
        raise NotFound("access.not_found", thing="年度")
    holds, record = governing(actor.city, year), year_record(actor.city, year)
    acts = actor.role is Role.PBOC and actor.whole_city
    over = year_is_over(
        year=year, first_year=holds.first_year, cut_off=holds.scheme.cut_off, today=day_of(now)
    )
    return YearPage(
        year=year,
        scheme=holds.scheme,
        adopted=holds.adopted,
        record=record,
        versions=list(record.versions.defer("facts", "result").order_by("number"))
        if record
        else [],
        appeals=list(appeals_for(actor).filter(version__of=record)) if record else [],
        supports=list(supports_of(record)) if record else [],
        until=last_day(record) if record else None,
        seq=_frozen_by(record),
        publishes=acts and record is None and over is None,
        freezes=acts and record is not None and record.state == "provisional",
        grades=[each.grade for each in holds.scheme.grades],
    )


def _frozen_by(record: Year | None) -> int | None:
    if record is None or record.state != "frozen":
        return None
    events = Event.objects.filter(
        city=record.city_id, type="evaluation.year.frozen", about__contains=[record.pk]
    )
    return events.values_list("seq", flat=True).first()


def institution_page(
    actor: Actor, now: datetime, year: int, institution_id: UUID
) -> InstitutionPage:
    """Read one institution's year. Raises NotFound where it was not evaluated."""
    require_reader(actor)
    view = year_view(actor.city, year, now=now)
    found = next((row for row in _evaluated(view) if row.institution_id == institution_id), None)
    if found is None:
        raise NotFound("oversight.not_evaluated", OBLIGATION, year=str(year))
    record, pboc = view.record, actor.role is Role.PBOC and actor.whole_city
    supports = list(supports_of(record, institution_id)) if record else []
    decided = {each.code for each in supports}
    until = _until(view, institution_id, now)
    return InstitutionPage(
        found=found,
        record=record,
        version=view.version,
        closed=_closed(record, institution_id),
        open_flags=_open_flags(view, institution_id),
        appeals=_appeals(actor, record, institution_id),
        supports=supports,
        undecided=[code for code in SUPPORT_WORDS if code not in decided],
        until=until,
        looks=pboc and record is not None and not view.frozen,
        decides=pboc and view.frozen,
        appeals_now=until is not None and actor.role is Role.INSTITUTION_OFFICER,
    )


def fell_out(actor: Actor, now: datetime, year: int) -> bool:
    """Whether a correction left an institution out of the result, and it may appeal now."""
    own = actor.organisation_id
    if own is None or year_record(actor.city, year) is None:
        return False
    view = year_view(actor.city, year, now=now)
    return view.of(own) is None and _until(view, own, now) is not None


def _until(view: YearView, institution_id: UUID, now: datetime) -> date | None:
    if view.record is None or view.frozen:
        return None
    until = appeal_until(view.record, institution_id)
    return until if until is not None and day_of(now) <= until else None


def _closed(record: Year | None, institution_id: UUID) -> list[ClosedFlag]:
    if record is None:
        return []
    rows = ClosedFlag.objects.filter(of=record, institution=institution_id)
    return list(rows.select_related("by").order_by("at"))


def _open_flags(view: YearView, institution_id: UUID) -> list[Flag]:
    wanted = str(institution_id)
    return [flag for row, flag in view.open_flags if row.institution == wanted]


def _appeals(actor: Actor, record: Year | None, institution_id: UUID) -> list[Appeal]:
    if record is None:
        return []
    return list(appeals_for(actor).filter(version__of=record, institution=institution_id))


def text_of_facts(actor: Actor, now: datetime, year: int) -> str:
    """Give the facts of a year: those of its newest version, else as they stand now."""
    require_reader(actor)
    record = year_record(actor.city, year)
    if record is None:
        return facts_of(actor.city, year, governing(actor.city, year), now=now)
    return facts_text(record.versions.order_by("-number")[0])


def version_for(actor: Actor, year: int, number: int) -> YearVersion:
    """Fetch a version of a year's result. Raises NotFound."""
    require_reader(actor)
    rows = YearVersion.objects.filter(of__city_id=actor.city, of__year=year, number=number)
    found = rows.select_related("of").first()
    if found is None:
        raise NotFound("access.not_found", thing="评价结果")
    return found


def frozen_page(actor: Actor, now: datetime, year: int) -> YearPage:
    """Read a year that is frozen: nothing is earned by any other. Raises NotFound, PolicyBreach."""
    found = year_page(actor, now, year)
    if found.record is None:
        raise NotFound("evaluation.unpublished", OBLIGATION, year=str(year))
    frozen = found.record.state == "frozen"
    require(
        support_earned(frozen=frozen, year=year, code="mpa", granted=False, grade="", grades=())
    )
    return found
