"""Bringing the database to this program's version, as the owner."""

from typing import Any

import click
from django.core.management import call_command
from django.core.management.commands import migrate as djangos
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from cairong.audit.grants import apply_grants, apply_notary_grants, pin_triggers
from cairong.cli.laying import lay
from cairong.cli.old_data import refuse_old
from cairong.cli.writing import Command
from cairong.doors.clock import now
from cairong.home.addresses import app_address, gateway_address, notary_address
from cairong.home.folder import home
from cairong.home.trouble import Trouble
from cairong.kernel.actor import system
from cairong.notary.actions.begin_digests import are_wanting, begin_digests
from cairong.orders.rights import apply_gateway_grants
from cairong.parties.actions.put_looks_right import put_looks_right
from cairong.parties.models import City
from cairong.parties.reads import first_city


class WholeExecutor(MigrationExecutor):
    """Django's own, each migration whole: made and written down as made, or neither.

    Django writes one down after its transaction where it added an index or a key: whoever is
    killed between the two would meet tables that stand already.
    """

    def apply_migration(self, state: Any, migration: Any, *rest: Any, **options: Any) -> Any:
        """Apply one migration in a transaction that also holds the note of it."""
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, *rest, **options)


djangos.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # its command has no other seam


@click.command()
@click.option("--check", is_flag=True, help="只检查模型和 SQL 的改动都写成了迁移。")
@click.option("--write", "name", metavar="名称", help="把模型和 SQL 的改动写成下一个迁移。")
def migrate(*, check: bool, name: str | None) -> None:
    """把数据库升级到本程序的版本。"""
    if check:
        call_command(Command(), check_changes=True, dry_run=True, verbosity=1)
    elif name:
        call_command(Command(), name=name, include_header=False)
    else:
        migrate_database()


def migrate_database() -> None:
    """Apply every migration as the owner, then give the app role exactly its rights.

    Of two commands at once the second waits; the lock ends with the connection.
    """
    connection = connections["owner"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('cairong migrate'))")
        _refuse_foreign()
        bring_up(connection)
        apply_grants(connection, app_address(home()).user)
        apply_notary_grants(connection, notary_address(home()).user)
        apply_gateway_grants(connection, gateway_address(home()).user)
        pin_triggers(connection)
        keep_digests()
        look_again()
    finally:
        connection.close()


def keep_digests() -> None:
    """Keep the rows of a database of before as they stand, once (docs/decisions/notary.md)."""
    if are_wanting():
        begin_digests(actor=system(city=first_city()), now=now())


def look_again() -> None:
    """Work out what names look like by this program's list: before anybody registers by it."""
    for city in City.objects.values_list("pk", flat=True):
        put_looks_right(actor=system(city=city), now=now())


def bring_up(connection: BaseDatabaseWrapper) -> None:
    """Make the tables where there are none, then apply every migration that was not."""
    lay(connection)
    call_command("migrate", database=connection.alias, interactive=False, verbosity=0)


def _refuse_foreign() -> None:
    """Refuse a database of before 0.2.0, or one with migrations of a newer program."""
    loader = MigrationExecutor(connections["owner"]).loader
    known = loader.disk_migrations or {}
    refuse_old(loader.applied_migrations, "数据库")
    apps = {app for app, _ in known}
    newer = sorted(
        f"{app}.{name}" for app, name in set(loader.applied_migrations) - set(known) if app in apps
    )
    if newer:
        raise Trouble(
            f"数据库由更新的程序写成(本程序不认识迁移 {newer[0]}):"
            "请改用那个版本或更新的程序,或用 CAIRONG_HOME 另指一个目录。"
        )
