"""A year's result as pages and acts read it: what was published, else what stands now."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch, locked
from cairong.evaluation.counting import standing
from cairong.evaluation.models import Appeal, AppealPaper, ClosedFlag, Support, Year, YearVersion
from cairong.evaluation.scheme import Governing, governing
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed, NotFound
from cairong.policy.evaluation import FLAG_WORDS, OBLIGATION, Flag
from cairong.policy.recount import KINDS, Ranked, key_of, read_result


@dataclass(frozen=True, kw_only=True)
class YearView:
    """A city's year: its formula, its rows best first, and what was published of it."""

    city: str
    year: int
    governing: Governing
    rows: Sequence[Ranked]
    record: Year | None
    version: YearVersion | None

    @property
    def trial(self) -> bool:
        """Whether no scheme was published before the year."""
        return self.governing.trial

    @property
    def frozen(self) -> bool:
        """Whether its result stands for good."""
        return self.record is not None and self.record.state == "frozen"

    def of(self, institution_id: UUID | None) -> Ranked | None:
        """Find one institution's row."""
        wanted = str(institution_id)
        return next((row for row in self.rows if row.institution == wanted), None)

    @cached_property
    def open_flags(self) -> list[tuple[Ranked, Flag]]:
        """List what is to be looked at and was not."""
        looked = set[tuple[str, str, int, int]]()
        if self.record is not None:
            rows = ClosedFlag.objects.filter(of=self.record)
            looked = {
                (str(pk), code, count, whole)
                for pk, code, count, whole in rows.values_list(
                    "institution_id", "code", "count", "whole"
                )
            }
        return [
            (row, flag)
            for row in self.rows
            for flag in row.evaluation.flags
            if (row.institution, flag.code, flag.count, flag.of) not in looked
        ]


def year_view(city: str, year: int, *, now: datetime) -> YearView:
    """Read a city's year: its newest version where it was published, else what stands now."""
    record = year_record(city, year)
    version = newest(record) if record else None
    holds = governing(city, year)
    rows = (
        read_result(version.result)
        if version
        else standing(city, year, holds.scheme, today=day_of(now))
    )
    return YearView(
        city=city, year=year, governing=holds, rows=rows, record=record, version=version
    )


def require_reader(actor: Actor) -> None:
    """Bar an authority's desk of a county: what is evaluated is the whole city. NotAllowed."""
    if actor.role in OVERSEERS and not actor.whole_city:
        raise NotAllowed("evaluation.city_alone", OBLIGATION)


def year_record(city: str, year: int, *, lock: bool = False) -> Year | None:
    """Find what was published of a year; None where nothing was."""
    rows = Year.objects.filter(city_id=city, year=year)
    return (locked(rows) if lock else rows).first()


def published_year(actor: Actor, year: int, *, lock: bool = False) -> Year:
    """Fetch a year that was published. Raises NotFound."""
    found = year_record(actor.city, year, lock=lock)
    if found is None:
        raise NotFound("evaluation.unpublished", OBLIGATION, year=str(year))
    return found


def newest(record: Year) -> YearVersion:
    """Read the newest version of a year, without the facts that it is made of."""
    return record.versions.defer("facts").order_by("-number")[0]


def facts_text(version: YearVersion) -> str:
    """Read the facts a version is made of, as they were exported."""
    return zlib.decompress(bytes(version.facts)).decode()


def appeal_until(record: Year, institution_id: UUID) -> date | None:
    """Say until when an institution may appeal; None where no version is about it."""
    rows = record.versions.filter(changed__contains=[institution_id]).order_by("-number")
    return rows.values_list("appeal_on", flat=True).first()


def last_day(record: Year) -> date:
    """Give the last day on which anybody may appeal."""
    return max(record.versions.values_list("appeal_on", flat=True))


def appeals_for(actor: Actor) -> QuerySet[Appeal]:
    """List the appeals an actor may read: an authority all, an institution its own."""
    rows = Appeal.objects.filter(version__of__city_id=actor.city)
    if actor.role in INSTITUTION:
        rows = rows.filter(institution_id=actor.organisation_id)
    elif actor.role not in OVERSEERS or not actor.whole_city:
        rows = rows.none()
    return rows.select_related("version__of", "institution", "by").order_by("-at", "-pk")


def appeal_for(actor: Actor, appeal_id: UUID, *, lock: bool = False) -> Appeal:
    """Fetch an appeal that an actor may read. Raises NotFound."""
    return fetch(appeals_for(actor), appeal_id, "评价申诉", lock=lock)


def appeal_paper(actor: Actor, paper_id: UUID) -> AppealPaper:
    """Fetch the paper of an appeal that an actor may read. Raises NotFound."""
    named = appeals_for(actor).order_by().values("paper_id")
    return fetch(AppealPaper.objects.filter(pk__in=named), paper_id, "申诉附件")


def own_facts(version: YearVersion, institution_id: UUID) -> list[tuple[str, dict[str, Any]]]:
    """List an institution's facts of a version, each with its key."""
    return facts_in(facts_text(version), institution_id)


def facts_in(text: str, institution_id: UUID) -> list[tuple[str, dict[str, Any]]]:
    """List an institution's facts of an export, each with its key."""
    facts = json.loads(text)
    wanted = str(institution_id)
    return [
        (key_of(kind, row), row)
        for kind in KINDS
        for row in facts[kind]
        if row["institution"] == wanted
    ]


def aside_before(record: Year) -> list[dict[str, str]]:
    """List the facts of a year that upheld appeals leave out, each with the words why."""
    rows = Appeal.objects.filter(version__of=record, state="upheld").order_by("answered_at")
    return [
        {"fact": fact, "why": reply}
        for aside, reply in rows.values_list("aside", "reply")
        for fact in aside
    ]


def supports_of(record: Year, institution_id: UUID | None = None) -> QuerySet[Support]:
    """List what was granted or declined by a year, to all or to one institution."""
    rows = Support.objects.filter(of=record).select_related("institution")
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    return rows.order_by("institution__name", "code")


def flag_said(row: Ranked, flag: Flag) -> str:
    """Say a flag in one line."""
    return f"{row.name}:{FLAG_WORDS[flag.code]}"
