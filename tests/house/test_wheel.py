"""An installed program shows where each clause lives, though its tests stayed behind."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from cairong.doors.register import CHECKOUT, where

ASKED = "import json; from cairong.doors.register import where; print(json.dumps(where()))"


def run(*words: object, cwd: Path = CHECKOUT, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        check=False, cwd=cwd, env=env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wheel_says_what_the_checkout_says(tmp_path):
    run("-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path)
    (wheel,) = tmp_path.iterdir()
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path / "installed")
    installed = tmp_path / "installed"
    said = json.loads(run("-c", ASKED, cwd=installed, PYTHONPATH=str(installed)))
    assert said == where()
    assert sum(one["tests"] for one in said.values()) > 100
    assert "cairong/treasury/migrations/0001_v0_2.py" in names
    assert {one for one in names if one.startswith("cairong/web/static/vendor/")}
