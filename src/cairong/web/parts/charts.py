"""Charts with their table behind them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairong.web.parts.tables import Table


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture people would rather look at, told in `alt` and in `table`.

    `option` is the ECharts option; its colours are set in the browser from the page's tokens.
    """

    title: str
    alt: str
    option: Mapping[str, Any]
    table: Table
    source: str = ""

    @property
    def config(self) -> str:
        """Write the option as JSON for the data attribute."""
        return json.dumps(self.option, ensure_ascii=False, separators=(",", ":"))
