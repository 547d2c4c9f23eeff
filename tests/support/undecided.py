"""Lay rows that nobody decided, as the owner alone can let it: what a test needs to stand upon."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from psycopg import sql

GUARDS = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname ~ '_undecided$' AND tgname ~ %s"
)


@contextmanager
def undecided(among: str = "") -> Iterator[None]:
    """Let no guard of what is decided look at what is written meanwhile; `among` names which."""
    _switch("DISABLE", among)
    try:
        yield
    finally:
        _switch("ENABLE", among)


def look_away(among: str = "") -> None:
    """Let the guards of what is decided (whose names hold this) look no more in this database."""
    _switch("DISABLE", among)


def _switch(word: str, among: str) -> None:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(GUARDS, [among])
        for table, guard in cursor.fetchall():
            names = [sql.Identifier(one) for one in (table, guard)]
            cursor.execute(sql.SQL(f"ALTER TABLE {{}} {word} TRIGGER {{}}").format(*names))
    owner.close()
