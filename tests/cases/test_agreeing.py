"""Sentence, row, message and possible act agree, and each of them missing is seen."""

import pytest

from cairong.cases.actions.tell_holders import tell_holders
from cairong.lending.models import Offer
from cairong.outreach.models import Message
from cairong.outreach.reads import inbox
from cases.agreeing import disagreements
from lending.ground import NOW, Case, drain, stand_case
from support.staging import staged

TELL = {"tell": tell_holders}


@staged
def offered(case: Case, product) -> Case:
    """A case on which the supplier has to decide on an offer, and a second person on a payment."""
    case.offer(case.intend(), product)
    drain(case.now, TELL)
    case.do("record_acceptance", contract=case.contract, milestone="验收", amount_fen=1_000_000,
            on=NOW.date())  # fmt: skip
    drain(case.now, TELL)
    return case


def everybody(case: Case):
    purchaser, bank = case.town.purchaser(), case.bank()
    return [
        case.supplier,
        *(case.town.actor(purchaser, f"purchaser-{one}") for one in ("officer", "approver")),
        *(case.town.actor(bank, f"institution-{one}") for one in ("officer", "approver")),
        *(case.town.bureau(one) for one in ("treasury-officer", "procurement-officer")),
    ]


def test_all_four_agree(offered: Case):
    assert disagreements(everybody(offered), offered.contract, offered.now) == []


def test_a_message_names_the_project_the_amount_and_until_when(offered: Case):
    told = inbox(offered.supplier).exclude(turns=[]).get()
    assert told.sentence == (
        "「信息系统运维」甲银行给出报价 ¥300,000.00,180 天,年化成本 3.5289%,"
        "有效至 2025年10月15日(周三)。请决定是否接受 甲银行 报价 · 年化 3.53%(¥300,000.00),"
        "2025年10月15日(周三)前完成。"
    )
    assert not any("国库科" in one.sentence for one in inbox(offered.supplier))


def test_nobody_is_told_of_the_same_turn_twice(offered: Case):
    before = Message.objects.exclude(turns=[]).count()
    officer = offered.officer()
    offered.intend(100_000)
    drain(offered.now, TELL)
    assert Message.objects.exclude(turns=[]).count() == before + 1
    assert inbox(officer).exclude(turns=[]).count() == 1


def test_a_turn_that_is_over_leaves_its_message(offered: Case):
    told = inbox(offered.supplier).exclude(turns=[]).get()
    offered.do("decline_offer", offer=Offer.objects.get())
    drain(offered.now, TELL)
    told.refresh_from_db()
    assert told.turns == []


@pytest.mark.parametrize(
    ("gone", "without"),
    [
        ("cases.agreeing.waits_for", lambda *_: False),
        ("cairong.cases.statements._held", lambda *_, **__: "FALSE"),
        ("cairong.cases.possible.waits_for", lambda *_: False),
    ],
)
def test_sentence_row_or_possible_act_missing_is_seen(offered: Case, monkeypatch, gone, without):
    monkeypatch.setattr(gone, without)
    assert disagreements(everybody(offered), offered.contract, offered.now)


def test_a_message_missing_is_seen(town, monkeypatch):
    monkeypatch.setattr("cairong.cases.actions.tell_holders.turns_now", lambda *_, **__: {})
    case = stand_case(town)
    drain(case.now, TELL)
    assert disagreements(everybody(case), case.contract, case.now)


def test_somebody_elses_row_is_seen(offered: Case, monkeypatch):
    monkeypatch.setattr("cairong.cases.statements._held", lambda *_, **__: "TRUE")
    other = offered.town.actor(offered.town.purchaser("别的单位"), "purchaser-officer")
    assert disagreements([*everybody(offered), other], offered.contract, offered.now)
