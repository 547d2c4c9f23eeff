"""The Chromium that pages are looked at in: the one `tools/browser` finds."""

import subprocess
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from cairong import web

TOOL = Path(__file__).parents[2] / "tools" / "browser"
VENDOR = Path(web.__file__).parent / "static" / "vendor"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    "--font-render-hinting=none",
]


def launched(driver: Playwright) -> Browser:
    """Start it headless; a test that looks fails where there is nothing to look with."""
    return driver.chromium.launch(executable_path=_path(), args=ARGS)


@cache
def _path() -> str:
    missing = [name for name in ("htmx.min.js", "echarts.min.js") if not (VENDOR / name).exists()]
    if missing:
        pytest.fail(f"static/vendor lacks {', '.join(missing)}: make setup brings them")
    found = subprocess.run([TOOL, "path"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr.strip())
    return found.stdout.strip()
