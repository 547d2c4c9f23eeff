"""A wish on an award is the contract's from its signing on, and both sides find it there."""

import pytest

from cairong.audit.models import Event
from cairong.cases.case import case_for
from cairong.doors.drain import drain
from cairong.kernel.actor import Role
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.outreach.models import Message
from cairong.outreach.sentences import message_of
from lending.ground import Case, sign, stand_award, stand_case
from support.staging import staged
from support.town import CITY, Town, at

BEFORE, AFTER = at("2025-09-16 09:30"), at("2025-09-30 09:30")


@staged
def wished(town: Town) -> tuple[Case, object]:
    stand_case(town, filed=False).publish()
    award = stand_award(town)
    case = Case(town, None, now=BEFORE)
    intent = case.intend(300_000, "甲银行", award_id=award.pk, contract_id=None)
    case.contract = sign(town, award, filed=False)
    intent.refresh_from_db()
    return case, intent


def test_signing_binds_it_to_the_contract_and_its_receivable(wished):
    case, intent = wished
    assert (intent.contract, intent.receivable) == (case.contract, case.receivable())


@pytest.mark.parametrize("who", ["supplier", "officer"])
def test_supplier_and_bank_find_it_on_the_case_page(wished, who):
    case, intent = wished
    actor = case.supplier if who == "supplier" else case.officer()
    seen = case_for(actor, case.contract.pk, now=AFTER)
    assert [one.amount_fen for one in seen.applications] == [intent.amount_fen]
    assert (case.bank().pk, "待确认材料") in [
        (one.organisation_id, one.state.word) for one in seen.balls
    ]


def test_the_bank_asked_is_told_and_no_other(wished):
    case, intent = wished
    event = Event.objects.get(type="filing.contract.signed", about__contains=[intent.pk])
    told = [one for one in event.after["tell"] if one["role"] == Role.INSTITUTION_OFFICER]
    assert [one["organisation"] for one in told] == [str(case.bank().pk)]
    assert case.bank().pk in event.visible_to
    assert case.bank("乙银行").pk not in event.visible_to
    said = message_of(event, told[0]["saying"])
    assert case.contract.no in said
    assert "期满视为材料齐全" in said
    drain(clock=lambda: case.now, city=CITY)
    message = Message.objects.get(event=event, role=Role.INSTITUTION_OFFICER)
    assert case.contract.no in message.sentence
    assert "确认材料齐全" in message.sentence


def test_a_withdrawn_wish_is_left_alone(town: Town):
    stand_case(town, filed=False).publish()
    award = stand_award(town)
    case = Case(town, None, now=BEFORE)
    intent = case.intend(300_000, "甲银行", award_id=award.pk, contract_id=None)
    withdraw_intent(actor=case.supplier, now=BEFORE, intent_id=intent.pk)
    sign(town, award)
    intent.refresh_from_db()
    assert intent.contract is None
