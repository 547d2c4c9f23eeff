"""Publish a year's provisional result to the institutions, by two of the People's Bank."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.evaluation.models import Year
from cairong.evaluation.reads import year_record
from cairong.evaluation.scheme import governing
from cairong.evaluation.states import YEAR
from cairong.evaluation.steps.versions import INSIDE, keep_version, require_city, told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.evaluation import OBLIGATION
from cairong.policy.incentives import year_is_over
from cairong.policy.rule import require

FREE = ("cut_off", "appeal_on", "result_sha256", "facts_sha256")


@two_person(
    Role.PBOC, word="公布年度暂定结果", of=YEAR, free=dict.fromkeys(FREE, DATED)
)  # fmt: skip
def publish_year(*, actor: Actor, now: datetime, year: int) -> Year:
    """Work a year out from the facts of this moment and publish it; each institution may appeal.

    Raises NotAllowed for a county's desk, PolicyBreach for a year that is not over or had no
    scheme beforehand, Conflict where it was published.
    Writes: evaluation.Year, evaluation.YearVersion. Source: 三(二)-1.
    """
    require_city(actor)
    holds, today = governing(actor.city, year), day_of(now)
    require(
        year_is_over(
            year=year, first_year=holds.first_year, cut_off=holds.scheme.cut_off, today=today
        )
    )
    if year_record(actor.city, year) is not None:
        raise Conflict("evaluation.published", OBLIGATION, year=str(year))
    assert holds.adopted is not None
    row = Year.objects.create(city_id=actor.city, year=year, scheme=holds.adopted, published_at=now)
    made = keep_version(row, holds, now=now)
    record(
        actor=actor,
        now=now,
        type="evaluation.year.published",
        subject=row,
        visible_to=made.changed,
        after={"year": year, "state": row.state, **made.shown()},
        basis=[OBLIGATION],
        tell=told_of(made.changed, row.pk),
        inside=INSIDE,
    )
    return row
