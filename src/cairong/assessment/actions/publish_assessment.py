"""Publish an assessed year's provisional result, or a corrected one with its reason, by two."""

from datetime import datetime

from cairong.assessment.models import Year
from cairong.assessment.reads import require_city, scheme_of, year_record
from cairong.assessment.states import YEAR
from cairong.assessment.steps.versions import INSIDE, concerned, in_turn, keep_version, shown
from cairong.audit.recording import record
from cairong.evaluation.steps.versions import told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.assessment import CLAUSE, year_assessed
from cairong.policy.rule import require

FREE = ("cut_off", "object_on", "result_sha256", "facts_sha256")


@two_person(Role.PBOC, word="公布导向效果评估暂定结果", of=YEAR, free=dict.fromkeys(FREE, DATED))
def publish_assessment(*, actor: Actor, now: datetime, year: int, reason: str = "") -> Year:
    """Work a year out from the facts of this moment and publish it; each institution may object.

    A year that was published is worked out anew with the `reason` why. Raises NotAllowed for a
    county's desk, PolicyBreach for a year that is not over or had no scheme beforehand, Invalid
    where a correction does not say why, WrongState for a frozen one.
    Writes: assessment.Year, assessment.Version. Source: 三(二)-2.
    """
    require_city(actor)
    in_turn(actor.city, year)
    scheme = scheme_of(actor.city, year)
    require(year_assessed(year=year, published=scheme is not None, over=True, today=day_of(now)))
    assert scheme is not None
    row = year_record(actor.city, year, lock=True)
    if row is None:
        row, why = _begun(actor, now, year, scheme_id=scheme.pk), ""
    else:
        YEAR.after(row.state, "correct")
        why = clean_text(reason, "reason", least=4, most=300)
    version = keep_version(row, scheme, now=now, reason=why)
    told = concerned(version)
    record(
        actor=actor,
        now=now,
        type="assessment.year.published",
        subject=row,
        visible_to=told,
        after={
            "year": year,
            "state": row.state,
            **shown(version),
            **({"reason": why} if why else {}),
        },
        basis=[CLAUSE],
        tell=told_of(told, row.pk),
        inside=INSIDE,
    )
    return row


def _begun(actor: Actor, now: datetime, year: int, **scheme: object) -> Year:
    return Year.objects.create(city_id=actor.city, year=year, published_at=now, **scheme)
