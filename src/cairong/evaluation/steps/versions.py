"""Keep a version of a year's result with the facts it is made of, and say what it shows."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.evaluation.facts import facts_of
from cairong.evaluation.models import Year, YearVersion
from cairong.evaluation.reads import newest
from cairong.evaluation.scheme import Governing
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import NotAllowed
from cairong.policy.evaluation import OBLIGATION, PLACES
from cairong.policy.recount import Ranked, digest, read_result, result_of
from cairong.rulebook.reads import calendar_of, parameter

INSIDE = ("scores",)  # of all institutions: for the second person, never in an event
TOLD = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A version that stands now: the institutions it concerns, and each one's line."""

    version: YearVersion
    changed: list[UUID]
    lines: list[str]

    def shown(self) -> dict[str, Any]:
        """Say it as its event does: what the second person reads."""
        return {
            "version": self.version.number,
            "scores": self.lines,
            "cut_off": self.version.cut_off,
            "appeal_on": self.version.appeal_on,
            "result_sha256": self.version.sha256,
            "facts_sha256": self.version.facts_sha256,
        }


def require_city(actor: Actor) -> None:
    """Bar a desk of a county: the evaluation is of the whole city. Raises NotAllowed."""
    if not actor.whole_city:
        raise NotAllowed("evaluation.city_alone", OBLIGATION)


def keep_version(
    record: Year,
    governing: Governing,
    *,
    now: datetime,
    aside: Iterable[Mapping[str, str]] = (),
    reason: str = "",
) -> Made:
    """Work a year out from the facts of this moment, and keep both beside what was before.

    Writes: evaluation.YearVersion.
    """
    city = record.city_id
    text = facts_of(city, record.year, governing, now=now, aside=aside)
    result = result_of(text)
    rows = read_result(result)
    before = {} if not reason else {each.institution: each for each in _before(record)}
    changed = [row for row in rows if _differs(before.get(row.institution), row)]
    gone = [before[key] for key in before.keys() - {row.institution for row in rows}]
    today = day_of(now)
    version = YearVersion.objects.create(
        of=record,
        number=record.versions.count() + 1,
        cut_off=now,
        appeal_on=add_working_days(
            today, parameter(city, "appeal_days", on=today), calendar_of(city)
        ).due,
        facts=zlib.compress(text.encode(), 9),
        facts_sha256=digest(text),
        result=result,
        sha256=digest(result),
        changed=[UUID(row.institution) for row in (*changed, *gone)],
        reason=reason,
    )
    return Made(
        version=version,
        changed=version.changed,
        lines=[
            *(_line(before.get(row.institution), row) for row in changed),
            *(f"{row.name}:{_points(row)} → 不在结果中" for row in gone),
        ],
    )


def scores_of(rows: Iterable[Ranked]) -> list[str]:
    """Say how each institution stands, one line each."""
    return [_line(None, row) for row in rows]


def told_of(institutions: Iterable[UUID], subject_id: UUID, saying: str = "") -> list[Tell]:
    """Tell institutions' officers and managers of a year, in words that `saying` may name."""
    return [
        Tell(organisation_id=pk, role=role, subject_id=subject_id, saying=saying)
        for pk in institutions
        for role in TOLD
    ]


def _before(record: Year) -> list[Ranked]:
    return read_result(newest(record).result)


def _differs(before: Ranked | None, row: Ranked) -> bool:
    return before is None or before.evaluation != row.evaluation or before.name != row.name


def _line(before: Ranked | None, row: Ranked) -> str:
    was = f"{_points(before)} → " if before else ""
    return f"{row.name}:{was}{_points(row)}"


def _points(row: Ranked) -> str:
    whole, rest = divmod(row.evaluation.score, PLACES)
    return f"{whole}.{rest:02d} 分,{row.evaluation.grade or '不评等'}"
