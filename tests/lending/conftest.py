"""A filed contract of ¥685,200.00 and two institutions, for the tests of the lending room."""

from lending.ground import Case, stand_case
from support.staging import staged
from support.town import Town, at, found_town


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def case(town: Town) -> Case:
    return stand_case(town)


@staged
def product(case: Case):
    return case.publish()
