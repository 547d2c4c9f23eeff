"""A filed contract with two institutions, as the room's tests begin."""

from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town


@staged
def case() -> Case:
    case = stand_case(found_town(at("2025-09-01 08:00")))
    case.publish()
    case.publish("乙银行")
    return case


__all__ = ["case"]
