"""A city's chain, a signer with a folder and a moment of its own, and what an owner can do."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction

from cairong.audit.models import Chain, Event
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.home.addresses import NOTARY
from cairong.kernel.events import digest
from cairong.notary.keys import Ed25519, own_key
from cairong.notary.ledger import Ledger
from cairong.notary.models import Alarm, Head
from cairong.notary.signer import Signer
from cairong.parties.models import City
from support.staging import staged
from support.town import CITY, Town, at, found_town

BEGUN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@use_case()
def say(*, actor, now, word) -> None:
    record(
        actor=actor, now=now, type="test.said", subject=City.objects.get(pk=CITY), after={"w": word}
    )


@dataclass
class Notary:
    """The signer over the test database; each round is a minute after the one before."""

    town: Town
    conninfo: str
    folder: Path
    now: datetime = BEGUN
    signer: Signer = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        """A signer that was started anew."""
        self.signer = Signer(own_key(self.folder, Ed25519), self.folder)

    def say(self, count: int = 1) -> None:
        for number in range(count):
            say(actor=self.town.system, now=at("2025-09-15 10:00"), word=f"词{number}")

    def round(self, *, after: timedelta = MINUTE) -> None:
        self.now += after
        with closing(Ledger(self.conninfo)) as ledger:
            self.signer.round(ledger, self.now)

    def heads(self) -> list[Head]:
        return list(Head.objects.filter(city=CITY).order_by("id"))

    def sizes(self) -> list[int]:
        return [head.size for head in self.heads()]

    def alarms(self) -> list[tuple[str, int]]:
        return list(Alarm.objects.order_by("at").values_list("kind", "seq"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notary"
    made.mkdir(mode=0o700)
    return made


@staged
def ten() -> Town:
    """A city with ten events."""
    town = found_town(at("2025-09-01 08:00"))
    for number in range(10 - Event.objects.count()):
        say(actor=town.system, now=at("2025-09-15 10:00"), word=f"词{number}")
    return town


@pytest.fixture
def notary(committed_db, ten, cluster, folder) -> Notary:
    """A city with ten events, signed once."""
    made = Notary(ten, cluster.address(NOTARY).conninfo, folder)
    made.round()
    return made


def tamper(*statements: str) -> None:
    """Do as the database's owner what no program of ours may do."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def cut(newest: int) -> None:
    """Delete the newest events and move the head of the chain back, so that all of it holds."""
    with transaction.atomic(using="owner"):
        tamper(
            f"DELETE FROM audit_event WHERE seq > (SELECT max(seq) FROM audit_event) - {newest:d}",  # noqa: S608 - a number
            "UPDATE audit_chain SET (seq, hash) ="
            " (SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1)",
        )


def rewrite(first: int, **facts: object) -> None:
    """Write the chain anew from an event on, with hashes that hold to the head."""
    tamper()
    events = list(Event.objects.using("owner").filter(seq__gte=first).order_by("seq"))
    hash_before = bytes(events[0].previous_hash)
    for name, value in facts.items():
        setattr(events[0], name, value)
    for event in events:
        event.previous_hash = hash_before
        event.hash = hash_before = digest(event)
        event.save(using="owner")
    Chain.objects.using("owner").update(hash=hash_before)
