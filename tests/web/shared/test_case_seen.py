"""What of a case is not there for whom it does not concern, and what its supplier has to know."""

import re

import pytest
from django.urls import reverse

from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.facts import Winner
from cairong.lending.actions.request_lock import request_lock
from cairong.treasury.actions.consent_lock import consent_lock
from contracts.ground import AMOUNT, AWARDED, Ground
from filing.test_signing import consortium
from lending.ground import Case
from support.town import at, found_town
from support.visitors import account_in, signed_in

FAR = "410327"


def text_of(client, case) -> str:
    answer = client.get(reverse("case", args=[case.contract.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ask_lock(case):
    lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)


@pytest.mark.parametrize("role", ["pboc", "sme-authority", "regulator", "operator"])
def test_who_oversees_another_region_reads_what_is_public_alone(case, role):
    ask_lock(case)
    account = account_in(case.town, role, region="" if role == "operator" else FAR)
    text = text_of(signed_in(account), case)
    assert case.contract.title in text
    assert "登记融资意向" not in text
    assert "接受报价" not in text
    assert "300,000" not in text
    for person in (case.officer(), case.supplier):
        assert person.person_name not in text


@pytest.mark.parametrize("region", ["410303", "410300"])
def test_who_oversees_the_region_reads_the_way_of_the_case(case, region):
    ask_lock(case)
    text = text_of(signed_in(account_in(case.town, "pboc", region=region)), case)
    assert "登记融资意向" in text
    assert case.supplier.person_name in text


def test_a_rival_institution_reads_no_deadline_of_anothers_lock(desks, case):
    ask_lock(case)
    rival = desks("institution-officer", organisation=case.bank("乙银行"), which="-rival")
    text = text_of(rival, case)
    assert "审核备案" in text
    assert "确认账户锁定" not in text
    assert "确认账户锁定" in text_of(desks("institution-officer"), case)


def test_a_supplier_reads_no_deadline_of_a_joint_winners_money(db):
    ground = Ground(found_town(at("2025-09-01 08:00")))
    award, accounts = consortium(ground)
    shares = [
        Winner(name="供应商", share_fen=AMOUNT - 10_000_000),
        Winner(name="乙公司", share_fen=10_000_000),
    ]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    contract = ground.sign(
        award, account=None, accounts=accounts, fields={"supplier_address": None}
    )
    ground.decide(contract)
    case = Case(ground.town, contract, now=at("2025-10-09 09:30"))
    ask_lock(case)
    joint = account_in(ground.town, "supplier", organisation=ground.town.supplier("乙公司"))
    assert "确认账户锁定" not in text_of(signed_in(joint), case)
    own = account_in(ground.town, "supplier", organisation=ground.town.supplier())
    assert "确认账户锁定" in text_of(signed_in(own), case)


def test_the_supplier_reads_by_when_the_institution_has_to_act(desks, case):
    intent = case.intend(300_000)
    assert re.search(r"甲银行 .*首次联系供应商 .*2 个工作日", text_of(desks("supplier"), case))
    case.complete(intent)
    assert re.search(r"等待 核验合同并作出决定 .*10 个工作日", text_of(desks("supplier"), case))
    assert "完成融资审批" not in text_of(desks("purchaser-officer"), case)
