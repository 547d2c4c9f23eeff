"""A town with a purchaser, two agencies and an agreement of the first that holds."""

from agencies.ground import Agencies
from support.staging import staged
from support.town import at, found_town


@staged
def ground() -> Agencies:
    made = Agencies(found_town(at("2026-01-05 08:00")))
    made.town.supplier()
    made.engage()
    return made


__all__ = ["ground"]
