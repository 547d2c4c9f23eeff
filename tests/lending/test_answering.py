"""An offer decides what was asked: no token does, and less than asked says why (二(四)-3)."""

import pytest
from django.db import IntegrityError, connection, transaction

from cairong.audit.models import Event
from cairong.clocks import reads as clocks
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions import approve_offer as approving
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.models import Offer
from cairong.policy.answering import answers_what_was_asked
from lending.ground import Case

WHY = "本机构对这家企业的授信余额只够二十万元"
REFUSED = {
    # offered, asked, most, reason: what is refused (a tenth of what could be offered is no token)
    (300, 300, 900, ""): None,
    (400, 300, 900, ""): None,
    (299, 300, 900, ""): "lending.less_without_reason",
    (299, 300, 900, "少放一点"): "lending.less_without_reason",
    (299, 300, 900, WHY): None,
    (30, 300, 900, WHY): None,
    (29, 300, 900, WHY): "lending.token_offer",
    (29, 300, 900, ""): "lending.token_offer",
    (1, 300, 900, WHY): "lending.token_offer",
    (29, 300, 290, WHY): None,
    (28, 300, 290, WHY): "lending.token_offer",
    (290, 300, 290, ""): "lending.less_without_reason",
    (1, 300, 0, WHY): None,
}


@pytest.mark.parametrize(("given", "code"), REFUSED.items(), ids=str)
def test_what_an_offer_must_be_to_decide(given, code):
    amount, asked, most, reason = given
    found = answers_what_was_asked(
        amount_fen=amount, asked_fen=asked, most_fen=most, percent=10, reason=reason
    )
    assert (found and (found.code, found.obligation)) == (code and (code, "二(四)-3"))


@pytest.fixture
def proved(case: Case, product):
    """An application for 300,000 yuan that lacks nothing but its approval."""
    intent = case.intend()
    case.complete(intent)
    case.verify(intent)
    return intent


def approve(case: Case, proved, product, yuan: int, reason: str = ""):
    facts = case.terms(proved, product, yuan, amount_reason=reason)
    return case.by_bank(approve_offer, "甲银行", **facts)


@pytest.mark.parametrize("given", [(1, WHY, "token_offer"), (200_000, " ", "less_without_reason")])
def test_what_decides_nothing_stops_no_clock(case: Case, proved, product, given):
    yuan, reason, code = given
    with pytest.raises(PolicyBreach) as caught:
        approve(case, proved, product, yuan, reason)
    assert [found.code for found in caught.value.findings] == [f"lending.{code}"]
    assert not Offer.objects.exists()
    assert clocks.newest(case.application(proved).pk, "decide_application").state == "running"


def test_the_supplier_reads_why_it_is_less(case: Case, proved, product):
    offer = approve(case, proved, product, 200_000, f" {WHY} ")
    assert offer.amount_reason == WHY
    event = Event.objects.filter(type="lending.application.approved").latest("seq")
    assert event.after["amount_reason"] == WHY


def test_what_the_product_cannot_lend_is_no_token(case: Case, proved):
    small = case.publish(name="小额贷", max_fen=2_000_000)
    assert approve(case, proved, small, 2_000, WHY).amount_fen == 200_000


def test_the_database_keeps_no_offer_of_less_without_a_reason(
    case: Case, proved, product, monkeypatch
):
    monkeypatch.setattr(approving, "decides_asked", lambda *_, **__: None)
    before = transaction.savepoint_create()
    approve(case, proved, product, 200_000)
    with (
        pytest.raises(IntegrityError, match="lending_offer_undecided"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.savepoint_rollback(before)
