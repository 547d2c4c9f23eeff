"""Time two things in turn, so that what else the machine does falls on both."""

import time
from collections.abc import Callable
from statistics import median

WARM = 12


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def in_turn(
    floor: Callable[[], object], ours: Callable[[], object], *, rounds: int, warm: int = WARM
) -> tuple[float, float]:
    """The medians of both in milliseconds, after a few calls that are not counted."""
    for _ in range(warm):
        floor()
        ours()
    pairs = [(seconds(floor), seconds(ours)) for _ in range(rounds)]
    return median(one for one, _ in pairs) * 1000, median(one for _, one in pairs) * 1000
