"""Plain values made of rows."""

from dataclasses import fields
from typing import Any


def plain[T](kind: type[T], row: object, /, **given: Any) -> T:
    """Make a plain value of a row: each field that is not given is read by its own name."""
    names = [field.name for field in fields(kind) if field.name not in given]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in names}, **given)
