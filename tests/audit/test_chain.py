"""The chain of events: whatever is changed behind the program's back is found and located."""

from hashlib import sha256

import pytest
from django.db import connections, transaction

from cairong.audit.checking import check_chain
from cairong.audit.models import Event
from cairong.audit.recording import digest, record
from cairong.audit.transaction import use_case
from cairong.parties.models import City
from support.town import CITY, at, found_town

NOW = at("2025-09-15 10:00")
FREED = "ALTER TABLE audit_event DISABLE TRIGGER USER"


@use_case()
def say(*, actor, now, word) -> None:
    record(
        actor=actor, now=now, type="test.said", subject=City.objects.get(pk=CITY), after={"w": word}
    )


@pytest.fixture
def chain(committed_db) -> None:
    """Five events; the first founds the city."""
    town = found_town(at("2025-09-01 08:00"))
    for word in "甲乙丙丁":
        say(actor=town.system, now=NOW, word=word)


def tamper(*statements: str) -> None:
    """Do as the owner what no program of ours may do."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def broken() -> tuple[int | None, str]:
    found = check_chain(CITY)
    return found.broken, found.why


def test_untouched_it_holds(chain):
    assert broken() == (None, "")
    assert check_chain(CITY).checked == 5
    assert check_chain(CITY, before=4, window=2).last == 3


def test_a_hash_follows_from_the_one_before(chain):
    event = Event.objects.get(city=CITY, seq=3)
    event.previous_hash = sha256(b"another").digest()
    assert digest(event) != bytes(event.hash)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (['UPDATE audit_event SET after = \'{"w": "x"}\' WHERE seq = 3'], (3, "内容与散列不符")),
        (["DELETE FROM audit_event WHERE seq = 3"], (4, "编号不连续")),
        (["UPDATE audit_event SET hash = sha256('x') WHERE seq = 3"], (3, "内容与散列不符")),
        (
            ["UPDATE audit_event SET previous_hash = sha256('x') WHERE seq = 4"],
            (4, "与上一条记录的散列不衔接"),
        ),
        (["DELETE FROM audit_event WHERE seq = 5"], (4, "链头与最后一条记录不符")),
        (["UPDATE audit_chain SET hash = sha256('x')"], (5, "链头与最后一条记录不符")),
    ],
)
def test_what_was_changed_is_located(chain, statements, found):
    tamper(FREED, *statements)
    assert broken() == found
