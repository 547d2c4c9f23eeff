"""Models or SQL that were changed without a migration make another database, and it is seen.

An empty database is laid at once (cli/laying.py); that one migrated step by step is the same says
tests/ops/test_migrations_cut.py.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from cairong.audit.columns import state_known
from cairong.audit.grants import apply_grants, apply_notary_grants
from cairong.cli import living
from cairong.cli.migrating import WholeExecutor, bring_up
from cairong.home.addresses import GATEWAY, NOTARY, OWNER
from cairong.orders.rights import apply_gateway_grants
from cairong.treasury.chart import OF_PAYMENT, SIDES, Account, Kind, Side
from cairong.treasury.models import Acceptance, Lock, Payment, Receivable
from cairong.treasury.states import LOCK
from support.cluster import TEMPLATE, Cluster
from support.shape import Shape, shape

pytestmark = pytest.mark.xdist_group("drift")  # one name for the database each makes
NAME = "cairong_made"


@contextmanager
def empty(cluster: Cluster, name: str) -> Iterator[BaseDatabaseWrapper]:
    """An empty database of the owner's, gone afterwards."""
    admin = cluster.server.admin_address().conninfo
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
        connections.settings[name] = {**connections.settings["owner"], "NAME": name}
        yield connections[name]
        connections[name].close()
        del connections.settings[name]
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def made(cluster: Cluster, django_db_setup, django_db_blocker) -> Iterator[Callable[[], Shape]]:
    """Make a database from the models and the SQL beside them, without any migration."""
    with django_db_blocker.unblock(), empty(cluster, NAME) as database:

        def make() -> Shape:
            bring_up(database)
            return shape_of(cluster, database)

        yield make


def shape_of(cluster: Cluster, database: BaseDatabaseWrapper) -> Shape:
    apply_grants(database)
    apply_notary_grants(database, NOTARY)
    apply_gateway_grants(database, GATEWAY)
    return shape(cluster.address(OWNER, database.settings_dict["NAME"]))


@pytest.fixture
def migrated(cluster: Cluster, django_db_setup) -> Shape:
    """The shape of a migrated database (step by step: tests/ops/test_migrations_cut.py)."""
    return shape(cluster.address(OWNER, TEMPLATE))


def test_cut_off_before_it_is_written_down_a_migration_has_made_nothing(
    cluster, django_db_setup, django_db_blocker, monkeypatch
):
    """It adds keys and indexes, so Django writes it down after a transaction of its own."""
    write_down = WholeExecutor.record_migration

    def cut(executor: WholeExecutor, app: str, name: str) -> None:
        if app == "auth":
            raise InterruptedError
        write_down(executor, app, name)

    monkeypatch.setattr(WholeExecutor, "record_migration", cut)
    with django_db_blocker.unblock(), empty(cluster, NAME) as database:
        with pytest.raises(InterruptedError):
            WholeExecutor(database).migrate([("auth", "0001_initial")])
        tables = database.introspection.table_names()
    assert "django_content_type" in tables
    assert "auth_permission" not in tables


def the_sql(monkeypatch):
    read = living.filled
    changed = ("FOR NO KEY UPDATE", "FOR UPDATE")
    monkeypatch.setattr(living, "filled", lambda *given: read(*given).replace(*changed))


def a_side(monkeypatch):
    monkeypatch.setitem(SIDES, Side.CASH, SIDES[Side.CASH][:-1])
    monkeypatch.setitem(SIDES, Side.EXPOSURE, (Account.TO_SUPPLIER, *SIDES[Side.EXPOSURE]))


def a_kind_of_posting(monkeypatch):
    monkeypatch.setitem(OF_PAYMENT, Kind.ACCEPT, "requested")


def a_step(monkeypatch):
    monkeypatch.delitem(LOCK.steps, ("active", "release"))


def a_state(monkeypatch):
    monkeypatch.setitem(LOCK.states, "sold", LOCK.states["active"])
    monkeypatch.setattr(Lock._meta.get_field("state"), "choices", LOCK.choices())
    monkeypatch.setattr(Lock._meta, "constraints", [state_known(LOCK)])


def a_column(monkeypatch):
    monkeypatch.setattr(Payment._meta.get_field("reason"), "max_length", 501)


def a_default(monkeypatch):
    monkeypatch.setattr(Payment._meta.get_field("reason"), "db_default", models.Value("none"))


def an_index(monkeypatch):
    monkeypatch.setattr(Payment._meta, "indexes", [])


def a_trigger(monkeypatch):
    monkeypatch.setattr(Acceptance._meta, "triggers", [])


def a_right(monkeypatch):
    monkeypatch.setattr(Receivable, "APP_UPDATES", ("state", "paid_fen"))


SEEN = {
    the_sql: {("function", "treasury_payee_stands()")},
    a_side: {("function", "treasury_entries_posted()")},
    a_kind_of_posting: {
        ("function", "treasury_entries_posted()"),
        ("function", "treasury_payment_posted()"),
    },
    a_step: {("function", "treasury_lock_guarded()")},
    a_state: {("constraint", "treasury_lock treasury_lock_state")},
    a_column: {("column", "treasury_payment.reason")},
    a_default: {("column", "treasury_payment.reason")},
    an_index: {("index", "treasury_payment_waiting")},
    a_trigger: {("trigger", "treasury_acceptance pgtrigger_append_only_0b2d1")},
    a_right: {("right", "treasury_receivable.paid_fen")},
}


@pytest.mark.parametrize("change", SEEN)
def test_a_change_without_a_migration_is_seen(made, migrated, monkeypatch, change):
    change(monkeypatch)
    assert SEEN[change] <= {row[:2] for row in made() ^ migrated}
