"""How single cells of lists are read: texts, one of several words, a year."""

import re
from collections.abc import Callable
from functools import partial

from cairong.contracts.importing.cells import text_of
from cairong.kernel.errors import Invalid

DAYS = re.compile(r"[1-9]\d{0,3}天?", re.ASCII)
YEAR = re.compile(r"20\d\d年?", re.ASCII)
text = partial(partial, text_of)


def choice(*choices: str, least: int = 1) -> Callable[[object, str], str]:
    """Make what reads one of these words."""

    def read(cell: object, label: str) -> str:
        said = text_of(cell, label, least=least)
        if said and said not in choices:
            raise Invalid("invalid.choice", field=label, value=said, choices="、".join(choices))
        return said

    return read


def year(cell: object, label: str) -> int:
    """Read a year: 2027, 2027年. Raises Invalid."""
    said = text_of(cell, label, least=1, most=6)
    if not YEAR.fullmatch(said):
        raise Invalid("invalid.integer", field=label, value=said, example="2027")
    return int(said[:4])


def days(cell: object, label: str) -> int:
    """Read a number of days: 180, 180天. Raises Invalid."""
    said = text_of(cell, label, least=1, most=6)
    if not DAYS.fullmatch(said):
        raise Invalid("invalid.integer", field=label, value=said, example="180")
    return int(said.removesuffix("天"))
