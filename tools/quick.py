"""Check what a change needs, within two minutes: `make quick`, or with a commit to compare with.

    .venv/bin/python tools/quick.py [BASE]

Looks through the files that differ from BASE (default: where this branch left main) and runs the
static checks of those files, then the tests: those that changed, those that import what changed,
those of the rooms touched, the rules about the code, and those of the rooms above, the nearest
first. What has no time left is left out and counted. Processes are not killed, no browser starts:
journeys, kill, soak, ops and visual are for `make test`.
"""

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TESTS, BIN = ROOT / "src", ROOT / "tests", ROOT / ".venv" / "bin"
SECONDS = 110
MAIN = ("refs/heads/main", "refs/remotes/origin/main")
SHOWN = {".css", ".html", ".js"}
LEFT_OUT = {"journeys", "kill", "ops", "soak", "visual"}
Places = dict[Path, int]
CHANGED, IMPORTS, ROOM, RULES = range(4)  # how near a test is; rooms above follow by their distance


def git(*words: str) -> list[str]:
    """Run a git command of this checkout and read its lines."""
    done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def changed_since(base: str) -> list[Path]:
    """List the files that differ from a commit, and those git does not know yet."""
    names = {
        *git("diff", "--name-only", base),
        *git("ls-files", "--others", "--exclude-standard"),
    }
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


def modules_of(path: Path, known: set[str]) -> set[str]:
    """Name the modules a file stands for: itself; data and SQL stand for their package."""
    if TESTS in path.parents:
        return {dotted(path, TESTS)}
    if SOURCE not in path.parents or path.suffix in SHOWN:
        return set()
    if path.suffix == ".py":
        return {dotted(path, SOURCE).removesuffix(".__init__")} & known
    package = dotted(path.parent, SOURCE)
    while package not in known:
        package = package.rpartition(".")[0]
    return {name for name in known if name == package or name.startswith(f"{package}.")}


def dotted(path: Path, root: Path) -> str:
    """Write a path as the name of a module."""
    return ".".join(path.relative_to(root).with_suffix("").parts)


def distances(touched: set[str], graph: grimp.ImportGraph) -> dict[str, int]:
    """Say how many imports away each module is that uses one of those touched."""
    found, at = dict.fromkeys(touched, 0), touched
    while at:
        above = {one for name in at for one in graph.find_modules_that_directly_import(name)}
        at = above - found.keys()
        found |= dict.fromkeys(at, max(found.values()) + 1)
    return found


def folder_of(module: str) -> Path:
    """Find where the tests of a module lie: by its room and the part of the room."""
    _, room, part, *_ = [*module.split("."), "", ""]
    places = (TESTS / room / part, TESTS / part, TESTS / room)
    return next((place for place in places if place != TESTS and place.is_dir()), TESTS)


def imported(path: Path) -> set[str]:
    """Name the modules a test file imports, or imports names of."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def places_reached(files: list[Path], touched: set[str], graph: grimp.ImportGraph) -> Places:
    """Say how far away the tests of each folder are from what changed."""
    found: Places = {}
    for module, distance in distances(touched & graph.modules, graph).items():
        place = folder_of(module)
        found[place] = min(distance, found.get(place, distance))
    for path in TESTS.rglob("conftest.py"):
        if path in files or imported(path) & touched:
            found |= dict.fromkeys([path.parent, *path.parent.rglob("*/")], 0)
    return found


def nearness(files: list[Path]) -> Places:
    """Say how near each test file is that a change reaches."""
    graph = grimp.build_graph("cairong")
    touched = set().union(*(modules_of(path, graph.modules) for path in files))
    places = places_reached(files, touched, graph)
    shown = {part for path in files if path.suffix in SHOWN for part in ("web", *path.parts)}

    def near(path: Path) -> int | None:
        room = path.relative_to(TESTS).parts[0]
        if path in files:
            return CHANGED
        if imported(path) & touched:
            return IMPORTS
        if {room, path.parent.name} <= shown or places.get(path.parent) == 0:
            return ROOM
        if room == "house":
            return RULES
        return RULES + places[path.parent] if path.parent in places else None

    tests = [path for path in TESTS.rglob("test_*.py") if not LEFT_OUT & set(path.parts)]
    return {path: at for path in tests if (at := near(path)) is not None}


def check(files: list[Path]) -> bool:
    """Run the static checks of the files that changed; True when all are well."""
    of = {kind: [str(path) for path in files if path.suffix == kind] for kind in (".py", ".html")}
    commands = []
    if of[".py"]:
        commands += [["ruff", "check", *of[".py"]], ["ruff", "format", "--check", *of[".py"]]]
        commands += [["lint-imports"], ["mypy"]]
    if of[".html"]:
        commands += [["djlint", "--lint", *of[".html"]]]
    if any(SOURCE in path.parents for path in files):
        commands += [["cairong", "docs", "--check"]]
    well = True
    for name, *words in commands:
        done = subprocess.run(
            [BIN / name, *words], cwd=ROOT, check=False, capture_output=True, text=True
        )
        say(f"{'FAIL' if done.returncode else 'ok  '}  {name} {words[0] if words else ''}")
        if done.returncode:
            well = False
            say(done.stdout + done.stderr)
    return well


def run_tests(paths: Iterable[Path], until: float) -> bool:
    """Run test files; what would begin after `until` is skipped. True when none failed."""
    names = [str(path.relative_to(ROOT)) for path in paths]
    if not names or time.time() > until:
        say(f"{len(names)} 个测试文件没有轮到。" if names else "")
        return True
    lanes = ["-n", "2", "--dist", "loadgroup"] if len(names) > 1 else []
    done = subprocess.run(
        [BIN / "pytest", "-q", *lanes, *names],
        cwd=ROOT,
        check=False,
        env={**os.environ, "CAIRONG_TESTS_UNTIL": str(until)},
    )
    return done.returncode in {0, 5}


def say(text: str) -> None:
    """Print at once, before what a child prints next."""
    print(text, flush=True)


def base_of(words: list[str]) -> str:
    """Find the commit to compare with: the one given, else where this branch left main."""
    if words:
        return words[0]
    heads = git("for-each-ref", "--format=%(refname)", *MAIN)
    return git("merge-base", heads[0], "HEAD")[0] if heads else "HEAD"


def main(words: list[str]) -> int:
    """Check, test, and say what was left out; 0 when all is well."""
    until = time.time() + SECONDS
    files = changed_since(base_of(words))
    if not files:
        say("没有改动:请先改,或写出要比较的提交(make quick ARGS=HEAD~1)。")
        return 0
    well = check(files)
    near = nearness(files)
    in_order = sorted(near, key=lambda path: (near[path], path))
    first = [path for path in in_order if near[path] <= ROOM]
    passed = run_tests(first, until) and run_tests(in_order[len(first) :], until)
    say(f"没有跑的:{' '.join(sorted(LEFT_OUT))},以及 skipped 里没有时间的;全部测试用 make test。")
    return 0 if well and passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
