"""The test database itself: roles, rights, renewal."""

import pytest
from django.db import ProgrammingError, connection, connections

from cairong.config import health
from cairong.parties.models import Tally
from cairong.parties.tallies import hashed


def test_tests_run_as_the_app_role_which_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolcreaterole, rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("cairong_app", False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_app_role_cannot_make_tables(db):
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id int)")


def test_every_table_belongs_to_the_owner(owner_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("cairong_owner",)]


def test_every_trigger_looks_at_our_tables_before_those_of_a_session(owner_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND prorettype = 'trigger'::regtype AND NOT coalesce('search_path=public, pg_temp'"
            " = ANY(proconfig), false)"
        )
        assert cursor.fetchall() == []


@pytest.fixture
def tried_anew(monkeypatch):
    """Let what went well a moment ago be tried again."""
    monkeypatch.setattr(health, "_WRITTEN", {})


def test_healthz_says_that_the_database_can_only_be_read(client, db, tried_anew):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "数据库只能读,写不进" in answer.json()["message"]


def test_healthz_says_that_the_disk_cannot_be_written(client, db, settings, tmp_path, tried_anew):
    settings.FILES_ROOT = tmp_path / "gone"
    for _ in range(2):  # what failed is tried again each time
        answer = client.get("/healthz")
        assert answer.status_code == 503
        assert "数据目录写不进" in answer.json()["message"]
    settings.FILES_ROOT.mkdir()
    assert client.get("/healthz").status_code == 200
    assert list(settings.FILES_ROOT.iterdir()) == []


def test_healthz_writes_no_more_often_than_every_ten_seconds(client, db, tried_anew):
    for _ in range(5):
        assert client.get("/healthz").status_code == 200
    assert Tally.objects.get(key=hashed("healthz")).count == 1


def test_healthz(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
