"""A firm, who serves its county, and browsers of all three sides."""

from recommending.ground import Recommending, stand_recommending
from support.staging import staged
from support.town import Town, at, found_town


@staged
def town() -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def ground(town: Town) -> Recommending:
    return stand_recommending(town)
