"""A town in which something was lent, and browsers of those who watch over it."""

from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town

DRAWN = at("2025-10-21 10:00")


@staged
def case() -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def lent(case: Case) -> Case:
    """A hundred thousand yuan in 2025 and two hundred thousand in 2026, of one offer."""
    offer = case.ready(case.publish(), 300_000)
    case.draw(offer, 100_000, now=DRAWN)
    case.draw(offer, 200_000, now=at("2026-01-05 10:00"))
    return case
