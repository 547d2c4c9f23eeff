"""The worker: told at once, back when the database is, ended between two rounds, never in one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from cairong.audit.models import Event, Outbox
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.jobs.round import round_of_work
from cairong.jobs.worker import TICK_SECONDS, Worker
from cairong.kernel.actor import Role
from cairong.outreach.models import Message
from cairong.parties.models import City
from support.installation import free_port
from support.town import CITY, Town, found_town
from support.waiting import wait_for


@pytest.fixture
def town(committed_db) -> Town:
    found = found_town()
    found.bureau(Role.TREASURY_OFFICER)
    return found


@use_case()
def tell(*, actor, now, town) -> None:
    officer = town.bureau(Role.TREASURY_OFFICER)
    record(
        actor=actor, now=now, type="test.told", subject=City.objects.get(pk=CITY),
        tell=[Tell(organisation_id=officer.organisation_id, role=officer.role)],
    )  # fmt: skip


@contextmanager
def working(round_: Callable[[], object], **address) -> Iterator[Worker]:
    """A worker in a thread, as `cairong run` starts it in a process."""
    worker = Worker(connect={**connection.get_connection_params(), **address}, round_of_work=round_)

    def run() -> None:
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(TICK_SECONDS + 10)
        assert not thread.is_alive()


def test_an_event_is_delivered_at_once_and_not_at_the_next_tick(town):
    rounds: list[float] = []

    def round_() -> None:
        round_of_work()
        rounds.append(time.monotonic())

    with working(round_):
        wait_for(lambda: rounds, "the first round")
        wait_for(lambda: not Outbox.objects.filter(done_at=None).exists(), "nothing waits")
        time.sleep(0.2)
        begun = time.monotonic()
        tell(actor=town.system, now=town.now, town=town)
        wait_for(lambda: Message.objects.filter(event_type="test.told").exists(), "it is told")
        took = time.monotonic() - begun
    assert took < TICK_SECONDS - 1, took
    assert Message.objects.filter(event_type="test.told").count() == 1
    assert Event.objects.filter(type="outreach.message.sent", after__of="test.told").count() == 1


def test_what_waited_before_the_worker_came_is_delivered_too(town):
    tell(actor=town.system, now=town.now, town=town)
    with working(round_of_work):
        wait_for(lambda: not Outbox.objects.filter(done_at=None).exists(), "all is delivered")
    assert Message.objects.filter(event_type="test.told").count() == 1


def test_away_at_first_the_database_is_asked_again(town, caplog):
    rounds: list[int] = []
    with working(lambda: rounds.append(1), port=str(free_port())) as worker:
        wait_for(lambda: "the database is away" in caplog.text, "it is noticed")
        assert rounds == []
        worker.address["port"] = connection.get_connection_params()["port"]
        wait_for(lambda: rounds, "it works")


def test_a_round_that_loses_the_database_is_followed_by_another(town, caplog):
    rounds: list[int] = []

    def round_() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("server closed the connection unexpectedly")

    with working(round_):
        wait_for(lambda: len(rounds) > 1, "another round")
    assert "again in 1 s" in caplog.text


def test_a_cut_line_is_laid_again(town, cluster):
    rounds: list[int] = []
    with working(lambda: rounds.append(1)):
        wait_for(lambda: rounds, "it works")
        with psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True) as admin:
            cut = admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            )
            assert cut.rowcount == 1
        before = len(rounds)
        wait_for(lambda: len(rounds) > before, "it works again")


def test_stopped_in_the_middle_of_a_round_it_ends_after_it(town):
    done: list[str] = []

    def round_() -> None:
        done.append("begun")
        time.sleep(0.5)
        done.append("ended")

    with working(round_):
        wait_for(lambda: done, "the round is begun")
    assert done[-1] == "ended"
    assert done.count("begun") == done.count("ended")
