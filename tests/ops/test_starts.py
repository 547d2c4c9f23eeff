"""Starting: twice at once, interrupted at any stage, in awkward folders, as root and as nobody."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kill.hazard import VICTIMS, kill, victims
from support.installation import Installation, free_port
from support.waiting import wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("ops")]
RUN = [sys.executable, "-m", "cairong.cli.main", "run"]
NOBODY = 65534
TO_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def begun(one: Installation, *words: str, **env: str) -> subprocess.Popen[str]:
    """Begin a command in a session of its own, as a terminal would."""
    return subprocess.Popen(
        [*RUN[:-1], *(words or ("run",))], env={**one.env, **env}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = running.communicate(timeout=90)
    return running.returncode, errors


def test_of_two_starts_at_once_one_serves_and_the_other_says_why_not(installation):
    ports = [free_port(), free_port()]
    both = [begun(installation, PORT=str(port)) for port in ports]
    wait_for(lambda: any(one.poll() is not None for one in both), "one gives way", seconds=60)
    [lost] = [one for one in both if one.poll() is not None]
    [won] = [one for one in both if one is not lost]
    code, errors = ended(lost)
    assert code == 1
    assert errors.count("\n") == 1
    assert "正被另一个 cairong 命令使用:请先停掉它" in errors
    installation.port = ports[both.index(won)]
    assert installation.is_healthy(within=60)
    won.terminate()
    assert ended(won)[0] == 0
    assert installation.processes() == []


def test_of_two_commands_at_once_on_a_new_folder_both_find_one_city(new_installation):
    """Each may be first to make folder, keys, database: there is one of each."""
    one = new_installation()
    both = [begun(one, "init", "--operator", name) for name in ("张三", "李四")]
    said = [ended(running) for running in both]
    assert sorted(code for code, _ in said) == [0, 1], said
    [errors] = [errors for code, errors in said if code]
    assert errors.startswith("错误:")
    assert (errors.count("\n"), "请" in errors) == (1, True)
    assert "里已有城市" in one.command("init", "--operator", "王五").stderr
    assert one.processes() == []


def asleep_at(one: Installation, stage: str) -> Callable[[], object]:
    """Make a look at whether a start has come to a stage."""
    if stage == "the database":
        return (one.home / "pg" / "data" / "postmaster.pid").exists
    word = "migrate" if stage == "migrating" else "granian"
    return lambda: [line for line in command_lines(one) if word in line]


def command_lines(one: Installation) -> Iterator[list[str]]:
    for process in one.processes():
        with suppress(psutil.Error):
            yield process.cmdline()


@pytest.mark.parametrize("stage", ["the database", "migrating", "the web server"])
def test_ctrl_c_at_any_stage_of_a_start_ends_all_of_it(installation, stage):
    """A terminal sends it to the whole group: one sentence, not one of each process."""
    (installation.home / "pg" / "data" / "postmaster.pid").unlink(missing_ok=True)
    running = begun(installation)
    wait_for(asleep_at(installation, stage), stage, seconds=60)
    os.killpg(running.pid, signal.SIGINT)
    code, errors = ended(running)
    assert code in {0, 130}
    assert errors.strip() == ("错误:已中断,没有办完的不算数:请再运行一次。" if code else ""), errors
    assert installation.processes() == []
    installation.start()
    assert installation.stop(signal.SIGINT)[0] == 0


def test_each_process_killed_in_turn_comes_back_and_the_last_signal_ends_all(installation):
    installation.start()
    for name in VICTIMS:
        doomed = victims(installation, name)
        assert doomed, name
        kill(doomed)
        wait_for(lambda doomed=doomed: not any(map(psutil.pid_exists, doomed)), f"{name} is gone")
        wait_for(lambda: counted(installation) == [2, 1], f"{name} is back", seconds=60)
        assert installation.is_healthy(within=60), name
    code, said = installation.stop(signal.SIGHUP)
    assert code == 0
    for name in ("网页服务 意外退出", "后台任务 意外退出", "数据库意外退出"):
        assert name in said
    assert installation.processes() == []


def counted(one: Installation) -> list[int]:
    return [len(victims(one, name)) for name in ("web", "worker")]


def test_a_folder_with_blanks_and_chinese_in_its_path(founded, tmp_path):
    place = tmp_path / "采融 数据 'x' $HOME" / "目 录"
    place.parent.mkdir()
    subprocess.run(["cp", "-pR", founded, place], check=True)
    one, kept = Installation(place), tmp_path / "备 份;一"
    try:
        one.start()
        assert one.command("backup", str(kept)).returncode == 0
        assert (kept / "manifest.json").exists()
        assert one.stop()[0] == 0
    finally:
        one.kill_everything()


def as_nobody(one: Installation, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TO_NOBODY, *RUN[:-1], *words], env={**one.env, "HOME": "/nonexistent"}, text=True,
        capture_output=True, check=False, timeout=120, cwd="/",
    )  # fmt: skip


def let_through(place: Path) -> None:
    """Let any account write in a folder and pass through those above it."""
    place.chmod(0o777)
    root = Path(tempfile.gettempdir())
    for folder in place.parents:
        if folder != root and folder.is_relative_to(root):
            folder.chmod(0o711)


def _others_may_enter(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


begins_as_another = pytest.mark.skipif(
    os.geteuid() != 0
    or not shutil.which("setpriv")
    or not _others_may_enter(Path(__file__).resolve().parent),
    reason="only root becomes another account, and that must be able to enter this folder",
)


@begins_as_another
def test_one_who_is_not_root_runs_it_and_is_kept_out_of_roots_own(tmp_path, founded):
    let_through(tmp_path)
    theirs = Installation(tmp_path / "theirs")
    done = as_nobody(theirs, "init", "--operator", "张三")
    assert done.returncode == 0, done.stderr
    assert {path.stat().st_uid for path in theirs.home.rglob("*")} == {NOBODY}
    assert not list((theirs.home / "pg").glob("programs-*"))
    done = as_nobody(theirs, "backup", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0

    subprocess.run(["cp", "-pR", founded, tmp_path / "roots"], check=True)
    roots = Installation(tmp_path / "roots")
    before = sorted(path for path in roots.home.rglob("*"))
    for words in (("run",), ("migrate",), ("backup", str(tmp_path / "c"))):
        done = as_nobody(roots, *words)
        assert done.returncode == 1
        assert (done.stderr.count("\n"), done.stderr[:3]) == (1, "错误:"), done.stderr
        assert "请" in done.stderr
    assert sorted(path for path in roots.home.rglob("*")) == before
    assert not (tmp_path / "c").exists()
    taken = roots.command("backup", str(tmp_path / "d"))
    assert taken.returncode == 0, taken.stderr
    done = as_nobody(Installation(tmp_path / "new"), "restore", str(tmp_path / "d"))
    assert done.returncode == 2
    assert done.stderr.startswith("错误:DIR 的值用不了(没有权限读写它)"), done.stderr
    assert not (tmp_path / "new").exists()


@begins_as_another
def test_root_goes_on_with_what_another_began(tmp_path):
    let_through(tmp_path)
    one = Installation(tmp_path / "home")
    assert as_nobody(one, "init", "--operator", "张三").returncode == 0
    done = one.command("audit", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert one.processes() == []


def test_a_start_leaves_nothing_open_and_no_file_of_the_keys_readable(installation):
    installation.start()
    for path in (installation.home / "keys").iterdir():
        assert path.stat().st_mode & 0o007 == 0, path.name  # whose groups: test_processes.py
    token = (installation.home / "run.token").read_text().strip()
    marked = [p for p in installation.processes() if "postgres" not in p.name()]
    assert all(p.environ().get("CAIRONG_RUN") in {token, None} for p in marked)
    listening = {
        (one.laddr.ip, one.laddr.port)
        for process in installation.processes()
        for one in process.net_connections(kind="tcp")
        if one.status == psutil.CONN_LISTEN
    }
    kept = int((installation.home / "pg.port").read_text())
    pages, gateway = installation.port, installation.port + 1  # kept from others (cli/doorway.py)
    assert listening == {("127.0.0.1", port) for port in (pages, gateway, kept)}
    assert installation.stop()[0] == 0
