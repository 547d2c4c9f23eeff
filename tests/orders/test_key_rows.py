"""Rows of keys, written by hand as the gateway's role: what each has to be tied to. 二(三)-4"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.kernel.errors import Invalid, PolicyBreach
from cairong.orders.actions.make_key import make_key
from cairong.orders.kept_keys import kept_for
from cairong.orders.models import Order, PersonKey, Signature
from cairong.treasury.proving import UNREGISTERED, unsigned
from gateway.test_exchange import owner_writes
from orders.test_rows import key_row, refusal, sign
from support.signing import PAID, SIGNED, Hand, as_gateway, held
from support.speaking import as_owner
from support.town import CITY
from support.undecided import look_away

LATER = SIGNED + timedelta(minutes=1)


def event_of(key: PersonKey, **changed) -> None:
    """An event that says a key was made in a ceremony, as a gateway in other hands would."""
    known = Event.objects.filter(type="orders.key.founded").values().first()
    own = {"seq": 9999, "subject_id": str(key.pk), "at": key.registered_at,
           "after": {"fingerprint": key.fingerprint}}  # fmt: skip
    del known["id"]
    Event.objects.create(**{**known, **own, **changed})


@pytest.fixture
def ceremony(city):
    """Both keys are lost; two persons are to make first keys."""
    lost = PersonKey.objects.values_list("pk", flat=True)
    return held(city.officer, city.third, now=SIGNED, lost=list(lost))


def founded(city, ceremony, *, key=None, event=None) -> str:
    def act() -> None:
        given = {"person_id": city.officer.person_id, "ceremony_id": ceremony.pk,
                 "made_at": SIGNED, "registered_at": SIGNED, "state": "registered",
                 "ended_at": None, **(key or {})}  # fmt: skip
        PersonKey.objects.filter(pk__in=ceremony.ends).update(state="ended", ended_at=SIGNED)
        made = key_row(city, **given)
        if event is not None:
            event_of(made, **event)

    return refusal(act)


def test_a_first_key_is_of_a_ceremony_and_of_its_event(cluster, city, ceremony):
    with as_gateway(cluster):
        assert founded(city, ceremony, event={}) == ""
        for key, event in (
            ({}, None),
            ({}, {"at": LATER}),
            ({}, {"subject_id": str(uuid4())}),
            ({}, {"after": {"fingerprint": "y"}}),
            ({"ceremony_id": None}, {}),
            ({"person_id": city.approver.person_id}, {}),
            ({"origin": "http://localhost:8000"}, {}),
            ({"registered_at": LATER}, {"at": LATER}),
            (dict.fromkeys(("made_at", "registered_at"), PAID), {"at": PAID}),
        ):
            assert founded(city, ceremony, key=key, event=event) == "orders_key_unsigned"


def test_a_first_key_leaves_no_key_that_its_ceremony_ends(cluster, city, ceremony):
    with as_gateway(cluster):

        def act() -> None:
            event_of(key_row(city, person_id=city.officer.person_id, ceremony_id=ceremony.pk,
                             made_at=SIGNED, registered_at=SIGNED))  # fmt: skip

        assert refusal(act) == "orders_key_unsigned"


@pytest.mark.parametrize("name", ["algorithm", "public_key", "site", "fingerprint"])
def test_a_later_key_is_the_one_its_order_says(cluster, city, later, name):
    """A gateway in other hands has two sign one key, and registers another."""
    with as_gateway(cluster):
        city.signs(city.officer, later)
    with as_owner():
        look_away("orders_key", ends="fixed")
        PersonKey.objects.filter(pk=later.about_id).update(**{name: "z"})
        look_away("orders_key", ends="fixed", again=True)
    with as_gateway(cluster), pytest.raises(PolicyBreach, match=r"orders\.unsigned"):
        city.signs(city.approver, later)


@pytest.fixture
def later(cluster, city) -> Order:
    """The order of a third person's key."""
    third = city.third
    with as_gateway(cluster):
        made = Hand().made()
        return make_key(actor=city.system, now=PAID, person_id=third.person_id, made=made)


def test_a_later_key_counts_from_its_last_signature(cluster, city, later):
    rows = PersonKey.objects.filter(pk=later.about_id)

    def counts_from(moment) -> str:
        return refusal(lambda: rows.update(state="registered", registered_at=moment))

    with as_gateway(cluster):
        for who in city.pair:
            sign(later, who)
        assert counts_from(SIGNED - timedelta(days=1)) == "orders_key_unsigned"
        assert counts_from(SIGNED) == ""


@pytest.mark.parametrize(
    "changed", [{"registered_at": SIGNED - timedelta(days=1)}, {"public_key": "z"}]
)
def test_a_key_that_is_not_what_was_signed_is_found_by_the_check(cluster, city, later, changed):
    """Where the database's owner changed the row."""
    with as_gateway(cluster):
        city.both_sign(later)
    rows = PersonKey.objects.filter(pk=later.about_id)
    with as_owner():
        look_away("orders_key", ends="fixed")
        assert unsigned(CITY) == []
        rows.update(**changed)
        whys = [each.why for each in unsigned(CITY) if each.key == rows.get().fingerprint]
    assert whys == [UNREGISTERED]


def test_a_first_key_without_its_event_is_found_by_the_check(cluster, city):
    key = PersonKey.objects.first()
    with as_owner():
        look_away("orders_key", ends="fixed")
        rows = PersonKey.objects.filter(pk=key.pk)
        rows.update(registered_at=key.registered_at - timedelta(days=1))
        assert [each.why for each in unsigned(CITY)] == [UNREGISTERED]
        look_away("orders_key", ends="unsigned")
        rows.update(registered_at=key.registered_at, state="ended", ended_at=SIGNED)
        assert ["停用没有签名" in each.why for each in unsigned(CITY)] == [True]


def test_nothing_is_dated_back(cluster, city):
    """Keys, their ends and signatures are of the moment at which they are written."""
    with as_gateway(cluster):
        order = city.draws()[0]
    look_away("orders_", ends="untimely", again=True)
    with as_gateway(cluster):
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            (now,) = cursor.fetchone()
        for at in (SIGNED, now - timedelta(hours=1), now + timedelta(hours=1)):
            dated = {"made_at": at, "registered_at": at}
            assert refusal(lambda: key_row(city, **dated)) == "orders_untimely"  # noqa: B023
            ended = PersonKey.objects.all()
            end = {"state": "ended", "ended_at": at}
            assert refusal(lambda: ended.update(**end)) == "orders_untimely"  # noqa: B023
            key = ended.first()
            given = {"order": order, "key": key, "person_id": key.person_id, "text": ""}
            signs = lambda: Signature.objects.create(**given, at=at)  # noqa: B023, E731
            assert refusal(signs) == "orders_untimely"
        today = {"made_at": now, "registered_at": now}
        assert refusal(lambda: key_row(city, **today)) == "orders_key_unsigned"


@pytest.mark.parametrize(
    "edit",
    [
        "origin = 'https://elsewhere.example'",
        "until = held_at - interval '1 minute'",
        "persons = '{}'",
        "ends = '{}'",
    ],
)
def test_the_check_reads_the_ceremony_of_a_first_key(city, owner_db, edit):
    owner_writes("orders_ceremony", edit)
    whys = [UNREGISTERED] * 2 if edit != "ends = '{}'" else []
    assert [one.why for one in unsigned(CITY)] == whys


def test_a_demonstrations_key_is_registered_nowhere(cluster, city):
    """Anybody can work it out from its person's id."""
    who = city.third.person_id
    with as_gateway(cluster), pytest.raises(Invalid, match=r"orders\.key_of_demo"):
        make_key(actor=city.system, now=SIGNED, person_id=who, made=kept_for(who))
