"""Who runs as whom in a running city, and who can read which word: tried under each account."""

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from pyrage.x25519 import Identity

from cairong.cli.city import try_own_command
from cairong.home.account import DATABASE, GATEWAY, MIGRATOR, NOTARY, WEB, WORKER
from cairong.home.addresses import app_address, gateway_address, owner_address
from cairong.home.folder import Home
from cairong.home.owners import files_lent, hand_over
from ops.disks import AS_ROOT
from support.installation import Installation
from support.waiting import wait_for

pytestmark = pytest.mark.xdist_group("ops")
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="只有以 root 启动,各部分才有各自的账号")
SETPRIV = pytest.mark.skipif(not shutil.which("setpriv"), reason="没有 util-linux 的 setpriv")
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"

# Whose each program of a running city is.
RUNS_AS = {
    "cairong.cli.main run": "root",
    "postgres": DATABASE,
    "cairong.config.rsgi": WEB,
    "cairong.config.gateway": GATEWAY,
    "cairong.config.worker": WORKER,
    "cairong.notary.process": NOTARY,
}
# Which account opens what; nobody else does, root aside.
OPENS = {
    "keys/admin": {MIGRATOR},
    "keys/owner": {MIGRATOR},
    "keys/app": {MIGRATOR},
    "keys/notary": {MIGRATOR},
    "keys/web": {MIGRATOR, WEB},
    "keys/django": {MIGRATOR, WEB},
    "keys/providers.json": {MIGRATOR, WEB},
    "keys/worker": {MIGRATOR, WORKER},
    "keys/gateway": {MIGRATOR, GATEWAY},
    "keys/seal": {WEB, WORKER},
    "notary/key.Ed25519": {NOTARY},
    "notary/head.410300.json": {NOTARY},
    "gateway/words/one.json": {GATEWAY},
    "backup/key.Ed25519": set(),
    "backup/recipient": set(),
    "pg/data/postgresql.conf": {DATABASE},
    "files/uploads/one.data": {WEB},
    "log/web.log": set(),
    "log/worker.log": set(),
    "log/notary.log": set(),
    "log/gateway.log": set(),
    "log/postgres.log": set(),
    "run.token": set(),
}
ACCOUNTS = (DATABASE, MIGRATOR, WEB, WORKER, NOTARY, GATEWAY, "nobody")
OPEN_ALL = """
import json, sys
opened = []
for path in json.load(sys.stdin):
    try:
        open(path, "rb").read(1)
        opened.append(path)
    except (PermissionError, ProcessLookupError):  # kept from it; or ended by now
        pass
    except FileNotFoundError:
        if not path.startswith("/proc/"):
            raise
print(json.dumps(opened))
"""


@pytest.fixture(scope="module")
def city(founded, tmp_path_factory) -> Iterator[Installation]:
    """A city that root started, brought over from a folder that was root's alone."""
    folder = tmp_path_factory.mktemp("apart") / "home"
    subprocess.run(["cp", "-pR", founded, folder], check=True)
    made = Installation(folder, CAIRONG_LOG_SECONDS="1")
    home = Home(folder)
    home.files.joinpath("uploads").mkdir(mode=0o700)
    home.files.joinpath("uploads", "one.data").write_bytes(b"x")
    home.keys.joinpath("providers.json").write_text("[]")
    home.gateway.joinpath("words").mkdir(mode=0o700, parents=True)  # as the ceremony leaves it
    home.gateway.joinpath("words", "one.json").write_text("{}")
    below = (*home.keys.iterdir(), *home.files.rglob("*"), *home.gateway.rglob("*"))
    for path in (home.path, home.keys, home.files, home.gateway, *below):
        os.chown(path, 0, 0)
        path.chmod(0o600 if path.is_file() else 0o700)
    made.words = words_of(made)
    public = str(Identity.generate().to_public())
    assert made.command("recipient", "--set", public).returncode == 0
    made.start()
    made.said = made.announced()
    wait_for((home.notary / "head.410300.json").exists, "it is signed")
    yield made
    made.kill_everything()


def words_of(city: Installation) -> dict[str, str]:
    return {path.name: path.read_text() for path in (city.home / "keys").iterdir()}


def accounts_of(city: Installation) -> dict[int, tuple[str, str]]:
    """Name the account of each process, and the program it is; one that has ended is none."""
    found = {}
    for one in city.processes():
        with suppress(psutil.NoSuchProcess):
            words = " ".join(one.cmdline()) if one.name() != "postgres" else "postgres"
            if "cairong.cli.main run" in words or "cairong.cli.main" not in words:
                (user,) = {pwd.getpwuid(uid).pw_name for uid in one.uids()}
                found[one.pid] = user, words
    return found


def status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def opened(account: str, paths: Sequence[Path]) -> set[str]:
    """Try to open each path under an account, as its process is started."""
    entry = pwd.getpwnam(account)
    done = subprocess.run(
        ["/usr/bin/env", sys.executable, "-c", OPEN_ALL],
        input=json.dumps([str(path) for path in paths]), check=True, capture_output=True,
        text=True, user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd="/",
    )  # fmt: skip
    return set(json.loads(done.stdout))


@ROOT
def test_each_part_runs_as_its_own_account_with_no_right_of_root(city):
    found = accounts_of(city)
    seen = set()
    for pid, (user, words) in found.items():
        (program,) = [each for each in RUNS_AS if each in words]
        seen.add(program)
        assert user == RUNS_AS[program], words
        if user == "root":
            continue
        held = status(pid)
        kinds = ("CapInh", "CapPrm", "CapEff", "CapAmb")
        assert {held[kind] for kind in kinds} == {"0" * 16}, words
        assert held["Groups"] == ""
        assert set(held["Gid"].split()) == {str(pwd.getpwnam(user).pw_gid)}
        assert held["NoNewPrivs"] == ("1" if shutil.which("setpriv") else "0")
    assert seen == set(RUNS_AS)


@ROOT
def test_each_word_is_opened_by_those_alone_who_need_it(city):
    home = city.home
    standing = {str(path.relative_to(home)) for path in (home / "keys").iterdir()}
    assert standing == {name for name in OPENS if name.startswith("keys/")}
    found = {name: set() for name in OPENS}
    for account in ACCOUNTS:
        for path in opened(account, [home / name for name in OPENS]):
            found[str(Path(path).relative_to(home))].add(account)
    assert found == OPENS


@ROOT
def test_uploads_in_a_folder_that_was_roots_become_webs(installation):
    kept = installation.home / "files" / "uploads" / "one.data"
    kept.parent.mkdir(mode=0o700)
    kept.write_bytes(b"x")
    for path in (kept.parents[1], kept.parent, kept):
        os.chown(path, 0, 0)
    hand_over(Home(installation.home))
    assert [opened(name, [kept]) for name in (WEB, WORKER)] == [{str(kept)}, set()]


@ROOT
def test_what_root_keeps_while_it_builds_the_demo_city_by_hand_becomes_webs(installation):
    home = Home(installation.home)
    hand_over(home)
    with files_lent(home):
        kept = home.files / "papers" / "20" / "whole"
        kept.parent.mkdir(parents=True, mode=0o700)
        kept.write_bytes(b"x")
    assert [opened(name, [kept]) for name in (WEB, WORKER)] == [{str(kept)}, set()]


@ROOT
def test_what_a_process_was_told_is_read_by_nobody_else(city):
    processes = {pid: user for pid, (user, _) in accounts_of(city).items()}
    environs = {Path(f"/proc/{pid}/environ"): user for pid, user in processes.items()}
    for account in ACCOUNTS:
        for path in opened(account, list(environs)):
            assert environs[Path(path)] == account


@ROOT
def test_no_word_stands_in_a_command_line_or_in_what_a_process_was_told(city):
    words = {name: text.strip() for name, text in words_of(city).items() if len(text) > 20}
    assert len(words) == 9
    for one in city.processes():
        told = Path(f"/proc/{one.pid}/environ").read_text(errors="replace")
        said = " ".join(one.cmdline())
        assert [name for name, word in words.items() if word in said + told] == []


@ROOT
def test_web_and_worker_speak_to_the_database_by_names_of_their_own(city):
    home = Home(city.home)
    assert speaking(home) >= {"cairong_web", "cairong_worker"}
    for process in ("web", "worker"):
        with psycopg.connect(app_address(home, process).conninfo, autocommit=True) as connection:
            said = connection.execute("SELECT current_user, count(*) FROM audit_event").fetchone()
            assert said[0] == f"cairong_{process}"
            for role in ("cairong_owner", "cairong_app", "cairong_notary", "cairong_admin"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SET ROLE {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("UPDATE audit_event SET type = 'x'")


@ROOT
def test_the_gateway_speaks_by_a_role_that_is_no_member_of_the_app_role(city):
    home = Home(city.home)
    wait_for(lambda: speaking(home) >= {"cairong_gateway"}, "the gateway goes its rounds")
    with psycopg.connect(gateway_address(home).conninfo, autocommit=True) as connection:
        for role in ("cairong_owner", "cairong_app", "cairong_web", "cairong_worker"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE treasury_payment SET state = 'confirmed'")


def speaking(home: Home) -> set[str]:
    """Who speaks to the city's database now."""
    with psycopg.connect(owner_address(home).conninfo) as owner:
        rows = owner.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {name for (name,) in rows}


@ROOT
def test_without_a_ceremony_there_is_no_gateway(installation):
    installation.start()
    said = installation.announced()
    programs = " ".join(words for _, words in accounts_of(installation).values())
    assert "cairong.config.gateway" not in programs
    assert not (installation.home / "log" / "gateway.log").exists()
    assert said


@ROOT
def test_told_of_a_server_elsewhere_web_and_worker_know_no_owners_word(city):
    """The city's own server stands for the operator's."""
    owner = owner_address(Home(city.home))
    url = f"postgresql://{owner.user}:{owner.password}@127.0.0.1:{owner.port}/{owner.name}"
    script = (
        "import json; from cairong.cli import supervisor as s; from cairong.home.folder import home"
        "; at = home(); children = s.web(at, 8000, {}), s.worker(at, {}), s.notary(at, {}),"
        " s.gateway(at, {})"
        "; print(json.dumps([child.told for child in children]))"
    )
    env = {**city.env, "DATABASE_URL": url, "PGPASSWORD": owner.password}
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=env
    )
    roles = ("web", "worker", "notary", "gateway")
    for told, role in zip(json.loads(done.stdout), roles, strict=True):
        assert owner.password not in json.dumps(told)
        assert told["HOME"] == ("/nonexistent" if role != "notary" else os.environ["HOME"])
        addresses = [value for name, value in told.items() if name.startswith("DATABASE_")]
        (address,) = addresses
        assert f"user=cairong_{role} " in address + " "


@ROOT
def test_migrations_run_as_the_migrator(tmp_path, monkeypatch, capfd):
    told = tmp_path / "python"
    told.write_text('#!/bin/sh\nid -un; id -Gn; echo "$HOME"\n')
    told.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(told))
    assert try_own_command("migrate")
    assert capfd.readouterr().out.split() == [MIGRATOR, MIGRATOR, "/nonexistent"]


@ROOT
def test_the_migrator_makes_no_word_anew_that_it_may_not_read(city):
    """One of them is closed to it, and it has migrated."""
    assert words_of(city) == city.words


@ROOT
def test_a_port_that_only_root_may_use_is_refused_in_one_sentence(installation):
    least = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    if least == 0:
        pytest.skip("这里谁都能监听任何端口")
    done = installation.command("run", PORT=str(least - 1))
    assert done.returncode == 1
    assert f"端口 {least - 1} 只有 root 能用,网页服务不以 root 运行" in done.stderr


@ROOT
def test_a_program_that_an_account_may_not_read_is_refused_in_one_sentence(installation):
    closed = installation.home.with_name("closed.py")
    closed.write_text("")
    closed.chmod(0o600)
    script = (
        f"import psycopg; psycopg.__file__ = {str(closed)!r}\n"
        "from cairong.cli.main import main; raise SystemExit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "run"],
        check=False, capture_output=True, text=True, env=installation.env,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"系统用户 {WEB} 读不了程序文件 {closed}" in done.stderr


@pytest.fixture
def plain() -> Iterator[Installation]:
    """An installation of an ordinary user's: ourselves, or nobody where we are root."""
    with tempfile.TemporaryDirectory(prefix="cairong-plain-") as folder:
        made = Installation(Path(folder) / "home")
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            made.prefix = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"]
            made.prefix += ["--clear-groups"]
        yield made
        made.kill_everything()


@SETPRIV
def test_without_root_all_is_one_account_and_the_start_says_so_once(plain):
    done = plain.command("init", "--operator", "张三")
    assert done.returncode == 0, done.stderr
    plain.start()
    said = plain.announced()
    (line,) = [each for each in said.splitlines() if "没有用 root 启动" in each]
    parts = "数据库、迁移、网页、后台任务和日志签发同用一个账号,彼此没有隔开"
    assert parts in line
    assert f"{plain.home / 'keys'} 和 {plain.home / 'notary'}" in line
    found = {user for user, _ in accounts_of(plain).values()}
    assert len(found) == 1
    assert found != {"root"}
    for path in (plain.home / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    code, _ = plain.stop()
    assert code == 0


@ROOT
def test_as_root_nothing_is_said_of_it(city):
    assert "没有用 root 启动" not in city.said


@ROOT
def test_a_folder_for_heads_that_the_worker_may_not_write_to_is_named(installation, tmp_path):
    closed, opened = tmp_path / "closed", Path(tempfile.mkdtemp(prefix="cairong-heads-"))
    closed.mkdir(mode=0o755)
    worker = pwd.getpwnam(WORKER)
    os.chown(opened, worker.pw_uid, worker.pw_gid)
    installation.env["CAIRONG_LOG_COPIES"] = f"{closed} {opened}"
    try:
        installation.start()
        said = installation.announced()
    finally:
        shutil.rmtree(opened)
    assert f"日志头写不进 {closed}" in said
    assert f"chown {WORKER} {closed}" in said
    assert str(opened) not in said


@AS_ROOT
@SETPRIV
def test_a_city_runs_with_what_the_units_file_leaves_root(installation):
    """Its capabilities, its umask, and a file system that is closed but for the data folder."""
    unit = (OPERATIONS / "cairong.service").read_text()
    (line,) = re.findall(r"^CapabilityBoundingSet=(.+)$", unit, re.MULTILINE)
    left = ",".join(f"+{name.removeprefix('CAP_').lower()}" for name in line.split())
    closed = (
        f"mount --bind {installation.home} {installation.home} && mount -t tmpfs tmpfs /var/tmp"
        " && mount -o remount,bind,ro / && umask 077"
        f' && exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,{left} "$@"'
    )
    hand_over(Home(installation.home))  # accounts are made before, as sysusers does
    installation.prefix = ["unshare", "--mount", "sh", "-c", closed, "sh"]
    installation.start()
    assert installation.is_healthy()
    users = {user for user, _ in accounts_of(installation).values()}
    assert users == {"root", DATABASE, WEB, WORKER, NOTARY}
    kept = {one.pid: status(one.pid) for one in installation.processes()}
    bounds = {held["CapBnd"] for held in kept.values()}
    assert bounds == {f"{sum(1 << BITS[name] for name in line.split()):016x}"}
    head = min(
        (one for one in installation.processes() if one.name() == "postgres"),
        key=psutil.Process.create_time,
    )
    head.kill()
    head.wait(timeout=10)
    assert installation.is_healthy(within=30)
    code, _ = installation.stop()
    assert code == 0
    assert installation.processes() == []


BITS = {
    "CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_FOWNER": 3, "CAP_KILL": 5, "CAP_SETGID": 6,
    "CAP_SETUID": 7, "CAP_SYS_PTRACE": 19,
}  # fmt: skip


def test_the_example_of_accounts_names_those_that_the_program_uses():
    text = (OPERATIONS / "cairong.sysusers").read_text()
    assert set(re.findall(r"^u (\S+)", text, re.MULTILINE)) == {
        DATABASE, MIGRATOR, WEB, WORKER, NOTARY, GATEWAY,
    }  # fmt: skip
