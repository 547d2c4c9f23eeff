"""Copies of the checkout in which guards are broken, and what the tests say of it."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.guards.data import ROOT, Guard
from tools.guards.edits import GoneError, changed

LINKED = (".venv", "node_modules", "src/cairong/web/static/vendor")
LOADS_NO_MORE = ("NameError", "ImportError", "ModuleNotFoundError", "SyntaxError", "UnboundLocal")
SECONDS_OF_A_TEST, LAST_SECONDS = 900, 120
FAILED, PASSED = "failed", "passed"
Outcomes = dict[str, list[str]]


@dataclass(frozen=True)
class Verdict:
    """What became of one guard: `why` says what was wrong, empty where every test failed."""

    guard: Guard
    seconds: float
    why: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Lane:
    """One copy of the checkout."""

    root: Path

    def verdict(self, guard: Guard) -> Verdict:
        """Break one guard, run its tests, take the break back."""
        begun = time.monotonic()
        try:
            with self.broken(guard):
                said = self.run(guard.tests, guard.database)
        except GoneError as gone:
            return Verdict(guard, time.monotonic() - begun, str(gone), gone=True)
        blind = {test: seen for test in guard.tests if (seen := told(said, test)) != FAILED}
        why = "; ".join(f"{test}: {seen}" for test, seen in blind.items())
        return Verdict(guard, time.monotonic() - begun, why)

    @contextmanager
    def broken(self, guard: Guard) -> Iterator[None]:
        """Change the source of this copy as a guard says, and change it back."""
        texts = changed(self.root, guard.edits)
        before = {path: path.read_bytes() for path in texts}
        try:
            for path, text in texts.items():
                path.write_text(text, encoding="utf-8")
            yield
        finally:
            for path, kept in before.items():
                path.write_bytes(kept)

    def run(self, tests: Sequence[str], database: Mapping[str, str] | None = None) -> Outcomes:
        """Run tests here; answer what became of each case."""
        report = self.root / "report.xml"
        report.unlink(missing_ok=True)
        words = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        env = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        if database is not None:
            env["CAIRONG_TEST_BREAK"] = json.dumps(database)
        said = finished(
            [str(self.root / ".venv/bin/pytest"), *words, *(f"tests/{test}" for test in tests)],
            self.root,
            env,
            SECONDS_OF_A_TEST * len(tests),
        )
        return outcomes(report) if report.exists() else {"": [said[-300:]]}


def finished(command: list[str], cwd: Path, env: Mapping[str, str], seconds: int) -> str:
    """Run a command to its end; what runs too long is interrupted, so that it cleans up."""
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=LAST_SECONDS)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return process.communicate()[0]


def outcomes(report: Path) -> Outcomes:
    """Read what became of each case, by the name that guards.toml would give it."""
    found: Outcomes = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314
        name = f"{case.get('classname')}.{case.get('name')}".removeprefix("tests.")
        result = next((each for each in case if each.tag in {"failure", "error", "skipped"}), None)
        found.setdefault(name, []).append(outcome(result))
    return found


def outcome(result: ET.Element | None) -> str:
    """Say in a word what became of a case; a program that no longer loads has not failed."""
    if result is None:
        return PASSED
    message = (result.get("message") or "").strip().split("\n")[0][:200]
    if result.tag != "failure":
        return f"{result.tag}: {message}"
    return f"error: {message}" if message.startswith(LOADS_NO_MORE) else FAILED


def told(said: Outcomes, test: str) -> str:
    """Say what became of a test: failed where one of its cases did."""
    path, _, names = test.partition("::")
    name = f"{path.removesuffix('.py')}::{names}".replace("/", ".").replace("::", ".")
    cases = [
        each for known, all_of in said.items() for each in all_of
        if known == name or known.startswith(f"{name}[")
    ]  # fmt: skip
    if FAILED in cases:
        return FAILED
    return ", ".join(dict.fromkeys(cases)) or f"did not run {''.join(said.get('', []))}"


@contextmanager
def lanes(many: int) -> Iterator[list[Lane]]:
    """Make copies of the checkout as it stands, and take them away at the end."""
    with tempfile.TemporaryDirectory(prefix="cairong-guards-") as folder:
        top = Path(folder)
        top.chmod(0o711)  # some tests begin as another account, which passes through
        made = [copied(top / str(number) / "main") for number in range(many)]
        yield [Lane(root) for root in made]


def copied(target: Path) -> Path:
    """Copy what git knows of the checkout, and what it does not ignore."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    for name in LINKED:
        if (ROOT / name).exists():
            (target / name).symlink_to(ROOT / name)
    if (shared := ROOT.parent / "shared").exists():
        (target.parent / "shared").symlink_to(shared)
    return target
