"""A county lets the city's bureau decide, by a letter (委托书) with its days, or ends it early."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, WrongState
from cairong.kernel.text import clean_text
from cairong.parties.deciding import delegation_for, speaks_for
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Delegation, Organisation
from cairong.parties.reads import region_names, regions, the_only
from cairong.policy.counties import (
    CLAUSE,
    MATTERS,
    PROCUREMENT,
    TREASURY,
    begins_later,
    letter_in_days,
)
from cairong.policy.rule import require


@two_person(Role.PROCUREMENT_OFFICER, word="登记县区委托书", counties=True)
def record_delegation(
    *,
    actor: Actor,
    now: datetime,
    region: str,
    no: str,
    paper: str,
    filing: bool,
    payment: bool,
    valid_from: date,
    valid_to: date,
) -> Delegation:
    """Enter a letter by which a county lets the city decide its filings, its payments or both.

    The county's bureau enters it once it opened a desk, from a later day on; until then the city's
    does, as the county's paper says. Raises Invalid for a region that is none or another desk's, or
    no matter at all; NotAllowed for who does not speak for the county; PolicyBreach for days that
    do not fit; Conflict for a number that was entered. Writes: parties.Delegation.
    Source: 采购法§47, D19.
    """
    _require_county(actor, region, day_of(now))
    speaks = _require_speaks(actor, region)
    if not (filing or payment):
        raise Invalid("counties.no_matter", CLAUSE, field="filing")
    days = [letter_in_days(valid_from=valid_from, valid_to=valid_to, today=day_of(now))]
    if speaks.of_county:
        days.append(begins_later(begins=valid_from, today=day_of(now), field="valid_from"))
    require(*days)
    words = clean_text(no, "no", least=2, most=80)
    if Delegation.objects.filter(city=actor.city, region=region, no=words).exists():
        raise Conflict("counties.letter_once", CLAUSE, no=words)
    made = Delegation(
        city_id=actor.city,
        region=region,
        organisation=speaks,
        no=words,
        paper=clean_text(paper, "paper", least=2, most=200),
        filing=filing,
        payment=payment,
        valid_from=valid_from,
        valid_to=valid_to,
        entered_at=now,
    )
    insert(made)
    said = {"paper": made.paper, "valid_from": valid_from, "valid_to": valid_to}
    _record(actor, now, made, "parties.delegation.recorded", after=said)
    return made


@two_person(Role.PROCUREMENT_OFFICER, word="终止县区委托", counties=True)
def end_delegation(
    *, actor: Actor, now: datetime, delegation_id: UUID, ended_on: date, reason: str
) -> Delegation:
    """End a letter early: from `ended_on`, a later day, it no longer holds.

    Raises NotFound, NotAllowed for who does not speak for the county, PolicyBreach for today or a
    day that is past, WrongState for one that is over by then. Writes: parties.Delegation.
    Source: 采购法§47, D19.
    """
    found = delegation_for(actor, delegation_id, lock=True)
    _require_speaks(actor, found.region)
    require(begins_later(begins=ended_on, today=day_of(now), field="ended_on"))
    if found.ended_on is not None or found.valid_to < ended_on:
        raise WrongState("counties.letter_over", CLAUSE, no=found.no)
    found.ended_on, found.ended_at = ended_on, now
    found.ended_reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.save(update_fields=["ended_on", "ended_at", "ended_reason"])
    said = {"ended_on": ended_on, "reason": found.ended_reason}
    _record(actor, now, found, "parties.delegation.ended", after=said)
    return found


def _require_county(actor: Actor, region: str, on: date) -> None:
    """Refuse a region that is no county, or another desk's. Raises Invalid."""
    there = regions(actor.city, on=on).exclude(code=actor.city).filter(code=region)
    if not there.exists() or (not actor.whole_city and region != actor.region):
        raise Invalid("counties.other_region", CLAUSE, field="region", value=region)


def _require_speaks(actor: Actor, region: str) -> Organisation:
    """Refuse whoever does not speak for a county. Raises NotAllowed naming who does."""
    speaks = speaks_for(actor.city, region)
    if speaks.pk != actor.organisation_id:
        raise NotAllowed("counties.speaks", CLAUSE, bureau=speaks.name)
    return speaks


def _record(
    actor: Actor, now: datetime, letter: Delegation, kind: str, *, after: dict[str, object]
) -> None:
    city = the_only(actor.city, Organisation.Kind.BUREAU)
    matters = [
        MATTERS[desk]
        for desk, held in ((PROCUREMENT, letter.filing), (TREASURY, letter.payment))
        if held
    ]
    roles = [
        *([Role.PROCUREMENT_OFFICER] if letter.filing else []),
        *([Role.TREASURY_OFFICER] if letter.payment else []),
    ]
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=letter,
        visible_to=[letter.organisation_id, city.pk],
        after={
            "no": letter.no,
            "county": region_names(actor.city).get(letter.region, letter.region),
            "matters": "、".join(matters),
            **after,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=city.pk, role=role, region=letter.region) for role in roles],
    )
