"""The board's desks, and a few things they have done, for its pages."""

from board.ground import Board, stand_board
from support.staging import staged
from support.town import Town, at, found_town


@staged
def town() -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def ground(town: Town) -> Board:
    return stand_board(town)
