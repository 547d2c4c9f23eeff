"""Whose signature counts, and from when: 二(三)-4."""

from datetime import timedelta
from uuid import UUID

import pytest

from cairong.policy.orders import key_counts, signed_by_its_persons, signed_by_others
from support.town import at

NOW = at("2025-11-12 10:00")
DAY = timedelta(hours=24)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("registered", "ended", "code"),
    [
        (NOW - DAY, None, ""),
        (NOW - DAY + timedelta(seconds=1), None, "orders.key_rests"),
        (None, None, "orders.key_unsigned"),
        (NOW - 9 * DAY, NOW, "orders.key_ended"),
        (NOW - 9 * DAY, NOW + timedelta(seconds=1), ""),
    ],
)
def test_a_key_counts_a_day_after_it_was_registered_until_it_ends(registered, ended, code):
    found = key_counts(registered_at=registered, ended_at=ended, at=NOW)
    assert (found.code if found else "") == code


def test_an_order_is_signed_by_the_two_who_decided_it():
    two = {"signers": [FIRST, SECOND], "names": "甲、乙"}
    assert signed_by_its_persons(person_id=FIRST, person="甲", **two) is None
    found = signed_by_its_persons(person_id=THIRD, person="丙", **two)
    assert found.code == "orders.not_signer"


def test_nobody_signs_for_a_key_of_their_own():
    assert signed_by_others(person_id=FIRST, person="甲", whose=SECOND) is None
    assert signed_by_others(person_id=FIRST, person="甲", whose=FIRST).code == "orders.own_key"
