"""Where people bring one another in."""

import pytest

from support.eyes import Village
from support.town import Town


@pytest.fixture
def village(town: Town) -> Village:
    return Village(town)
