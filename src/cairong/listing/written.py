"""Statements that are written once and sent often: writing a long one costs more than asking it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

MOMENT = datetime(1, 1, 1, tzinfo=UTC)  # stands for the moment of asking in what is remembered


@dataclass(frozen=True)
class Written:
    """A statement and what it is given, as a list was when it was written."""

    sql: str
    given: tuple[Any, ...]

    def rows(self, now: datetime = MOMENT) -> list[tuple[Any, ...]]:
        """Ask it, with a moment in place of `MOMENT`."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [now if each == MOMENT else each for each in self.given])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def written(rows: QuerySet[Any]) -> Written:
    """Write the statement of a list of values; nothing is asked.

    Raises TypeError where a day is compared with `MOMENT`: nothing would be put in its place.
    """
    try:
        sql, given = rows.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:  # there is nothing to see
        sql, given = "", ()
    if date.min in given:
        raise TypeError("a day is compared with the moment: compare it with the day")
    return Written(sql, tuple(given))
