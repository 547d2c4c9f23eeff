"""Whatever is done with a contract, in whatever order: the books are true after every step.

CAIRONG_SEED plays a run again; CAIRONG_WALK_STEPS says how many steps at least.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from lending.ground import stand_case
from soak.walker import BANKS, Walker
from support.seeds import AGAIN, SEED
from support.town import at, found_town

pytestmark = pytest.mark.soak
STEPS_OF_A_WALK = 60
LONG = "20000" if os.environ.get("CAIRONG_SOAK") else "300"
STEPS = int(os.environ.get("CAIRONG_WALK_STEPS", LONG))
ROUNDS = 12  # of walks: a draw that met nobody who could borrow is drawn anew
MUST_HAPPEN = {"register", "finance", "accept work", "bring home"}


def test_the_books_are_true_after_every_step_in_any_order(db, capsys):
    with capsys.disabled():
        print(f"\nwalk: {STEPS} steps, {AGAIN}")  # noqa: T201 - to run it again
    case = stand_case(found_town(at("2025-09-01 08:00")))
    products = [case.publish(one) for one in BANKS]
    Walker.ground, Walker.walked = (case, products), Counter()
    walks = settings(
        max_examples=STEPS // STEPS_OF_A_WALK + 2,
        stateful_step_count=STEPS_OF_A_WALK,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED)(Walker)
    rounds = 0
    while (rounds := rounds + 1) <= ROUNDS and (
        Walker.walked.total() < STEPS or not Walker.walked.keys() >= MUST_HAPPEN
    ):
        run_state_machine_as_test(Walker, settings=walks)
        seed(SEED + rounds)(Walker)
    with capsys.disabled():
        print(f"walk: {dict(sorted(Walker.walked.items()))}")  # noqa: T201 - what was done how often
    assert Walker.walked.total() >= STEPS
    assert Walker.walked.keys() >= MUST_HAPPEN
