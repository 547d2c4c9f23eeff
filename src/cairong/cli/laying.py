"""The rooms' tables in an empty database, at once: as the models and the SQL beside them say.

Migrating step by step makes the same in several times as long (tests/migrations/test_drift.py).
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from cairong.cli.living import living_sql, rooms


def lay(connection: BaseDatabaseWrapper) -> None:
    """Make every room's tables where no table stands, whole or not at all.

    Their migrations are written down as applied. The libraries' tables are not made.
    """
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            return
    labels = {room.label for room in rooms()}
    with transaction.atomic(using=connection.alias):
        with connection.schema_editor(atomic=False) as editor:
            for room in rooms():
                for model in room.get_models():
                    editor.create_model(model)
        with connection.cursor() as cursor:
            for room in rooms():
                for text in living_sql(room).values():
                    cursor.execute(text)
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        for app, name in executor.loader.graph.nodes:
            if app in labels:
                executor.recorder.record_applied(app, name)
