"""A code of a state that no table has is found: by mypy, by a query, by the database."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import GeneratedField

import cairong
from cairong.audit.columns import StateField, state_known
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.kernel.states import StateTable
from cairong.treasury.models import Lock, Receivable
from cairong.treasury.states import LOCK

ROOT = Path(__file__).parents[2]
SOURCE = Path(cairong.__file__).parent
MODULES = [
    import_module(f"cairong.{path.parent.name}.states")
    for path in sorted(SOURCE.glob("*/states.py"))
    if path.parent.name != "kernel"
]
TABLES = [one for module in MODULES for one in vars(module).values() if isinstance(one, StateTable)]
CODES = [table.states.keys() for table in TABLES] + [set(Duty.State.values)]
LOCKS = """
class Lock:
    state: str = ""

def known(lock: Lock) -> bool:
    return lock.state == "active" or lock.state in ("requested", "lapsed")

def written(lock: Lock, state: str) -> None:
    lock.state = state

def misspelt(lock: Lock) -> bool:
    return lock.state == "actve"
"""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_a_table_is_that_of_a_column(table):
    """The plugin of mypy and `state_known` find the column by the name of the table."""
    model = apps.get_model(table.thing)
    column = model._meta.get_field("state")
    made_by_database = isinstance(column, GeneratedField)
    column = column.output_field if made_by_database else column
    assert isinstance(column, StateField)
    assert {code for code, _ in column.choices} == table.states.keys()
    if not made_by_database:
        assert state_known(table) in model._meta.constraints


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_group_of_states_is_of_one_table(module):
    tables = [one for one in vars(module).values() if isinstance(one, StateTable)]
    for name, group in vars(module).items():
        if name.isupper() and isinstance(group, tuple | frozenset):
            codes = {code for code in group if not isinstance(code, Role)}
            assert any(codes <= one.states.keys() for one in tables), name


def sought(text: str) -> list[set[str]]:
    """List what a state is looked for in, where that is written out in place."""
    compared = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Compare)]
    return [
        {item.value for item in part.elts if isinstance(item, ast.Constant)}
        for one in compared
        if isinstance(one.left, ast.Attribute) and one.left.attr == "state"
        for part in one.comparators
        if isinstance(part, ast.Tuple | ast.List | ast.Set)
    ]


def test_what_a_state_is_looked_for_in_is_of_one_table():
    for path in sorted(SOURCE.rglob("*.py")):
        for codes in sought(path.read_text()):
            assert any(codes <= known for known in CODES), (path, codes)


def test_a_code_misspelt_there_is_seen():
    assert sought("lock.state in ('active', *LIVE)") == [{"active"}]
    (codes,) = sought("lock.state not in {'active', 'filed'}")
    assert not any(codes <= known for known in CODES)


@pytest.mark.parametrize("asked", [{"state": "actve"}, {"state__in": ["active", "filed"]}])
def test_a_query_for_a_state_that_is_none_is_a_fault(asked):
    for model in (Lock, Receivable):
        with pytest.raises(ValueError, match="no state of"):
            str(model.objects.filter(**asked).query)
    assert str(Lock.objects.filter(state__in=LOCK.states).query)


def test_mypy_reads_a_state_as_one_of_its_codes(tmp_path):
    """On a model of nothing but its state, so that nothing else has to be read."""
    room = tmp_path / "cairong" / "treasury"
    room.mkdir(parents=True)
    for folder in (room.parent, room):
        (folder / "__init__.py").touch()
    (room / "models.py").write_text(LOCKS)
    (tmp_path / "mypy.ini").write_text(
        f"[mypy]\nstrict_equality = True\nplugins = {ROOT / 'tools' / 'state_codes.py'}\n"
    )
    words = ["--explicit-package-bases", "--cache-dir=cache", "cairong/treasury/models.py"]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mypy", *words],
        check=False, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    said = [line.partition(": error: ")[0] for line in done.stdout.splitlines() if "error" in line]
    wrong = [at for at, line in enumerate(LOCKS.splitlines(), 1) if "actve" in line]
    assert said[:-1] == [f"cairong/treasury/models.py:{at}" for at in wrong], (
        done.stdout + done.stderr
    )
