"""Who is who: organisations, mandates, and the actor that a mandate makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import Exact

from cairong.audit.recording import Tell
from cairong.audit.rows import fetch
from cairong.kernel.actor import ROLE_NAMES, Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed, NotFound
from cairong.parties.kinds import INSTITUTION_FACTS, OWN_FACTS, ROLES_OF, SUPPLIER_FACTS
from cairong.parties.models import (
    Account,
    City,
    Claim,
    InstitutionProfile,
    Mandate,
    Organisation,
    Proposal,
    Region,
    SupplierProfile,
)

Kind = Organisation.Kind
KIND_WORDS: Mapping[str, str] = dict(Kind.choices)
type Holder = Account
NAMED = """
    SELECT code, name FROM parties_region WHERE city_id = %(city)s AND (%(on)s::date IS NULL
        OR (coalesce(valid_from <= %(on)s, true) AND coalesce(valid_to > %(on)s, true)))
    ORDER BY code
"""  # written out: the shelf asks it for a tenth of what its page may cost


def same_person(name: Combinable, phone: Combinable, *, of: str = "") -> Q:
    """Tell a person of this name whom no telephone tells apart: as far as is known, this human.

    Two of one name are two once each has a telephone of their own (D19). `of` leads to the person.
    """
    unknown = Q(**{f"{of}phone": ""}) | Q(Exact(phone, Value("")))
    return Q(**{f"{of}name": name}) & (Q(**{f"{of}phone": phone}) | unknown)


def cities() -> dict[str, bool]:
    """Name the cities of this database by their codes, each with whether it is a demonstration."""
    return dict(City.objects.order_by("pk").values_list("pk", "demo"))


def city_of(code: str) -> City:
    """Find a city by its code. Raises NotFound."""
    city = City.objects.filter(pk=code).first()
    if city is None:
        raise NotFound("parties.no_city", city=code)
    return city


def ran_before(city: str, day: date) -> bool:
    """Whether a day lies before a city opened: what began then ran elsewhere."""
    return City.objects.filter(pk=city, opened_on__gt=day).exists()


def first_city() -> str:
    """Name the city that was founded first. Raises NotFound before any was."""
    code = City.objects.order_by("opened_on", "code").values_list("code", flat=True).first()
    if code is None:
        raise NotFound("parties.no_city_yet")
    return code


def regions(city: str, *, on: date | None = None) -> QuerySet[Region]:
    """List a city's regions, or those that exist on a day, the city itself first."""
    rows = Region.objects.filter(city_id=city).order_by("code")
    if on is not None:
        rows = rows.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        )
    return rows


def region_names(city: str, *, on: date | None = None) -> dict[str, str]:
    """Name a city's regions by their codes: those that are no more too, or those of a day."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {"city": city, "on": on})
        return dict(cursor.fetchall())


def organisation(city: str, organisation_id: UUID, *, kind: str | None = None) -> Organisation:
    """Find an organisation of a city, of a kind where one is named. Raises NotFound."""
    rows = Organisation.objects.filter(city_id=city).select_related("successor")
    return fetch(rows if kind is None else rows.filter(kind=kind), organisation_id, "单位")


def names_borne(organisation_id: UUID) -> "QuerySet[Organisation, str]":
    """List the names an organisation bears and bore, by which others published it."""
    names = Func(F("former_names"), F("name"), function="array_append")
    unnested = Func(names, function="unnest", output_field=CharField())
    return Organisation.objects.filter(pk=organisation_id).values_list(unnested, flat=True)


def line_of(organisation_id: UUID | str | None) -> RawSQL:
    """Name a body and those that it followed (机构改革): whose open work it goes on with."""
    return RawSQL("SELECT unnest(parties_line(%s))", [organisation_id])


def stands_for(own: UUID | None, other: UUID) -> bool:
    """Whether an organisation is this one, or followed it."""
    return own == other or Organisation.objects.filter(pk__in=line_of(own), pk=other).exists()


def living(organisation_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Say of each of these that another followed who goes on for it now."""
    rows = Organisation.objects.filter(pk__in=set(organisation_ids), successor__isnull=False)
    return dict(rows.values_list("pk", Func("pk", function="parties_living")))


def the_only(city: str, kind: str) -> Organisation:
    """Find the one authority of a kind (bureau, pboc …) that a city has now. Raises NotFound.

    Of bureaus it is the city's own, not one of a county.
    """
    rows = Organisation.objects.filter(city_id=city, kind=kind, active=True)
    found = (rows.filter(region=city) if kind == Kind.BUREAU else rows).first()
    if found is None:
        raise NotFound("parties.no_authority", kind=Kind(kind).label)
    return found


def readers(city: str, kind: str) -> list[UUID]:
    """List the authorities of a kind whose place none has taken, a suspended one too.

    It is for what they may read: suspended, nobody sits there to read it; resumed, they find it.
    Of bureaus it is the city's.
    """
    found = Organisation.objects.filter(city_id=city, kind=kind, successor=None)
    if kind == Kind.BUREAU:
        found = found.filter(region=city)
    return list(found.order_by("pk").values_list("pk", flat=True))


def desks_told(city: str, *roles: Role) -> list[Tell]:
    """Tell authorities of a city: everybody in each of these roles."""
    return [
        Tell(organisation_id=each, role=role)
        for role in roles
        for kind, seats in ROLES_OF.items()
        if role in seats
        for each in readers(city, kind)
    ]


def institutions_serving(city: str, region: str) -> QuerySet[Organisation]:
    """List the institutions that serve a region (or the whole city) and take new business."""
    serving = _taking_business(city).filter(institution_profile__regions__overlap=[region, city])
    return serving.order_by("name")


def serving_outer(city: str, region: str = "region") -> QuerySet[Organisation]:
    """List, for a row that a query looks at, the institutions that serve the region it names."""
    return _taking_business(city).filter(
        Q(institution_profile__regions__contains=[OuterRef(region)])
        | Q(institution_profile__regions__contains=[city])
    )


def _taking_business(city: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        city_id=city,
        kind=Kind.INSTITUTION,
        active=True,
        institution_profile__suspended_on=None,
    )


def suppliers_named(
    actor: Actor, names: Sequence[str] | None = None, *, most: int | None = None
) -> list[tuple[UUID, str]]:
    """List the active suppliers of an actor's city by name, or those of these names."""
    rows = Organisation.objects.filter(city_id=actor.city, kind=Kind.SUPPLIER, active=True)
    if names is not None:
        rows = rows.filter(name__in=names)
    return list(rows.order_by("name").values_list("pk", "name")[:most])


def all_regions(actor: Actor, _now: datetime) -> dict[str, str]:
    """Name by code the regions of an actor's city, those that are no more too."""
    return region_names(actor.city)


def desk_regions(actor: Actor, now: datetime) -> dict[str, str]:
    """Name by code the regions there are now that an actor's desk sees."""
    return _own(actor, region_names(actor.city, on=day_of(now)))


def desk_regions_ever(actor: Actor, _now: datetime) -> dict[str, str]:
    """Name by code the regions that an actor's desk sees, those that are no more too."""
    return _own(actor, region_names(actor.city))


def institutions_of(actor: Actor, _now: datetime) -> dict[str, str]:
    """Name by id the institutions of an actor's city."""
    found = Organisation.objects.filter(city_id=actor.city, kind=Kind.INSTITUTION)
    return {str(pk): name for pk, name in found.order_by("name").values_list("pk", "name")}


def served_regions(actor: Actor, now: datetime | None = None) -> dict[str, str]:
    """Name by code the regions an actor's institution serves, or those of them there are now."""
    own = InstitutionProfile.objects.get(organisation_id=own_organisation(actor)).regions
    names = region_names(actor.city, on=day_of(now) if now else None)
    if actor.city in own:
        return names
    return {code: names.get(code, code) for code in own if now is None or code in names}


def mandates_of(person_id: UUID, *, on: date) -> QuerySet[Mandate]:
    """List the mandates a person holds on a day, in organisations that are active."""
    return (
        Mandate.objects.running(on)
        .filter(person_id=person_id, organisation__active=True)
        .select_related("organisation", "person")
        .order_by("organisation__name", "role")
    )


def in_force(mandate: Mandate, on: date) -> bool:
    """Whether a mandate is in force on a day, in an organisation that is not suspended."""
    return mandate.organisation.active and mandate.is_running(on)


def actor_of(mandate: Mandate, *, channel: Channel) -> Actor:
    """Make the actor that a mandate (with organisation and person) stands for."""
    return Actor(
        city=mandate.organisation.city_id,
        role=Role(mandate.role),
        region=mandate.region,
        channel=channel,
        person_id=mandate.person_id,
        person_name=mandate.person.name,
        organisation_id=mandate.organisation_id,
        organisation_name=mandate.organisation.name,
        mandate_id=mandate.pk,
        county_bureau=mandate.organisation.of_county,
    )


def waiting_for_second(act: str) -> "Callable[..., dict[UUID, bool]]":
    """Make a read that says of which records an act waits for its second person."""

    def waiting(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, bool]:
        found = Proposal.objects.filter(act=act, state="waiting", about__overlap=list(ids))
        return {pk: True for about in found.values_list("about", flat=True) for pk in about}

    return waiting


def colleagues(actor: Actor) -> QuerySet[Mandate]:
    """List the mandates of an actor's own organisation, in the region its administrator acts in."""
    rows = Mandate.objects.filter(organisation_id=own_organisation(actor))
    return rows if actor.whole_city else rows.filter(region=actor.region)


def own_roles(actor: Actor, _now: datetime) -> dict[str, str]:
    """Name the roles that the people of an actor's organisation can have."""
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=own_organisation(actor))
    return {role.value: ROLE_NAMES[role] for role in sorted(ROLES_OF[kind])}


def held_now(_actor: Actor, now: datetime, held: str) -> Q:
    """Keep the mandates that are held now, or those that are not."""
    running = Q(pk__in=Mandate.objects.running(day_of(now)).values("pk"))
    return {"yes": running, "no": ~running}.get(held, Q())


def organisations_of(actor: Actor) -> QuerySet[Organisation]:
    """List the organisations of an actor's city."""
    return Organisation.objects.filter(city_id=actor.city)


def claims_of(actor: Actor) -> QuerySet[Claim]:
    """List the claims of the desk's region: where the supplier is known, its; else the one said."""
    rows = Claim.objects.filter(city_id=actor.city).select_related("organisation", "person")
    if actor.county_bureau:  # whom to let in is the city's to say
        return rows.none()
    if actor.whole_city:
        return rows
    said = Q(organisation=None, region=actor.region)
    return rows.filter(said | Q(organisation__region=actor.region))


def own_organisation(actor: Actor) -> UUID:
    """Return the id of the organisation an actor acts for. Raises NotAllowed where it has none."""
    if actor.organisation_id is None:
        raise NotAllowed("access.role", role=actor.role.value, allowed="")
    return actor.organisation_id


def _own(actor: Actor, names: dict[str, str]) -> dict[str, str]:
    return names if actor.whole_city else {actor.region: names.get(actor.region, actor.region)}


def claim_for(actor: Actor, claim_id: UUID, *, lock: bool = False) -> Claim:
    """Fetch a claim of the desk's region. Raises NotFound."""
    return fetch(claims_of(actor), claim_id, "授权证明", lock=lock)


def supplier_of(claim: Claim) -> Organisation | None:
    """Find the supplier a claim is about, where one stands: by its code, until it is decided."""
    if claim.organisation:
        return claim.organisation
    return Organisation.objects.filter(
        city_id=claim.city_id, kind=Kind.SUPPLIER, uscc=claim.uscc
    ).first()


def has_people(supplier: Organisation, now: datetime) -> bool:
    """Whether somebody's mandate for a supplier stands: then it invites all others itself."""
    return Mandate.objects.lasting(day_of(now)).filter(organisation=supplier).exists()


def waiting_on(claim: Claim) -> QuerySet[Claim]:
    """List what waits for the desks on the code of a claim, the oldest first."""
    rows = Claim.objects.filter(city_id=claim.city_id, uscc=claim.uscc, state="waiting")
    return rows.select_related("person").order_by("created_at", "pk")


def known_facts(given: Organisation) -> dict[str, Any]:
    """Read what is known of an organisation, with its profile as it stands in the database."""
    supplier = SupplierProfile.objects.filter(pk=given.pk).values(*SUPPLIER_FACTS).first()
    institution = InstitutionProfile.objects.filter(pk=given.pk).values(*INSTITUTION_FACTS).first()
    return {key: getattr(given, key) for key in OWN_FACTS} | (supplier or {}) | (institution or {})
