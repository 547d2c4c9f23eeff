"""What the tests themselves must keep to: they can fail."""

import ast
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
