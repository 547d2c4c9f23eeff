"""Whose signature counts, and from when: 二(三)-4."""

from datetime import timedelta
from uuid import UUID

import pytest

from cairong.policy.orders import (
    Signer,
    ToSign,
    are_enough,
    ceremony_is_open,
    gateway_is_sound,
    key_came_back,
    key_counts,
    leaves_by_gateway,
    not_by_own_means,
    nothing_in_doubt,
    nothing_paid_late,
    signature_counts,
    signed_already,
)
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
        (NOW - 9 * DAY, NOW - timedelta(seconds=1), "orders.key_ended"),
        (NOW - 9 * DAY, NOW, ""),
    ],
)
def test_a_key_counts_a_day_after_it_was_registered_until_it_ends(registered, ended, code):
    found = key_counts(registered_at=registered, ended_at=ended, at=NOW)
    assert (found.code if found else "") == code


TWO = ToSign(signers=[FIRST, SECOND], whose=THIRD, names="甲、乙", desk="国库经办")
ANY = ToSign(signers=[], whose=SECOND, names="任何两人", desk="国库经办")
END = ToSign(signers=[], whose=SECOND, kind="end_key", names="任何两人", desk="国库经办")
ONE = ToSign(signers=[FIRST], whose=SECOND, kind="key", names="甲", desk="国库经办")
MONEY = ToSign(signers=[FIRST], whose=SECOND, kind="pay", names="甲", desk="国库经办")
TODAY = NOW.date()


def by(person_id, **how) -> Signer:
    known = {"registered_at": NOW - DAY, "ended_at": None, "seats": [(TODAY, None)], **how}
    return Signer(person_id=person_id, person="甲", **known)


@pytest.mark.parametrize(
    ("order", "signer", "code"),
    [
        (TWO, by(FIRST), ""),
        (TWO, by(SECOND), ""),
        (TWO, by(THIRD), "orders.not_signer"),
        (ANY, by(FIRST), ""),
        (ANY, by(SECOND), "orders.own_key"),
        (TWO, by(FIRST, registered_at=NOW), "orders.key_rests"),
        (TWO, by(FIRST, seats=[]), "orders.no_mandate"),
        (TWO, by(FIRST, seats=[(TODAY - 9 * DAY, TODAY)]), ""),
        (TWO, by(FIRST, seats=[(TODAY - 9 * DAY, TODAY - DAY)]), "orders.no_mandate"),
        (TWO, by(FIRST, seats=[(TODAY + DAY, None)]), "orders.no_mandate"),
        (TWO, by(FIRST, rests=[NOW + timedelta(hours=1)]), "orders.person_rests"),
        (TWO, by(FIRST, rests=[NOW]), ""),
        (TWO, by(FIRST, rests=[NOW + DAY + timedelta(seconds=1)]), ""),  # renewed since
        (END, by(FIRST), ""),
        (END, by(SECOND, registered_at=NOW, rests=[NOW + timedelta(hours=1)]), ""),
        (END, by(SECOND, registered_at=NOW + timedelta(seconds=1)), "orders.key_unsigned"),
        (END, by(SECOND, seats=[]), "orders.no_mandate"),
        (END, by(FIRST, registered_at=NOW), "orders.key_rests"),
    ],
)
def test_a_signature_counts_by_who_made_it_and_what_they_were_then(order, signer, code):
    found = signature_counts(order=order, by=signer, at=NOW)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("order", "counted", "enough"),
    [
        (TWO, [FIRST], False),
        (TWO, [FIRST, FIRST], False),
        (TWO, [FIRST, SECOND], True),
        (ANY, [FIRST], False),
        (ANY, [FIRST, THIRD], True),
        (ONE, [FIRST], True),
        (ONE, [], False),
        (MONEY, [FIRST], False),
        (END, [FIRST], False),
        (END, [FIRST, THIRD], True),
        (END, [SECOND], True),
    ],
)
def test_two_are_enough_and_one_who_ends_a_key_of_their_own(order, counted, enough):
    assert are_enough(order=order, counted=counted) is enough


@pytest.mark.parametrize(
    ("holders", "persons", "code"),
    [
        ([], [FIRST, SECOND], ""),
        ([], [FIRST], "orders.ceremony_persons"),
        ([], [FIRST, FIRST], "orders.ceremony_persons"),
        ([FIRST], [SECOND], ""),
        ([FIRST], [SECOND, THIRD], "orders.ceremony_persons"),
        ([FIRST], [FIRST], "orders.holds_key"),
        ([FIRST], [FIRST, SECOND], "orders.holds_key"),
        ([FIRST, SECOND], [THIRD], "orders.founded"),
    ],
)
def test_a_ceremony_is_held_where_two_others_cannot_sign(holders, persons, code):
    found = ceremony_is_open(holders=dict.fromkeys(holders, "甲"), persons=persons)
    assert (found.code if found else "") == code


def test_a_key_that_ended_comes_back_with_no_rows():
    assert key_came_back(fingerprint="ab", ended={"cd"}) is None
    assert key_came_back(fingerprint="ab", ended={"ab"}).code == "orders.key_came_back"


def test_several_keys_of_one_person_are_one_signature():
    assert signed_already(person="甲", signed=False) is None
    assert signed_already(person="甲", signed=True).code == "orders.signed_before"


@pytest.mark.parametrize(
    ("released_at", "founded_at", "code"),
    [
        (NOW, NOW, ""),
        (NOW, NOW - timedelta(days=1), ""),
        (NOW, NOW + timedelta(seconds=1), "treasury.not_by_gateway"),
        (NOW, None, "treasury.not_by_gateway"),
    ],
)
def test_what_was_released_since_the_ceremony_leaves_by_the_gateway(released_at, founded_at, code):
    found = leaves_by_gateway(released_at=released_at, founded_at=founded_at)
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("heard_at", "trouble", "code"),
    [
        (NOW, "", ""),
        (NOW - timedelta(minutes=10), "", ""),
        (NOW - timedelta(minutes=10, seconds=1), "", "treasury.gateway_silent"),
        (None, "", "treasury.gateway_silent"),
        (NOW, "交换目录写不进", "treasury.gateway_troubled"),
    ],
)
def test_a_gateway_that_is_heard_of_without_trouble_is_sound(heard_at, trouble, code):
    found = gateway_is_sound(heard_at=heard_at, trouble=trouble, at=NOW)
    assert (found.code if found else "") == code


def test_what_may_be_paid_is_not_called_off():
    assert not_by_own_means(decided_at=None) is None
    assert not_by_own_means(decided_at=NOW).code == "treasury.by_own_means"
    assert nothing_paid_late(numbers=[]) is None
    assert (
        nothing_paid_late(numbers=["410300-2", "410300-1"]).params["number"] == "410300-1、410300-2"
    )


def test_what_may_have_left_is_in_doubt():
    assert nothing_in_doubt(doubted=False) is None
    assert nothing_in_doubt(doubted=True).code == "treasury.in_doubt"
