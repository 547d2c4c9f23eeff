"""A town with a purchaser and a supplier."""

import pytest

from contracts.ground import Ground
from support.town import at, found_town


@pytest.fixture
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))
