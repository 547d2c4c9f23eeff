"""What the tests themselves must keep to: they can fail, and do not depend on the day."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODULES = {str(path.relative_to(TESTS)): path.read_text() for path in sorted(TESTS.rglob("*.py"))}


def halves(text: str) -> list[int]:
    """Name the lines that assert one thing or another: whichever holds hides the other."""
    return [
        one.lineno
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.Assert)
        and isinstance(one.test, ast.BoolOp)
        and isinstance(one.test.op, ast.Or)
    ]


def test_nothing_is_asserted_by_halves():
    assert {name: lines for name, text in MODULES.items() if (lines := halves(text))} == {}


def test_the_probe_sees_a_half():
    assert halves("x = 1\nassert a or b, 'c'\nassert (a or b) == c") == [2]


READS_THE_DAY = re.compile(
    r"(timezone|django\.utils\.timezone)\.(now|localtime|localdate)"
    r"|(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)"
)
OWN_CLOCKS = {"support/clock.py", "support/journey_clock.py"}
# Files that still ask what day it is, which may only grow fewer: take the fixture `clock` instead.
MOST_FILES = 40


def reads_the_day(text: str) -> bool:
    """Whether a module asks the clock on the wall, by Django, by Python or by our own door."""
    tree = ast.parse(text)
    from_door = any(
        isinstance(node, ast.ImportFrom) and node.module == "cairong.doors.clock"
        for node in ast.walk(tree)
    )
    asked = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return from_door or any(READS_THE_DAY.fullmatch(name) for name in asked)


def test_no_more_tests_take_the_day_from_the_wall():
    found = [name for name in MODULES if name not in OWN_CLOCKS and reads_the_day(MODULES[name])]
    assert len(found) <= MOST_FILES, found


def test_the_probe_sees_who_asks_for_the_day():
    assert reads_the_day("from django.utils import timezone\nx = timezone.localdate()")
    assert reads_the_day("from cairong.doors.clock import now")
    assert reads_the_day("y = partial(f, clock=timezone.now)")
    assert not reads_the_day("def f(now): return now.date()")
