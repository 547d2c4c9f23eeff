"""Take one person's signature of one order: whose it is, and that the key signed these bytes."""

from datetime import datetime

from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.orders.models import Order, PersonKey, Signature
from cairong.orders.signatures import SIGNATURES
from cairong.parties.models import Account
from cairong.policy.orders import key_counts, signed_by_its_persons, signed_by_others
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
    """Keep a signature that was checked. Raises PolicyBreach, NotAllowed, Conflict.

    Writes: orders.Signature.
    """
    require(
        key_counts(registered_at=key.registered_at, ended_at=key.ended_at, at=now),
        signed_by_its_persons(
            person_id=key.person_id,
            person=key.person.name,
            signers=order.signers,
            names=names_of(order),
        )
        if order.signers
        else signed_by_others(
            person_id=key.person_id, person=key.person.name, whose=order.subject_id
        ),
    )
    require_awake(key, now)
    if order.signatures.filter(person_id=key.person_id).exists():
        raise Conflict("orders.signed_before", person=key.person.name)
    return Signature.objects.create(
        order=order, key=key, person_id=key.person_id, text=text, at=now
    )


def require_awake(key: PersonKey, now: datetime) -> None:
    """Refuse a person one of whose accounts was renewed lately. Raises NotAllowed."""
    rests = Account.objects.filter(person_id=key.person_id, rests_until__gt=now)
    until = rests.order_by("-rests_until").values_list("rests_until", flat=True).first()
    if until is not None:
        raise NotAllowed(
            "orders.person_rests", "三(一)-1", person=key.person.name, until=until.isoformat()
        )


def names_of(order: Order) -> str:
    """Name the two who sign an order; of one that any two of the desk sign, the desk."""
    proposal = order.proposal
    if not order.signers or proposal is None:
        return "国库科持钥匙的任何两人"
    first = proposal.carried_by or proposal.prepared_by
    second = proposal.decided_by
    return f"{first.name}、{second.name if second else ''}"
