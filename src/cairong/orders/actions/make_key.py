"""A person makes a signing key, in a ceremony or to be registered by two others; a key ends."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.orders import digest_of
from cairong.orders.counting import TWO
from cairong.orders.models import Order, PersonKey
from cairong.orders.reads import signing_keys
from cairong.orders.states import PERSON_KEY
from cairong.orders.steps.drawing import KIND, draw
from cairong.parties.models import Person
from cairong.parties.reads import desks_told

BASIS = ["二(三)-4", "三(一)-1"]
TOLD = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER, Role.AUDITOR, Role.OPERATOR)
ALGORITHM = "webauthn"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A key as its holder's device made it, and the site it was made at."""

    credential: str
    public_key: str
    site: str
    origin: str


@use_case(Role.SYSTEM, word="登记首批签名钥匙")
def found_key(*, actor: Actor, now: datetime, person_id: UUID, made: Made) -> PersonKey:
    """Register a key that a person made in the ceremony, with a word printed for them.

    Everybody at the treasury desk, auditor and operator are told, and `/log/` shows it. Raises
    NotFound, Conflict for a key that is known, or where two persons hold one already: later keys
    are registered by them. Writes: orders.PersonKey. Source: D22.
    """
    if len({key.person_id for key in signing_keys(actor.city)}) >= TWO:
        raise Conflict("orders.founded", "三(一)-1")
    key = _kept(actor, now, person_id, made, founding=True, state="registered", registered_at=now)
    record(
        actor=actor,
        now=now,
        type="orders.key.founded",
        subject=key,
        about=[key.person_id],
        after={"name": key.person.name, "fingerprint": key.fingerprint},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return key


@use_case(Role.SYSTEM, word="做签名钥匙")
def make_key(*, actor: Actor, now: datetime, person_id: UUID, made: Made) -> Order:
    """Keep a key that a person made; it counts once two others signed its order.

    Raises NotFound, Conflict for a key that is known. Writes: orders.PersonKey, orders.Order.
    """
    key = _kept(actor, now, person_id, made)
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
        },
        now=now,
    )
    _record(actor, now, order, key, "orders.key.asked")
    return order


@use_case(Role.SYSTEM, word="申请停用签名钥匙")
def ask_key_end(*, actor: Actor, now: datetime, key_id: UUID) -> Order:
    """Write the order that ends a key, which two others sign. Raises NotFound, WrongState.

    Writes: orders.Order.
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


def _kept(actor: Actor, now: datetime, person_id: UUID, made: Made, **how: object) -> PersonKey:
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


def _record(actor: Actor, now: datetime, order: Order, key: PersonKey, kind: str) -> None:
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=order,
        about=[key.pk, key.person_id],
        after={**_facts(key), "number": order.number, "code": order.code, "digest": order.digest},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
