"""A story as it was understood: its parties and its lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cairong.driving.stories.people import Who
from cairong.driving.stories.vocabulary import Word
from cairong.kernel.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Party:
    """One party of a story: its kind and what is said of it."""

    name: str
    kind: str
    line: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """How an act has to be refused."""

    kind: str
    obligation: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: when, who, which word with which values, what is to come of it.

    `unreadable` stands where a value cannot be read and the line expects just that.
    """

    number: int
    at: datetime
    word: Word
    is_act: bool
    by: tuple[Who, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    refused: Refused | None = None
    unreadable: Invalid | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """One file, understood. In a demonstration the simulated treasury confirms what is paid.

    `opened` is the day the city opened, where it is not that of the notice.
    """

    file: str
    title: str
    parties: tuple[Party, ...]
    lines: tuple[Line, ...]
    demo: bool = True
    opened: date | None = None
