"""Set papers in type as PDF: a source in Typst, and data, so that no sign of it is a command."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import typst

FONTS = [Path(str(files("noto_cjk_sans_otc")))]


def set_in_type(source: Path, given: Mapping[str, Any]) -> bytes:
    """Set a source with what it is given, by the font that is shipped with this program alone.

    The source reads it as `json(bytes(sys.inputs.given))`.
    """
    return typst.compile(
        source,
        font_paths=FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
    )


def code_for_phones(address: str) -> str:
    """Draw an address as a code for phones, as SVG without a border."""
    return str(segno.make(address, error="m").svg_inline(border=0))
