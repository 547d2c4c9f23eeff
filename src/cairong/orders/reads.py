"""Orders, keys and signatures as they are read: what waits for whom, what is signed by whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from cairong.audit.models import RowDigest
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.kernel.identifiers import plain_serial
from cairong.orders.answers import PAID, TreasuryAnswer
from cairong.orders.models import (
    Ceremony,
    GatewayWatch,
    Instruction,
    Order,
    PersonKey,
    Signature,
)
from cairong.policy.orders import TWO

type Sending = Instruction
MAY_READ = BUREAU | {Role.AUDITOR, Role.SYSTEM}


def founded_at(city: str) -> datetime | None:
    """Say when the ceremony was held: from then on what is paid waits for two signatures."""
    keys = PersonKey.objects.filter(city_id=city, founding=True).order_by("made_at")
    return keys.values_list("made_at", flat=True).first()


def signing_keys(city: str, person_ids: Collection[UUID] = ()) -> list[PersonKey]:
    """List the registered keys of a city, or of these persons, the oldest first."""
    rows = PersonKey.objects.filter(city_id=city, state="registered")
    if person_ids:
        rows = rows.filter(person_id__in=list(person_ids))
    return list(rows.select_related("person").order_by("registered_at", "pk"))


def keys_but(city: str, gone: Collection[str]) -> list[PersonKey]:
    """List the registered keys of a city but those of these fingerprints."""
    return [key for key in signing_keys(city) if key.fingerprint not in gone]


def every_key(city: str) -> list[PersonKey]:
    """List the keys of a city with their persons, ended ones too, in the order they were made."""
    rows = PersonKey.objects.filter(city_id=city).select_related("person")
    return list(rows.order_by("made_at", "pk"))


def keys_of_site(city: str, site: str) -> list[PersonKey]:
    """List the keys of a site that have not ended, whoever's they are."""
    return [key for key in every_key(city) if key.site == site and key.state != "ended"]


def keys_unused(signed: Iterable[Signature], keys: Iterable[PersonKey]) -> list[PersonKey]:
    """List the keys of those who have not signed."""
    before = {each.person_id for each in signed}
    return [key for key in keys if key.person_id not in before]


def of_each_person(keys: Iterable[PersonKey]) -> list[PersonKey]:
    """Keep a key of each person."""
    return list({key.person_id: key for key in keys}.values())


def ended_keys(city: str) -> list[str]:
    """List the keys that ended, by their fingerprints."""
    rows = PersonKey.objects.filter(city_id=city, state="ended")
    return list(rows.values_list("fingerprint", flat=True))


def end_asked(key: PersonKey) -> Order | None:
    """Find the order that ends a key, where somebody asked for it."""
    return Order.objects.filter(kind=Order.Kind.END_KEY, about_id=key.pk).first()


def order_by_digest(digest: str) -> Order:
    """Find an order by its digest, with who signed it. Raises NotFound."""
    rows = Order.objects.filter(digest=digest).select_related("proposal", "instruction")
    found = rows.first()
    if found is None:
        raise NotFound("access.not_found", thing="签名单")
    return found


def unsigned_orders(city: str) -> QuerySet[Order]:
    """List the orders of a city that two persons have not signed yet, the oldest first."""
    rows = Order.objects.filter(city_id=city).annotate(signed=Count("signatures"))
    return rows.filter(signed__lt=TWO).order_by("drawn_at", "number")


def signatures_of(order: Order) -> list[Signature]:
    """List the signatures of an order with their persons and keys, in their order."""
    return list(order.signatures.select_related("person", "key").order_by("at", "pk"))


def instructions_in(city: str, *states: str) -> list[Instruction]:
    """List the instructions of a city in some states with their orders, the oldest first."""
    rows = Instruction.objects.filter(city_id=city, state__in=states).select_related("order")
    return list(rows.order_by("made_at", "pk"))


def paid_by(city: str, number: str) -> UUID:
    """Name the payment that an instruction is about, by its number. Raises NotFound."""
    rows = Instruction.objects.filter(city_id=city, order__number=number)
    payment = rows.values_list("order__about_id", flat=True).first()
    if payment is None:
        raise NotFound("access.not_found", thing="支付指令")
    return payment


def gateway_heard(city: str) -> GatewayWatch | None:
    """Say when the gateway of a city was last heard of, and what keeps it from going on."""
    return GatewayWatch.objects.filter(pk=city).first()


def sent_numbers(city: str) -> set[str]:
    """Name the numbers of a city that were sent, as the rows have it."""
    rows = Instruction.objects.filter(city_id=city, sent_at__isnull=False)
    return set(rows.values_list("order__number", flat=True))


def dropped_numbers(city: str) -> set[str]:
    """Name the numbers of a city that were signed by two and are not to leave any more."""
    rows = Instruction.objects.filter(city_id=city, state="dropped")
    return set(rows.values_list("order__number", flat=True))


def sending_mark(city: str) -> tuple[object, ...]:
    """Say in few words how the instructions of a city stand: it changes when any goes on.

    So it does after a restore: the moments that were are others.
    """
    marks = Count("pk"), Count("left_at"), Count("sent_at"), Max("left_at"), Max("sent_at")
    return tuple(Instruction.objects.filter(city_id=city).aggregate(*marks).values())


def orders_standing(city: str, digests: Mapping[str, str]) -> set[str]:
    """Name those of these numbers that stand in the rows with the same digest, as set out."""
    rows = Order.objects.filter(city_id=city, instruction__left_at__isnull=False)
    return {number for number, digest in rows.values_list("number", "digest")
            if digests.get(number) == digest}  # fmt: skip


def orders_frozen(city: str, keys: Collection[str]) -> set[str]:
    """Name those of these orders, by their keys, that a freeze took out of sight, and no thaw."""
    if not keys:
        return set()
    table = Order._meta.db_table
    rows = RowDigest.objects.filter(city=city, of_table=table, key__in=list(keys))
    newest = rows.order_by("key", "-id").distinct("key").values_list("key", "digest")
    return {key for key, digest in newest if not digest}


def was_answered(city: str, answer: TreasuryAnswer) -> bool:
    """Whether exactly this answer was kept before: its file was not put away in time."""
    rows = Instruction.objects.filter(
        city_id=city, order__number=answer.number, order__digest=answer.order
    )
    if answer.outcome == PAID:
        serial = plain_serial(answer.serial)
        kept = rows.filter(state="answered", serial=serial, arrived_on=answer.arrived_on)
    else:
        kept = rows.filter(state="refused", reason=answer.reason.strip())
    return kept.exists()


def require_known(actor: Actor, record_id: UUID) -> None:
    """See that a key or an order is there for whoever is told of them. Raises NotFound."""
    told = actor.role in MAY_READ | {Role.OPERATOR}
    for model in (PersonKey, Order, Ceremony):
        if told and model.objects.filter(pk=record_id, city_id=actor.city).exists():
            return
    raise NotFound("access.not_found", thing="签名钥匙")


@dataclass(frozen=True, kw_only=True)
class Held:
    """A ceremony with the keys that were made in it and those it puts an end to."""

    ceremony: Ceremony
    made: list[PersonKey]
    ends: list[PersonKey]


def ceremonies_of(city: str) -> list[Held]:
    """List the ceremonies of a city, in the order they were held; anybody may know of them."""
    keys = list(PersonKey.objects.filter(city_id=city).order_by("made_at", "pk"))
    return [
        Held(
            ceremony=each,
            made=[key for key in keys if key.ceremony_id == each.pk],
            ends=[key for key in keys if key.pk in each.ends],
        )
        for each in Ceremony.objects.filter(city_id=city).order_by("held_at", "pk")
    ]


def orders_about(actor: Actor, ids: Iterable[UUID]) -> list[Order]:
    """List the orders about records, for the bureau's desks and whoever audits; else none.

    Each with its signatures, the newest first.
    """
    if actor.role not in MAY_READ:
        return []
    rows = Order.objects.filter(Q(about_id__in=list(ids)), city_id=actor.city)
    return list(
        rows.select_related("instruction", "proposal")
        .prefetch_related("signatures__person")
        .order_by("-drawn_at", "-number")
    )
