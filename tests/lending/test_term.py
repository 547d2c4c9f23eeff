"""A term that does not fit when the treasury probably pays needs a reason (二(五)-3)."""

from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.approve_offer import approve_offer
from lending.ground import Case
from support.lived import lay_paid
from support.staging import staged
from support.town import COUNTY

WHY = "到期由供应商用另一份合同的回款归还"


@staged
def proved(case: Case, product):
    """An application that lacks nothing but its approval, on a purchaser that pays in 30 days."""
    intent = case.intend()
    case.complete(intent)
    case.verify(intent)
    lay_paid(case.town.purchaser(), COUNTY, day_of(case.now) - timedelta(days=35), [30] * 20)
    return intent


def approve(case: Case, proved, product, days: int, reason: str = ""):
    facts = case.terms(proved, product, 300_000, days=days, term_reason=reason)
    return case.by_bank(approve_offer, "甲银行", **facts)


def refused(case: Case, proved, product, days: int, reason: str = "") -> tuple[str, str]:
    with pytest.raises(PolicyBreach) as caught:
        approve(case, proved, product, days, reason)
    (found,) = caught.value.findings
    return found.code, found.obligation


def test_what_ends_before_it_is_paid_says_why(case: Case, proved, product):
    before = ("lending.term_before_payment", "二(五)-3")
    assert refused(case, proved, product, 29) == before
    assert refused(case, proved, product, 29, "  以后再说  ") == before
    offer = approve(case, proved, product, 29, f" {WHY} ")
    assert (offer.days, offer.term_reason) == (29, WHY)
    event = Event.objects.filter(type="lending.application.approved").latest("seq")
    assert event.after["term_reason"] == WHY


def test_as_long_as_the_payment_takes_needs_none(case: Case, proved, product):
    offer = approve(case, proved, product, 30)
    assert offer.term_reason == ""


def test_what_ends_long_after_all_is_accepted_and_paid_says_why(case: Case, proved, product):
    for milestone, fen in (("签订开票", 27_408_000), ("验收", 41_112_000)):
        case.do("record_acceptance", contract=case.contract, milestone=milestone,
                amount_fen=fen, on=day_of(case.now))  # fmt: skip
    # Paid in 30 days at the latest, and 180 more: with the 211th it is long after.
    beyond = ("lending.term_beyond_payment", "二(五)-3")
    assert refused(case, proved, product, 211) == beyond
    assert approve(case, proved, product, 210).days == 210
