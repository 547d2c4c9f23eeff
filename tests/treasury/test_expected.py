"""When a receivable's milestones will probably be paid: read from the duties to pay."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairong.clocks.steps.duties import cancel_duties
from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.expected import outlook_of
from support.lived import lay_duty, lay_paid
from support.slips import came_back
from support.town import COUNTY, at
from treasury.doing import accept, both, deliver_gateway, release, request

BEGAN, ACCEPTED, TODAY = date(2025, 9, 2), date(2025, 10, 9), date(2025, 11, 3)
PAID, LATER = at("2025-11-12 10:00"), date(2025, 11, 13)


def told(ground, today=TODAY):
    """What is said of each part that is not paid: milestone, fen, since when, days, of whom."""
    return [
        (each.milestone, each.fen, each.accepted_on, each.estimate and said(each.estimate))
        for each in outlook_of(ground.fresh(), today).parts
    ]


def said(found):
    return (found.early, found.middle, found.late, found.paid, found.waiting, found.scope)


def test_each_part_that_is_not_paid_has_its_interval(ground):
    lay_paid(ground.purchaser, COUNTY, BEGAN, [10, 20, 30, 40, 50] * 5)
    accept(ground, at("2025-10-09 10:00"), 27_000_000, ACCEPTED, "签订开票")
    # 25 of its own; 25 days after acceptance those that took 30 days and longer are left: 15.
    assert told(ground) == [
        ("签订开票", 27_000_000, ACCEPTED, None),
        ("签订开票", 408_000, None, (10, 30, 50, 25, 1, "purchaser")),
        ("验收", 41_112_000, None, (10, 30, 50, 25, 1, "purchaser")),
    ]
    lay_paid(ground.town.purchaser("乙采购人"), COUNTY, BEGAN, [60] * 4)
    lay_paid(ground.town.purchaser("丙采购人"), "410327", BEGAN, [70] * 5)
    assert told(ground)[0][-1] == (30, 50, 70, 24, 0, "city")
    release(ground, PAID, request(ground, PAID, 27_000_000))
    deliver_gateway(PAID)
    assert [each[0:3] for each in told(ground, LATER)] == [
        ("签订开票", 408_000, None), ("验收", 41_112_000, None),
    ]  # fmt: skip


def test_money_that_came_back_counts_as_waiting_and_what_was_recalled_not_at_all(ground):
    lay_paid(ground.purchaser, COUNTY, BEGAN, [10] * 19)
    recalled = lay_duty(ground.purchaser, COUNTY, BEGAN)
    cancel_duties(subject_id=recalled.subject_id, on=TODAY, now=PAID, reason="撤回")
    accept(ground, at("2025-10-09 10:00"), 27_408_000, ACCEPTED, "签订开票")
    payment = request(ground, PAID, 27_408_000)
    release(ground, PAID, payment)
    deliver_gateway(PAID)
    assert told(ground, LATER)[0] == ("验收", 41_112_000, None, (10, 10, 10, 20, 0, "purchaser"))
    both(return_payment, ground, "treasury", PAID, **came_back(payment))
    assert [each[-1] for each in told(ground, LATER)] == [None, None]
    lay_paid(ground.purchaser, COUNTY, BEGAN, [10])
    assert [each[-1] for each in told(ground, LATER)] == [None, (10, 10, 10, 20, 1, "purchaser")]


def test_years_are_a_number_of_the_city_and_statements_do_not_grow_with_the_record(ground):
    counted = []
    for _ in range(2):
        lay_paid(ground.purchaser, COUNTY, BEGAN, range(1, 41))
        with CaptureQueriesContext(connection) as sent:
            assert told(ground)[0][-1][:3] == (4, 20, 36)
        counted.append(len(sent))
    assert counted == [8, 8]
    assert told(ground, date(2028, 9, 1))[0][-1] is None
