"""Nothing lies idle: rules are called where people act, names are used by the house itself."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

from house.test_code import MODULES, SOURCE

TREES = {
    f"cairong.{name.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__"): ast.parse(
        text
    )
    for name, text in MODULES.items()
}
TEMPLATES = "\n".join(path.read_text() for path in sorted(SOURCE.rglob("templates/**/*.html")))
REGISTERED = (  # what puts a name where it is called from: a decorator, or a list's declaration
    "click.command", ".command", "verb", "expectation", "consumer", "register.", "List",
)  # fmt: skip
READ_BY_NAME = re.compile(  # Django, click or our own catalogue look for these names
    r"urlpatterns|handler\d+|application|SENTENCES|CONSTRAINTS|HAPPENED|ACTS|__all__"
)
FRAMEWORK = {
    "cairong.audit.postgresql.base.DatabaseWrapper": "Django loads it by the engine's name",
    "cairong.audit.models.Sealed": "functions of the owner move it (secrecy/sealing.sql)",
    "cairong.contracts.counters.Numbering": "one statement of SQL moves it (steps/numbers.py)",
    "cairong.doors.sessions.SessionStore": "Django loads it by SESSION_ENGINE",
    "cairong.web.apps.WebConfig": "Django finds it in the app",
    "cairong.config.apps.Start": "Django finds it in the app",
    "cairong.gateway.apps.Accounts": "Django loads it by INSTALLED_APPS of the gateway",
    "cairong.config.rsgi.service": "granian loads it by its name (cli/supervisor.py)",
    "cairong.config.gateway.service": "granian loads it by its name (cli/supervisor.py)",
}
AWAITED: dict[str, str] = {}  # a rule that an act being made will call, and which act
Named = ast.FunctionDef | ast.ClassDef


def decorators(of: Named) -> list[str]:
    return [
        ast.unparse(one.func if isinstance(one, ast.Call) else one) for one in of.decorator_list
    ]


def imported(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Name what a module imports: the local name, the module, and the name in it."""
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module:
            for name in one.names:
                yield name.asname or name.name, one.module, name.name


def uses() -> set[str]:
    """Name everything that some line of the house reads, by its full name, outside itself."""
    found = set()
    for module, tree in TREES.items():
        aliases = {}
        for local, source, name in imported(tree):
            full = f"{source}.{name}"
            found.add(full)
            aliases[local] = full
        for top in tree.body:
            itself = getattr(top, "name", None)
            for one in ast.walk(top):
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                    found.add(f"{aliases.get(one.value.id, one.value.id)}.{one.attr}")
                elif isinstance(one, ast.Name) and one.id != itself and is_read(one):
                    found.add(f"{module}.{one.id}")
                elif isinstance(one, ast.Constant) and isinstance(one.value, str):
                    found.add(one.value)
    return found


def is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def rules() -> dict[str, str]:
    return {
        one.name: module
        for module, tree in TREES.items()
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and "rule" in decorators(one)
    }


def called_in(module: str) -> set[str]:
    """Name what a module calls, by full names where it imported them."""
    tree = TREES[module]
    aliases = {local: f"{source}.{name}" for local, source, name in imported(tree)}
    found = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Call):
            head, _, rest = ast.unparse(one.func).partition(".")
            found.add(aliases.get(head, head) + (f".{rest}" if rest else ""))
    return found


def test_every_rule_is_called_where_people_act():
    acting = set().union(
        *(called_in(one) for one in TREES if not one.startswith("cairong.policy."))
    )
    idle = {name for name, module in rules().items() if f"{module}.{name}" not in acting}
    assert sorted(idle - AWAITED.keys()) == []


def test_no_rule_is_awaited_that_has_come():
    acting = set().union(
        *(called_in(one) for one in TREES if not one.startswith("cairong.policy."))
    )
    known = rules()
    assert [one for one in AWAITED if f"{known[one]}.{one}" in acting] == []


def defined(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Name what a module defines at its top, with its decorators or what declares it."""
    for one in tree.body:
        if isinstance(one, Named):
            yield one.name, decorators(one)
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            by = [ast.unparse(one.value.func)] if isinstance(one.value, ast.Call) else []
            yield from ((each.id, by) for each in targets if isinstance(each, ast.Name))


def is_tag_in_use(name: str) -> bool:
    return bool(re.search(rf"\{{% *{name}\b|\| *{name}\b", TEMPLATES))


def test_every_name_of_a_module_is_used_by_the_house():
    used = uses()
    idle = set()
    for module, tree in TREES.items():
        if module in {"cairong.config.settings", "cairong.config.gateway_settings"}:
            continue
        for name, by in defined(tree):
            full = f"{module}.{name}"
            if full in used or READ_BY_NAME.fullmatch(name) or full in FRAMEWORK:
                continue
            if any(one.startswith("register.") for one in by):
                if is_tag_in_use(name):
                    continue
            elif any(one == known or one.endswith(known) for one in by for known in REGISTERED):
                continue
            idle.add(full)
    assert sorted(idle - {f"cairong.policy.contracts.{one}" for one in AWAITED}) == []


def test_what_a_framework_looks_for_is_still_there():
    for full in FRAMEWORK:
        module, _, name = full.rpartition(".")
        assert name in dict(defined(TREES[module]))


def members() -> Iterator[tuple[str, str, str]]:
    """Name the public methods and properties of every class: module, class, name."""
    for module, tree in TREES.items():
        for owner in tree.body:
            if isinstance(owner, ast.ClassDef):
                for one in owner.body:
                    if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                        yield module, owner.name, one.name


def is_asked_for(module: ModuleType, owner: str, name: str) -> bool:
    """Whether a class of a library, above this one, has the name, or Django's forms look for it."""
    bases = getattr(module, owner).__mro__
    foreign = (one for one in bases if not one.__module__.startswith("cairong."))
    return any(hasattr(one, name) for one in foreign) or name.startswith("clean_")


@pytest.mark.parametrize(
    "module", sorted({module for module, _, _ in members()}), ids=lambda one: one[8:]
)
def test_every_method_is_used_by_the_house(module):
    loaded = importlib.import_module(module)
    idle = [
        f"{owner}.{name}"
        for where, owner, name in members()
        if where == module and name not in mentioned() and not is_asked_for(loaded, owner, name)
    ]
    assert idle == []


@cache
def mentioned() -> set[str]:
    """Name every attribute and word that some line or template of the house says."""
    return set(re.findall(r"\w+", TEMPLATES)) | {
        name
        for tree in TREES.values()
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute | ast.Constant)
        for name in (
            # a list names what its rows have by path: fitting__irr
            [one.attr] if isinstance(one, ast.Attribute) else str(one.value).split("__")
        )
    }
