"""A year's assessment as pages and acts read it: what was published, else what stands now."""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from cairong.assessment.models import Objection, Scheme, Value, Version, Year
from cairong.audit.rows import fetch, locked
from cairong.evaluation.counting import counted
from cairong.evaluation.scheme import governing
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed, NotFound
from cairong.parties.models import Organisation
from cairong.policy.assessment import CLAUSE, Indicator, indicators_from
from cairong.policy.reassess import Placed, placed, read_result


@dataclass(frozen=True, kw_only=True)
class View:
    """A city's year: its scheme, its rows best first, and what was published of it."""

    year: int
    scheme: Scheme
    indicators: tuple[Indicator, ...]
    rows: Sequence[Placed]
    record: Year | None
    version: Version | None

    @property
    def frozen(self) -> bool:
        """Whether its result stands for good."""
        return self.record is not None and self.record.state == "frozen"

    def of(self, institution_id: UUID | None) -> Placed | None:
        """Find one institution's row."""
        wanted = str(institution_id)
        return next((row for row in self.rows if row.institution == wanted), None)


def require_city(actor: Actor) -> None:
    """Bar an authority's desk of a county: what is assessed is the whole city. NotAllowed."""
    if actor.role in OVERSEERS and not actor.whole_city:
        raise NotAllowed("assessment.city_alone", CLAUSE)


def schemes_of(city: str) -> QuerySet[Scheme]:
    """List what a city's People's Bank published, the newest first."""
    return Scheme.objects.filter(city_id=city).order_by("-first_year")


def scheme_of(city: str, year: int) -> Scheme | None:
    """Find the scheme of a year: the newest published for it or for one before."""
    return schemes_of(city).filter(first_year__lte=year).first()


def scheme_for(actor: Actor, scheme_id: UUID) -> Scheme:
    """Fetch a scheme that was published in an actor's city. Raises NotFound, NotAllowed."""
    require_city(actor)
    return fetch(schemes_of(actor.city), scheme_id, "评估方案")


def indicators_of(scheme: Scheme) -> tuple[Indicator, ...]:
    """Read the indicators of a scheme."""
    return indicators_from(json.loads(scheme.document))


def newest_values(city: str, year: int, institution_id: UUID | None = None) -> list[Value]:
    """List the values that count of a year: of each institution and indicator the newest."""
    rows = Value.objects.filter(city_id=city, year=year)
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    of = [F("institution_id"), F("indicator")]
    ranked = rows.annotate(last=Window(RowNumber(), partition_by=of, order_by=F("number").desc()))
    return list(ranked.filter(last=1).order_by("institution_id", "indicator"))


def names_of(city: str, held: Collection[str]) -> dict[str, str]:
    """Name the institutions that a year assesses: all that are active, and who has records."""
    rows = Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSTITUTION)
    found = rows.filter(Q(active=True) | Q(pk__in=held)).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def institution_for(actor: Actor, institution_id: UUID) -> Organisation:
    """Fetch an institution of an actor's city. Raises NotFound."""
    rows = Organisation.objects.filter(city_id=actor.city, kind=Organisation.Kind.INSTITUTION)
    return fetch(rows, institution_id, "金融机构")


def view_of(city: str, year: int, *, now: datetime) -> View:
    """Read a city's year. Raises NotFound where no scheme was published for it."""
    scheme, record = scheme_of(city, year), year_record(city, year)
    if scheme is None:
        raise NotFound("assessment.none", CLAUSE, year=str(year))
    indicators, version = indicators_of(scheme), newest(record) if record else None
    rows = read_result(version.result) if version else _standing(city, year, indicators, now)
    return View(
        year=year, scheme=scheme, indicators=indicators, rows=rows, record=record, version=version
    )


def _standing(
    city: str, year: int, indicators: tuple[Indicator, ...], now: datetime
) -> list[Placed]:
    counts = counted(city, year, governing(city, year).scheme, today=day_of(now))
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for each in newest_values(city, year):
        values[str(each.institution_id)][each.indicator] = each.value
    by_name = {str(pk): own for pk, own in counts.items()}
    names = names_of(city, values.keys() | by_name.keys())
    return placed(indicators, names, by_name, values)


def year_record(city: str, year: int, *, lock: bool = False) -> Year | None:
    """Find what was published of a year; None where nothing was."""
    rows = Year.objects.filter(city_id=city, year=year)
    return (locked(rows) if lock else rows).first()


def published_year(actor: Actor, year: int, *, lock: bool = False) -> Year:
    """Fetch a year that was published. Raises NotFound, NotAllowed."""
    require_city(actor)
    found = year_record(actor.city, year, lock=lock)
    if found is None:
        raise NotFound("assessment.unpublished", CLAUSE, year=str(year))
    return found


def newest(record: Year) -> Version:
    """Read the newest version of a year, without the facts that it is made of."""
    return record.versions.defer("facts").order_by("-number")[0]


def facts_text(version: Version) -> str:
    """Read the facts a version is made of, as they were exported."""
    return zlib.decompress(bytes(version.facts)).decode()


def version_for(actor: Actor, year: int, number: int) -> Version:
    """Fetch a version of a year's result. Raises NotFound, NotAllowed."""
    require_city(actor)
    rows = Version.objects.filter(of__city_id=actor.city, of__year=year, number=number)
    found = rows.select_related("of").first()
    if found is None:
        raise NotFound("access.not_found", thing="评估结果")
    return found


def objections_for(actor: Actor) -> QuerySet[Objection]:
    """List the objections an actor may read: an authority all, an institution its own."""
    rows = Objection.objects.filter(version__of__city_id=actor.city)
    if actor.role in INSTITUTION:
        rows = rows.filter(institution_id=actor.organisation_id)
    elif actor.role not in OVERSEERS or not actor.whole_city:
        rows = rows.none()
    return rows.select_related("version__of", "institution", "by").order_by("-at", "-pk")


def objection_for(actor: Actor, objection_id: UUID, *, lock: bool = False) -> Objection:
    """Fetch an objection that an actor may read. Raises NotFound."""
    return fetch(objections_for(actor), objection_id, "评估异议", lock=lock)


def frozen_result(city: str, year: int, institution_id: UUID) -> tuple[Version, Placed] | None:
    """Give an institution's frozen result of a year, the ground of an incentive, if any."""
    record = year_record(city, year)
    if record is None or record.state != "frozen":
        return None
    version, wanted = newest(record), str(institution_id)
    found = [row for row in read_result(version.result) if row.institution == wanted]
    return (version, found[0]) if found and found[0].assessed.score is not None else None
