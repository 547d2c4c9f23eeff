"""What a run of tests leaves in memory goes with the next one."""

import os
import subprocess
import sys
import tempfile

import pytest

from support import memory


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_swept_is_of_runs_that_are_over(place):
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    gone = place / f"cairong-tests-{over.pid}-x_1"
    kept = [place / name for name in (f"{memory.begun_by('cairong-tests')}x", "cairong-tests-y",
                                      f"others-{over.pid}-x", "cairong-template-0")]  # fmt: skip
    for each in (gone, *kept):
        (each / "pg").mkdir(parents=True)
    memory.sweep("cairong-tests")
    assert not gone.exists()
    assert all(each.is_dir() for each in kept)


@pytest.mark.parametrize(("told", "free", "used"), [
    ("", memory.ROOM, True),
    ("", memory.ROOM - 1, False),
    ("/var/tmp", memory.ROOM, False),  # noqa: S108 - whoever names a place means it
])  # fmt: skip
def test_memory_is_used_where_there_is_room_and_nothing_else_was_said(
    place, monkeypatch, told, free, used
):
    monkeypatch.setenv("TMPDIR", told)
    monkeypatch.setattr(memory, "MEMORY", place)
    monkeypatch.setattr(memory, "_free", lambda: free)
    memory.keep_in_memory()
    assert (os.environ.get("TMPDIR") == str(place)) is used
