"""One seed for whatever a test draws by chance: CAIRONG_SEED plays a run again."""

import os
import secrets
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

# Workers take it over from the process that starts them.
SEED = int(os.environ.setdefault("CAIRONG_SEED", str(secrets.randbelow(10**6))))
AGAIN = f"CAIRONG_SEED={SEED} draws the same again"


def some_of[T](whole: Sequence[T], most: int) -> Iterator[list[T]]:
    """Deal out so many of these at a time, going round, from a place that is drawn; in soak all.

    Each comes up again and again among many; which comes where differs from run to run.
    """
    most = len(whole) if os.environ.get("CAIRONG_SOAK") else most
    dealt = islice(cycle(whole), SEED % len(whole), None)
    while True:
        yield list(islice(dealt, most))
