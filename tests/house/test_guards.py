"""Every guard of the list can still be broken, and the tests that hold it are there."""

import ast
from functools import cache
from pathlib import Path

import psycopg
import pytest
from tools.guards.data import PAGE, Guard, page, read
from tools.guards.edits import changed

from support.breaking import statements
from support.cluster import TEMPLATE

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
GUARDS = read()[1]


@cache
def names_in(path: Path) -> set[str]:
    """Name the tests of a file as pytest does, without parameters."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if hasattr(each, "name")}
    return found


def of(guards: list[Guard]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("guard", guards, ids=[each.name for each in guards])


def test_the_page_is_made_from_the_list():
    assert PAGE.read_text() == page(), "run .venv/bin/python -m tools.guards --write"


def test_no_guard_is_named_twice():
    names = [each.name for each in GUARDS]
    assert sorted(set(names)) == sorted(names)


@of(GUARDS)
def test_its_tests_are_there(guard):
    for test in guard.tests:
        path, _, name = test.partition("::")
        assert name.partition("[")[0] in names_in(TESTS / path), test


@of([each for each in GUARDS if each.edits])
def test_the_source_can_be_broken_there(guard):
    for path, text in changed(ROOT, guard.edits).items():
        assert text != path.read_text()
        compile(text, str(path), "exec")


@of([each for each in GUARDS if each.database])
def test_the_database_can_be_broken_there(guard, cluster):
    with psycopg.connect(cluster.server.admin_address(TEMPLATE).conninfo) as admin:
        for statement in statements(admin, guard.database):
            admin.execute(statement)
        admin.rollback()
