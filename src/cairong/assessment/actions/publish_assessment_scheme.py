"""Publish the scheme of the People's Bank's assessment, for the years from one on, by two."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from cairong.assessment.models import Scheme
from cairong.assessment.reads import names_of, require_city
from cairong.assessment.steps.versions import indicator_lines
from cairong.audit.recording import record
from cairong.evaluation.steps.versions import told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.assessment import (
    CLAUSE,
    NAME_MOST,
    UNIT_MOST,
    Indicator,
    aspects_complete,
    indicators_complete,
    lines_possible,
    names_distinct,
    published_beforehand,
    weights_complete,
)
from cairong.policy.recount import canonical, digest
from cairong.policy.rule import Answer, require


@two_person(Role.PBOC, word="公布导向效果评估方案")
def publish_assessment_scheme(
    *,
    actor: Actor,
    now: datetime,
    document_no: str,
    first_year: int,
    indicators: Sequence[Indicator],
) -> Scheme:
    """Publish the indicators of the bank's own document for years that have not begun.

    Weights and lines are in hundredths. Raises NotAllowed for a county's desk, PolicyBreach for
    indicators that are not whole or a year that has begun, Conflict where one was published for it.
    Writes: assessment.Scheme. Source: 三(二)-2.
    """
    require_city(actor)
    read = [_clean(each) for each in indicators]
    require(published_beforehand(first_year=first_year, today=day_of(now)), *_whole(read))
    if Scheme.objects.filter(city_id=actor.city, first_year=first_year).exists():
        raise Conflict("assessment.scheme_twice", CLAUSE, year=str(first_year))
    no = clean_text(document_no, "document_no", least=4, most=100)
    document = canonical({"document_no": no, "indicators": [asdict(each) for each in read]})
    row = Scheme.objects.create(
        city_id=actor.city,
        first_year=first_year,
        document_no=no,
        document=document,
        sha256=digest(document),
        published_at=now,
    )
    told = [UUID(pk) for pk in names_of(actor.city, ())]
    record(
        actor=actor,
        now=now,
        type="assessment.scheme.published",
        subject=row,
        visible_to=told,
        after={
            "document_no": no,
            "first_year": first_year,
            "indicators": indicator_lines(read),
            "scheme_sha256": row.sha256,
        },
        basis=[CLAUSE],
        tell=told_of(told, row.pk),
    )
    return row


def _whole(read: Sequence[Indicator]) -> list[Answer]:
    return [
        indicators_complete(indicators=read),
        weights_complete(indicators=read),
        aspects_complete(indicators=read),
        names_distinct(indicators=read),
        lines_possible(indicators=read),
    ]


def _clean(each: Indicator) -> Indicator:
    return replace(
        each,
        name=clean_text(each.name, "indicators", least=2, most=NAME_MOST),
        unit=clean_text(each.unit, "indicators", least=1, most=UNIT_MOST),
    )
