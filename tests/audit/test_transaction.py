"""The one transaction of a use-case: one event, chained; refusals kept; done once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.audit.models import Chain, Event, Outbox, RefusalRecord
from cairong.audit.outbox import deliver, note_failure, waiting
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import consumer, use_case
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, NotAllowed, Repeated, WrongState
from cairong.kernel.events import digest
from cairong.parties.models import City
from support.town import CITY, at, found_town

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")


@use_case(Role.SYSTEM, Role.PURCHASER_OFFICER)
def rename(*, actor, now, name, also=()):
    city = City.objects.get(pk=CITY)
    city.name = name
    city.save(update_fields=["name"])
    if name == "refused":
        raise WrongState("state.cannot", thing="城市", state="甲", act="改名", possible="无")
    record(actor=actor, now=now, type="test.renamed", subject=city, after={"n": name}, also=also)
    return city


@consumer("test.hears")
def take_over(*, actor, now, event):
    city = City.objects.get(pk=CITY)
    record(actor=actor, now=now, type="test.taken", subject=city, after={"of": event.pk})
    return event.pk


def test_each_act_leaves_one_chained_event_and_the_chain_holds():
    town = found_town()
    for name in ("甲", "乙", "丙"):
        rename(actor=town.system, now=NOW, name=name)
    events = list(Event.objects.filter(city=CITY).order_by("seq"))
    assert [one.seq for one in events] == [1, 2, 3, 4]
    previous = b""
    for one in events:
        assert bytes(one.previous_hash) == previous
        assert digest(one) == bytes(one.hash)
        previous = bytes(one.hash)
    assert bytes(Chain.objects.get(city=CITY).hash) == previous


def test_a_refused_act_leaves_nothing_but_the_record_of_the_refusal():
    town = found_town()
    with pytest.raises(WrongState):
        rename(actor=town.system, now=NOW, name="refused")
    assert City.objects.get(pk=CITY).name == "洛阳市"
    kept = RefusalRecord.objects.get()
    assert (kept.kind, kept.code, kept.act) == ("WrongState", "state.cannot", "rename")


def test_a_role_that_may_not_is_refused():
    town = found_town()
    with pytest.raises(NotAllowed):
        rename(actor=town.bureau(Role.TREASURY_OFFICER), now=NOW, name="甲")


def test_the_same_request_is_carried_out_once():
    town = found_town()
    actor = replace(town.system, request_id=uuid4())
    rename(actor=actor, now=NOW, name="甲")
    with pytest.raises(Repeated) as repeated:
        rename(actor=actor, now=NOW, name="乙")
    assert repeated.value.subject_id == CITY
    assert City.objects.get(pk=CITY).name == "甲"


def test_a_token_that_was_used_is_refused_for_anything_else():
    town = found_town()
    actor = replace(town.system, request_id=uuid4(), asked=b"a")
    rename(actor=actor, now=NOW, name="甲")
    with pytest.raises(Repeated):
        rename(actor=actor, now=NOW, name="甲")
    with pytest.raises(Conflict) as refused:
        rename(actor=replace(actor, asked=b"b"), now=NOW, name="乙")
    assert type(refused.value) is Conflict
    assert City.objects.get(pk=CITY).name == "甲"
    assert RefusalRecord.objects.get().code == "conflict.token_used"
    event = Event.objects.get(type="test.renamed")
    assert (bytes(event.asked), digest(event)) == (b"a", bytes(event.hash))


def test_a_request_carried_out_before_its_content_was_kept_is_the_same_again():
    town = found_town()
    actor = replace(town.system, request_id=uuid4())
    rename(actor=actor, now=NOW, name="甲")
    with pytest.raises(Repeated):
        rename(actor=replace(actor, asked=b"b"), now=NOW, name="甲")


def test_an_act_without_an_event_is_a_fault_of_the_program():
    town = found_town()
    with pytest.raises(AssertionError, match="records one event"):
        use_case()(lambda **_: None)(actor=town.system, now=NOW)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET type = 'x'", "DELETE FROM audit_event"]
)
def test_the_app_role_can_neither_change_nor_delete_events(statement):
    found_town()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_consumer_is_applied_once_however_often_it_is_called():
    town = found_town()
    rename(actor=town.system, now=NOW, name="甲", also=["test.wakes"])
    (row,) = waiting(now=NOW)
    deliver(row, now=NOW, consumers={"test.hears": take_over})
    deliver(row, now=NOW, consumers={"test.hears": take_over})
    assert Event.objects.filter(type="test.taken").count() == 1
    assert waiting(now=NOW) == []


def test_a_process_whose_rooms_were_not_joined_records_nothing(monkeypatch):
    town = found_town()
    monkeypatch.setattr("cairong.audit.recording.SUBSCRIBED", {})
    with pytest.raises(RuntimeError, match="were not joined at the start"):
        rename(actor=town.system, now=NOW, name="甲")
    assert not Event.objects.filter(type="test.renamed").exists()


def test_a_failed_delivery_waits_longer_each_time():
    town = found_town()
    rename(actor=town.system, now=NOW, name="甲", also=["test.wakes"])
    (row,) = waiting(now=NOW)
    note_failure(row, ValueError("the bank is away"), now=NOW)
    assert waiting(now=NOW) == []
    (row,) = waiting(now=NOW + timedelta(seconds=1))
    assert (row.attempts, row.last_error) == (1, "ValueError: the bank is away")


def test_tellings_become_one_outbox_row():
    town = found_town()

    @use_case()
    def tell(*, actor, now):
        bureau = town.bureau(Role.TREASURY_OFFICER)
        record(
            actor=actor,
            now=now,
            type="test.told",
            subject=City.objects.get(pk=CITY),
            tell=[Tell(organisation_id=bureau.organisation_id, role=bureau.role)],
        )

    town.bureau(Role.TREASURY_OFFICER)
    tell(actor=town.system, now=NOW)
    row = Outbox.objects.get(consumer="tell")
    assert row.event.after["tell"][0]["role"] == "treasury-officer"
