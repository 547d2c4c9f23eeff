"""What a ceremony is held upon: who can sign for keys still, and which keys end by it."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cairong.audit.models import Event
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.orders.desks import TREASURY
from cairong.orders.models import Ceremony, Order, PersonKey
from cairong.orders.reads import signing_keys
from cairong.parties.models import Mandate, Organisation


def able(city: str, origin: str, now: datetime, without: Collection[UUID] = ()) -> list[PersonKey]:
    """List the keys by whose persons other keys can be signed for, but those left out (`without`).

    One that is not a day old, or whose person rests, will count: there the ordinary way is open.
    """
    seated = _seated(city, now)
    return [
        key
        for key in signing_keys(city)
        if key.origin == origin and key.pk not in without and key.person_id in seated
    ]


def lapsed(city: str, origin: str, now: datetime) -> list[PersonKey]:
    """List the registered keys that sign nothing: their mandate ended, or the address changed."""
    good = {key.pk for key in able(city, origin, now)}
    seated = {*_seated(city, now), *_seated(city, now, treasury=False)}
    return [
        key
        for key in signing_keys(city)
        if key.pk not in good and (key.origin != origin or key.person_id not in seated)
    ]


def open_ceremony(city: str, person_id: UUID, now: datetime) -> Ceremony | None:
    """Find the ceremony, held within a day, in which a person has not made their key yet."""
    rows = Ceremony.objects.filter(
        city_id=city, persons__contains=[person_id], held_at__lte=now, until__gt=now
    )
    return rows.exclude(keys__person_id=person_id).order_by("-held_at", "-pk").first()


def require_open(city: str, ceremony_id: UUID | None, person_id: UUID, now: datetime) -> Ceremony:
    """Fetch the ceremony of a person's word. Raises NotFound where it is over, or not theirs."""
    found = open_ceremony(city, person_id, now)
    if found is None or found.pk != ceremony_id:
        raise NotFound("orders.no_word", "三(一)-1")
    return found


def founded(key: PersonKey) -> bool:
    """Whether a founding key is of a ceremony nobody had to sign for, as the chain says."""
    held = key.ceremony
    alone = held is not None and held.signed_by_id is None and _made_in(key, held)
    return alone and key.registered_at == key.made_at and _told_of(key)


def signed_for(key: PersonKey, order: Order | None) -> bool:
    """Whether a key is the one that a signed order says, registered when its last was signed."""
    if order is None or (key.ceremony is not None and not _made_in(key, key.ceremony)):
        return False
    said, held = json.loads(order.text), key.ceremony
    names = ("algorithm", "public_key", "site", "fingerprint")
    signers = [held.signed_by_id] if held else []
    return (
        order.subject_id,
        [said.get(name) for name in names],
        order.signers,
        sorted(each["fingerprint"] for each in said.get("ends", ())),
        _last_signed(order),
    ) == (
        key.person_id,
        [getattr(key, name) for name in names],
        signers,
        sorted(_fingerprints(held)),
        key.registered_at,
    )


def ended_by(key: PersonKey, order: Order | None) -> bool:
    """Whether a key ended by a signed order, or with a key of a ceremony that says so."""
    own = order is not None and order.subject_id == key.person_id
    if order is not None and own and key.ended_at == _last_signed(order):
        return True
    made = PersonKey.objects.filter(
        Q(founding=True, ceremony__signed_by=None)
        | Q(founding=False, ceremony__signed_by__isnull=False),
        ceremony__ends__contains=[key.pk],
        registered_at=key.ended_at,
    )
    return made.exists()


def _made_in(key: PersonKey, held: Ceremony) -> bool:
    """Whether a key was made in a ceremony: for whom, where and when; what it ends is ended."""
    standing = PersonKey.objects.filter(pk__in=held.ends).exclude(state="ended")
    return (
        (key.city_id, key.origin) == (held.city_id, held.origin)
        and key.person_id in held.persons
        and held.held_at <= key.made_at <= held.until
        and not standing.exists()
    )


def _told_of(key: PersonKey) -> bool:
    rows = Event.objects.filter(city=key.city_id, type="orders.key.founded", at=key.made_at)
    return rows.filter(subject_id=str(key.pk), after__fingerprint=key.fingerprint).exists()


def _fingerprints(held: Ceremony | None) -> list[str]:
    rows = PersonKey.objects.filter(pk__in=held.ends if held else ())
    return list(rows.values_list("fingerprint", flat=True))


def _last_signed(order: Order) -> datetime | None:
    return order.signatures.order_by("-at").values_list("at", flat=True).first()


def _seated(city: str, now: datetime, *, treasury: bool = True) -> set[UUID]:
    """Name who holds a mandate at the bureau now: at its treasury desk, or at any."""
    rows = Mandate.objects.running(day_of(now)).filter(
        organisation__city_id=city, organisation__kind=Organisation.Kind.BUREAU
    )
    if treasury:
        rows = rows.filter(role__in=TREASURY)
    return set(rows.values_list("person_id", flat=True))
