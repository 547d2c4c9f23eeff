"""Writing the next migration: what changed in the models, and in the SQL beside them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from django.core.management.commands import makemigrations
from django.db.migrations import (
    DeleteModel,
    Migration,
    RemoveField,
    RenameField,
    RenameModel,
    RunSQL,
)
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation

from cairong.cli.living import living_sql, rooms

MADE = re.compile(
    r"^CREATE (?:OR REPLACE )?(?:(?:CONSTRAINT )?TRIGGER (?P<trigger>\w+).* ON (?P<table>\w+)"
    r"|FUNCTION (?P<function>\w+\(.*?\)))",
    re.MULTILINE,
)
NARROWING = (DeleteModel, RemoveField, RenameField, RenameModel)
Autodetector: Any = makemigrations.Command.autodetector


class Detector(Autodetector):  # type: ignore[misc]
    """Django's own, which also sees where the SQL of a room is no longer what is migrated."""

    def _detect_changes(self, convert_apps: Any = None, graph: MigrationGraph | None = None) -> Any:
        self.frozen = frozen_sql(graph) if graph else {}
        return super()._detect_changes(convert_apps, graph)

    def _sort_migrations(self) -> None:
        """Put the SQL last: what it names stands by then."""
        super()._sort_migrations()
        for room in rooms():
            for operation in changed_sql(self.frozen.get(room.label, {}), living_sql(room)):
                self.add_operation(room.label, operation)


class Command(makemigrations.Command):
    """Django's own, which writes the SQL of a room as it is read."""

    autodetector = Detector

    def write_migration_files(self, changes: dict[str, list[Migration]], *rest: Any) -> None:
        """Write the migrations; each file of SQL stands in them line by line."""
        super().write_migration_files(changes, *rest)
        _warn(each for migrations in changes.values() for each in migrations)
        texts = {
            str(operation.sql)
            for migrations in changes.values()
            for migration in migrations
            for operation in migration.operations
            if isinstance(operation, RunSQL)
        }
        for path in map(Path, getattr(self, "written_files", ())):
            path.write_text(readable(path.read_text(encoding="utf-8"), texts), encoding="utf-8")


def frozen_sql(graph: MigrationGraph) -> dict[str, dict[str, str]]:
    """Read from the migrations what SQL stands in a migrated database: room → file → text."""
    found: dict[str, dict[str, str]] = {}
    plan = dict.fromkeys(step for leaf in graph.leaf_nodes() for step in graph.forwards_plan(leaf))
    for key in plan:
        files = found.setdefault(key[0], {})
        migration = graph.nodes[key]
        for operation in migration.operations if migration else ():
            if isinstance(operation, RunSQL):
                files.pop(operation.hints.get("gone", ""), None)
                if "living" in operation.hints:
                    files[operation.hints["living"]] = str(operation.sql)
    return found


def changed_sql(frozen: dict[str, str], living: dict[str, str]) -> list[RunSQL]:
    """Say what makes the living SQL of a room out of the SQL that is migrated."""
    made = set().union(*(_drops(text) for text in living.values()))
    operations = []
    for file in sorted(frozen.keys() | living.keys()):
        before, after = frozen.get(file, ""), living.get(file, "")
        if before != after:
            gone = "\n".join(sorted(_drops(before) - made, reverse=True))
            if gone or not after:
                operations.append(RunSQL(gone, hints={} if after else {"gone": file}))
            if after:
                operations.append(RunSQL(after, hints={"living": file}))
    return operations


def readable(migration: str, texts: set[str]) -> str:
    """Write each text of a migration in lines as it was read, not as one long line."""
    for text in texts:
        if "\n" in text and '"""' not in text:
            migration = migration.replace(repr(text), f'r"""{text}"""')
    return migration


def narrowing(operations: Iterable[Operation]) -> list[Operation]:
    """Pick out what takes something away that the version before may still use."""
    return [operation for operation in operations if isinstance(operation, NARROWING)]


def _warn(migrations: Iterable[Migration]) -> None:
    for migration in migrations:
        for each in narrowing(migration.operations):
            click.echo(
                f"{migration} 去掉了上一版本还在用的内容({each.describe()}):"
                "先加、再填、后删,请放进以后版本的单独一个迁移。"
            )


def _drops(text: str) -> set[str]:
    """Name what undoes a file of SQL: its triggers (first, by their names) and its functions."""
    return {
        f"DROP TRIGGER IF EXISTS {found['trigger']} ON {found['table']};"
        if found["trigger"]
        else f"DROP FUNCTION IF EXISTS {found['function']};"
        for found in MADE.finditer(text)
    }
