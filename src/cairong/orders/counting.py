"""Which signatures of an order are good and count: the one rule, asked of rows.

Pages, acts, the check before anything leaves and `audit check` ask here; the database says the same
(`orders_signature_counts`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.kernel.orders import digest_of
from cairong.orders.desks import TREASURY, desk_by
from cairong.orders.models import Order, PersonKey, Signature
from cairong.orders.signatures import SIGNATURES
from cairong.parties.models import Account, Mandate, Organisation, Person
from cairong.policy.orders import Signer, ToSign, are_enough, signature_counts
from cairong.policy.rule import Answer


@dataclass
class Holder:
    """What a person is at the bureau of a city: mandates with their periods, and rests."""

    seats: list[tuple[str, date, date | None]] = field(default_factory=list)
    rests: list[datetime] = field(default_factory=list)


type Holders = Mapping[UUID, Holder]


def holders(city: str, person_ids: Iterable[UUID]) -> Holders:
    """Read what persons are at the bureau of a city, and were."""
    ids, found = set(person_ids), defaultdict[UUID, Holder](Holder)
    seats = Mandate.objects.filter(
        person_id__in=ids,
        organisation__city_id=city,
        organisation__kind=Organisation.Kind.BUREAU,
    )
    for each in seats.only("person_id", "role", "valid_from", "valid_to"):
        found[each.person_id].seats.append((each.role, each.valid_from, each.valid_to))
    for account in Account.objects.filter(person_id__in=ids).only("person_id", "rests_until"):
        if account.rests_until is not None:
            found[account.person_id].rests.append(account.rests_until)
    return found


def desk_of(order: Order) -> Sequence[Role]:
    """Name the roles in which an order is signed: those of the proposal it follows from."""
    if order.proposal is None or not order.signers:
        return TREASURY
    return desk_by(Role(order.proposal.approves))


def desk_named(order: Order) -> str:
    """Name the desk whose persons sign an order."""
    return "、".join(ROLE_NAMES[role] for role in desk_of(order))


def to_sign(order: Order) -> ToSign:
    """Say who may sign an order, as the rule takes it."""
    return ToSign(
        signers=order.signers,
        whose=order.subject_id,
        kind=order.kind,
        names=names_of(order),
        desk=desk_named(order),
    )


def counts(order: Order, key: PersonKey, at: datetime, known: Holders | None = None) -> Answer:
    """Say whether a signature of an order by a key counts that is made at a moment."""
    if key.city_id != order.city_id:
        raise ValueError(f"key {key.fingerprint} is of another city than order {order.number}")
    holder = (known or holders(order.city_id, [key.person_id])).get(key.person_id, Holder())
    desk = desk_of(order)
    return signature_counts(
        order=to_sign(order),
        by=Signer(
            person_id=key.person_id,
            person=key.person.name,
            registered_at=key.registered_at,
            ended_at=key.ended_at,
            seats=[(since, until) for role, since, until in holder.seats if role in desk],
            rests=holder.rests,
        ),
        at=at,
    )


def good(order: Order, each: Signature, known: Holders | None = None) -> bool:
    """Whether a signature is its own person's key's over the bytes of an order, and counts."""
    key = each.key
    return (
        key.person_id == each.person_id
        and key.city_id == order.city_id
        and SIGNATURES.check(digest_of(order.text), each.text, [key]) is not None
        and counts(order, key, each.at, known) is None
    )


def counted(order: Order, known: Holders | None = None) -> set[UUID]:
    """Name the persons whose signature of an order is good and counts, from its bytes."""
    rows: Collection[Signature] = order.signatures.select_related("key__person").all()
    if known is None:
        known = holders(order.city_id, [each.person_id for each in rows])
    return {each.person_id for each in rows if good(order, each, known)}


def is_signed(order: Order, known: Holders | None = None) -> bool:
    """Whether all signed an order that it needs, each by a signature that is good and counts."""
    return are_enough(order=to_sign(order), counted=counted(order, known))


def keys_that_count(order: Order, keys: Iterable[PersonKey], now: datetime) -> list[PersonKey]:
    """Keep the keys by which an order can be signed now."""
    rows = list(keys)
    known = holders(order.city_id, [key.person_id for key in rows])
    return [key for key in rows if counts(order, key, now, known) is None]


def names_of(order: Order) -> str:
    """Name those who sign an order; of one that any two of the desk sign, the desk."""
    proposal = order.proposal
    if not order.signers:
        return "国库科持钥匙的任何两人"
    if proposal is None:
        return "、".join(Person.objects.filter(pk__in=order.signers).values_list("name", flat=True))
    first = proposal.carried_by or proposal.prepared_by
    second = proposal.decided_by
    return f"{first.name}、{second.name if second else ''}"


def signers_said(order: Order) -> str:
    """Say on an order's page whose signature it waits for, and of how many."""
    if order.kind == Order.Kind.END_KEY:
        return f"{desk_named(order)},本人以外两人;或本人一人"
    if order.kind == Order.Kind.KEY and order.signers:
        return f"{names_of(order)}一人(另外没有人能签名)"
    return f"{desk_named(order)},两人"
