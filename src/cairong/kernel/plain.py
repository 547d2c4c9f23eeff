"""Plain values made of rows."""

from dataclasses import fields
from typing import Any


def plain[T](kind: type[T], row: object, /, **given: Any) -> T:
    """Make a plain value of a row: each field that is not given is read by its own name."""
    names = [one.name for one in fields(kind) if one.name not in given]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in names}, **given)
