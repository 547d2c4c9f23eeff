"""Columns and triggers that every room's models share."""

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import UUID7

from cairong.kernel.states import StateTable

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class CodeField(Text):
    """A column that holds a code of a closed list.

    The words of the codes are known to the program alone: migrations do not hold them, so a word
    is changed without a migration.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the column to a migration as the plain text that it is."""
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", list(args), kwargs


class StateField(CodeField):
    """The state of a row. A query that asks for a state that is none is a fault of the program."""

    def get_prep_value(self, value: Any) -> Any:
        """Pass a state on to the database. Raises ValueError for one that is not known."""
        codes = {code for code, _ in self.flatchoices}
        if codes and value is not None and value not in codes:
            raise ValueError(f"no state of {self}: {value!r}")
        return super().get_prep_value(value)


def state_known(table: StateTable) -> CheckConstraint:
    """Make the constraint that the state of a row is one of its table of states."""
    return CheckConstraint(
        condition=Q(state__in=sorted(table.states)),
        name=f"{table.thing.lower().replace('.', '_')}_state",
    )


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
