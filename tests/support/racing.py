"""Several hands at once: real threads, each with its own connection, on committed rows.

100 rounds by default, 10,000 under CAIRONG_SOAK=1, any number by CAIRONG_RACE_ROUNDS.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connections

from cairong.kernel.errors import Refusal

LONG = "10000" if os.environ.get("CAIRONG_SOAK") else "100"
ROUNDS = int(os.environ.get("CAIRONG_RACE_ROUNDS", LONG))
FEWER = max(ROUNDS // 10, 5)
Outcome = object | Refusal


class Hands:
    """Threads that live through all rounds and start their acts at the same moment."""

    def __init__(self, pool: ThreadPoolExecutor, count: int) -> None:
        self.pool, self.gate = pool, Barrier(count, timeout=30)

    def race(self, *acts: Callable[[], object]) -> list[Outcome]:
        """Run one act in each thread at once; answer what each came to, a refusal as itself."""
        return [one.result(timeout=60) for one in [self.pool.submit(self._run, a) for a in acts]]

    def _run(self, act: Callable[[], object]) -> Outcome:
        self.gate.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal


@contextmanager
def hands(count: int) -> Iterator[Hands]:
    """Let several threads race; their connections are closed at the end."""
    with ThreadPoolExecutor(count) as pool:
        made = Hands(pool, count)
        try:
            yield made
        finally:
            made.race(*[connections.close_all] * count)


def split(outcomes: list[Outcome]) -> tuple[list[object], list[Refusal]]:
    """Part what went through from what was refused."""
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    return [one for one in outcomes if not isinstance(one, Refusal)], refused
