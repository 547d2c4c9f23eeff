"""A person makes a signing key, in a ceremony or to be registered by others; a key ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.orders import digest_of
from cairong.orders.ceremonies import able, require_open
from cairong.orders.models import Order, PersonKey
from cairong.orders.states import PERSON_KEY
from cairong.orders.steps.drawing import KIND, draw
from cairong.orders.steps.keys import end_by, ending
from cairong.orders.steps.telling import BASIS, named, told_of_keys
from cairong.parties.models import Person
from cairong.policy.orders import TWO

ALGORITHM = "webauthn"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A key as its holder's device made it, and the site it was made at."""

    credential: str
    public_key: str
    site: str
    origin: str


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
    if len(others) >= TWO or ceremony.signed_by_id is not None:
        raise Conflict("orders.founded", "二(三)-4", who="、".join(sorted(others.values())))
    ended = end_by(ceremony, now)
    how = {"founding": True, "state": "registered", "registered_at": now}
    key = _kept(actor, now, person_id, made, ceremony=ceremony, **how)
    record(
        actor=actor,
        now=now,
        type="orders.key.founded",
        subject=key,
        about=[key.person_id, ceremony.pk, *(each.pk for each in ended)],
        after={**_facts(key), "ends": named(ended)},
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
    key = _kept(actor, now, person_id, made, ceremony=ceremony)
    signed_by = ceremony.signed_by_id if ceremony else None
    order = draw(
        KIND.KEY,
        city=actor.city,
        subject_id=key.person_id,
        about_id=key.pk,
        facts={
            **_facts(key),
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
        facts=_facts(key),
        now=now,
    )
    _record(actor, now, order, key, "orders.key.ending")
    return order


def _kept(actor: Actor, now: datetime, person_id: UUID, made: Made, **how: Any) -> PersonKey:
    person = fetch(Person.objects.filter(city_id=actor.city), person_id, "人员")
    return PersonKey.objects.create(
        city_id=actor.city,
        person=person,
        algorithm=ALGORITHM,
        fingerprint=digest_of(f"{ALGORITHM}:{made.public_key}"),
        made_at=now,
        **vars(made),
        **how,
    )


def _facts(key: PersonKey) -> dict[str, str]:
    return {"name": key.person.name, "fingerprint": key.fingerprint}


def _ends(keys: Iterable[PersonKey]) -> dict[str, Any]:
    """Say which keys end, where any do: by the names of their persons and their fingerprints."""
    return {"ends": [_facts(key) for key in keys]}


def _record(actor: Actor, now: datetime, order: Order, key: PersonKey, kind: str) -> None:
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=order,
        about=[key.pk, key.person_id],
        after={**_facts(key), "number": order.number, "code": order.code, "digest": order.digest},
        basis=BASIS,
        tell=told_of_keys(actor.city, [key.person_id], now),
    )
