"""The command itself: exit codes, JSON, the manual, and nothing left behind."""

import json
import subprocess
import sys
from pathlib import Path

from cairong.driving.stories.manual import manual
from cairong.driving.stories.vocabulary import ACTS, EXPECTATIONS

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "cairong.cli.main", "story"]
OWN = Path(__file__).parent / "01-sign-weekend.yaml"


def story(*words):
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_file_that_cannot_be_understood_ends_with_2_and_says_where(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("story: 试\nparties: {}\nlines:\n  - {at: 2025-01-01 00:00, do: 飞}\n")
    done = story(str(OWN), str(path))
    assert done.returncode == 2
    assert f"{path} 第 4 行" in done.stderr
    assert "飞" in done.stderr
    found = json.loads(story("--json", str(path)).stdout)
    assert found["error"]["line"] == 4


def test_one_story_right_and_one_wrong_end_with_1(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(OWN.read_text().replace("due: 2025-11-17", "due: 2025-11-18"))
    done = story("--json", str(OWN), str(wrong))
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert [one["ok"] for one in found["stories"]] == [True, False]
    assert found["stories"][1]["lines"][1]["differences"] == {
        "due": {"expected": "2025-11-18", "found": "2025-11-17"}
    }


def test_a_story_that_holds_ends_with_0_and_prints_each_line():
    done = story(str(OWN))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("✓") == 10
    assert done.stdout.rstrip().endswith("10 行,全部符合")


def test_the_manual_is_the_page_and_names_every_word():
    text = manual()
    assert (ROOT / "docs" / "stories.md").read_text() == text
    for word in (*ACTS.values(), *EXPECTATIONS.values()):
        assert f"### `{word.name}`" in text
        assert word.meaning
