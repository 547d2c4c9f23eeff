"""The columns that the models of this room share."""

from typing import Any

from django.db import models

from cairong.audit.columns import CodeField
from cairong.policy.board import DESKS


def desk_code(**more: Any) -> CodeField:
    """Make the column of a desk of the board, by the role of its officers."""
    return CodeField(max_length=24, choices=DESKS.items(), **more)


def moment() -> "models.DateTimeField[Any, Any]":
    """Make the column of a moment that may be still to come."""
    return models.DateTimeField(null=True)


def person_key(**more: Any) -> "models.ForeignKey[Any, Any]":
    """Make the column that names a person."""
    return models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+", **more)
