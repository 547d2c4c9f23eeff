"""Lay rows that nobody decided, as the owner alone can let it: what a test needs to stand upon."""

from django.db import connections
from psycopg import sql

GUARDS = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname ~ %s AND tgname ~ %s"
)


def look_away(among: str, ends: str = "undecided", *, again: bool = False) -> None:
    """Let the guards of what is decided (whose names match this) look no more in this database.

    Or let them look again.
    """
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(GUARDS, [f"_{ends}$", among])
        for table, guard in cursor.fetchall():
            names = [sql.Identifier(one) for one in (table, guard)]
            verb = "ENABLE" if again else "DISABLE"
            cursor.execute(sql.SQL(f"ALTER TABLE {{}} {verb} TRIGGER {{}}").format(*names))
    owner.close()
