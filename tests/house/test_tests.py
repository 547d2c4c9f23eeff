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
ASKED_OF_PYTHON = re.compile(r"(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)")
OWN_CLOCKS = {"support/clock.py", "support/journey_clock.py"}
# Where whoever asks for the time is told it by the fixture `clock`.
TOLD_IN = ("abuse/", "web/", "support/codes.py")
TOLD_BY_MARK = re.compile(r"^pytestmark = [^=]*\"clock\"", re.MULTILINE)
# Processes of the product's own run here, which read the clock on the wall.
OWN_PROCESSES = {
    "kill/conftest.py", "kill/driver.py", "kill/founding.py", "ops/test_canaries.py",
    "ops/test_full_disk.py", "ops/test_network.py", "ops/test_notary.py",
}  # fmt: skip


def reads_the_day(text: str, *, told: bool = False) -> bool:
    """Whether a module asks the clock on the wall, by Django, by Python or by our own door.

    One that is `told` the time may ask Django and our door from within its functions.
    """
    tree = ast.parse(text)
    if told:
        return asks(tree, ASKED_OF_PYTHON) or any(asks(node, READS_THE_DAY) for node in bare(tree))
    return asks(tree, READS_THE_DAY) or from_door(tree)


def asks(node: ast.AST, clocks: re.Pattern[str]) -> bool:
    asked = (ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Attribute))
    return any(clocks.fullmatch(name) for name in asked)


def from_door(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "cairong.doors.clock"
        for node in ast.walk(tree)
    )


def bare(tree: ast.Module) -> list[ast.stmt]:
    """List what a module does as it is read, before any fixture stands."""
    return [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]


def is_told(name: str, text: str) -> bool:
    return name.startswith(TOLD_IN) or bool(TOLD_BY_MARK.search(text))


def test_no_test_takes_the_day_from_the_wall():
    found = {
        name
        for name, text in MODULES.items()
        if name not in OWN_CLOCKS and reads_the_day(text, told=is_told(name, text))
    }
    assert found == OWN_PROCESSES


def test_the_probe_sees_who_asks_for_the_day():
    assert reads_the_day("from django.utils import timezone\nx = timezone.localdate()")
    assert reads_the_day("from cairong.doors.clock import now")
    assert reads_the_day("y = partial(f, clock=timezone.now)")
    assert reads_the_day("TODAY = timezone.localdate()", told=True)
    assert reads_the_day("def f(): return date.today()", told=True)
    assert not reads_the_day("def f(): return timezone.now()", told=True)
    assert not reads_the_day("def f(now): return now.date()")
