"""A person's key goes on: registered by the order that was signed, or ended by one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.orders.models import Ceremony, Order, PersonKey
from cairong.orders.states import PERSON_KEY


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
