"""What is joined at the start of every process: all acts, found in the rooms that declare them."""

from importlib import import_module
from pathlib import Path

import cairong

HOUSE = Path(cairong.__file__).parent


def find_acts() -> None:
    """Import every module of actions, so that each act stands under its name (kernel/acts.py)."""
    for path in sorted(HOUSE.glob("*/actions/[!_]*.py")):
        import_module(f"cairong.{path.parts[-3]}.actions.{path.stem}")
