"""Take one person's signature of one order: whose it is, and that the key signed these bytes."""

from datetime import datetime

from cairong.kernel.errors import Invalid
from cairong.orders.counting import counts
from cairong.orders.models import Order, PersonKey, Signature
from cairong.orders.signatures import SIGNATURES
from cairong.policy.orders import signed_already
from cairong.policy.rule import require


def key_that_signed(order: Order, text: str, *, site: str) -> PersonKey:
    """Find whose key signed exactly the digest of an order. Raises Invalid.

    Every key of the city is asked: a signature that is good and does not count is refused by name.
    """
    keys = PersonKey.objects.filter(city_id=order.city_id).select_related("person")
    found = SIGNATURES.check(order.digest, text, keys)
    if found is None:
        raise Invalid("orders.unverified", field="signature", site=site, short=order.code)
    return found


def take_signature(order: Order, key: PersonKey, text: str, now: datetime) -> Signature:
    """Keep a signature that was checked. Raises PolicyBreach for one that does not count.

    Writes: orders.Signature.
    """
    signed = order.signatures.filter(person_id=key.person_id).exists()
    require(
        counts(order, key, now) or signed_already(person=key.person.name, signed=signed),
    )
    return Signature.objects.create(
        order=order, key=key, person_id=key.person_id, text=text, at=now
    )
