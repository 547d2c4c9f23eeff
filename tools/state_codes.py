"""A plugin of mypy: the state of a row is one of the codes of its table of states.

A comparison (`==`) with a code that the table does not have is an error, as that of two types that
never meet. What a query asks for is checked when it is asked (`audit.columns.StateField`), what a
state is looked for in (`in`) by tests/house/test_states.py.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from mypy.plugin import AttributeContext, Plugin, ReportConfigContext
from mypy.types import Instance, LiteralType, Type, UnionType, get_proper_type

from cairong.kernel.states import StateTable

SOURCE = Path(__file__).resolve().parents[1] / "src" / "cairong"


def tables() -> Iterator[StateTable]:
    """Find the tables of states of every room."""
    for path in SOURCE.glob("*/states.py"):
        module = import_module(f"cairong.{path.parent.name}.states")
        yield from (one for one in vars(module).values() if isinstance(one, StateTable))


class StateCodes(Plugin):
    """Give the column `state` of a row the type of its codes."""

    def __init__(self, options: object) -> None:
        super().__init__(options)  # type: ignore[arg-type]
        self.codes = {
            f"cairong.{room}.models.{model}.state": sorted(table.states)
            for table in tables()
            for room, model in [table.thing.split(".")]
        }

    def report_config_data(self, ctx: ReportConfigContext) -> object:  # noqa: ARG002 - mypy's own
        """Let all be checked again where a table of states was changed."""
        return self.codes

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Read a state as one of its codes."""
        codes = self.codes.get(fullname)
        return None if codes is None else lambda ctx: read(ctx, codes)


def read(ctx: AttributeContext, codes: list[str]) -> Type:
    """Make the type of a state that is read; what is written is a text."""
    text = get_proper_type(ctx.default_attr_type)
    if ctx.is_lvalue or not isinstance(text, Instance):
        return ctx.default_attr_type
    return UnionType([LiteralType(code, text) for code in codes])


def plugin(version: str) -> type[Plugin]:  # noqa: ARG001 - asked by mypy
    """Name the plugin to mypy."""
    return StateCodes
