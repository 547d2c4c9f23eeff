"""What running roles may do, table by table: by the models, given after migrating."""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

APP_ROLE = "cairong_app"
# The library's own way round its triggers is a setting that any role may set; here none reads it.
NOBODY_SKIPS = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN false; END $$
"""
# A table of a session comes before one of the schema, unless the session's own are named last.
UNPINNED = """
    SELECT format('ALTER FUNCTION %s SET search_path = public, pg_temp', oid::regprocedure)
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
        AND NOT coalesce(array_to_string(proconfig, ' '), '') LIKE '%search_path=%'
"""


def rights(model: type[models.Model]) -> list[str]:
    """List the rights of the app role on one table.

    Rows of fact (the `append_only` trigger): read and add. A projection that triggers keep
    (`APP_UPDATES` on the model): read, add, and change those columns alone; delete where
    `APP_DELETES` says so too. Both without adding where `APP_INSERTS` is False. Rows of other
    people's libraries, and ours that say `APP_DELETES`: all. Everything else: no deleting. Where
    `APP_READS` is False: nothing.
    """
    if not getattr(model, "APP_READS", True):
        return []
    ours = model.__module__.startswith("cairong.")
    triggers = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
    adds = ["INSERT"] if getattr(model, "APP_INSERTS", True) else []
    if "append_only" in triggers:
        return ["SELECT", *adds]
    deletes = ["DELETE"] if not ours or getattr(model, "APP_DELETES", False) else []
    columns = getattr(model, "APP_UPDATES", None)
    if columns is not None:
        return ["SELECT", *adds, *(f"UPDATE ({name})" for name in columns), *deletes]
    return ["SELECT", "INSERT", "UPDATE", *deletes]


def apply_grants(connection: BaseDatabaseWrapper, role: str = APP_ROLE) -> None:
    """Give the app role exactly its rights, as the owner, after every migration.

    All at once: a command that is at work meanwhile never stands without them. A trigger that a
    migration made can be told to look away by nobody afterwards.
    """
    name = sql.Identifier(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_text("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", name))
        cursor.execute(_text("GRANT USAGE ON SCHEMA public TO {}", name))
        cursor.execute(_text("GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", name))
        cursor.execute(_text("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}", name))
        cursor.execute(NOBODY_SKIPS)
        present = set(connection.introspection.table_names(cursor))
        known = set()
        for model in apps.get_models(include_auto_created=True):
            known.add(model._meta.db_table)
            if model._meta.db_table in present:
                _grant(cursor, model, name)
        for table in sorted(present - known):
            wanted = "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(_text(f"GRANT {wanted} ON {{}} TO {{}}", sql.Identifier(table), name))


def pin_triggers(connection: BaseDatabaseWrapper) -> None:
    """Have every trigger look at our tables, whatever table of that name its session made.

    As the owner, after every migration: one that makes a function anew makes it without.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(UNPINNED)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def apply_notary_grants(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the signer's role what the models say of it (`NOTARY`), where there is such a role."""
    wanted = {model._meta.label: getattr(model, "NOTARY", ()) for model in apps.get_models()}
    apply_role_grants(connection, role, wanted)


def apply_role_grants(
    connection: BaseDatabaseWrapper, role: str, wanted: Mapping[str, Sequence[str]]
) -> None:
    """Give a role that is no member of the app role its rights, by the labels of models.

    Nothing where there is no such role.
    """
    name = sql.Identifier(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            return
        cursor.execute(_text("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", name))
        cursor.execute(_text("GRANT USAGE ON SCHEMA public TO {}", name))
        for model in apps.get_models():
            table = sql.Identifier(model._meta.db_table)
            given = wanted.get(model._meta.label, ())
            if given:
                cursor.execute(_text(f"GRANT {', '.join(given)} ON {{}} TO {{}}", table, name))


def _grant(cursor: object, model: type[models.Model], role: sql.Identifier) -> None:
    if not model._meta.managed:
        return
    table = sql.Identifier(model._meta.db_table)
    wanted = ", ".join(rights(model))
    if wanted:
        cursor.execute(_text(f"GRANT {wanted} ON {{}} TO {{}}", table, role))  # type: ignore[attr-defined]


def _text(template: str, *names: sql.Identifier) -> str:
    return sql.SQL(template).format(*names).as_string(None)
