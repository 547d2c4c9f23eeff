"""Publish the formula by which the years from one on are evaluated, by two of the People's Bank."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.evaluation.models import AdoptedScheme
from cairong.evaluation.scheme import document_of
from cairong.evaluation.steps.versions import require_city, told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.evaluation import OBLIGATION, SCHEMES
from cairong.policy.incentives import scheme_is_beforehand
from cairong.policy.recount import digest
from cairong.policy.rule import require


@two_person(Role.PBOC, word="公布评价方案")
def adopt_scheme(*, actor: Actor, now: datetime, version: int, first_year: int) -> AdoptedScheme:
    """Publish a formula for the years from `first_year` on, which has not begun; all are told.

    Raises NotAllowed for a county's desk, Invalid for a version there is not, PolicyBreach for a
    year that has begun, Conflict where one was published for it.
    Writes: evaluation.AdoptedScheme. Source: 三(二)-1.
    """
    require_city(actor)
    if version not in SCHEMES:
        raise Invalid("evaluation.no_scheme", field="version", value=str(version))
    require(scheme_is_beforehand(first_year=first_year, today=day_of(now)))
    if AdoptedScheme.objects.filter(city_id=actor.city, first_year=first_year).exists():
        raise Conflict("evaluation.scheme_twice", OBLIGATION, year=str(first_year))
    document = document_of(version)
    row = AdoptedScheme.objects.create(
        city_id=actor.city,
        first_year=first_year,
        version=version,
        document=document,
        sha256=digest(document),
        published_at=now,
    )
    institutions = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, active=True
    )
    found = list(institutions.values_list("pk", flat=True))
    record(
        actor=actor,
        now=now,
        type="evaluation.scheme.published",
        subject=row,
        visible_to=found,
        after={"version": version, "first_year": first_year, "scheme_sha256": row.sha256},
        basis=[OBLIGATION],
        tell=told_of(found, row.pk),
    )
    return row
