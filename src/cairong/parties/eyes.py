"""Who is one pair of eyes with whom: who brought whom in, until somebody apart confirmed it (D19).

Whoever came by an invitation stands in the hands of whoever made it, and so does everybody whom
they bring in: all have one root (`parties_root`, eyes.sql), and are one pair of eyes.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

from cairong.audit.rows import fetch
from cairong.kernel.actor import APPROVER_OF, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.models import Mandate, Organisation, Person
from cairong.parties.people import administrators, within

KEY = UUIDField()
# Roles of which two persons are asked, and who checks them: nobody sits there by one hand alone.
OF_TWO = frozenset({*APPROVER_OF, *APPROVER_OF.values(), Role.AUDITOR})
OUTSIDE = "财政局采购科(经办提出、复核同意)"
NOBODY = "平台运维登记本单位第二位管理员(由财政局或人民银行同意)"


def root(person: Combinable | UUID | None) -> Func:
    """Ask in SQL in whose hands a person stands in the end: their own where they were proven."""
    of = person if isinstance(person, Combinable) else Value(person, output_field=KEY)
    return Func(of, function="parties_root", output_field=KEY)


def hands_of(actor: Actor) -> Case:
    """Ask in SQL whether an actor stands in the same hands as a proposal's first person."""
    own = root(actor.person_id)
    same = Exact(root(F("prepared_by_id")), own) | Exact(root(F("carried_by_id")), own)
    return Case(When(same, then=Value(value=True)), default=Value(value=False))


def same_hands(first: UUID | None, second: UUID | None) -> bool:
    """Whether two persons are one pair of eyes, by one statement."""
    if first is None or second is None:
        return False
    rows = Person.objects.filter(pk__in=[first, second]).annotate(root=root(F("pk")))
    return len(set(rows.values_list("root", flat=True))) == 1


def lean_on(person: Person, other: UUID | None) -> None:
    """Let a person stand in the hands of another, unless they are one pair of eyes already.

    So nobody comes to lean on themselves by a way round. Writes: parties.Person.
    """
    if other is not None and not same_hands(other, person.pk):
        person.leans_on_id = other
        person.save(update_fields=["leans_on"])


def apart(rows: QuerySet[Mandate], persons: Collection[UUID | None]) -> QuerySet[Mandate]:
    """Keep the mandates of people who stand in no hands in which one of these persons stands."""
    roots = Q()
    for person in persons:
        if person is not None:
            roots |= Q(root=root(person))
    rows = rows.alias(root=root(F("person_id")))
    return rows.exclude(roots) if roots else rows


def confirmers(
    organisation: Organisation, persons: Collection[UUID | None], on: date, *, region: str = ""
) -> list[str]:
    """Name the administrators who may confirm a person that stands in the hands of these."""
    found = apart(administrators(organisation, on), persons)
    if region:
        found = found.filter(region__in={region, organisation.region, organisation.city_id})
    return list(dict.fromkeys(found.values_list("person__name", flat=True)))


def who_confirms(organisation: Organisation, persons: Collection[UUID | None], on: date) -> str:
    """Say who can confirm that one of these persons is not the other, and where."""
    names = confirmers(organisation, persons, on)
    if names:
        return f"本单位管理员{'、'.join(names)}在「本单位人员」里证实其中一人"
    if organisation.kind == Organisation.Kind.BUREAU and not organisation.of_county:
        return f"{NOBODY},再由他证实其中一人"
    return f"{OUTSIDE}在「待证实人员」里证实其中一人"


def unproven_of(actor: Actor) -> QuerySet[Mandate]:
    """List people of other organisations whom nobody has confirmed, in the region of a desk.

    They are those in roles of which two persons are asked; the bureau's own confirm one another.
    """
    rows = _unproven(actor.city).exclude(organisation=actor.organisation_id)
    if actor.county_bureau:  # who somebody is in another organisation is the city's to say
        return rows.none()
    if not actor.whole_city:
        rows = rows.filter(organisation__region=actor.region)
    return rows.select_related("organisation", "person__leans_on")


def unproven_of_bureau(city: str) -> QuerySet[Mandate]:
    """List the bureau's own people whom nobody has confirmed."""
    kind = Organisation.Kind.BUREAU
    return _unproven(city).filter(organisation__kind=kind, organisation__region=city)


def _unproven(city: str) -> QuerySet[Mandate]:
    return Mandate.objects.filter(
        organisation__city_id=city,
        organisation__active=True,
        role__in=OF_TWO,
        person__leans_on__isnull=False,
    )


def asks_bureau(_actor: Actor, now: datetime) -> Q:
    """Keep the mandates in force whose person no administrator there is apart enough to confirm.

    The bureau is asked for other organisations', a second administrator for its own.
    """
    held, on = OuterRef, day_of(now)
    reach = Q(region__in=[held("region"), held("organisation__region"), held("organisation__city")])
    others = Mandate.objects.running(on).filter(
        reach, organisation=held("organisation"), administrator=True
    )
    others = others.annotate(root=root(F("person_id"))).exclude(root=root(held("person_id")))
    return Q(~Exists(others), pk__in=Mandate.objects.running(on).values("pk"))


def unproven_for(actor: Actor, mandate_id: UUID, *, on: date) -> Mandate:
    """Fetch the mandate of somebody nobody has confirmed, in the region of a desk.

    Raises NotFound.
    """
    rows = unproven_of(actor) & Mandate.objects.running(on)
    return fetch(rows, mandate_id, "待证实人员")


def unproven_colleagues(actor: Actor, now: datetime) -> QuerySet[Mandate]:
    """List the colleagues whom an administrator can confirm."""
    rows = _unproven(actor.city) & Mandate.objects.running(day_of(now))
    rows = within(actor, rows.filter(organisation=actor.organisation_id))
    return apart(rows, [actor.person_id])
