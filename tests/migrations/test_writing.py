"""The next migration is written by a command: a new account of the books, from its line on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db.migrations import AddField, DeleteModel, RemoveField, RenameField, RunSQL
from django.db.models import IntegerField

from cairong.cli.writing import changed_sql, narrowing, readable
from cairong.home.addresses import OWNER
from support.cluster import Cluster

ROOT = Path(__file__).parents[2]
BOOKS = (
    "CREATE FUNCTION a(text) RETURNS void AS $$ $$;\nCREATE OR REPLACE TRIGGER b AFTER INSERT ON c"
)


def told(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [(one.sql, one.hints) for one in changed_sql(before, after)]


def test_a_new_file_is_written_whole_and_the_same_is_not_written_again():
    assert told({}, {"books.sql": BOOKS}) == [(BOOKS, {"living": "books.sql"})]
    assert told({"books.sql": BOOKS}, {"books.sql": BOOKS}) == []


def test_what_a_file_no_longer_makes_is_dropped_triggers_first():
    drops = "DROP TRIGGER IF EXISTS b ON c;\nDROP FUNCTION IF EXISTS a(text);"
    assert told({"books.sql": BOOKS}, {}) == [(drops, {"gone": "books.sql"})]
    after = BOOKS.replace("TRIGGER b", "TRIGGER d")
    assert told({"books.sql": BOOKS}, {"books.sql": after}) == [
        ("DROP TRIGGER IF EXISTS b ON c;", {}),
        (after, {"living": "books.sql"}),
    ]


def test_what_moves_to_another_file_is_not_dropped():
    moved = [("", {"gone": "books.sql"}), (BOOKS, {"living": "guards.sql"})]
    assert told({"books.sql": BOOKS}, {"guards.sql": BOOKS}) == moved


def test_sql_is_written_as_it_is_read():
    text = "SELECT '\\x00'::bytea;\n-- two\n"
    assert readable(f"RunSQL({text!r})", {text}) == f'RunSQL(r"""{text}""")'


def test_what_takes_away_is_told_apart_from_what_adds():
    adds = [AddField("payment", "held", IntegerField()), RunSQL("SELECT 1")]
    takes = [RemoveField("payment", "reason"), RenameField("lock", "a", "b"), DeleteModel("Lock")]
    assert narrowing(adds) == []
    assert narrowing([*adds, *takes]) == takes


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program in which the books have one account more."""
    source = tmp_path / "cairong"
    shutil.copytree(ROOT / "src" / "cairong", source, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, after in (
        ("chart.py", '    PAID = "paid"', '    HELD = "held", "暂扣"\n    PAID = "paid"'),
        (
            "chart.py",
            "A.IN_TRANSIT, A.PAID),\n    Side.CASH",
            "A.IN_TRANSIT, A.PAID, A.HELD),\n    Side.CASH",
        ),
        ("models.py", "    paid_fen = _sum()", "    held_fen = _sum()\n    paid_fen = _sum()"),
    ):
        path = source / "treasury" / name
        assert path.read_text().count(before) == 1, before
        path.write_text(path.read_text().replace(before, after))
    return tmp_path


def test_a_new_account_is_a_line_a_column_and_a_command(cluster: Cluster, committed_db, copied):
    def cairong(*words: str) -> str:
        command = [sys.executable, "-m", "cairong.cli.main", *words]
        env = {**os.environ, **cluster.environment(), "PYTHONPATH": str(copied)}
        done = subprocess.run(
            command, check=False, cwd=copied, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    cairong("migrate", "--write", "held")
    (written,) = (copied / "cairong" / "treasury" / "migrations").glob("*_held.py")
    text = written.read_text()
    assert "name='held_fen'" in text
    assert "treasury_held_not_negative" in text
    assert "        held_fen = r.held_fen + s.held,\n" in text
    assert "        OR NEW.held_fen <> 0\n" in text
    assert "treasury_lock_guarded" not in text
    assert text.index("AddField") < text.index("RunSQL")
    assert "No changes" in cairong("migrate", "--check")
    cairong("migrate")
    with psycopg.connect(cluster.address(OWNER).conninfo) as connection:
        row = connection.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = 'treasury_entries_posted'"
        )
        assert "s.held" in row.fetchone()[0]
