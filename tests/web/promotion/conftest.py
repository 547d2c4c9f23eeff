"""An event that comes, and browsers of whoever holds it and comes to it."""

from cairong.promotion.models import OutreachEvent
from promotion.ground import Promotion, stand_promotion
from support.staging import staged
from support.town import Town, at, found_town


@staged
def town() -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def ground(town: Town) -> Promotion:
    return stand_promotion(town)


@staged
def coming(town: Town) -> tuple[Promotion, OutreachEvent]:
    ground = stand_promotion(town)
    return ground, ground.announced()
