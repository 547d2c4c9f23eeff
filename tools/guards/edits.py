"""Change one function or constant of the source, found by the end of its full name."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.guards.data import Edit

Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class GoneError(Exception):
    """What was to be broken is not there any more, or is there more than once."""


@dataclass(frozen=True)
class Place:
    """Where a name is defined: its file and its lines, from 0, the last one outside."""

    path: Path
    first: int
    last: int
    node: ast.AST


def changed(root: Path, edits: list[Edit]) -> dict[Path, str]:
    """Make all edits; answer the new text of each file. Raises GoneError."""
    texts: dict[Path, str] = {}
    for edit in edits:
        place = found(root, edit.at)
        text = texts.get(place.path) or place.path.read_text(encoding="utf-8")
        texts[place.path] = made(text, place, edit)
    return texts


def made(text: str, place: Place, edit: Edit) -> str:
    """Make one edit in the lines of its place."""
    lines = text.splitlines(keepends=True)
    if edit.returns:
        lines.insert(*answer(place, edit.returns))
        return "".join(lines)
    part = "".join(lines[place.first : place.last])
    if part.count(edit.find) != 1:
        raise GoneError(f"{edit.at}: {edit.find!r} stands there {part.count(edit.find)} times")
    return "".join([*lines[: place.first], part.replace(edit.find, edit.put), *lines[place.last :]])


def answer(place: Place, value: str) -> tuple[int, str]:
    """Say before which line a function has to answer at once, and the line that does it."""
    assert isinstance(place.node, ast.FunctionDef)
    body = place.node.body
    is_told = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    begin = body[1] if is_told and len(body) > 1 else body[0]
    return begin.lineno - 1, f"{' ' * begin.col_offset}return {value}\n"


def found(root: Path, at: str) -> Place:
    """Find the one definition whose full name ends so. Raises GoneError."""
    name = at.rpartition(".")[2]
    places = [
        place
        for path, text in sources(root)
        if name in text
        for full, place in defined(path, text)
        if f"{module_of(root, path)}.{full}".endswith(f".{at}")
    ]
    if len(places) != 1:
        where = ", ".join(str(place.path.relative_to(root)) for place in places) or "nowhere"
        raise GoneError(f"{at}: found in {where}")
    return places[0]


@cache
def sources(root: Path) -> list[tuple[Path, str]]:
    """Read every module of the source but migrations, as it stands before anything is broken."""
    paths = sorted((root / "src" / "cairong").rglob("*.py"))
    return [(path, path.read_text(encoding="utf-8")) for path in paths if not _moves(root, path)]


def _moves(root: Path, path: Path) -> bool:
    return "migrations" in path.relative_to(root).parts


def module_of(root: Path, path: Path) -> str:
    """Write a file of the source as the name of its module."""
    return ".".join(path.relative_to(root / "src").with_suffix("").parts)


@cache
def defined(path: Path, text: str) -> list[tuple[str, Place]]:
    """Name what a module defines: functions, classes with their methods, constants."""
    return list(definitions(path, text))


def definitions(path: Path, text: str) -> Iterator[tuple[str, Place]]:
    """Go through the statements of a module, and of its classes."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, Place(path, node.lineno - 1, node.end_lineno or 0, node)
        elif isinstance(node, Named):
            yield from named(path, node, "")


def named(path: Path, node: Named, within: str) -> Iterator[tuple[str, Place]]:
    """Name a function or class, and the methods of a class."""
    first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
    yield f"{within}{node.name}", Place(path, first - 1, node.end_lineno or 0, node)
    if isinstance(node, ast.ClassDef):
        for each in node.body:
            if isinstance(each, Named):
                yield from named(path, each, f"{within}{node.name}.")
