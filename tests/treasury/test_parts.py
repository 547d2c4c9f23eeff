"""A payment is tied to the acceptances it pays, from the moment it is asked for."""

from datetime import date

import pytest

from cairong.lending.actions.return_payment import return_payment
from cairong.policy.treasury import oldest_first
from cairong.treasury.models import PaymentPart
from support.slips import came_back
from support.town import at
from treasury.doing import accept, both, deliver_gateway, duty, release, request

ACCEPTED, PAID = at("2025-11-03 10:00"), at("2025-11-12 10:00")


@pytest.mark.parametrize(
    ("amount", "parts"),
    [(30, {"甲": 30}), (40, {"甲": 40}), (55, {"甲": 40, "丙": 15}), (60, {"甲": 40, "丙": 20})],
)
def test_the_oldest_is_filled_before_the_next(amount, parts):
    assert oldest_first(amount, {"甲": 40, "乙": 0, "丙": 20}) == parts


def test_an_acceptance_in_two_payments_is_kept_with_the_second(ground):
    acceptance = accept(ground, ACCEPTED, 1000, date(2025, 11, 3))
    for fen, state in ((400, "running"), (600, "done")):
        release(ground, PAID, request(ground, PAID, fen))
        deliver_gateway(PAID)
        assert duty(acceptance, "pay").state == state
    assert duty(acceptance, "pay").done_on == date(2025, 11, 12)


def test_one_of_two_payments_returned_opens_the_duty_once(ground):
    acceptance = accept(ground, ACCEPTED, 1000, date(2025, 11, 3))
    made = [request(ground, PAID, fen) for fen in (400, 600)]
    for one in made:
        release(ground, PAID, one)
    deliver_gateway(PAID)
    for one in made:
        both(return_payment, ground, "treasury", PAID, **came_back(one))
    found = duty(acceptance, "pay")
    assert (found.state, found.start_on) == ("running", date(2025, 11, 3))
    assert ground.fresh().due_fen == 1000
    again = request(ground, PAID, 1000)
    assert list(PaymentPart.objects.filter(payment=again).values_list("amount_fen")) == [(1000,)]
