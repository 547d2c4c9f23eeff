"""A signed contract with a receivable, for the tests of the treasury room."""

import pytest

from support.staging import staged
from support.town import Town, at, found_town
from treasury.ground import Ground, stand_ground


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def ground(town: Town) -> Ground:
    """A filed contract of ¥685,200.00 at 40 % and 60 %, its payee version 1."""
    return stand_ground(town)


@pytest.fixture
def committed_town(committed_db) -> Town:
    """A town whose rows are committed, for threads and for the owner's eyes."""
    return found_town(at("2025-09-01 08:00"))
