"""One browser for the tests that look."""

from collections.abc import Iterator

import pytest

from visual.studio import CHROMIUM, VENDOR, Studio, studio


@pytest.fixture(scope="module")
def opened() -> Iterator[Studio]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium fonts-noto-cjk")
    missing = [name for name in ("htmx.min.js", "echarts.min.js") if not (VENDOR / name).exists()]
    if missing:
        pytest.skip(f"static/vendor lacks {', '.join(missing)}: make assets brings them")
    with studio() as one:
        yield one


@pytest.fixture
def looking(opened: Studio) -> Iterator[Studio]:
    opened.complaints.clear()
    yield opened
    assert opened.complaints == []
