"""Watch where statements come from: doors ask the rooms, and send none of their own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import connection

import cairong

HOUSE = f"{Path(cairong.__file__).parent}/"
DOORS = ("web/", "api/", "doors/")
SIGN_IN = ("/django/contrib/sessions/", "/django/contrib/auth/", "/allauth/")


@contextmanager
def doors_watched() -> Iterator[list[str]]:
    """Note each place of a door (file:line function) that sends a statement, while this lasts.

    A statement belongs to the nearest of the house's own frames that led to it. Sessions and
    accounts are read and kept by Django and allauth themselves: those statements are nobody's.
    """
    seen: list[str] = []

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        place = sender(sys._getframe(1))
        if place.startswith(DOORS):
            seen.append(place)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def sender(frame: FrameType | None) -> str:
    """Name the nearest place of the house that led to a frame; empty for none, and for sign-in."""
    while frame is not None:
        file = frame.f_code.co_filename
        if any(one in file for one in SIGN_IN):
            return ""
        if file.startswith(HOUSE):
            return f"{file.removeprefix(HOUSE)}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return ""
