"""A person's key goes on: registered by the order that two others signed, or ended by one."""

from datetime import datetime

from cairong.orders.models import Order, PersonKey
from cairong.orders.states import PERSON_KEY


def key_of(order: Order) -> PersonKey:
    """Find the key that an order registers or ends."""
    return PersonKey.objects.select_related("person").get(pk=order.about_id)


def carry_out(order: Order, now: datetime) -> None:
    """Register or end a key, as an order that two signed says. Raises WrongState.

    Writes: orders.PersonKey.
    """
    key = key_of(order)
    if order.kind == Order.Kind.KEY:
        key.state, key.registered_at = PERSON_KEY.after(key.state, "register"), now
        key.save(update_fields=["state", "registered_at"])
        return
    key.state, key.ended_at = PERSON_KEY.after(key.state, "end"), now
    key.save(update_fields=["state", "ended_at"])
