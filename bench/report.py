"""One line for each measure: what, floor, ours, ratio, bound, verdict."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

import psutil

WIDTH = 46


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measure in milliseconds; without a bound it is only reported."""

    what: str
    floor_ms: float
    ours_ms: float
    bound: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.floor_ms

    @property
    def is_kept(self) -> bool:
        """Whether the bound holds, where there is one."""
        return self.bound is None or self.ratio <= self.bound

    def words(self) -> str:
        """The line as it is printed."""
        bound = "" if self.bound is None else f"≤ {self.bound:g}×"
        verdict = "report" if self.bound is None else "ok" if self.is_kept else "BROKEN"
        return (
            f"{padded(self.what)} {self.floor_ms:9.2f} {self.ours_ms:9.2f}"
            f" {self.ratio:7.2f}× {bound:>7} {verdict:>7}"
        )


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many statements one step or page sends: reported, and asserted in tests."""

    what: str
    statements: int

    def words(self) -> str:
        """The line as it is printed."""
        return f"{padded(self.what)} {self.statements:9d}"


def heading() -> str:
    """The names of the columns."""
    return (
        f"{padded('what')} {'floor ms':>9} {'ours ms':>9} {'ratio':>8} {'bound':>7} {'verdict':>7}"
    )


def machine() -> str:
    """Say what was measured on, without naming the machine."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}"
    )


def padded(text: str) -> str:
    """Fill a text to the width of its column; a Chinese letter takes two places."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return text + " " * max(0, WIDTH - len(text) - wide)


def told(lines: Iterator[Line | Count]) -> bool:
    """Print every line as it is measured; whether every bound holds."""
    print(heading())
    broken = 0
    for line in lines:
        if isinstance(line, Line):
            broken += not line.is_kept
        print(line.words(), flush=True)
    print(f"\n{broken} bounds broken" if broken else "\nevery bound holds")
    return not broken
