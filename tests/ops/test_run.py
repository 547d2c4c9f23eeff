"""`cairong run`: up, down, killed, up again."""

import signal
import subprocess
import sys
import time
from threading import Event
from types import SimpleNamespace

import psutil
import pytest

from cairong.cli import run
from cairong.home.folder import Home

pytestmark = pytest.mark.xdist_group("ops")


def web_processes(installation) -> int:
    return len([one for one in installation.processes() if "granian" in one.cmdline()])


def test_up_in_seconds_and_down_without_a_trace(installation):
    begun = time.monotonic()
    del installation.env["CAIRONG_WEB_PROCESSES"]
    installation.start()
    assert time.monotonic() - begun < 40
    assert web_processes(installation) == 3  # two that answer, and the one that keeps them
    assert installation.health() == (200, {"status": "ok"})
    assert f"http://127.0.0.1:{installation.port}/" in installation.announced()
    code, _ = installation.stop(signal.SIGTERM)
    assert code == 0
    assert installation.processes() == []


def test_a_second_run_on_the_same_folder_is_refused_and_harms_nothing(installation):
    installation.start()
    second = installation.command("run")
    assert second.returncode == 1
    assert "正被另一个 cairong 命令使用" in second.stderr
    assert installation.is_healthy()


@pytest.mark.parametrize("hosts", ["rz.example.gov.cn", ".example.gov.cn other.cn", "*"])
def test_a_city_of_a_name_of_its_own_starts(installation, hosts):
    """The look of our own whether it answers asks for a name that it answers to."""
    installation.env |= {"CAIRONG_URL": "https://rz.example.gov.cn"}
    installation.env["CAIRONG_HOSTS"] = hosts.replace(" ", ",")
    begun = subprocess.Popen(
        [sys.executable, "-m", "cairong.cli.main", "run"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=installation.env, start_new_session=True,
    )  # fmt: skip
    installation.running = begun
    assert "采融已就绪" in installation.announced()


def test_keys_that_were_taken_away_are_made_anew(installation):
    keys = [installation.home / "keys" / name for name in ("django", "owner", "app")]
    known = [key.read_text() for key in keys]
    for key in keys:
        key.unlink()
    installation.start()
    assert installation.is_healthy()
    assert not set(known) & {key.read_text() for key in keys}


@pytest.mark.kill
def test_killed_whole_it_comes_back_with_its_city(installation):
    installation.start()
    installation.kill_everything()
    assert installation.health()[0] == 0
    installation.start()
    again = installation.command("init", "--operator", "李四")
    assert "里已有城市" in again.stderr


@pytest.mark.kill
def test_what_a_killed_supervisor_left_behind_is_ended_at_the_next_start(installation):
    installation.start()
    installation.running.kill()
    installation.running.communicate(timeout=30)
    installation.start()
    installation.announced()  # till then, who answers may be one that was left behind
    assert web_processes(installation) == 2


@pytest.mark.kill
@pytest.mark.parametrize("victim", ["postgres", "granian"])
def test_a_killed_part_is_started_again(installation, victim):
    installation.start()
    head = min(_named(installation, victim), key=psutil.Process.create_time)
    head.kill()
    head.wait(timeout=10)
    time.sleep(0.5)
    assert installation.is_healthy(within=30)
    code, said = installation.stop()
    assert code == 0
    assert "意外退出" in said


def test_with_the_database_stopped_healthz_says_so(installation):
    installation.start()
    head = min(_named(installation, "postgres"), key=psutil.Process.create_time)
    family = [head, *head.children(recursive=True)]
    for process in family:
        process.suspend()
    try:
        status, answer = installation.health()
    finally:
        for process in family:
            process.resume()
    assert status in {0, 503}
    assert installation.is_healthy(within=30), answer


def _named(installation, word: str) -> list[psutil.Process]:
    return [
        one
        for one in installation.processes()
        if one.name() == word or (word in one.cmdline() and one.name() != "postgres")
    ]


def test_a_table_of_accounts_that_cannot_be_listed_stops_nothing(monkeypatch, tmp_path):
    told = []
    (tmp_path / "city").write_text("demo\n")
    monkeypatch.setattr(run, "_is_healthy", lambda _: True)
    monkeypatch.setattr(run, "try_own_command", lambda *_: False)
    monkeypatch.setattr(run, "tell", lambda text, **_: told.append(text))
    run._announce(Home(tmp_path), 8000, SimpleNamespace(stopping=Event()))
    assert "账号表没有列完" in told[0]
    assert "http://127.0.0.1:8000/" in told[1]
