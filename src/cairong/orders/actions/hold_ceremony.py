"""The operator holds a ceremony: keys are made in it where two others cannot sign for them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.orders.ceremonies import able, lapsed
from cairong.orders.models import Ceremony
from cairong.orders.reads import signing_keys
from cairong.orders.steps.telling import BASIS, named, told_of_keys
from cairong.orders.tickets import LASTS
from cairong.parties.models import Person
from cairong.parties.reads import city_of
from cairong.policy.orders import ceremony_is_open
from cairong.policy.rule import require


@use_case(Role.SYSTEM, word="举行签名钥匙登记仪式")
def hold_ceremony(
    *,
    actor: Actor,
    now: datetime,
    person_ids: Sequence[UUID],
    lost: Collection[UUID] = (),
    origin: str,
) -> Ceremony:
    """Hold the ceremony in which these persons make keys, at the gateway's address of today.

    With their keys end those that are `lost`, and those that sign nothing any more: their person's
    mandate ended, or they were made at another address. Where one other person can sign still, it
    is held for one, whose key's order is the other's to sign; where nobody can, for two, whose keys
    count a day later; in a demonstration for any number. Desk, auditor, operator and whose keys
    they are are told at once. Raises PolicyBreach where two others can sign, or for the wrong
    number of persons. Writes: orders.Ceremony. Source: 二(三)-4.
    """
    keys = {key.pk: key for key in signing_keys(actor.city)}
    without = {pk for pk in lost if pk in keys}
    without |= {key.pk for key in lapsed(actor.city, origin, now)}
    others = {key.person_id: key.person.name for key in able(actor.city, origin, now, without)}
    demo = city_of(actor.city).demo
    require(ceremony_is_open(holders=others, persons=person_ids, demo=demo))
    ceremony = Ceremony.objects.create(
        city_id=actor.city,
        persons=list(person_ids),
        ends=sorted(without),
        signed_by_id=next(iter(others), None),
        origin=origin,
        held_at=now,
        until=now + LASTS,
    )
    names = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "name"))
    record(
        actor=actor,
        now=now,
        type="orders.ceremony.held",
        subject=ceremony,
        about=[*person_ids, *ceremony.ends, *others],
        after={
            "who": "、".join(names[each] for each in person_ids),
            "ends": named(keys[pk] for pk in ceremony.ends),
            "signed_by": next(iter(others.values()), "没有人"),
        },
        basis=BASIS,
        tell=told_of_keys(
            actor.city, [*person_ids, *(keys[each].person_id for each in ceremony.ends)], now
        ),
    )
    return ceremony
