"""The signer of a running city: who it is, killed, its disk full, a backup restored elsewhere."""

import json
import os
import pwd
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connections

from cairong.audit.models import Chain
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.doors.clock import now
from cairong.home.account import NOTARY
from cairong.home.folder import Home
from cairong.kernel.actor import system
from cairong.notary.checking import prove, stored_heads
from cairong.notary.models import Alarm, Head
from cairong.parties.models import City
from kill.pointing import pointed_at
from ops.disks import AS_ROOT, fill, mounting
from support.installation import Installation
from support.town import CITY
from support.waiting import wait_for

pytestmark = pytest.mark.xdist_group("ops")
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="以 root 启动时,签发进程才有自己的账号")


@use_case()
def act(*, actor, now) -> None:
    """Something happens in the city."""
    record(actor=actor, now=now, type="test.done", subject=City.objects.get(pk=CITY))


@pytest.fixture(scope="module")
def served(founded, tmp_path_factory) -> Iterator[Installation]:
    """A city whose chain is signed each second, for all tests of the module."""
    folder = tmp_path_factory.mktemp("signed") / "home"
    subprocess.run(["cp", "-pR", founded, folder], check=True)
    made = Installation(folder, CAIRONG_LOG_SECONDS="1")
    yield made
    made.kill_everything()


@pytest.fixture
def city(served, django_db_blocker) -> Iterator[Installation]:
    """The city running, and this process pointed at it."""
    if not served.processes():
        served.start()
    with django_db_blocker.unblock(), pointed_at(served):
        wait_for(lambda: signed() > 0, "it is signed")
        yield served


def signed() -> int:
    head = Head.objects.filter(city=CITY).order_by("-id").first()
    return head.size if head else 0


def happens(count: int = 3) -> int:
    """The number of the newest event."""
    for _ in range(count):
        act(actor=system(city=CITY), now=now())
    return Chain.objects.get(city=CITY).seq


def signer(city: Installation) -> psutil.Process | None:
    found = [one for one in city.processes() if "cairong.notary.process" in one.cmdline()]
    return max(found, key=psutil.Process.create_time) if found else None


def assert_true() -> None:
    kept = stored_heads(CITY)
    assert prove(CITY, kept, source="") == []


@ROOT
def test_it_is_an_account_of_its_own_whose_key_nobody_else_reads(city):
    process = signer(city)
    uid = pwd.getpwnam(NOTARY).pw_uid
    assert set(process.uids()) == {uid}
    assert process.gids().real == pwd.getpwnam(NOTARY).pw_gid
    status = Path(f"/proc/{process.pid}/status").read_text()
    held = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert (held["CapEff"], held["Groups"].strip()) == ("0" * 16, "")
    others = {one.uids().effective for one in city.processes() if one.pid != process.pid}
    assert uid not in others
    folder = Home(city.home).notary
    assert (folder.stat().st_uid, stat.S_IMODE(folder.stat().st_mode)) == (uid, 0o700)
    for path in folder.iterdir():
        assert (path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) == (uid, 0o600)
    for name in ("nobody", "cairong-pg"):
        read = subprocess.run(
            ["cat", str(folder / "key.Ed25519")], check=False, user=name, capture_output=True
        )
        assert read.returncode != 0
        assert b"Permission denied" in read.stderr
    for secret in ("owner", "admin", "app"):
        read = subprocess.run(
            ["cat", str(Home(city.home).keys / secret)],
            check=False, user=NOTARY, capture_output=True,
        )  # fmt: skip
        assert read.returncode != 0


@pytest.mark.kill
def test_killed_it_is_started_again_and_nothing_waits_for_it(city):
    process = signer(city)
    process.kill()
    newest = happens()
    assert city.health()[0] == 200
    wait_for(lambda: signed() >= newest, "the heads have caught up", seconds=30)
    assert signer(city).pid != process.pid
    assert not Alarm.objects.exists()
    assert_true()


def test_a_backup_restored_elsewhere_is_not_signed_before_two_persons_accept_it(
    city, new_installation, tmp_path
):
    newest = happens()
    wait_for(lambda: signed() >= newest, "it is signed")
    assert city.command("backup", str(tmp_path / "b")).returncode == 0
    assert not list((tmp_path / "b").rglob("key.Ed25519"))
    other = new_installation(CAIRONG_LOG_SECONDS="1")
    done = other.command("restore", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr
    other.start()
    with pointed_at(other):
        wait_for(Alarm.objects.exists, "the alarm stands")
        alarm = Alarm.objects.get()
        assert (alarm.kind, signed()) == ("memory", newest)
        wait_for(lambda: Alarm.objects.get().told_at, "it is told of", seconds=60)
        assert signed() == newest
    assert other.health() == (200, {"status": "ok", "alarms": ["审计日志没有签发:memory"]})


def test_what_the_public_kept_proves_the_copy(city, new_installation, tmp_path):
    newest = happens()
    wait_for(lambda: signed() >= newest, "it is signed")
    with urllib.request.urlopen(f"http://127.0.0.1:{city.port}/log/log.json", timeout=10) as page:
        (tmp_path / "kept.json").write_bytes(page.read())
    connections.close_all()
    city.stop()
    done = city.command("audit", "check", "--json", "--heads", str(tmp_path / "kept.json"))
    said = json.loads(done.stdout)
    assert (done.returncode, said["whole"], said["given"]) == (0, True, 1), said


@pytest.mark.kill
@AS_ROOT
def test_on_a_full_disk_acts_go_on_and_heads_catch_up_when_there_is_room(city):
    """The last with this city: what its signer remembered goes with the disk."""
    folder = Home(city.home).notary
    uid = folder.stat().st_uid
    connections.close_all()
    city.stop()
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    with mounting(folder) as mount:
        mount(f"size=64k,mode=700,uid={uid},gid={uid}")
        for name, text in kept.items():
            (folder / name).write_bytes(text)
            os.chown(folder / name, uid, uid)
        ballast = fill(folder)
        city.start()
        before, newest = signed(), happens()
        time.sleep(4)
        assert signed() == before
        assert happens() == newest + 3
        assert city.health()[0] == 200
        said = (Home(city.home).log / "notary.log").read_text()
        assert "nothing can be signed" in said
        ballast.unlink()
        wait_for(lambda: signed() >= newest + 3, "the heads have caught up", seconds=60)
        assert_true()
        connections.close_all()
        city.stop()


def test_an_algorithm_that_this_library_cannot_do_is_one_sentence(installation):
    done = installation.command("run", CAIRONG_LOG_ALGORITHM="SM2")
    assert done.returncode == 1
    assert done.stderr.startswith("错误:环境变量 CAIRONG_LOG_ALGORITHM 是 SM2,本机的密码库签不了")
