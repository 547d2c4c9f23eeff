"""Two workers and two requests at once: an event is taken over once, a request carried out once."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from cairong.audit.checking import ChainCheck, check_chain
from cairong.audit.models import Event, Outbox, RefusalRecord
from cairong.audit.outbox import deliver
from cairong.audit.recording import record
from cairong.audit.transaction import consumer, use_case
from cairong.kernel.errors import Repeated, WrongState
from cairong.parties.models import City
from support.racing import ROUNDS, hands, split
from support.town import CITY, Town, at, found_town

pytestmark = pytest.mark.soak
NOW = at("2025-09-15 10:00")


@use_case()
def say(*, actor, now, word="", also=()) -> City:
    city = City.objects.get(pk=CITY)
    record(actor=actor, now=now, type="test.said", subject=city, after={"w": word}, also=also)
    return city


@use_case()
def rename(*, actor, now) -> City:
    """An act that can be done once: whoever comes second finds it done."""
    city = City.objects.select_for_update(of=("self",), no_key=True).get(pk=CITY)
    if city.name == str(actor.request_id):
        raise WrongState("parties.city_stands", city=CITY)
    city.name = str(actor.request_id)
    city.save(update_fields=["name"])
    record(actor=actor, now=now, type="test.renamed", subject=city)
    return city


@consumer("test.hears")
def hear(*, actor, now, event) -> int:
    record(actor=actor, now=now, type="test.heard", subject=event)
    return event.pk


@pytest.fixture
def town(committed_db) -> Iterator[Town]:
    return found_town(at("2025-09-01 08:00"))


def test_two_workers_apply_one_event_once(town: Town):
    with hands(2) as two:
        for number in range(1, ROUNDS + 1):
            say(actor=town.system, now=NOW, also=["test.wakes"])
            row = Outbox.objects.get(done_at=None)
            take = partial(deliver, row, now=NOW, consumers={"test.hears": hear})
            assert two.race(take, take) == [None, None]
            assert Event.objects.filter(type="test.heard").count() == number
            assert not Outbox.objects.filter(done_at=None).exists()


def test_of_two_equal_requests_the_one_that_finds_no_more_to_do_is_told_the_same(town: Town):
    with hands(2) as two:
        for number in range(1, ROUNDS + 1):
            act = partial(rename, actor=replace(town.system, request_id=uuid4()), now=NOW)
            won, lost = split(two.race(act, act))
            assert len(won) == 1
            assert [type(one) for one in lost] == [Repeated]
            assert lost[0].subject_id == CITY
            assert Event.objects.filter(type="test.renamed").count() == number
    assert not RefusalRecord.objects.exists()


def test_another_request_that_finds_no_more_to_do_is_refused(town: Town):
    with hands(2) as two:
        done = replace(town.system, request_id=uuid4())
        City.objects.update(name=str(done.request_id))
        act = partial(rename, actor=done, now=NOW)
        won, lost = split(two.race(act, act))
    assert won == []
    assert [type(one) for one in lost] == [WrongState, WrongState]
    assert RefusalRecord.objects.count() == 2


def test_of_two_equal_requests_one_is_told_that_it_was_carried_out(town: Town):
    with hands(2) as two:
        for number in range(1, ROUNDS + 1):
            actor = replace(town.system, request_id=uuid4())
            acts = [partial(say, actor=actor, now=NOW, word=word) for word in "甲乙"]
            won, lost = split(two.race(*acts))
            assert (len(won), [type(one) for one in lost]) == (1, [Repeated])
            assert Event.objects.filter(type="test.said").count() == number


def test_two_acts_at_once_stand_one_behind_the_other(town: Town):
    before = Event.objects.count()
    with hands(2) as two:
        for _ in range(ROUNDS):
            acts = [partial(say, actor=town.system, now=NOW, word=word) for word in "甲乙"]
            assert split(two.race(*acts))[1] == []
    whole = check_chain(CITY, window=ROUNDS * 2 + before)
    assert (whole.broken, whole.checked) == (None, ROUNDS * 2 + before)


def test_a_check_while_the_city_works_finds_nothing_wrong(town: Town):
    """What is recorded while the check reads belongs neither to the events nor to the head."""
    with hands(2) as two:
        for _ in range(ROUNDS):
            acts = [partial(say, actor=town.system, now=NOW), partial(check_chain, CITY, window=5)]
            [found] = [one for one in two.race(*acts) if isinstance(one, ChainCheck)]
            assert found.broken is None, found


def test_an_act_is_never_part_of_another_transaction(town: Town):
    """What a use-case has answered is committed: it refuses to be nested."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        say(actor=town.system, now=NOW)
    assert not Event.objects.filter(type="test.said").exists()


def append_only_tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(one.name == "append_only" for one in getattr(model._meta, "triggers", ()))
    )


def test_not_even_the_owner_changes_what_happened(town: Town):
    """The owner may do anything but this: the trigger answers by its name."""
    say(actor=town.system, now=NOW)
    assert "audit_event" in append_only_tables()
    for statement in ("UPDATE audit_event SET type = 'x'", "DELETE FROM audit_event"):
        with (
            pytest.raises(IntegrityError, match="audit_event is append-only"),
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_every_table_of_fact_has_its_trigger(town: Town):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_append_only%' AND tgenabled = 'O'"
        )
        assert sorted(name for (name,) in cursor.fetchall()) == append_only_tables()
