"""A filed contract of ¥685,200.00 and two institutions, for the tests of reading above."""

import pytest

from lending.ground import Case, stand_case
from support.town import Town, at, found_town


@pytest.fixture
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@pytest.fixture
def case(town: Town) -> Case:
    return stand_case(town)


@pytest.fixture
def product(case: Case):
    return case.publish()
