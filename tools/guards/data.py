"""The list of guards, read from guards.toml, and the page made from it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).with_name("guards.toml")
PAGE = ROOT / "docs" / "decisions" / "guards.md"
IN_DATABASE = {"database", "rights"}
IN_SOURCE = {"at", "edits"}
TOLD = {"guard", "holds", "tests"}


@dataclass(frozen=True)
class Edit:
    """One change of the source: in the function or constant `at`, see edits.py."""

    at: str
    find: str = ""
    put: str = ""
    returns: str = ""


@dataclass(frozen=True)
class Guard:
    """One guard: the part of the page it stands in, what it holds, how it is taken out."""

    part: str
    name: str
    holds: str
    tests: Sequence[str]
    how: Mapping[str, Any]

    @property
    def database(self) -> Mapping[str, str] | None:
        """What is taken out of the test database, for tests/support/breaking.py."""
        return self.how if IN_DATABASE & self.how.keys() else None

    @property
    def edits(self) -> list[Edit]:
        """What is changed in the source."""
        wanted = self.how.get("edits", [self.how] if "at" in self.how else [])
        return [Edit(**one) for one in wanted]


def read() -> tuple[str, list[Guard]]:
    """Read the words before the tables, and every guard in the order of the page."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    found = [guard_of(part["title"], each) for part in data["part"] for each in part["guards"]]
    return data["page"], found


def guard_of(part: str, said: Mapping[str, Any]) -> Guard:
    """Make one guard. Raises ValueError where it is not said, or in two ways, how to break it."""
    how = {key: value for key, value in said.items() if key not in TOLD}
    if len(how.keys() & (IN_DATABASE | IN_SOURCE)) != 1 or not said["tests"]:
        raise ValueError(f"{said['guard']}: needs tests and one way to take it out")
    return Guard(part, said["guard"], said["holds"], tuple(said["tests"]), how)


def page() -> str:
    """Make the page of guards: one table for each part."""
    words, guards = read()
    lines = [words.strip(), ""]
    for part in dict.fromkeys(each.part for each in guards):
        rows = [each for each in guards if each.part == part]
        lines += [f"## {part}", "| guard | holds | test |", "|---|---|---|"]
        lines += [f"| {each.name} | {each.holds} | {tests_of(each)} |" for each in rows] + [""]
    return "\n".join(lines)


def tests_of(guard: Guard) -> str:
    """Name the tests of a guard; one in the same file as the one before without the file."""
    said, before = [], ""
    for test in guard.tests:
        path, _, name = test.partition("::")
        said.append(f"`::{name}`" if path == before else f"`{test}`")
        before = path
    return ", ".join(said)
