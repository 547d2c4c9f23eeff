"""A person's key: kept as it was made, registered by the order that was signed, or ended by one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.kernel.orders import digest_of
from cairong.orders.kept_keys import kept_for
from cairong.orders.models import Ceremony, Order, PersonKey
from cairong.orders.signatures import Made
from cairong.orders.states import PERSON_KEY
from cairong.parties.models import Person

ALGORITHM = "webauthn"


def keep_key(actor: Actor, now: datetime, person_id: UUID, made: Made, **how: Any) -> PersonKey:
    """Keep a key that was made for a person of the actor's city.

    Raises NotFound, Invalid for a demonstration's key, which anybody knows, in a real city.

    Writes: orders.PersonKey.
    """
    person = fetch(Person.objects.filter(city_id=actor.city), person_id, "人员")
    if made.public_key == kept_for(person.pk).public_key and not person.city.demo:
        raise Invalid("orders.key_of_demo", "二(三)-4", field="answer", person=person.name)
    return PersonKey.objects.create(
        city_id=actor.city,
        person=person,
        algorithm=ALGORITHM,
        fingerprint=digest_of(f"{ALGORITHM}:{made.public_key}"),
        made_at=now,
        **vars(made),
        **how,
    )


def facts_of(key: PersonKey) -> dict[str, str]:
    """Say whose key it is, and its fingerprint, as an order and an event do."""
    return {"name": key.person.name, "fingerprint": key.fingerprint}


def key_of(order: Order) -> PersonKey:
    """Find the key that an order registers or ends."""
    return PersonKey.objects.select_related("person", "ceremony").get(pk=order.about_id)


def carry_out(order: Order, now: datetime) -> list[PersonKey]:
    """Register or end a key, as a signed order says; list the keys that end. Raises WrongState.

    With the key of a ceremony end those that it is to put an end to. Writes: orders.PersonKey.
    """
    key = key_of(order)
    if order.kind == Order.Kind.KEY:
        key.state, key.registered_at = PERSON_KEY.after(key.state, "register"), now
        key.save(update_fields=["state", "registered_at"])
        return end_by(key.ceremony, now) if key.ceremony else []
    return end_all([key.pk], now)


def end_by(ceremony: Ceremony, now: datetime) -> list[PersonKey]:
    """End the keys that a ceremony puts an end to, where they have not ended; list them.

    Writes: orders.PersonKey.
    """
    rows = ending(ceremony).exclude(state="ended")
    return end_all(rows.values_list("pk", flat=True), now)


def ending(ceremony: Ceremony) -> QuerySet[PersonKey]:
    """List the keys that a ceremony puts an end to."""
    rows = PersonKey.objects.filter(pk__in=ceremony.ends)
    return rows.select_related("person").order_by("fingerprint")


def end_all(ids: Iterable[UUID], now: datetime) -> list[PersonKey]:
    """End keys; list them. Raises WrongState. Writes: orders.PersonKey."""
    keys = list(PersonKey.objects.filter(pk__in=list(ids)).select_related("person"))
    for key in keys:
        key.state, key.ended_at = PERSON_KEY.after(key.state, "end"), now
        key.save(update_fields=["state", "ended_at"])
    return keys
