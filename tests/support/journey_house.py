"""The house as it runs: web server and worker as processes, on this process's test database."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.db import connections

from cairong.audit.models import Outbox
from support.cluster import ROOT, Cluster
from support.installation import SHED, free_port
from support.journey_clock import NAME, set_to, shifted
from support.town import at

GRANIAN = ("-m", "granian", "--interface", "rsgi", "--no-ws", "--http", "1", "--workers", "1",
           "--host", "127.0.0.1")  # fmt: skip
WAIT_SECONDS = 30


class House:
    """A served city: its address, its clock, and whether everything sent has arrived."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.clock = folder / "clock"
        self.clock.write_text("0")
        kept = {name: value for name, value in os.environ.items() if name not in SHED}
        self.env = {
            **kept, **environment, "PORT": str(self.port), NAME: str(self.clock),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
            "DJANGO_SETTINGS_MODULE": "cairong.config.settings",
        }  # fmt: skip
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def now(self) -> datetime:
        return shifted(self.clock)

    def goes_to(self, text: str) -> datetime:
        """Set the clock of the whole house: `2025-06-18 10:00`."""
        set_to(self.clock, at(text))
        return self.now

    def start(self) -> None:
        web = [*GRANIAN, "--port", str(self.port), "support.journey_wsgi:service"]
        self._run("web", web, CAIRONG_PROCESS="web")
        self._work()
        until = time.monotonic() + WAIT_SECONDS
        while not self._is_healthy():
            assert time.monotonic() < until, self.log("web")
            time.sleep(0.1)

    def stop(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            ended(child)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let the worker rest while a story tells the past, which delivers for itself."""
        self.children["worker"].terminate()
        ended(self.children["worker"])
        yield
        self._work()

    def settle(self) -> None:
        """Wait until the worker has delivered everything that was sent."""
        until = time.monotonic() + WAIT_SECONDS
        while rows := list(Outbox.objects.filter(done_at=None).select_related("event")[:5]):
            said = [(one.consumer, one.event.type, one.last_error) for one in rows]
            assert time.monotonic() < until, (said, self.log("worker"))
            time.sleep(0.02)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()[-4000:]

    def _work(self) -> None:
        self._run("worker", ["-m", "support.journey_worker"], CAIRONG_PROCESS="worker")

    def _run(self, name: str, words: list[str], **env: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**self.env, **env}, cwd=ROOT,
            )  # fmt: skip
        self.children[name] = child

    def _is_healthy(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/healthz"
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
        return False


def ended(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@contextmanager
def housed(cluster: Cluster, folder: Path) -> Iterator[House]:
    """Serve this process's test database; no test sees afterwards what was done in it."""
    house = House(folder, cluster.environment())
    _hang_up()
    try:
        house.start()
        yield house
    finally:
        house.stop()
        _hang_up()
        cluster.spend()


def _hang_up() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
