"""Issue an official table under a number, with its cut-off and hash."""

from datetime import date, datetime
from typing import Any

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.orders import digest_of
from cairong.oversight.models import Statistic
from cairong.oversight.reads import WATCHERS
from cairong.oversight.statistics import document_of, newest_of
from cairong.oversight.steps.series import next_number
from cairong.policy.rule import require
from cairong.policy.statistics import FORMS, WORD, counted_until


@use_case(Role.PBOC, *sorted(WATCHERS - {Role.PBOC}), word="出具统计表")
def issue_statistic(
    *, actor: Actor, now: datetime, kind: str, year: int, cut_off: date
) -> Statistic:
    """Issue the table of a kind for a calendar year, counted to the end of the day `cut_off`.

    It takes the next number of its year; where the figures are other than those issued before to
    the same question, it revises that table. Raises Invalid for an unknown kind, PolicyBreach for
    a day that is not over or not of the year, Conflict where the same figures bear a number
    already. Writes: oversight.Statistic. Source: 一(二)-3, 三(一)-1.
    """
    if kind not in FORMS:
        raise Invalid("oversight.statistic_kind", field="kind", value=kind)
    today = day_of(now)
    require(counted_until(year=year, cut_off=cut_off, today=today))
    assert actor.person_id is not None
    assert actor.organisation_id is not None
    number = next_number(Statistic.objects, actor.city, WORD, today.year)  # locks the city's row
    before = newest_of(actor, kind, year, cut_off)
    document, form = document_of(actor, kind, year, cut_off), FORMS[kind]
    if before is not None and before.document == document:
        raise Conflict("oversight.statistic_stands", form.clause, no=before.no)
    row = Statistic.objects.create(
        city_id=actor.city,
        kind=kind,
        region=actor.region,
        of_year=year,
        cut_off=cut_off,
        word=WORD,
        year=today.year,
        number=number,
        document=document,
        sha256=digest_of(document),
        revises=before,
        issued_at=now,
        organisation_id=actor.organisation_id,
        by_id=actor.person_id,
    )
    record(
        actor=actor,
        now=now,
        type="oversight.statistic.issued",
        subject=row,
        after={"title": form.title, **_shown(row)},
        basis=[form.clause],
    )
    return row


def _shown(row: Statistic) -> dict[str, Any]:
    return {
        "no": row.no,
        "year": row.of_year,
        "cut_off": row.cut_off,
        "sha256": row.sha256,
        "revises": row.revises.no if row.revises else "",
    }
