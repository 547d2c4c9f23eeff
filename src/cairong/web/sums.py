"""Arithmetic of money as the lines of a page."""

from collections.abc import Iterable

from cairong.treasury.arithmetic import Line
from cairong.web.parts import Sum


def sums_of(lines: Iterable[Line]) -> list[Sum]:
    """Show arithmetic line by line, each with its sign."""
    return [Sum(word=f"{line.sign} {line.word}".strip(), fen=line.fen) for line in lines]
