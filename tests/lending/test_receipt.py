"""No approval without a fresh receipt: proved at the approver's moment, by the right institution.

D21
"""

from datetime import date, timedelta

import pytest

from cairong.kernel.errors import NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Offer, Verification
from cairong.parties.models import InstitutionProfile, Proposal
from cairong.policy.catalogue import sentence
from cairong.rulebook.models import ParameterRow
from lending.ground import Case
from support.staging import staged
from support.town import CITY, at

DAY = timedelta(hours=24)


@staged
def intent(case: Case):
    found = case.intend()
    case.complete(found)
    return found


def propose(case: Case, intent, product, now=None) -> Proposal:
    facts = case.terms(intent, product, 300_000)
    return approve_offer.propose(actor=case.officer(), now=now or case.now, **facts)


def approve(case: Case, proposal: Proposal, now) -> Offer:
    return approve_offer.approve(actor=case.approver(), now=now, proposal_id=proposal.pk)


def test_it_must_be_fresh_when_the_second_person_approves(case: Case, intent, product):
    case.verify(intent)
    proposal = propose(case, intent, product, case.now + timedelta(hours=23))
    late = case.now + timedelta(hours=26)
    with pytest.raises(PolicyBreach) as refused:
        approve(case, proposal, late)
    (found,) = refused.value.findings
    assert (found.code, found.obligation) == ("lending.receipt_stale", "二(五)-4")
    said = sentence(found)
    assert "已过去26小时,超过24小时" in said
    assert "请重新核验" in said
    assert not Offer.objects.exists()
    assert case.receivable().reserved_fen == 0


def test_proved_again_the_same_proposal_goes_through(case: Case, intent, product):
    case.verify(intent)
    proposal = propose(case, intent, product)
    late = case.now + timedelta(days=2)
    with pytest.raises(PolicyBreach):
        approve(case, proposal, late)
    case.verify(intent, now=late, checked=False)
    offer = approve(case, proposal, late + timedelta(minutes=1))
    assert offer.state == "offered"


@pytest.mark.parametrize(
    ("age", "passes"),
    [(timedelta(0), True), (DAY, True), (DAY + timedelta(seconds=1), False), (7 * DAY, False)],
)
def test_to_the_second(case: Case, intent, product, age, passes):
    case.verify(intent)
    if passes:
        proposal = propose(case, intent, product, case.now + age)
        assert approve(case, proposal, case.now + age).state == "offered"
    else:
        with pytest.raises(PolicyBreach):
            propose(case, intent, product, case.now + age)
        assert not Proposal.objects.filter(act="lending.approve_offer").exists()


def test_the_citys_own_hours_hold(case: Case, intent, product):
    ParameterRow.objects.create(
        city_id=CITY, code="receipt_hours", value=2, valid_from=date(2025, 10, 1),
        source="洛财购通知", recorded_at=case.now,
    )  # fmt: skip
    case.verify(intent)
    with pytest.raises(PolicyBreach) as refused:
        propose(case, intent, product, case.now + timedelta(hours=3))
    assert "超过2小时" in sentence(refused.value.findings[0])
    propose(case, intent, product, case.now + timedelta(hours=2))


def test_each_institution_proves_for_itself(case: Case, product):
    second = case.publish("乙银行")
    intent = case.intend(300_000, "甲银行", "乙银行")
    for bank in ("甲银行", "乙银行"):
        case.complete(intent, bank)
    case.verify(intent, "甲银行")
    with pytest.raises(PolicyBreach) as refused:
        case.by_bank(approve_offer, "乙银行", **case.terms(intent, second, 300_000, "乙银行"))
    assert refused.value.findings[0].code == "lending.not_verified"
    assert case.by_bank(approve_offer, "甲银行", **case.terms(intent, product, 300_000))


def test_only_the_newest_check_counts_for_the_province(case: Case, intent, product):
    InstitutionProfile.objects.update(connected_on=date(2024, 1, 1))
    case.verify(intent, provincial_reference="HN-1")
    case.verify(intent, now=case.now + timedelta(minutes=1), provincial_reference="")
    moment = case.now + timedelta(minutes=2)
    with pytest.raises(PolicyBreach) as refused:
        propose(case, intent, product, moment)
    (found,) = refused.value.findings
    assert found.obligation == "二(五)-4"
    assert "河南省电子化政府采购系统" in sentence(found)
    case.verify(intent, now=moment, provincial_reference="HN-2")
    propose(case, intent, product, moment)


def test_who_checked_when_and_by_which_reference_is_kept(case: Case, intent):
    case.verify(intent, provincial_reference="HN-2025-77")
    kept = Verification.objects.get()
    assert (kept.provincial_reference, kept.at) == ("HN-2025-77", case.now)
    assert (kept.person_id, kept.contract_id) == (case.officer().person_id, case.contract.pk)


def test_nobody_else_proves_it_and_nothing_decided_is_proved(case: Case, intent):
    application = case.application(intent)
    facts = {"application_id": application.pk, "provincial_reference": "", "now": case.now}
    case.bank("乙银行")
    with pytest.raises(NotFound):
        verify_contract(actor=case.officer("乙银行"), **facts)
    for actor in (case.supplier, case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            verify_contract(actor=actor, **facts)
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=intent.pk)
    with pytest.raises(WrongState):
        case.verify(intent, now=at("2025-10-10 09:00"))
    assert not Verification.objects.exists()
