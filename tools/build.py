"""What a wheel holds besides the source: where each clause lives, with its tests counted."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Register(BuildHookInterface):  # type: ignore[type-arg]
    """Write the register into the wheel; a checkout that is installed as it is reads itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file before the wheel is put together."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        register = import_module("cairong.doors.register")
        found = register.rows(register.places(root))
        self.made().parent.mkdir(parents=True, exist_ok=True)
        self.made().write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
        build_data["force_include"][str(self.made())] = "cairong/policy/data/where.json"

    def finalize(self, *_: Any) -> None:
        """Leave nothing of it behind."""
        self.made().unlink(missing_ok=True)

    def made(self) -> Path:
        """Name the file while the wheel is made."""
        return Path(self.directory) / "where.json"
