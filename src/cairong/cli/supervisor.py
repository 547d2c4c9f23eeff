"""Keeps the database, the web server, the worker and the signer running until told to stop."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from cairong.cli.city import try_own_command
from cairong.cli.doorway import Doorway
from cairong.home.account import GATEWAY, WEB, WORKER, Account, account
from cairong.home.addresses import app_address, gateway_address, is_external, notary_address
from cairong.home.environment import web_processes
from cairong.home.folder import Home
from cairong.home.handed import HANDED
from cairong.home.linked import linked
from cairong.home.postgres import Server
from cairong.home.state import CityState, city_state
from cairong.home.trouble import Trouble

TICK_SECONDS = 0.2
CALM_SECONDS = 60
LONGEST_WAIT_SECONDS = 30
SERVER_WAIT_SECONDS = 10
# Where words stand in the environment; a child is told its own alone.
WORDS = {
    "DATABASE_URL", "DATABASE_APP_URL", "DATABASE_NOTARY_URL", "DATABASE_GATEWAY_URL", "PGPASSWORD",
}  # fmt: skip
MOST_CONNECTIONS = 2048  # a process; an idle one is closed by granian after 30 seconds
LOG_BYTES = 20 * 1024 * 1024


@dataclass(kw_only=True)
class Child:
    """One process that is started again when it dies, as soon and as long as it is `wanted`."""

    name: str
    command: Sequence[str]
    log: Path
    env: dict[str, str]
    patience_seconds: int
    account: Account | None = None
    doorway: Doorway | None = None
    alarm: Callable[[str], object] = lambda _: None
    wanted: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    next_start: float = 0.0

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches us alone."""
        if not self.wanted():
            return
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603 - our own
                linked(self.command, last_signal="TERM"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.told,
                start_new_session=True,
                pass_fds=self._handed,
                **(self.account.popen if self.account else {}),
            )
        self.started = time.monotonic()

    @property
    def told(self) -> dict[str, str]:
        """Its environment: ours without our words, and what is its own."""
        kept = {name: value for name, value in os.environ.items() if name not in WORDS}
        handed = self._handed
        own = {HANDED: str(handed[0])} if handed else {}
        return {**kept, **(self.account.environment if self.account else {}), **self.env, **own}

    @property
    def _handed(self) -> tuple[int, ...]:
        """The socket that is bound already, which it listens on."""
        open_ = self.doorway.listening if self.doorway else None
        return (open_.fileno(),) if open_ else ()

    def watch(self) -> None:
        """Keep its log short, and start it again when it died; the more often, the later."""
        if self.process is None and not self.wanted():
            return
        keep_short(self.log)
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self._start_again(now)
            return
        self._mend_doorway(self.process)
        code = self.process.poll()
        if code is None:
            return
        _end_group(self.process.pid)
        self.failures = 0 if now - self.started > CALM_SECONDS else self.failures + 1
        self.process = None
        wait = self._wait(now)
        tell(f"{self.name} 意外退出({code}),{wait:g} 秒后重启;见 {self.log}")

    def _mend_doorway(self, process: subprocess.Popen[bytes]) -> None:
        """End a process that shut what it was handed; the next one finds it open."""
        if self.doorway and (shut := self.doorway.mend()):
            tell(shut)
            _end_group(process.pid)
            process.wait()
            self.alarm(shut)

    def _start_again(self, now: float) -> None:
        try:
            self.start()
        except OSError as error:
            self.failures += 1
            wait = self._wait(now)
            tell(f"{self.name} 起不来({error.strerror}),{wait:g} 秒后再试")

    def _wait(self, now: float) -> float:
        wait: float = min(0.5 * 2**self.failures, LONGEST_WAIT_SECONDS)
        self.next_start = now + wait
        return wait

    def stop(self) -> None:
        """Ask the process to end, wait, then end its whole group."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience_seconds)
        _end_group(self.process.pid)
        self.process.wait()
        self.process = None


@dataclass(kw_only=True)
class Supervisor:
    """Children in the order they start; they stop in the same order, the database last."""

    home: Home
    children: list[Child]
    server: Server | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    next_server_start: float = 0.0

    def listen(self) -> None:
        """Let Ctrl-C and SIGTERM stop everything in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            child.start()

    def run(self) -> None:
        """Watch until told to stop."""
        while not self.stopping.wait(TICK_SECONDS):
            self.watch()

    def watch(self) -> None:
        """Start again whatever has died."""
        self._watch_server()
        for child in self.children:
            child.watch()

    def stop(self) -> None:
        """Stop everything in order."""
        for child in self.children:
            child.stop()
        if self.server:
            self.server.stop()

    def _watch_server(self) -> None:
        now = time.monotonic()
        if not self.server or self.server.is_alive() or now < self.next_server_start:
            return
        tell("数据库意外退出,正在重启")
        try:
            self.server.start()
        except (Trouble, OSError) as trouble:
            tell(f"错误:{trouble}")
            self.next_server_start = now + SERVER_WAIT_SECONDS


def web(home: Home, port: int, token: dict[str, str]) -> Child:
    """Describe the web server."""
    return Child(
        name="网页服务",
        command=_granian("cairong.config.rsgi:service", port, web_processes()),
        log=home.log / "web.log",
        env={**token, **_told(home, "web"), "CAIRONG_PROCESS": "web"},
        account=account(WEB),
        patience_seconds=15,
    )


def worker(home: Home, token: dict[str, str]) -> Child:
    """Describe the worker that delivers messages and keeps the clocks."""
    return Child(
        name="后台任务",
        command=[sys.executable, "-m", "cairong.config.worker"],
        log=home.log / "worker.log",
        env={**token, **_told(home, "worker"), "CAIRONG_PROCESS": "worker"},
        account=account(WORKER),
        patience_seconds=30,
    )


def notary(home: Home, token: dict[str, str]) -> Child:
    """Describe the signer, which becomes its own account when it has read its word."""
    kept_elsewhere = is_external() or os.environ.get("DATABASE_NOTARY_URL")
    own = {"DATABASE_NOTARY_URL": notary_address(home).conninfo} if kept_elsewhere else {}
    return Child(
        name="日志签发",
        command=[sys.executable, "-m", "cairong.notary.process"],
        log=home.log / "notary.log",
        env={**token, **own, "CAIRONG_PROCESS": "notary"},
        patience_seconds=10,
    )


def gateway(home: Home, token: dict[str, str], doorway: Doorway | None = None) -> Child:
    """Describe the gateway: there is none before keys were made.

    Nor is there where its address is not ours (`Doorway`).
    """
    door = doorway or Doorway()
    kept_elsewhere = is_external() or os.environ.get("DATABASE_GATEWAY_URL")
    own = {"DATABASE_GATEWAY_URL": gateway_address(home).conninfo} if kept_elsewhere else {}
    settings = {"DJANGO_SETTINGS_MODULE": "cairong.config.gateway_settings"}
    return Child(
        name="签名网关",
        command=[sys.executable, "-m", "cairong.config.gateway_serving"],
        log=home.log / "gateway.log",
        env={**token, **own, **settings, "CAIRONG_PROCESS": "gateway"},
        account=account(GATEWAY),
        patience_seconds=15,
        doorway=door,
        alarm=partial(alarm_shut, home),
        wanted=lambda: home.gateway.is_dir() and _is_ours(door),
    )


def alarm_shut(home: Home, why: str) -> None:
    """Tell whoever holds alarms that the gateway's address was not ours, or was shut.

    What keeps that from being told ends nothing else; it was said before (`tell`).
    """
    with suppress(OSError):
        if city_state(home) in {CityState.REAL, CityState.DEMO}:
            try_own_command("gateway", "shut", why)


def _is_ours(door: Doorway) -> bool:
    """Whether the gateway's address is ours; say once why it is not."""
    ours = door.open()
    if news := door.news():
        tell(news)
    return ours


def _granian(target: str, port: int, workers: int) -> list[str]:
    """Write the command by which pages are served on the loopback."""
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws", "--http", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command += ["--backlog", "1024", "--backpressure", str(MOST_CONNECTIONS)]
    return [*command, "--respawn-failed-workers", "--workers-kill-timeout", "10", target]


def _told(home: Home, process: str) -> dict[str, str]:
    """Say to a process where its database is; of ours it reads that in the data folder itself."""
    kept_elsewhere = is_external() or os.environ.get("DATABASE_APP_URL")
    return {"DATABASE_APP_URL": app_address(home, process).conninfo} if kept_elsewhere else {}


def tell(text: str, *, err: bool = True) -> None:
    """Say something where it can be said: a full disk under our own output stops nothing."""
    with suppress(OSError):
        click.echo(text, err=err)


def keep_short(log: Path) -> None:
    """Put a long log away, keeping one generation; its process appends to what is left of it.

    Lines written between copy and cut are lost. Without room for the copy, it is cut all the same.
    """
    with suppress(OSError):
        if log.stat().st_size <= LOG_BYTES:
            return
        with suppress(OSError):
            shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
