"""Whatever is done with a contract: sentence, row, message and possible act agree for everybody.

CAIRONG_SEED plays a run again; CAIRONG_TURN_STEPS says how many steps at least.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from lending.ground import stand_case
from soak.turns import Turns
from soak.walker import BANKS
from support.seeds import AGAIN, SEED
from support.town import at, found_town

pytestmark = pytest.mark.soak
STEPS_OF_A_WALK = 60
LONG = "20000" if os.environ.get("CAIRONG_SOAK") else "2000"
STEPS = int(os.environ.get("CAIRONG_TURN_STEPS", LONG))
MUST_HAPPEN = {"register", "finance", "approve", "propose request_lock", "ask change"}


def test_everybody_is_told_the_same_after_every_step(db, capsys):
    with capsys.disabled():
        print(f"\nturns: {STEPS} steps, {AGAIN}")  # noqa: T201 - to run it again
    case = stand_case(found_town(at("2025-09-01 08:00")))
    products = [case.publish(one) for one in BANKS]
    Turns.ground, Turns.walked = (case, products), Counter()
    walks = settings(
        max_examples=STEPS // STEPS_OF_A_WALK + 2,
        stateful_step_count=STEPS_OF_A_WALK,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED)(Turns)
    rounds = 0
    while (rounds := rounds + 1) <= 5 and Turns.walked.total() < STEPS:
        run_state_machine_as_test(Turns, settings=walks)
        seed(SEED + rounds)(Turns)
    with capsys.disabled():
        print(f"turns: {dict(sorted(Turns.walked.items()))}")  # noqa: T201 - what was done how often
    assert Turns.walked.total() >= STEPS
    assert Turns.walked.keys() >= MUST_HAPPEN
