"""Two hands at one complaint at the same moment: one of them, and never a state of neither.

三(一)-2
"""

from datetime import timedelta
from functools import partial

import pytest

from cairong.complaints.actions.answer_complaint import answer_complaint
from cairong.complaints.actions.complain import complain
from cairong.complaints.actions.move_complaints import close_complaint, raise_complaint
from cairong.complaints.actions.press_complaint import press_complaint
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.settle_complaint import settle_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.models import Complaint
from cairong.kernel.actor import Role
from complaints.ground import ANSWER, DUE, NOW, WORDS, Ground, stand_complaints
from support.racing import FEWER, hands, split
from support.town import at, found_town

pytestmark = pytest.mark.soak
ROUNDS = FEWER // 4
GONE = "和经办说清楚了,不再投诉"


@pytest.fixture
def ground(committed_db) -> Ground:
    return stand_complaints(found_town(at("2025-09-01 08:00")))


def fresh(ground: Ground, number: int, kind: str = "fees") -> Complaint:
    """Complain about an application of its own for each round: three of a kind are the most."""
    intent = ground.case.intend(10_000 + number * 100, days=60 + number)
    return ground.complain(case_id=ground.case.application(intent).pk, kind=kind)


def test_the_same_is_complained_of_once(ground):
    with hands(2) as two:
        for number in range(ROUNDS):
            intent = ground.case.intend(10_000 + number * 100, days=60 + number)
            asks = partial(
                complain,
                actor=ground.supplier,
                now=NOW,
                case_id=ground.case.application(intent).pk,
                kind="fees",
                words=WORDS,
            )
            done, refused = split(two.race(asks, asks))
            assert (len(done), len(refused)) == (1, 1)


def test_it_is_answered_or_withdrawn(ground):
    with hands(2) as two:
        for number in range(ROUNDS):
            found = fresh(ground, number)
            answers = partial(
                answer_complaint,
                actor=ground.manager,
                now=NOW,
                complaint_id=found.pk,
                outcome="upheld",
                words=ANSWER,
            )
            withdraws = partial(
                withdraw_complaint,
                actor=ground.supplier,
                now=NOW,
                complaint_id=found.pk,
                words=GONE,
            )
            done, refused = split(two.race(answers, withdraws))
            assert (len(done), len(refused)) == (1, 1)
            found.refresh_from_db()
            assert found.state in {"answered", "withdrawn"}


def test_it_is_answered_once(ground):
    with hands(2) as two:
        for number in range(ROUNDS):
            found = fresh(ground, number)
            answers = partial(
                answer_complaint,
                actor=ground.manager,
                now=NOW,
                complaint_id=found.pk,
                outcome="upheld",
                words=ANSWER,
            )
            done, _ = split(two.race(answers, answers))
            assert len(done) == 1
            assert found.sayings.filter(kind="answered").count() == 1


def test_an_answer_at_the_last_moment_stands_or_is_read_above(ground):
    with hands(2) as two:
        for number in range(ROUNDS):
            found = fresh(ground, number)
            answers = partial(
                answer_complaint,
                actor=ground.manager,
                now=DUE,
                complaint_id=found.pk,
                outcome="upheld",
                words=ANSWER,
            )
            raises = partial(
                raise_complaint, actor=ground.town.system, now=DUE, complaint_id=found.pk
            )
            two.race(answers, raises)
            found.refresh_from_db()
            assert (found.state, found.outcome) in {("answered", "upheld"), ("raised", "")}
            assert found.sayings.filter(kind="answered").count() == 1


def test_it_is_pressed_or_closed(ground):
    with hands(2) as two:
        for number in range(ROUNDS):
            found = ground.answer(fresh(ground, number))
            presses = partial(
                press_complaint,
                actor=ground.supplier,
                now=DUE - timedelta(days=1),
                complaint_id=found.pk,
                words=GONE,
            )
            closes = partial(
                close_complaint, actor=ground.town.system, now=DUE, complaint_id=found.pk
            )
            done, refused = split(two.race(presses, closes))
            assert (len(done), len(refused)) == (1, 1)
            found.refresh_from_db()
            assert found.state in {"raised", "closed"}


def test_it_is_settled_once_and_rated_once(ground):
    above = ground.upper(Role.REGULATOR)
    with hands(2) as two:
        for number in range(ROUNDS):
            found = ground.press(ground.answer(fresh(ground, number)))
            settles = [
                partial(
                    settle_complaint,
                    actor=above,
                    now=NOW,
                    complaint_id=found.pk,
                    outcome=outcome,
                    words=ANSWER,
                )
                for outcome in ("upheld", "unfounded")
            ]
            done, refused = split(two.race(*settles))
            assert (len(done), len(refused)) == (1, 1)
            rates = [
                partial(
                    rate_complaint,
                    actor=ground.supplier,
                    now=NOW,
                    complaint_id=found.pk,
                    rating=rating,
                )
                for rating in (1, 5)
            ]
            done, refused = split(two.race(*rates))
            assert (len(done), len(refused)) == (1, 1)
