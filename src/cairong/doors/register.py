"""Where each clause lives: read from the code's own words, never kept by hand beside it.

A clause is carried out where its id is cited: by a rule (`@rule`, or the arithmetic and duties
rules stand on), by the basis or source of a use-case, by a page, by a test. What is only half
there is said in policy/data/open.json.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, cast

import cairong
from cairong import policy
from cairong.policy.clauses import DATA, Clause, all_clauses, read_data
from cairong.policy.rule import RULES

SOURCE = Path("src/cairong")
CHECKOUT = Path(cairong.__file__).parents[2]
BUILT = DATA / "where.json"
CITATION = r"(?:[一二三]\([一二三四五]\)-\d+|附-\d|\w+§\d+|公告2021-3|GB32100)"
SUFFIXES = {".py", ".html", ".yaml"}


@dataclass
class Place:
    """Where one clause lives, by kind of place."""

    clause: Clause
    rules: set[str] = field(default_factory=set)
    use_cases: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)
    missing: str = ""

    @property
    def carried_out(self) -> bool:
        """Whether a rule or a use-case cites the clause, and a test."""
        return bool((self.rules or self.use_cases or self.pages) and self.tests)


def places(root: Path) -> list[Place]:
    """Find every clause in the checkout at `root`."""
    for module in iter_modules(policy.__path__, "cairong.policy."):
        import_module(module.name)
    missing = read_data("open.json")
    found = {
        clause.id: Place(clause, missing=missing.get(clause.id, "")) for clause in all_clauses()
    }
    for rule in RULES.values():
        for obligation in rule.obligations:
            found[obligation].rules.add(f"policy/{rule.name.replace('.', '.py:')}")
    for kind, path, text in _files(root):
        for obligation in cited(text, found.keys()):
            lived: set[str] = getattr(found[obligation], kind)
            if not any(each.startswith(f"{path}:") for each in lived):
                lived.add(path)
    return list(found.values())


def cited(text: str, ids: Collection[str]) -> set[str]:
    """List the clause ids a text names, each as a whole word."""
    return {each for each in re.findall(CITATION, text) if each in ids}


@cache
def where() -> Mapping[str, Any]:
    """Say of each clause where it lives: as a build has written it, else as the checkout is now."""
    if BUILT.exists():
        return cast("Mapping[str, Any]", json.loads(BUILT.read_text(encoding="utf-8")))
    return rows(places(CHECKOUT))


def rows(found: list[Place]) -> dict[str, dict[str, Any]]:
    """Put the places of each clause as the public page shows them."""
    return {
        each.clause.id: {
            "rules": sorted(each.rules),
            "use_cases": sorted(each.use_cases),
            "pages": sorted(each.pages),
            "tests": len(each.tests),
            "open": each.missing or ("" if each.carried_out else "尚未实现"),
        }
        for each in found
    }


def _files(root: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted([*(root / SOURCE).rglob("*"), *(root / "tests").rglob("*")]):
        kind = _kind(path.relative_to(root))
        if kind and path.suffix in SUFFIXES and path.is_file():
            base = root / SOURCE if kind == "rules" else root
            yield kind, str(path.relative_to(base)), path.read_text(encoding="utf-8")


def _kind(path: Path) -> str:
    parts = path.parts
    if parts[0] == "tests":
        return "tests" if parts[1] != "styleguide" else ""
    room = parts[2]
    if room in ("policy", "kernel") and parts[3:] == (path.name,):
        return "rules"
    if room in ("web", "api"):
        return "pages"
    if {"actions", "steps"} & set(parts) or path.name == "four_eyes.py":
        return "use_cases"
    return ""
