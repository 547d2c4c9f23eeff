"""One row at a time: inserted by one statement written once, fetched, locked where asked."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from cairong.kernel.errors import NotFound


def insert[Row: models.Model](
    row: Row, within: str = "{insert}", before: Sequence[Any] = (), after: Sequence[Any] = ()
) -> Row:
    """Insert a new row whose key the database gives, and put the key into it.

    For the rows that every act writes (events, marks); no signal hears of it. `within` is what the
    same statement does besides, of what is given `before` and `after` the values of the row; it
    answers the key.
    """
    statement, fields = _statement(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(within.replace("{insert}", statement), [*before, *values, *after])
        row.pk = cursor.fetchone()[0]
    state = row._state  # noqa: SLF001 - what save() would note of the row
    state.adding, state.db = False, connection.alias
    return row


def locked[Row: models.Model](rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """Lock the rows of a query, not those it joins, against whoever would change them."""
    return rows.select_for_update(of=("self",), no_key=True)


def anything(rows: str, *given: Any) -> bool:
    """Whether a question for rows, written in SQL, finds any; what is given takes its places.

    For what is asked often and mostly finds nothing: writing the statement takes longer then.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({rows})", given)
        return bool(cursor.fetchone()[0])


def fetch[Row: models.Model](
    rows: "models.QuerySet[Row]", pk: object, thing: str, *, lock: bool = False
) -> Row:
    """Fetch by its key one of the rows an actor may see. Raises NotFound: not yours is not there.

    `thing` is the word for what was looked for.
    """
    found = (locked(rows) if lock else rows).filter(pk=pk).order_by().first()
    if found is None:
        raise NotFound("access.not_found", thing=thing)
    return found


def peek(rows: "models.QuerySet[Any]", pk: object, thing: str, *columns: str) -> tuple[Any, ...]:
    """Read some columns of one of the rows an actor may see, as `fetch` reads it whole.

    For what has to be known before it can be locked. Raises NotFound.
    """
    found: tuple[Any, ...] | None = rows.filter(pk=pk).order_by().values_list(*columns).first()
    if found is None:
        raise NotFound("access.not_found", thing=thing)
    return found


@cache
def _statement(model: type[models.Model]) -> "tuple[str, tuple[models.Field[Any, Any], ...]]":
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}", fields  # noqa: S608 - names of our own
