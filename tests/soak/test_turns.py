"""Whatever is done with a contract: sentence, row, message and possible act agree for everybody.

CAIRONG_SEED plays a run again; CAIRONG_TURN_STEPS says how many steps at least.
"""

import os
from collections import Counter
from random import Random

import pytest

from lending.ground import Case, sign, stand_award, stand_case
from soak.turns import Turns, everybody
from soak.walker import BANKS
from support.seeds import AGAIN, SEED
from support.town import at, found_town

pytestmark = pytest.mark.soak
STEPS_OF_A_WALK = 40
PARTS = range(4)  # each by itself, so that every worker has its share
LONG = "20000" if os.environ.get("CAIRONG_SOAK") else "1000"
STEPS = int(os.environ.get("CAIRONG_TURN_STEPS", LONG)) // len(PARTS)
LONGEST = 4  # as long a walk at most, where something has not come by yet
MUST_HAPPEN = {
    "register", "approve", "send back", "approve_offer", "accept_offer", "request_lock",
    "decide_filing", "request_payment", "pay",
}  # fmt: skip


def unseen(walked: Counter[str]) -> bool:
    """Whether a walk has yet to come by something that must happen, within bounds."""
    return not walked.keys() >= MUST_HAPPEN and walked.total() < LONGEST * STEPS


@pytest.mark.parametrize("part", PARTS)
def test_everybody_is_told_the_same_after_every_step(db, capsys, part):
    with capsys.disabled():
        print(f"\nturns: {STEPS} steps, {AGAIN}")  # noqa: T201 - to run it again
    filed = stand_case(found_town(at("2025-09-01 08:00")))
    town = filed.town
    reviewed = Case(town, sign(town, stand_award(town), filed=False))
    products = [filed.publish(one) for one in BANKS]
    actors, draw, Turns.walked = everybody(filed), Random(SEED + part), Counter()  # noqa: S311
    walks = 0
    while Turns.walked.total() < STEPS or unseen(Turns.walked):
        walk = Turns((filed, reviewed)[walks % 2], products, draw, actors)
        try:
            walk.walk(STEPS_OF_A_WALK)
        finally:
            walk.teardown()
        walks += 1
    with capsys.disabled():
        print(f"turns: {dict(sorted(Turns.walked.items()))}")  # noqa: T201 - what was done how often
    assert Turns.walked.keys() >= MUST_HAPPEN
