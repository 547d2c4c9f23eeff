"""Asking whether a value is in a column that lists many."""

from django.db.models import BooleanField, Func


class Among(Func):
    """Whether the first value is one of those in the second, an array."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()
