"""A version is said once, and the changelog begins with what it brings."""

import re
from pathlib import Path

import cairong

CHANGELOG = Path(cairong.__file__).parents[2] / "CHANGELOG.md"


def test_the_changelog_begins_with_this_version():
    text = CHANGELOG.read_text()
    found = re.search(r"^## \[(.+?)\] · (未发布|\d{4}-\d\d-\d\d)$", text, re.MULTILINE)
    assert found
    assert found[1] == cairong.__version__
