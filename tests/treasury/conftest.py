"""A signed contract with a receivable, for the tests of the treasury room.

They lay what the room stands upon, a receivable with its payee, a lock, an offer that is none,
without anybody who decided it. So the guards of these look away here, and no others;
tests/abuse/test_rows.py holds them, and all that rooms above do passes them.
"""

import pytest

from support.staging import staged
from support.town import Town, at, found_town
from support.undecided import look_away
from treasury.ground import Ground, stand_ground

LAID = "receivable|payee|lock|lending"  # what is laid here without a decision


@staged
def town(db) -> Town:
    look_away(LAID)
    return found_town(at("2025-09-01 08:00"))


@staged
def ground(town: Town) -> Ground:
    """A filed contract of ¥685,200.00 at 40 % and 60 %, its payee version 1."""
    return stand_ground(town)


@pytest.fixture
def committed_town(committed_db) -> Town:
    """A town whose rows are committed, for threads and for the owner's eyes."""
    look_away(LAID)
    return found_town(at("2025-09-01 08:00"))
