"""What leaves with two signatures in the demo city: the keys it keeps, a payment that waits."""

from datetime import datetime, timedelta

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.facts import CITY
from cairong.driving.together import together
from cairong.kernel.actor import Channel, Role, system
from cairong.kernel.calendar import day_of
from cairong.orders.actions.hold_ceremony import hold_ceremony
from cairong.orders.actions.make_key import found_key
from cairong.orders.desks import SIGNERS
from cairong.orders.kept_keys import ORIGIN, kept_for
from cairong.parties.people import seated_in
from cairong.treasury.actions.pay import pay
from cairong.treasury.models import Payment

BEFORE = timedelta(days=2)  # a key counts a day after it was made


def release_first(cast: Cast, *, now: datetime) -> None:
    """Let the city's treasury desk release what waited longest: two persons are yet to sign it."""
    people = cast.desks[CITY].people
    waiting = Payment.objects.filter(city_id=CITY, state="requested").order_by("requested_at", "pk")
    first = waiting.filter(receivable__region=CITY).first() or waiting.first()
    if first is not None:
        officer, approver = people[Role.TREASURY_OFFICER], people[Role.TREASURY_APPROVER]
        together(pay, officer, approver, now, payment_id=first.pk)


def keep_the_keys(*, now: datetime) -> None:
    """Keep a key for everybody at the desks that sign, the city's treasury desk first.

    As the database's owner, who alone may hold a ceremony.
    """
    actor, then = system(city=CITY).through(Channel.CLI), now - BEFORE
    people = seated_in(CITY, SIGNERS, on=day_of(now))
    held = hold_ceremony(actor=actor, now=then, person_ids=people, origin=ORIGIN)
    for person_id in people:
        made = kept_for(person_id)
        found_key(actor=actor, now=then, person_id=person_id, made=made, ceremony_id=held.pk)
