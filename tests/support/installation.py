"""A data folder of its own, driven by the real command in processes of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

TESTS = Path(__file__).parents[1]
DRAWN = secrets.SystemRandom()  # each process of a run draws ports of its own
SHED = (
    "CAIRONG_HOME", "DATABASE_URL", "DATABASE_APP_URL", "DATABASE_NOTARY_URL",
    "DATABASE_GATEWAY_URL", "PORT",
    "DJANGO_SETTINGS_MODULE",
)  # fmt: skip


class Installation:
    """What an operator has: a folder, a port, and the `cairong` command."""

    def __init__(self, home: Path, **env: str) -> None:
        self.home, self.port = home, free_port()
        kept = {name: value for name, value in os.environ.items() if name not in SHED}
        own = {"CAIRONG_HOME": str(home), "PORT": str(self.port), "CAIRONG_WEB_PROCESSES": "1"}
        self.env = {**kept, **own, **env}
        self.prefix: list[str] = []  # what each command is started by: under another account, …
        self.running: subprocess.Popen[str] | None = None
        self.said, self.words = "", dict[str, str]()  # what a fixture kept of its start

    def command(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, sys.executable, "-m", "cairong.cli.main", *words],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            env={**self.env, **env},
        )

    def found_empty(self) -> None:
        """Found an empty demonstration: its treasury answers, nobody needs a second factor."""
        founding = [sys.executable, "-m", "kill.founding"]
        done = subprocess.run(
            founding, check=False, capture_output=True, text=True, env=self.env, cwd=TESTS
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """`cairong run`, until it answers."""
        self.running = subprocess.Popen(
            [*self.prefix, sys.executable, "-m", "cairong.cli.main", "run"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.env,
            start_new_session=True,
        )
        if not self.is_healthy(within=60):
            self.running.kill()
            raise AssertionError(self.running.communicate()[0])

    def announced(self) -> str:
        """What `cairong run` said up to the line with its address, which follows its answering."""
        assert self.running
        assert self.running.stdout
        said = ""
        for line in self.running.stdout:
            said += line
            if "采融已就绪" in line:
                break
        return said

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send one signal to the supervisor and wait for it to end."""
        assert self.running
        self.running.send_signal(number)
        said, _ = self.running.communicate(timeout=60)
        return self.running.returncode, said

    def is_healthy(self, *, within: float = 0.0) -> bool:
        until = time.monotonic() + within
        while True:
            if self.health()[0] == 200:
                return True
            if time.monotonic() >= until or (self.running and self.running.poll() is not None):
                return False
            time.sleep(0.1)

    def health(self) -> tuple[int, dict]:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/healthz", timeout=15
            ) as page:
                return page.status, json.load(page)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, json.load(answer)
        except OSError:
            return 0, {}

    def processes(self) -> list[psutil.Process]:
        """Every process that belongs to this folder, the database's own among them."""
        return [one for one in psutil.process_iter() if self._is_ours(one)]

    def kill_everything(self) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self.running:
            self.running.communicate(timeout=30)

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.name() == "postgres":
                return process.cwd() == str(self.home / "pg" / "data")
            return (
                process.pid != os.getpid()
                and process.environ().get("CAIRONG_HOME") == str(self.home)
                and "cairong" in " ".join(process.cmdline())
            )
        except (psutil.Error, OSError):
            return False


def free_port() -> int:
    """Find a port that is free, and so is the next, the gateway's (home/environment.py).

    Below those that Linux gives to connections: one of these may be another's a moment later.
    """
    for port in DRAWN.sample(range(10_000, 30_000), 1_000):
        with socket.socket() as pages, socket.socket() as gateway, suppress(OSError):
            pages.bind(("127.0.0.1", port))
            gateway.bind(("127.0.0.1", port + 1))
            return port
    raise AssertionError("no two ports beside each other are free")
