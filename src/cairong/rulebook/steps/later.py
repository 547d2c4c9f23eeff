"""A last day that people were shown moves later where days off known now put it, never earlier."""

from datetime import date

from django.db.models import Model

from cairong.kernel.errors import WrongState


def put_later(row: Model, field: str, last: date, *, stands: bool) -> date:
    """Move the last day of a locked record later; answers the day it was until now.

    Raises WrongState where it does not stand any more, or its last day is that late already.
    Writes: the field of the record. Source: 三(一)-2, D15.
    """
    before: date = getattr(row, field)
    if not stands or last <= before:
        raise WrongState("rulebook.term_stands", "三(一)-2")
    setattr(row, field, last)
    row.save(update_fields=[field])
    return before
