"""A rehearsal is taken back whole: what could not be is refused before it happens."""

import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from cairong.audit.recording import record
from cairong.kernel.actor import Role
from cairong.parties.models import City, Proposal
from cairong.rulebook.actions.set_parameter import set_parameter
from parties.test_four_eyes import FACTS, NOW
from support.town import CITY

pytestmark = pytest.mark.django_db


def opens_a_file(folder: Path) -> None:
    (folder / "x").open("w").close()


def appends(folder: Path) -> None:
    (folder / "kept").open("a").close()


def opens_by_number(folder: Path) -> None:
    os.close(os.open(folder / "x", os.O_CREAT | os.O_WRONLY))


def makes_a_folder(folder: Path) -> None:
    (folder / "x").mkdir()


def removes(folder: Path) -> None:
    (folder / "kept").unlink()


def renames(folder: Path) -> None:
    (folder / "kept").rename(folder / "x")


def opens_a_socket(_folder: Path) -> None:
    socket.socket().close()


def asks_a_name(_folder: Path) -> None:
    socket.getaddrinfo("localhost", 80)


def starts_a_process(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", f"open({str(folder / 'x')!r}, 'w')"], check=True)


def starts_a_shell(folder: Path) -> None:
    os.system(f"touch {folder / 'x'}")  # noqa: S605 - the very thing


def starts_a_thread(folder: Path) -> None:
    thread = threading.Thread(target=opens_a_file, args=[folder])
    thread.start()
    thread.join()


REACHES = (
    opens_a_file, appends, opens_by_number, makes_a_folder, removes, renames, opens_a_socket,
    asks_a_name, starts_a_process, starts_a_shell, starts_a_thread,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "kept").write_text("as it was")
    return tmp_path


def act_that(reach):
    """An act of two persons that does one thing besides writing its event."""

    def body(*, actor, now, **_arguments) -> City:
        reach()
        city = City.objects.get(pk=CITY)
        record(actor=actor, now=now, type="test.reached", subject=city)
        return city

    return replace(set_parameter, body=body)


@pytest.mark.parametrize("reach", REACHES, ids=lambda one: one.__name__)
def test_what_cannot_be_taken_back_is_a_fault_and_does_not_happen(town, folder, reach):
    act = act_that(lambda: reach(folder))
    with pytest.raises(AssertionError, match="cannot take this back"):
        act.propose(actor=town.bureau(Role.PROCUREMENT_OFFICER), now=NOW, **FACTS)
    assert not Proposal.objects.exists()
    assert [one.name for one in folder.iterdir()] == ["kept"]
    assert (folder / "kept").read_text() == "as it was"
    reach(folder)


def test_the_database_and_what_is_only_read_are_within_reach(town, folder):
    read = []

    def look() -> None:
        read.append((folder / "kept").read_text())
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            read.append(cursor.fetchone()[0])

    officer = town.bureau(Role.PROCUREMENT_OFFICER)
    proposal = act_that(look).propose(actor=officer, now=NOW, **FACTS)
    assert (proposal.state, read) == ("waiting", ["as it was", 1])


def test_the_act_itself_may_write_a_file(town, folder):
    officer, approver = (
        town.bureau(role) for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
    )
    proposal = act_that(lambda: None).propose(actor=officer, now=NOW, **FACTS)
    act = act_that(lambda: opens_a_file(folder))
    act.approve(actor=approver, now=NOW, proposal_id=proposal.pk)
    assert (folder / "x").exists()
