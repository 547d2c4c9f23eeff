"""Official papers, and charts with their table behind them."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from cairong.web.parts.tables import Table
from cairong.web.parts.words import long_day


@dataclass(frozen=True, kw_only=True)
class OfficialPaper:
    """An official paper: who issues it, number, title, to whom, paragraphs, signature, proof."""

    issuer: str
    number: str
    title: str
    paragraphs: Sequence[str]
    to: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    proof_url: str = ""
    page: int = 1
    pages: int = 1

    @property
    def signed(self) -> str:
        """Write the day of signature in full."""
        return long_day(self.signed_on) if self.signed_on else ""

    @property
    def qr(self) -> SafeString:
        """Draw the address of the proof as an SVG without inline style."""
        out = io.BytesIO()
        segno.make(self.proof_url, error="m").save(
            out, kind="svg", xmldecl=False, svgns=True, border=1, omitsize=True, title="核验二维码"
        )
        return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from its modules


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
