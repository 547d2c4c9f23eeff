"""A town with one institution that has an officer and an approver."""

import pytest

from support.town import Town, at, found_town


@pytest.fixture
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))
