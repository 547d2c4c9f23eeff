"""An account at another bank is moved to the lender before it can be locked (D11)."""

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.request_lock import request_lock
from cairong.outreach.sentences import message_of
from cairong.parties.models import InstitutionProfile, Proposal
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.models import Lock
from lending.ground import ACCOUNT, NOW, twice
from support.staging import staged

ELSEWHERE = "乙银行"


@staged
def offer(case):
    return case.accepted(case.publish(ELSEWHERE), bank=ELSEWHERE)


def move(case, **account):
    """The supplier asks, the purchaser consents, the bureau changes the account."""
    facts = {"contract_id": case.contract.pk, **ACCOUNT, **account}
    change = ask_payee_change(actor=case.supplier, now=NOW, **facts)
    purchaser = case.town.purchaser()
    officer, approver = (
        case.town.actor(purchaser, f"purchaser-{role}") for role in ("officer", "approver")
    )
    twice(consent_payee_change, officer, approver, NOW, change_id=change.pk)
    return case.by_treasury(change_payee, change_id=change.pk)


def test_the_request_is_refused_and_leaves_nothing(case, offer):
    with pytest.raises(PolicyBreach) as caught:
        case.by_bank(request_lock, ELSEWHERE, offer_id=offer.pk)
    (found,) = caught.value.findings
    assert (found.code, found.obligation) == ("treasury.account_elsewhere", "二(三)-3")
    assert "没有开在「乙银行」" in sentence(found)
    assert "甲银行" not in sentence(found)
    offer.refresh_from_db()
    assert (offer.state, Lock.objects.count()) == ("accepted", 0)
    assert not Proposal.objects.filter(act="lending.request_lock").exists()
    assert RefusalRecord.objects.last().code == "treasury.account_elsewhere"


def test_at_acceptance_both_are_told_that_it_moves_first_and_by_whom(case, offer):
    event = Event.objects.get(type="lending.offer.accepted")
    told = {one["role"]: message_of(event, one["saying"]) for one in event.after["tell"]}
    assert told.keys() == {"institution-officer", "supplier"}
    for words in told.values():
        assert "采购人同意、国库科批准" in words
        assert "没有开在" in words
        assert "甲银行洛阳支行" not in words  # the account may be withheld
    assert "请等供应商申请变更到贵行" in told["institution-officer"]
    assert "请申请变更回款账户到「乙银行」" in told["supplier"]


def test_where_the_account_is_already_nothing_more_is_said(case):
    offer = case.accepted(case.publish())
    (told,) = Event.objects.get(type="lending.offer.accepted").after["tell"]
    assert (told["organisation"], told.get("saying")) == (str(offer.institution_id), None)


def test_once_moved_the_new_account_is_locked(case, offer):
    version = move(case)
    lock = case.lock(offer, ELSEWHERE)
    assert (lock.state, lock.payee_version_id, version.version) == ("active", version.pk, 2)


def test_moved_to_a_third_bank_it_is_still_elsewhere(case, offer):
    move(case, bank="丙银行洛阳支行", cnaps="313493000036")
    with pytest.raises(PolicyBreach, match="account_elsewhere"):
        case.by_bank(request_lock, ELSEWHERE, offer_id=offer.pk)


def test_moved_between_request_and_approval_it_is_refused_at_approval(case, offer):
    """The second person decides on the account that is paid to at that moment."""
    move(case)
    proposal = request_lock.propose(actor=case.officer(ELSEWHERE), now=NOW, offer_id=offer.pk)
    move(case, bank="甲银行洛阳支行", cnaps="313493000011")
    with pytest.raises(PolicyBreach, match="account_elsewhere"):
        request_lock.approve(actor=case.approver(ELSEWHERE), now=NOW, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.state, Lock.objects.count()) == ("waiting", 0)


def test_a_lender_without_deposits_locks_it_where_it_is(case, offer):
    lender = case.bank(ELSEWHERE)
    InstitutionProfile.objects.filter(pk=lender.pk).update(licence_kind="小额贷款公司")
    assert case.lock(offer, ELSEWHERE).state == "active"
