"""Lay rows that nobody decided, as the owner alone can let it: what a test needs to stand upon."""

from django.db import connections
from psycopg import sql

GUARDS = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname ~ '_undecided$' AND tgname ~ %s"
)


def look_away(among: str) -> None:
    """Let the guards of what is decided (whose names match this) look no more in this database."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(GUARDS, [among])
        for table, guard in cursor.fetchall():
            names = [sql.Identifier(one) for one in (table, guard)]
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(*names))
    owner.close()
