"""Which bureau decides: asked of the database, with its reason, and demanded of who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, CharField, F, Func, Q, QuerySet, UUIDField, Value
from django.db.models.expressions import Combinable

from cairong.audit.rows import fetch
from cairong.kernel.actor import BUREAU, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.parties.models import Delegation, OpenedDesk, Organisation
from cairong.parties.reads import region_names
from cairong.policy.counties import (
    DESK_OF,
    DESK_WORDS,
    GROUND_WORDS,
    PROCUREMENT,
    Deciding,
    Ground,
    Held,
    deciding,
    of_deciding_bureau,
)
from cairong.policy.rule import require

Kind = Organisation.Kind
TEXT = CharField()


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Which bureau decides the matters of a desk in a region on a day, and why, in words."""

    bureau: Organisation
    desk: str
    why: Deciding

    @property
    def words(self) -> str:
        """Say why it decides."""
        return said(self.why)


def said(why: Deciding) -> str:
    """Say why a bureau decides, with the days and the number of its letter."""
    if why.ground is Ground.OPENED and why.since:
        return f"{GROUND_WORDS[why.ground]},自{_day(why.since)}起自行审批"
    if why.ground is Ground.DELEGATED and why.since and why.until:
        return f"{GROUND_WORDS[why.ground]} {why.no},{_day(why.since)}至{_day(why.until)}"
    if why.ground is Ground.TRANSITION:
        return f"{GROUND_WORDS[why.ground]},县区财政局未启用,过渡期由市财政局审批"
    return GROUND_WORDS[why.ground]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def decides(
    city: Combinable | str, region: Combinable | str, desk: Combinable | str, on: date
) -> Func:
    """Ask in SQL which bureau decides the matters of a desk in a region on a day."""
    asked = (
        each if isinstance(each, Combinable) else Value(each, output_field=TEXT)
        for each in (city, region, desk)
    )
    return Func(*asked, Value(on), function="parties_decides", output_field=UUIDField())


def desk_of_role(role: Combinable) -> Func:
    """Ask in SQL whose desk's matters a role is for."""
    return Func(role, function="parties_desk", output_field=TEXT)


def deciding_bureau(city: str, region: str, desk: str, on: date) -> Organisation:
    """Find the bureau that decides the matters of a desk in a region on a day. Raises NotFound."""
    found = Organisation.objects.filter(pk=decides(city, region, desk, on)).first()
    if found is None:
        raise NotFound("parties.no_authority", kind=Kind.BUREAU.label)
    return found


def require_deciding(actor: Actor, region: str, now: datetime, *, desk: str = "") -> None:
    """Refuse a bureau what another decides in a region today. Raises PolicyBreach.

    The desk is that of the actor's role, where none is named. Source: 采购法§47, D19.
    """
    of_desk = desk or DESK_OF.get(actor.role, "")
    other = other_decider(actor, region, now, desk=of_desk)
    if other is None:
        return
    named = region_names(actor.city).get(region, region)
    require(
        of_deciding_bureau(
            own=False, desk=of_desk, region=named, decider=other.bureau.name, since=other.words
        )
    )


def other_decider(actor: Actor, region: str, now: datetime, *, desk: str = "") -> Decider | None:
    """Find which other bureau decides in a region today what a bureau's desk is asked; else None.

    The desk is that of the actor's role, where none is named.
    """
    if actor.role not in BUREAU:
        return None
    of_desk, on = desk or DESK_OF[actor.role], day_of(now)
    bureau = deciding_bureau(actor.city, region, of_desk, on)
    if bureau.pk == actor.organisation_id:
        return None
    return Decider(bureau=bureau, desk=of_desk, why=_why(actor.city, region, on)[of_desk])


def decided_by(actor: Actor, now: datetime, *, desk: str = "", of: str = "") -> Q:
    """Keep the records whose matters of a desk an actor's bureau decides today.

    The desk is that of the actor's role, where none is named; `of` leads to what has the region.
    The regions that another decides in are read once. A county's bureau reaches no other county.
    """
    elsewhere = Func(
        Value(actor.city),
        Value(actor.organisation_id, output_field=UUIDField()),
        Value(desk or DESK_OF[actor.role]),
        Value(day_of(now)),
        template="(SELECT parties_elsewhere(%(expressions)s))::text[]",
    )
    return Q(
        Func(
            F(f"{of}region"),
            elsewhere,
            template="%(expressions)s)",
            arg_joiner=" <> ALL(",
            output_field=BooleanField(),
        )
    )


def deciders(city: str, region: str, on: date) -> list[Decider]:
    """Say of each desk which bureau decides in a region on a day, and why. Raises NotFound."""
    rows = Organisation.objects.filter(city=city, kind=Kind.BUREAU, active=True)
    bureaus = {each.region: each for each in rows.filter(region__in=[city, region])}
    if city not in bureaus:
        raise NotFound("parties.no_authority", kind=Kind.BUREAU.label)
    return [
        Decider(bureau=bureaus[region if why.by_county else city], desk=desk, why=why)
        for desk, why in _why(city, region, on).items()
    ]


def _why(city: str, region: str, on: date) -> dict[str, Deciding]:
    opened = dict(
        OpenedDesk.objects.filter(city=city, region=region).values_list("desk", "opened_on")
    )
    letters = list(letters_of(city).filter(region=region))
    return grounds(city, region, opened, letters, on)


def grounds(
    city: str, region: str, opened: Mapping[str, date], letters: list[Delegation], on: date
) -> dict[str, Deciding]:
    """Say of each desk on what ground who decides in a region on a day."""
    return {
        desk: deciding(
            own_level=region == city,
            opened_on=opened.get(desk),
            delegations=[
                Held(no=each.no, valid_from=each.valid_from, valid_to=each.valid_to,
                     ended_on=each.ended_on)
                for each in letters
                if (each.filing if desk == PROCUREMENT else each.payment)
            ],
            on=on,
        )
        for desk in DESK_WORDS
    }  # fmt: skip


def letters_of(city: str) -> QuerySet[Delegation]:
    """List the letters of a city's counties, the newest first."""
    return Delegation.objects.filter(city=city).order_by("-valid_from", "-entered_at")


def delegation_for(actor: Actor, delegation_id: UUID, *, lock: bool = False) -> Delegation:
    """Fetch a letter of delegation that an actor's desk sees. Raises NotFound."""
    rows = Delegation.objects.filter(city=actor.city)
    rows = rows if actor.whole_city else rows.filter(region=actor.region)
    return fetch(rows, delegation_id, "委托书", lock=lock)


def speaks_for(city: str, region: str) -> Organisation:
    """Find who enters and ends a county's letters: its own bureau once it opened a desk.

    Until then the city's does, on the county's paper. Raises NotFound.
    """
    opened = OpenedDesk.objects.filter(city=city, region=region).exists()
    found = Organisation.objects.filter(
        city=city, kind=Kind.BUREAU, active=True, region=region if opened else city
    ).first()
    if found is None:
        raise NotFound("parties.no_authority", kind=Kind.BUREAU.label)
    return found
