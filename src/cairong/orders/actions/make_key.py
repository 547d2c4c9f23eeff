"""A person makes a signing key, in a ceremony or to be registered by others; a key ends."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.orders.ceremonies import able, require_open
from cairong.orders.models import Order, PersonKey
from cairong.orders.signatures import Made
from cairong.orders.states import PERSON_KEY
from cairong.orders.steps.drawing import KIND, draw
from cairong.orders.steps.keys import end_by, ending, facts_of, keep_key
from cairong.orders.steps.telling import BASIS, named, told_of_keys
from cairong.parties.reads import city_of
from cairong.policy.orders import TWO


@use_case(Role.SYSTEM, word="登记首批签名钥匙")
def found_key(
    *, actor: Actor, now: datetime, person_id: UUID, made: Made, ceremony_id: UUID | None
) -> PersonKey:
    """Register a key that a person made in a ceremony that nobody can sign for.

    The keys that the ceremony puts an end to end with it. Everybody at the treasury desk, auditor,
    operator and whose keys they are are told, and `/log/` shows it. Raises NotFound where the
    ceremony is over, Conflict for a key that is known, or where two others hold one already.
    Writes: orders.PersonKey. Source: D22.
    """
    ceremony = require_open(actor.city, ceremony_id, person_id, now)
    others = {
        key.person_id: key.person.name
        for key in able(actor.city, ceremony.origin, now, ceremony.ends)
        if key.person_id != person_id
    }
    enough = len(others) >= TWO and not city_of(actor.city).demo
    if enough or ceremony.signed_by_id is not None:
        raise Conflict("orders.founded", "二(三)-4", who="、".join(sorted(others.values())))
    ended = end_by(ceremony, now)
    how = {"founding": True, "state": "registered", "registered_at": now}
    key = keep_key(actor, now, person_id, made, ceremony=ceremony, **how)
    record(
        actor=actor,
        now=now,
        type="orders.key.founded",
        subject=key,
        about=[key.person_id, ceremony.pk, *(each.pk for each in ended)],
        after={**facts_of(key), "ends": named(ended)},
        basis=BASIS,
        tell=told_of_keys(actor.city, [person_id, *(each.person_id for each in ended)], now),
    )
    return key


@use_case(Role.SYSTEM, word="做签名钥匙")
def make_key(
    *, actor: Actor, now: datetime, person_id: UUID, made: Made, ceremony_id: UUID | None = None
) -> Order:
    """Keep a key that a person made; it counts once two others signed its order.

    In a ceremony, where one other person alone holds a key, it is theirs to sign; it says which
    end with it. Raises NotFound, Conflict for a key that is known. Writes: orders.PersonKey,
    orders.Order.
    """
    ceremony = None
    if ceremony_id is not None:
        ceremony = require_open(actor.city, ceremony_id, person_id, now)
    key = keep_key(actor, now, person_id, made, ceremony=ceremony)
    signed_by = ceremony.signed_by_id if ceremony else None
    order = draw(
        KIND.KEY,
        city=actor.city,
        subject_id=key.person_id,
        about_id=key.pk,
        facts={
            **facts_of(key),
            "algorithm": key.algorithm,
            "public_key": key.public_key,
            "site": key.site,
            **(_ends(ending(ceremony)) if ceremony else {}),
        },
        now=now,
        signers=[signed_by] if signed_by else [],
    )
    _record(actor, now, order, key, "orders.key.asked")
    return order


@use_case(Role.SYSTEM, word="申请停用签名钥匙")
def ask_key_end(*, actor: Actor, now: datetime, key_id: UUID) -> Order:
    """Write the order that ends a key, which two others sign, or its person alone.

    Raises NotFound, WrongState. Writes: orders.Order.
    """
    rows = PersonKey.objects.filter(city_id=actor.city).select_related("person")
    key = fetch(rows, key_id, "签名钥匙")
    PERSON_KEY.after(key.state, "end")
    order = draw(
        KIND.END_KEY,
        city=actor.city,
        subject_id=key.person_id,
        about_id=key.pk,
        facts=facts_of(key),
        now=now,
    )
    _record(actor, now, order, key, "orders.key.ending")
    return order


def _ends(keys: Iterable[PersonKey]) -> dict[str, Any]:
    """Say which keys end, where any do: by the names of their persons and their fingerprints."""
    return {"ends": [facts_of(key) for key in keys]}


def _record(actor: Actor, now: datetime, order: Order, key: PersonKey, kind: str) -> None:
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=order,
        about=[key.pk, key.person_id],
        after={**facts_of(key), "number": order.number, "code": order.code, "digest": order.digest},
        basis=BASIS,
        tell=told_of_keys(actor.city, [key.person_id], now),
    )
