"""A disk that is full under a running city: 503 in words, nothing partial, well again by itself."""

import errno
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from cairong.audit.models import Event
from cairong.cli.supervisor import Child, tell
from cairong.doors import uploads
from cairong.doors.clock import now
from cairong.home.folder import Home
from cairong.home.postgres import ADMIN
from cairong.kernel.actor import Role, system
from cairong.parties.models import Proposal
from kill.browsing import Answer, Browser, Unanswered
from kill.checking import assert_whole, nothing_waits
from kill.driver import Driver, People, Steps, settle_people
from kill.hazard import kill, victims
from kill.pointing import address, pointed_at
from ops.disks import AS_ROOT, fill, mounting
from support.installation import Installation
from support.town import CITY, Town, found_town
from support.visitors import browser
from support.waiting import wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("ops"), AS_ROOT]
SIZE = "400m"
WORDS = "磁盘暂时写不下"


@dataclass
class Crowded:
    """A city that runs on a small disk, and everybody who acts there."""

    city: Installation
    disk: Path
    people: People

    def prepared(self, count: int) -> list[tuple[UUID, UUID]]:
        """Lay contracts before the second person; each with the token of the one approval."""
        step = Steps(Driver(self.people, self.city.port, uuid4().int), "full")
        made = []
        for number in range(count):
            step.case = f"full {number}"
            made.append((step.propose_signing(), uuid4()))
        wait_for(nothing_waits, "everything is delivered")
        return made

    def approver(self) -> Browser:
        return Browser(self.city.port).sign_in(self.people.names["purchaser-approver"])


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, django_db_blocker) -> Iterator[Crowded]:
    folder = tmp_path_factory.mktemp("crowded")
    with mounting(folder / "disk") as mount:
        disk = mount(f"size={SIZE},mode=711")
        city = Installation(disk / "home")
        city.found_empty()
        city.start()
        try:
            before, settings.PASSWORD_HASHERS = (
                settings.PASSWORD_HASHERS,
                ["django.contrib.auth.hashers.Argon2PasswordHasher"],
            )
            with django_db_blocker.unblock(), pointed_at(city):
                people = settle_people(Town(now()))
                settings.PASSWORD_HASHERS = before
                yield Crowded(city, disk, people)
        finally:
            city.kill_everything()


def tried(browser: Browser, proposal: UUID, token: UUID) -> Answer | str:
    """Approve; the answer, or the words of the page that says it cannot be done now."""
    try:
        return browser.approve(proposal, token)
    except Unanswered as error:
        return str(error)


def write_log_without_end(connection: psycopg.Connection) -> None:
    """Have the database write its log until it cannot. Raises psycopg.Error."""
    for _ in range(2_000):
        connection.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))")


def assert_each_done_once(crowded: Crowded, made: list[tuple[UUID, UUID]]) -> None:
    """Approve again with the same tokens: all is done, each once, and the books are equal."""
    connections.close_all()
    browser = crowded.approver()
    for proposal, token in made:
        answer = browser.approve(proposal, token)
        assert (answer.status, answer.leads_to) == (302, f"/proposals/{proposal}/")
    assert set(
        Proposal.objects.filter(pk__in=[one for one, _ in made]).values_list("state", flat=True)
    ) == {"approved"}
    wait_for(nothing_waits, "everything is delivered", seconds=90)
    assert_whole([token for _, token in made])


def test_data_that_finds_no_room_is_refused_whole_and_kept_when_there_is_room(crowded):
    made, browser = crowded.prepared(8), crowded.approver()
    ballast = fill(crowded.disk)
    answers = {token: tried(browser, proposal, token) for proposal, token in made}
    refused = {token: said for token, said in answers.items() if isinstance(said, str)}
    assert refused, "the disk was not felt"
    for token, said in answers.items():
        kept = Event.objects.filter(city=CITY, request_id=token).count()
        assert kept == (token not in refused)
        if token in refused:
            assert said.startswith("503 ")
            assert WORDS in said
    ballast.unlink()
    assert crowded.city.is_healthy(within=60)
    assert_each_done_once(crowded, made)


def test_a_log_of_the_database_that_finds_no_room_stops_it_until_there_is_room(crowded):
    made, browser = crowded.prepared(2), crowded.approver()
    at = address(crowded.city, ADMIN, "admin").conninfo
    with psycopg.connect(at, autocommit=True) as connection:  # a full disk lets no new one in
        ballast = fill(crowded.disk)
        with pytest.raises(psycopg.Error):
            write_log_without_end(connection)
    proposal, token = made[0]
    said = tried(browser, proposal, token)
    assert isinstance(said, str)
    assert said.startswith("503 ")
    assert WORDS in said
    assert crowded.city.health()[0] == 503
    with pytest.raises(Unanswered, match=r"503 [\s\S]*请过一会儿"):
        Browser(crowded.city.port).open("/contracts/")
    assert crowded.city.running.poll() is None
    ballast.unlink()
    assert crowded.city.is_healthy(within=90)
    assert_each_done_once(crowded, made)


def test_logs_of_ours_that_find_no_room_stop_nothing(crowded):
    made, city = crowded.prepared(1), crowded.city
    assert city.stop()[0] == 0
    with mounting(Home(city.home).log) as mount:
        fill(mount("size=16k,mode=700"))
        city.start()
        kill(victims(city, "worker"))
        wait_for(lambda: victims(city, "worker"), "the worker is started again")
        assert_each_done_once(crowded, made)
        assert city.stop()[0] == 0
    city.start()


def test_a_child_that_cannot_be_started_is_tried_again_later(tmp_path, capsys):
    log = tmp_path / "gone" / "x.log"
    child = Child(
        name="后台任务", command=[sys.executable, "-c", ""], log=log, env={}, patience_seconds=1
    )
    child.watch()
    assert (child.process, child.failures) == (None, 1)
    assert child.next_start > time.monotonic()
    assert "后台任务 起不来" in capsys.readouterr().err
    log.parent.mkdir()
    child.next_start = 0.0
    child.watch()
    assert child.process is not None
    child.stop()
    assert child.process is None


def test_an_output_that_is_full_does_not_stop_the_supervisor(monkeypatch):
    class Full(StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    tell("数据库意外退出,正在重启")


@pytest.fixture
def importer(db) -> Client:
    client = browser(found_town(now()), Role.OPERATOR)
    client.raise_request_exception = False
    return client


def upload(client: Client, size: int):
    return client.post(
        "/imports/", {"not_secret": "on", "file": SimpleUploadedFile("a.csv", b"x" * size)}
    )


@pytest.mark.parametrize("setting", ["FILES_ROOT", "FILE_UPLOAD_TEMP_DIR"])
def test_a_file_that_finds_no_room_is_503_in_words_and_leaves_nothing(
    importer, small_disk, settings, setting
):
    disk = small_disk("size=256k")
    setattr(settings, setting, disk)
    answer = upload(importer, 2**20)
    assert answer.status_code == 503
    assert WORDS in answer.content.decode()
    assert [path for path in disk.rglob("*") if path.is_file()] == []
    smaller = upload(importer, 2**10)
    assert smaller.status_code == 422
    assert WORDS not in smaller.content.decode()


def test_what_became_of_an_upload_is_written_whole_or_not_at_all(small_disk, settings):
    disk = small_disk("size=64k")
    settings.FILES_ROOT = disk
    actor = replace(system(city=CITY), person_id=uuid4())
    file = SimpleUploadedFile("合同.csv", b"a,b\n")
    kept = uploads.keep(actor, file, now=now(), kind="import")
    fill(disk)
    with pytest.raises(OSError, match="No space left"):
        uploads.note(kept, good=1, why="x" * 5_000)
    (disk / "ballast").unlink()
    found = uploads.kept_for(actor, kept.id, kind="import")
    assert (found.shown_name, found.said, found.size) == ("合同.csv", {}, 4)
    uploads.note(kept, good=1)
    assert uploads.kept_for(actor, kept.id, kind="import").said == {"good": 1}
    uploads.discard(kept)
    assert list((disk / "uploads").iterdir()) == []
