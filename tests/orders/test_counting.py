"""Which signature counts: policy/orders.py and the database say the same, whatever the rows hold.

Every mandate with every rest, every key, every order, all at one moment. 二(三)-4
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import connection

from cairong.kernel.calendar import day_of
from cairong.kernel.orders import code_of
from cairong.orders.counting import counts, holders
from cairong.orders.models import Order, PersonKey, Signature
from cairong.parties.models import Account, Mandate, Person, Proposal
from cairong.parties.reads import the_only
from support.signing import ORIGIN, SIGNED, SITE
from support.speaking import as_owner
from support.town import CITY

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TODAY = day_of(SIGNED)
SEATS = {
    "none": None,
    "held": ("treasury-officer", TODAY - 9 * DAY, None, ""),
    "of another desk": ("procurement-approver", TODAY - 9 * DAY, None, ""),
    "over since yesterday": ("treasury-officer", TODAY - 9 * DAY, TODAY - DAY, "调离"),
    "ended today": ("treasury-approver", TODAY - 9 * DAY, TODAY, "调离"),
    "from tomorrow": ("treasury-officer", TODAY + DAY, None, ""),
}
RESTS = {"never": None, "now": SIGNED + SECOND, "no more": SIGNED, "later": SIGNED + DAY + SECOND}
KEYS = {
    "asked": (None, None),
    "younger than a day": (SIGNED - DAY + SECOND, None),
    "of a day": (SIGNED - DAY, None),
    "from now": (SIGNED, None),
    "from later": (SIGNED + SECOND, None),
    "ended": (SIGNED - 9 * DAY, SIGNED - SECOND),
    "ended now": (SIGNED - 9 * DAY, SIGNED),
}


@dataclass
class Rows:
    """Persons with their keys, and orders, by what they are."""

    keys: dict[tuple[str, str, str], PersonKey]
    orders: dict[str, Order]


@pytest.fixture(scope="module")
def rows(cluster, django_db_setup, django_db_blocker) -> Iterator[Rows]:
    """Every person with every key, laid by the owner, whom no guard stops."""
    from support.signing import signing_city  # noqa: PLC0415 - as tests/orders/conftest.py has it

    with django_db_blocker.unblock():
        city = signing_city(cluster)
        city.release()
        with as_owner():
            yield laid(city)
        cluster.renew()


def laid(city) -> Rows:
    with connection.cursor() as cursor:
        for table in ("orders_personkey", "orders_order", "parties_mandate", "parties_account",
                      "parties_proposal", "orders_signature"):  # fmt: skip
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    keys = {}
    for seat, rest in product(SEATS, RESTS):
        person = someone(seat, rest)
        for key, (registered, ended) in KEYS.items():
            keys[seat, rest, key] = PersonKey.objects.create(
                city_id=CITY, person=person, algorithm="webauthn", credential="c", public_key="p",
                fingerprint=uuid4().hex, site=SITE, origin=ORIGIN, made_at=SIGNED - 9 * DAY,
                registered_at=registered, ended_at=ended,
                state="ended" if ended else "registered" if registered else "asked",
            )  # fmt: skip
    return Rows(keys, orders(city, [key.person_id for key in keys.values()]))


def someone(seat: str, rest: str) -> Person:
    person = Person.objects.create(city_id=CITY, name=f"{seat} {rest}")
    if SEATS[seat]:
        role, since, until, why = SEATS[seat]
        Mandate.objects.create(
            organisation=the_only(CITY, "bureau"), person=person, role=role, region=CITY,
            valid_from=since, valid_to=until, ended_reason=why,
        )  # fmt: skip
    Account.objects.create(username=uuid4().hex, person=person, rests_until=RESTS[rest])
    return person


def orders(city, everybody: list[UUID]) -> dict[str, Order]:
    pay = Proposal.objects.get(act="treasury.pay")
    filing = Proposal.objects.filter(approves="procurement-approver").first()
    assert filing is not None
    return {
        "its signer": order(pay, everybody),
        "its signer, procurement desk": order(filing, everybody),
        "another's": order(pay, [uuid4(), uuid4()]),
        "any two": order(None, []),
        "own key": order(None, []),
        "end of own key": order(None, [], "end_key"),
    }


def order(proposal: Proposal | None, signers: list[UUID], kind: str = "payee") -> Order:
    number, digest = uuid4().hex, uuid4().hex * 2
    return Order.objects.create(
        city_id=CITY, kind=kind, number=number, subject_id=uuid4(), about_id=uuid4(),
        proposal=proposal, signers=signers, text="{}", digest=digest, code=code_of(digest),
        drawn_at=SIGNED,
    )  # fmt: skip


SAYS = "SELECT orders_signature_counts(%s, %s, %s, %s)"


def test_python_and_the_database_say_the_same(rows):
    """The whole table: 6 mandates, 4 rests, 7 keys, 6 orders."""
    known = holders(CITY, {key.person_id for key in rows.keys.values()})
    said, differ = set(), []
    with connection.cursor() as cursor:
        for (what, order), (who, key) in product(rows.orders.items(), rows.keys.items()):
            if what in {"own key", "end of own key"}:
                order.subject_id = key.person_id
                Order.objects.filter(pk=order.pk).update(subject_id=key.person_id)
            cursor.execute(SAYS, [order.pk, key.pk, key.person_id, SIGNED])
            (by_rows,) = cursor.fetchone()
            finding = counts(order, key, SIGNED, known)
            said.add(finding and finding.code)
            if by_rows != (finding is None):
                differ.append((what, *who, finding))
    assert differ == []
    assert said == {
        None, "orders.key_unsigned", "orders.key_rests", "orders.key_ended", "orders.not_signer",
        "orders.own_key", "orders.no_mandate", "orders.person_rests",
    }  # fmt: skip


@pytest.mark.parametrize("people", [1, 2])
def test_several_keys_of_one_person_are_one_signature(rows, people):
    order = rows.orders["any two"]
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE orders_signature DROP CONSTRAINT IF EXISTS orders_signature_once"
        )
        for rest in ("never", "no more")[:people]:
            for key in ("of a day", "ended now"):
                one = rows.keys["held", rest, key]
                Signature.objects.create(
                    order=order, key=one, person_id=one.person_id, text="", at=SIGNED
                )
        cursor.execute("SELECT orders_signed_by_two(%s)", [order.pk])
        assert cursor.fetchone() == (people == 2,)


def test_a_key_of_somebody_else_signs_for_nobody(rows):
    key = rows.keys["held", "never", "of a day"]
    other = rows.keys["held", "no more", "of a day"]
    with connection.cursor() as cursor:
        cursor.execute(SAYS, [rows.orders["any two"].pk, key.pk, other.person_id, SIGNED])
        assert cursor.fetchone() == (False,)
