"""Numbers of persons in the text of a paper: of residents, and private telephones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.cn import ric

MOST = 50
RESIDENT = re.compile(r"(?<![0-9A-Za-z])\d{6}[ \u3000]?\d{8}[ \u3000]?\d{3}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number found: on which page, of which sort, and how it is shown to who uploads it."""

    page: int
    sort: str
    shown: str


def numbers_in(text: str, *, page: int) -> Iterator[Number]:
    """Find the numbers of persons in a text, each once."""
    for sort, pattern, holds in (
        ("resident", RESIDENT, ric.is_valid),
        ("mobile", MOBILE, lambda _: True),
    ):
        seen = dict.fromkeys(re.sub(r"[ \u3000-]", "", each) for each in pattern.findall(text))
        for number in seen:
            if holds(number):
                yield Number(page=page, sort=sort, shown=masked(number))


def masked(number: str) -> str:
    """Keep a number's beginning and end, so that its owner finds it and others learn nothing."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
