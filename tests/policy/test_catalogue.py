"""Every code that is raised has its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cairong
from cairong.kernel.errors import KINDS
from cairong.policy.catalogue import SENTENCES

SOURCE = Path(cairong.__file__).parent
CALLED = {"Finding", "Unreadable", *KINDS}


def raised() -> Iterator[tuple[str, str]]:
    """Name every code that stands as a literal where a refusal or finding is made."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in CALLED:
                continue
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "code")]
            for one in given:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value, f"{path.relative_to(SOURCE)}:{node.lineno}"


def test_every_code_has_its_sentence() -> None:
    found = list(raised())
    assert len(found) > 100
    missing = [f"{where} {code}" for code, where in found if code not in SENTENCES]
    assert missing == []
