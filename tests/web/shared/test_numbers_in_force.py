"""A number that officers set is the one that pages say, from the page that asks to what it answers.

三(一)-2
"""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.request_lock import request_lock
from cairong.rulebook.models import ParameterRow
from support.browsing import follow, read, send
from support.town import CITY

SET = {
    "sign_days": 14, "decide_days": 8, "disburse_days": 6, "purchaser_ack_days": 3,
    "receipt_hours": 12, "contract_cap_percent": 65,
}  # fmt: skip
TYPED = {
    "agreement": "on", "signed_on": "2026-11-25", "pledge": "on", "registration_no": "0391-1",
    "registered_on": "2026-11-25",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_force(case):
    """The city's own numbers, none of them the notice's."""
    ParameterRow.objects.bulk_create(
        ParameterRow(
            city_id=CITY, code=code, value=value, valid_from=date(2026, 1, 1), source="市定",
            recorded_at=timezone.now(),
        )
        for code, value in SET.items()
    )  # fmt: skip


@pytest.mark.usefixtures("case")
def test_the_first_page():
    page = read(Client(), "/")
    for words in ("机构在 8 个工作日内审批", "6 个工作日内放款", "尚未支付金额的 65%"):
        assert words in page


def test_an_award_is_signed_in_time(desks):
    assert "14 日内签订合同" in read(
        desks("purchaser-officer"), "/purchaser/awards/new/?secrecy=no"
    )


def test_from_complete_to_the_draw(case, desks):
    intent, product = case.intend(), case.publish()
    place = f"/institution/applications/{case.application(intent).pk}/"
    officer = desks("institution-officer")
    assert "从今天起 8 个工作日内作出决定" in read(officer, place)
    page = follow(officer, f"{place}complete/")
    assert "已确认材料齐全,8 个工作日的审批期限" in page
    assert "12 小时内的核验凭证" in page
    case.verify(intent)
    offer = case.by_bank(approve_offer, "甲银行", **case.terms(intent, product, 300_000))
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    case.lock(offer)
    assert "起 6 个工作日内放足" in read(officer, place)
    page = follow(officer, f"/institution/offers/{offer.pk}/conditions/", TYPED)
    assert "6 个工作日的放款期限从最后一项" in page


def test_a_lock_waits_for_the_purchaser(case, desks):
    offer = case.accepted(case.publish())
    lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    place, phone = f"/supplier/locks/{lock.pk}/", desks("supplier")
    assert "采购人在 3 个工作日内确认,再由国库科确认" in read(phone, place)
    page = send(phone, f"{place}refuse/", {}, 422)
    assert "采购人在 3 个工作日内确认,再由国库科确认" in page
    assert "接下来由采购人在 3 个工作日内确认" in follow(phone, place)
