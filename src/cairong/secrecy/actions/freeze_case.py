"""Freeze a case that turned out to be a state secret, at once."""

from datetime import datetime

from django.db.models import Q

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import BUREAU, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.events import content_of
from cairong.lending.steps.years import sum_years_anew
from cairong.parties.reads import desks_told, own_organisation
from cairong.secrecy.models import Freeze
from cairong.secrecy.reads import BASIS, DESK
from cairong.secrecy.steps.sealing import gather, seal

SERIES = "BM"


@use_case(*BUREAU, word="冻结涉密案件", counties=True)
def freeze_case(*, actor: Actor, now: datetime, number: str) -> Freeze:
    """Put all that is of a case out of everybody's sight, by its award's or contract's number.

    Its rows, what its events say and what was told of it stand apart, where no part of the program
    reads. One person does it, of whichever desk and region; the event says nothing of the case.
    Raises Invalid for a number that nothing has. Writes: secrecy.Freeze, audit.Sealed.
    Source: 二(二)-5, 保密法§29.
    """
    assert actor.person_id is not None
    award = _award_of(actor, number.strip())
    freeze = Freeze.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        organisation_id=own_organisation(actor),
        person_id=actor.person_id,
        frozen_at=now,
    )
    events = Event.objects.filter(pk__in=gather(freeze, award)).order_by("seq")
    told = seal(freeze, {event.pk: content_of(event) for event in events})
    sum_years_anew(actor.city)
    freeze.rows, freeze.events = told["rows"], len(told["sealed"])
    freeze.save(update_fields=["rows", "events"])
    record(
        actor=actor,
        now=now,
        type="secrecy.case.frozen",
        subject=freeze,
        after={"no": freeze.no, "sealed": told["sealed"], "loosened": told["loosened"]},
        basis=BASIS,
        tell=desks_told(actor.city, *DESK),
    )
    return freeze


def _award_of(actor: Actor, number: str) -> Award:
    """Find the award of a number, its own or its contract's. Raises Invalid.

    A county's own bureau reaches those of its county alone.
    """
    named = Q(no=number) | Q(contracts__no=number)
    if actor.county_bureau:
        named &= Q(region=actor.region)
    award = Award.objects.filter(named, city_id=actor.city).order_by().first()
    if award is None:
        raise Invalid("secrecy.no_case", field="number")  # what was typed is repeated nowhere
    return award
