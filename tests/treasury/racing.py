"""Two hands at once: real threads, each with its own connection, on committed rows."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connections

from cairong.kernel.errors import Refusal

LONG = "10000" if os.environ.get("CAIRONG_SOAK") else "200"
ROUNDS = int(os.environ.get("CAIRONG_RACE_ROUNDS", LONG))
Outcome = object | Refusal


class Pair:
    """Two threads that start their acts at the same moment."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool, self.gate = pool, Barrier(2, timeout=30)

    def race(self, *acts: Callable[[], object]) -> list[Outcome]:
        """Run two acts at once; answer what each came to, a refusal as itself."""
        return [one.result(timeout=60) for one in [self.pool.submit(self._run, a) for a in acts]]

    def _run(self, act: Callable[[], object]) -> Outcome:
        self.gate.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal


@contextmanager
def two_threads() -> Iterator[Pair]:
    """Two threads whose connections are closed at the end."""
    with ThreadPoolExecutor(2) as pool:
        pair = Pair(pool)
        try:
            yield pair
        finally:
            pair.race(connections.close_all, connections.close_all)


def split(outcomes: list[Outcome]) -> tuple[list[object], list[Refusal]]:
    """Part what went through from what was refused."""
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    return [one for one in outcomes if not isinstance(one, Refusal)], refused
