"""Columns that list many ids: whether a value is among them, and a list of one."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Func, UUIDField


class IsIn(Func):
    """Whether the first value is one of those in the second, an array."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


class Ids(Func):
    """Ids of a row as a list, so that an index on what lists many is used."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(UUIDField())
