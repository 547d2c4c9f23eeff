"""A town with a purchaser and a supplier."""

from contracts.ground import Ground
from support.staging import staged
from support.town import at, found_town


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))
