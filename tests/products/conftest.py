"""A town with one institution that has an officer and an approver."""

from support.staging import staged
from support.town import Town, at, found_town


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))
