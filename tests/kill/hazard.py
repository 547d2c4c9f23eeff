"""Kills parts of an installation at acts and moments that follow from a seed alone."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import psutil

from cairong.home.addresses import SERVING
from support.installation import Installation
from support.waiting import wait_for

VICTIMS = ("postgres", "backend", "web", "web worker", "worker")
BACK_SECONDS = 90
LATEST = 0.06


@dataclass(frozen=True)
class Blow:
    """Before which act, how long after its beginning, what is killed."""

    act: int
    after: float
    victim: str


def planned(seed: int, *, kills: int, acts: int) -> dict[int, Blow]:
    """Lay the blows of a run: every victim as often as the others, at random acts."""
    chance = Random(seed)  # noqa: S311 - to be drawn again, not to be secret
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    chance.shuffle(victims)
    places = sorted(chance.sample(range(acts), kills))
    return {
        act: Blow(act, chance.uniform(0, LATEST), victim)
        for act, victim in zip(places, victims, strict=True)
    }


class Hazard:
    """Counts the acts of a run and strikes as planned; waits until all is back before the next."""

    def __init__(self, installation: Installation, blows: dict[int, Blow]) -> None:
        self.installation, self.blows = installation, blows
        self.acts, self.struck = 0, list[Blow]()
        self.timer: threading.Timer | None = None

    def before_act(self) -> None:
        """Count an act; strike during it where that is planned."""
        blow = self.blows.get(self.acts)
        self.acts += 1
        if blow is None:
            return
        self.wait_until_all_is_back()
        doomed = victims(self.installation, blow.victim)
        assert doomed, f"no {blow.victim} runs"
        self.timer = threading.Timer(blow.after, kill, [doomed])
        self.timer.start()
        self.struck.append(blow)

    def wait_until_all_is_back(self) -> None:
        """Wait for the last blow to have fallen and for what it killed to be started again."""
        if self.timer is not None:
            self.timer.join()
        wait_for(self._all_is_back, "everything is back", seconds=BACK_SECONDS)

    def _all_is_back(self) -> bool:
        counted = [len(victims(self.installation, one)) for one in ("web", "worker")]
        return counted == [3, 1] and self.installation.is_healthy()


def kill(pids: list[int]) -> None:
    """Kill -9, in order; nobody gets to say goodbye."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def victims(installation: Installation, name: str) -> list[int]:
    """List the processes to kill for one victim, parents first."""
    found = sorted(_running(installation), key=lambda one: one[0])
    postgres = [(pid, words) for _, pid, words in found if "postgres" in words.split(" ", 1)[0]]
    if name == "postgres":
        return [pid for pid, _ in postgres]
    if name == "backend":
        serving = tuple(f"postgres: {role} " for role in SERVING.values())
        return [pid for pid, words in postgres if words.startswith(serving)][-1:]
    web = [pid for _, pid, words in found if "-m granian" in words]
    if name == "web worker":
        return web[-1:]
    return web if name == "web" else [pid for _, pid, words in found if "config.worker" in words]


def _running(installation: Installation) -> Iterator[tuple[float, int, str]]:
    for one in installation.processes():
        with suppress(psutil.Error):
            yield one.create_time(), one.pid, " ".join(one.cmdline())
