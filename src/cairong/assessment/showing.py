"""A year of the assessment as its pages show it to one reader: plain values, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairong.assessment.facts import facts_of
from cairong.assessment.models import Objection, Scheme, Value, Version, Year
from cairong.assessment.reads import (
    View,
    facts_text,
    newest,
    newest_values,
    objections_for,
    require_city,
    scheme_of,
    schemes_of,
    view_of,
    year_record,
)
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.policy.assessment import CLAUSE, Indicator, year_assessed
from cairong.policy.reassess import Placed


@dataclass(frozen=True, kw_only=True)
class YearPage:
    """A year for the authorities: every institution, what was published, what the bank may do."""

    view: View
    versions: Sequence[Version]
    objections: Sequence[Objection]
    publishes: bool
    corrects: bool
    freezes: bool


@dataclass(frozen=True, kw_only=True)
class InstitutionPage:
    """One institution's year: its points, the values by hand, and its objections.

    `until` is the last day on which it may object, None where it may not (any more).
    """

    view: View
    found: Placed
    values: Mapping[str, Value]
    objections: Sequence[Objection]
    lacking: Sequence[Indicator]
    entered: Sequence[Indicator]
    until: date | None
    objects: bool


def schemes(actor: Actor) -> list[Scheme]:
    """List the schemes that were published. Raises NotAllowed for a county's desk, as all do."""
    require_city(actor)
    return list(schemes_of(actor.city))


def years(actor: Actor, now: datetime) -> list[tuple[int, Year | None]]:
    """List the years that a scheme holds of, the newest first, with what was published of each."""
    first = schemes_of(actor.city).order_by("first_year").first()
    if first is None:
        return []
    known = {row.year: row for row in Year.objects.filter(city_id=actor.city)}
    last = day_of(now).year
    return [(year, known.get(year)) for year in range(last, first.first_year - 1, -1)]


def _open_view(actor: Actor, now: datetime, year: int) -> View:
    """Read a year that has begun. Raises NotFound, NotAllowed."""
    require_city(actor)
    if year not in {each for each, _ in years(actor, now)}:
        raise NotFound("assessment.none", CLAUSE, year=str(year))
    return view_of(actor.city, year, now=now)


def year_page(actor: Actor, now: datetime, year: int) -> YearPage:
    """Read a year for its page. Raises NotFound for one without a scheme or to come."""
    view = _open_view(actor, now, year)
    record = view.record
    acts = actor.role is Role.PBOC
    over = year_assessed(year=year, published=True, over=True, today=day_of(now)) is None
    provisional = record is not None and record.state == "provisional"
    return YearPage(
        view=view,
        versions=list(record.versions.defer("facts", "result").order_by("number"))
        if record
        else [],
        objections=list(objections_for(actor).filter(version__of=record)) if record else [],
        publishes=acts and record is None and over,
        corrects=acts and provisional,
        freezes=acts and provisional,
    )


def institution_page(
    actor: Actor, now: datetime, year: int, institution_id: UUID
) -> InstitutionPage:
    """Read one institution's year; an institution reads its own alone. Raises NotFound."""
    view = _open_view(actor, now, year)
    of = actor.organisation_id if actor.role in INSTITUTION else institution_id
    found = view.of(of)
    if found is None:
        raise NotFound("access.not_found", thing="参加评估的金融机构")
    values = {each.indicator: each for each in newest_values(actor.city, year, of)}
    enters = actor.role is Role.PBOC and not view.frozen
    hand = [each for each in view.indicators if enters and not each.source]
    until = _until(view, now)
    mine = _objections(actor, view, of)
    objected = any(each.version_id == view.version.pk for each in mine if view.version)
    return InstitutionPage(
        view=view,
        found=found,
        values=values,
        objections=mine,
        lacking=[each for each in hand if each.name not in values],
        entered=[each for each in hand if each.name in values],
        until=until,
        objects=until is not None and actor.role is Role.INSTITUTION_OFFICER and not objected,
    )


def _objections(actor: Actor, view: View, institution_id: UUID | None) -> list[Objection]:
    if view.record is None:
        return []
    rows = objections_for(actor).filter(version__of=view.record)
    return list(rows.filter(institution_id=institution_id))


def _until(view: View, now: datetime) -> date | None:
    if view.version is None or view.frozen or day_of(now) > view.version.object_on:
        return None
    return view.version.object_on


def text_of_facts(actor: Actor, now: datetime, year: int) -> str:
    """Give the facts of a year: those of its newest version, else as they stand now."""
    require_city(actor)
    record, scheme = year_record(actor.city, year), scheme_of(actor.city, year)
    if scheme is None:
        raise NotFound("assessment.none", CLAUSE, year=str(year))
    return facts_text(newest(record)) if record else facts_of(actor.city, year, scheme, now=now)
