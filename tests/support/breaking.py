"""Take one guard out of a database, so that the test which holds it can be seen to fail.

`make guards` names what to take out in CAIRONG_TEST_BREAK; no other run sets it.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping

from psycopg import Connection, sql

from cairong.home.addresses import APP

NAMED = "CAIRONG_TEST_BREAK"
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname FROM pg_constraint"
    " WHERE conname = %s AND contype IN ('c', 'u', 'x')"
)
INDEXES = (
    "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE relname = %s AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
)
TRIGGERS = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgname ~ ('^(pgtrigger_)?' || %s || '(_[0-9a-z]{5})?$')"
)
FUNCTIONS = (
    "SELECT pg_get_functiondef(oid) FROM pg_proc"
    " WHERE prokind = 'f' AND pronamespace = 'public'::regnamespace"
    " AND (proname = %s OR prosrc LIKE %s)"
)


def break_named(admin: Connection) -> None:
    """Take out what the environment names, if anything, as the superuser of a test server."""
    if named := os.environ.get(NAMED):
        for statement in statements(admin, json.loads(named)):
            admin.execute(statement)


def statements(admin: Connection, guard: Mapping[str, str]) -> list[sql.SQL | sql.Composed]:
    """Write what takes a guard out of a database. Raises LookupError where it is not there.

    `rights` gives the app role what it must not have. `database` names a constraint, an index, a
    trigger, or what a function refuses by that name; with `find` and `put` one text in the
    function is put in place of another.
    """
    if rights := guard.get("rights"):
        return [_text(f"GRANT {rights} TO {APP}")]
    name, find = guard["database"], guard.get("find")
    found = list(_edited(admin, name, find, guard["put"]) if find else _dropped(admin, name))
    if not found:
        raise LookupError(f"nothing in the database bears the name {name}")
    return found


def _dropped(admin: Connection, name: str) -> Iterator[sql.SQL]:
    for table, constraint in admin.execute(CONSTRAINTS, [name]):
        yield _text(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
    for (index,) in admin.execute(INDEXES, [name]):
        yield _text(f"DROP INDEX {index}")
    for table, trigger in admin.execute(TRIGGERS, [name]):
        yield _text(f'DROP TRIGGER "{trigger}" ON {table}')
    refusal = re.compile(rf"\b(PERFORM|RAISE)\b[^;]*'{re.escape(name)}'[^;]*;")
    for text in _functions(admin, name):
        if refusal.search(text):
            yield _text(refusal.sub("NULL;", text))


def _edited(admin: Connection, name: str, find: str, put: str) -> Iterator[sql.SQL]:
    for text in _functions(admin, name):
        if text.count(find) == 1:
            yield _text(text.replace(find, put))


def _functions(admin: Connection, name: str) -> list[str]:
    """Read the functions of a name, and those that say the name in quotes."""
    return [text for (text,) in admin.execute(FUNCTIONS, [name, f"%'{name}'%"])]


def _text(statement: str) -> sql.SQL:
    return sql.SQL(statement)  # type: ignore[arg-type] - the names come from the database itself
