"""One thing that comes about in these tests, and who goes on from it."""

import pytest

from cairong.audit.recording import SUBSCRIBED


@pytest.fixture(autouse=True)
def joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SUBSCRIBED, "test.wakes", ("test.hears",))
