"""What is released is not changed: the hashes of its migrations are kept (tools/freeze.py)."""

import re

import pytest
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from tools import freeze

from cairong.cli.living import rooms
from cairong.cli.writing import narrowing

RELEASED = re.compile(r"^## \[.+?\] · \d{4}-", re.MULTILINE)
READING = re.compile(r"\bopen\(|read_text|read_bytes|importlib|from cairong|import cairong")


def test_no_migration_on_the_list_was_changed():
    assert freeze.changed() == []


def test_a_released_version_is_on_the_list_whole():
    newest = (freeze.ROOT / "CHANGELOG.md").read_text().partition("\n## ")[2]
    if RELEASED.match(f"## {newest}"):
        assert freeze.kept() == freeze.found()
    assert freeze.kept().keys() >= {name for name in freeze.found() if "/0001_v0_2" in name}


def test_one_more_byte_is_seen_and_not_written_down(monkeypatch, tmp_path, capsys):
    name, *_ = freeze.found()
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes((freeze.ROOT / name).read_bytes())
    monkeypatch.setattr(freeze, "ROOT", tmp_path)
    monkeypatch.setattr(freeze, "KEPT", tmp_path / "list")
    assert (freeze.main(), freeze.changed()) == (0, [])
    with (tmp_path / name).open("a") as file:
        file.write("\n")
    assert freeze.changed() == [name]
    kept = (tmp_path / "list").read_text()
    assert freeze.main() == 1
    assert name in capsys.readouterr().err
    assert (tmp_path / "list").read_text() == kept


@pytest.mark.parametrize("name", freeze.found())
def test_a_migration_reads_nothing_that_lives(name):
    assert not READING.search((freeze.ROOT / name).read_text())


def later() -> list[Migration]:
    """Every migration of ours but the first of each room."""
    found = MigrationLoader(None).disk_migrations
    labels = {room.label for room in rooms()}
    return [one for key, one in found.items() if key[0] in labels and not one.initial]


def test_a_later_migration_adds_or_takes_away_and_never_does_both():
    for one in later():
        taken = narrowing(one.operations)
        if taken:
            assert len(taken) == len(one.operations), one


def test_none_waits_for_ever(owner_db):
    """A lock that others hold, a statement that does not end."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
        )
        assert cursor.fetchone() == ("10s", "10min")
