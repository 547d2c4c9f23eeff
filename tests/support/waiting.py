"""Wait for something to be so, and no longer."""

import time
from collections.abc import Callable


def wait_for(true: Callable[[], object], what: str, *, seconds: float = 30) -> None:
    """Wait until something is so, or fail with what was waited for."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds:g} s: {what}"
        time.sleep(0.02)
