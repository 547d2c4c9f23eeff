"""Columns and triggers that every room's models share."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import UUID7


def uuid7_key() -> "models.UUIDField[Any, Any]":
    """Make the primary key of a record that crosses a door: a uuid7 given by the database (D24)."""
    return models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)


def city_key(related_name: str = "+") -> "models.ForeignKey[Any, Any]":
    """Make the column that ties a root record to its city (D23)."""
    return models.ForeignKey("parties.City", on_delete=models.PROTECT, related_name=related_name)


def append_only() -> pgtrigger.Trigger:
    """Make the trigger by which the database refuses to change or delete a row of fact."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
        """,
    )
