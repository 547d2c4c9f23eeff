"""What waits before the second person, on the page of its case: to its own house and to others."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cairong.cases.balls import balls_of
from cairong.filing.actions.decide_filing import decide_filing
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.four_eyes import open_proposal, send_back
from cairong.parties.models import Person
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.withdraw_payment import take_back_payment
from cairong.treasury.models import Payment
from lending.ground import sign, stand_award, twice
from support.papers import statements
from support.town import COUNTY
from web.shared.test_case_page import page

DUE = 27_408_000


def officer(case):
    return case.town.actor(case.town.purchaser(), "purchaser-officer")


def approver(case):
    return case.town.actor(case.town.purchaser(), "purchaser-approver")


def accept(case) -> None:
    record_acceptance(
        actor=officer(case), now=case.now, contract_id=case.contract.pk,
        milestone="签订开票", amount_fen=DUE, on=day_of(case.now),
    )  # fmt: skip


def ask(case, fen: int = DUE):
    facts = {"contract_id": case.contract.pk, "amount_fen": fen}
    return request_payment.propose(actor=officer(case), now=case.now, **facts)


def change_asked(case):
    return ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk,
        payee=case.town.supplier().name, account_no="6222020000000002",
        bank="甲银行洛阳支行", cnaps="313493000011", reason="更换账户",
    )  # fmt: skip


def balls(text: str) -> list[str]:
    """The balls of a page in words, the first one first."""
    found = re.findall(r'<div class="ball.*?</div>', text, re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", "", one).split()) for one in found]


def offered(text: str) -> dict[str, str]:
    """What a page offers to do, with its addresses."""
    part = re.search(r"现在可以办理.*?</section>", text, re.DOTALL)
    found = re.findall(r'href="([^"]+)">([^<]+)</a>', part[0]) if part else []
    return {word: href for href, word in found}


def held_by(case, actor):
    case.contract.refresh_from_db()
    return balls_of(actor, case.contract.pk, now=case.now)


def first(case, actor):
    held = held_by(case, actor)[0]
    return held.state.awaits, held.proposal and held.proposal.act


class TestPage:
    """A payment asked for by the officer waits before the approver."""

    @pytest.fixture
    def laid(self, case):
        accept(case)
        return ask(case)

    def test_the_approver_reads_that_it_is_hers_and_is_led_there(self, desks, case, laid):
        text = page(desks("purchaser-approver"), case)
        (ball,) = balls(text)
        assert "采购人(采购人复核) · 等待 申请支付 · 等我做" in ball
        assert f"{laid.prepared_by.name} 于 " in ball
        assert "送审 · 去复核" in ball
        address = reverse("proposal", args=[laid.pk])
        assert offered(text)["去复核:申请支付"] == address
        assert desks("purchaser-approver").get(address).status_code == 200

    def test_the_officer_reads_before_whom_it_waits_and_is_not_asked_again(self, desks, case, laid):
        text = page(desks("purchaser-officer"), case)
        (ball,) = balls(text)
        assert "(采购人复核) · 等待 申请支付" in ball
        assert "等我做" not in ball
        assert "看送审事项" in ball
        assert not {"申请支付", "去复核:申请支付"} & offered(text).keys()
        assert reverse("proposal", args=[laid.pk]) in text

    @pytest.mark.parametrize(
        "role", ["supplier", "procurement-officer", "treasury-officer", "pboc"]
    )
    def test_others_read_that_it_is_at_the_purchaser(self, desks, case, laid, role):
        text = page(desks(role), case)
        assert "采购人(采购人经办) · 等待 申请支付" in balls(text)[0]
        assert "送审" not in text
        assert str(laid.pk) not in text
        assert laid.prepared_by.name not in "".join(balls(text))

    def test_the_first_person_by_another_account_is_not_the_second(self, desks, case, laid):
        """An approver of the first person's name and telephone is one pair of eyes (D19)."""
        client = desks("purchaser-approver")
        Person.objects.filter(pk=laid.prepared_by_id).update(phone="13800001111", name="同一人")
        Person.objects.filter(name="desk-purchaser-approver").update(
            phone="13800001111", name="同一人"
        )
        text = page(client, case)
        assert "等我做" not in balls(text)[0]
        assert "去复核" not in text

    def test_of_another_county_it_is_not_there(self, case, laid):
        """Proposals are read in the region of the desk, as their own page is."""
        other = case.town.actor(case.town.purchaser(), "purchaser-approver", "far")
        assert other.region == COUNTY
        far = type(other)(**{**vars(other), "region": "410327"})
        assert first(case, far) == ("申请支付", None)

    def test_the_deadline_stays_with_it(self, desks, case, laid):
        text = page(desks("purchaser-approver"), case)
        ball = re.search(r'<div class="ball.*?下一步|<div class="ball.*?现在可以', text, re.DOTALL)
        assert 'class="deadline' in ball[0]

    def test_returned_it_is_the_officers_again(self, desks, case, laid):
        second = approver(case)
        open_proposal(actor=second, now=case.now, proposal_id=laid.pk)
        send_back(actor=second, now=case.now, proposal_id=laid.pk, reason="金额有误")
        text = page(desks("purchaser-officer"), case)
        assert "(采购人经办) · 等待 申请支付" in balls(text)[0]
        assert "申请支付" in offered(text)

    def test_approved_it_is_the_treasurys(self, desks, case, laid):
        request_payment.approve(actor=approver(case), now=case.now, proposal_id=laid.pk)
        assert "国库科支付" in balls(page(desks("purchaser-approver"), case))[0]

    def test_statements_are_the_same_however_much_waits(self, desks, case):
        accept(case)
        client, address = desks("purchaser-approver"), reverse("case", args=[case.contract.pk])
        none = statements(client, address)
        ask(case, 100)
        one = statements(client, address)
        ask(case, 200)
        assert one == none + 1  # what waits is read where something does
        assert statements(client, address) == one


class TestBalls:
    """Each act of two persons takes the ball it moves, and no other."""

    def test_a_filing_under_decision(self, db, case):
        contract = sign(case.town, stand_award(case.town), filed=False)
        desk = case.town.bureau("procurement-officer")
        decide_filing.propose(actor=desk, now=case.now, contract_id=contract.pk, verdict="accept")
        case.contract = contract
        assert first(case, desk) == ("审核备案", "filing.decide_filing")
        assert first(case, officer(case)) == ("审核备案", None)

    def test_a_lock_asked_for_and_acknowledged(self, case):
        offer = case.accepted(case.publish())
        bank = case.officer()
        laid = request_lock.propose(actor=bank, now=case.now, offer_id=offer.pk)
        assert first(case, bank) == ("申请锁定回款账户", "lending.request_lock")
        lock = request_lock.approve(actor=case.approver(), now=case.now, proposal_id=laid.pk)
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        acknowledge_lock.propose(actor=officer(case), now=case.now, lock_id=lock.pk)
        held = held_by(case, approver(case))
        assert [one.subject_id for one in held if one.proposal] == [lock.pk]
        assert first(case, bank) == ("采购人确认", None)

    def test_an_offer_to_be_approved_is_unknown_to_a_rival(self, desks, case):
        intent, product = case.intend(300_000, "甲银行", "乙银行"), case.publish()
        case.complete(intent)
        case.verify(intent)
        terms = case.terms(intent, product, 300_000)
        approve_offer.propose(actor=case.officer(), now=case.now, **terms)
        assert first(case, case.approver())[1] == "lending.approve_offer"
        assert all(one.proposal is None for one in held_by(case, case.officer("乙银行")))
        assert "送审" not in page(desks("supplier"), case)

    def test_a_draw_and_a_repayment_beside_it(self, case):
        offer = case.ready(case.publish(), 300_000)
        loan = case.draw(offer, 100_000)
        disburse.propose(actor=case.officer(), now=case.now, offer_id=offer.pk, amount_fen=100)
        later = case.now + timedelta(minutes=1)
        record_repayment.propose(
            actor=case.officer(), now=later, loan_id=loan.pk, amount_fen=100,
            on=day_of(case.now), means="自有资金",
        )  # fmt: skip
        found = {
            one.proposal.act: one.subject_id
            for one in held_by(case, case.approver())
            if one.proposal
        }
        assert found.keys() == {"lending.disburse", "lending.record_repayment"}
        assert found["lending.disburse"] == offer.pk
        assert found["lending.record_repayment"] != offer.pk

    def test_a_payment_taken_back_does_not_hide_what_is_to_be_accepted(self, case):
        accept(case)
        facts = {"contract_id": case.contract.pk, "amount_fen": DUE}
        twice(request_payment, officer(case), approver(case), case.now, **facts)
        payment = Payment.objects.get()
        take_back_payment.propose(
            actor=officer(case), now=case.now, payment_id=payment.pk, reason="金额有误"
        )
        held = held_by(case, approver(case))
        assert [(one.state.awaits, one.state.holder, bool(one.proposal)) for one in held] == [
            ("复核", Role.PURCHASER_APPROVER, True),
            ("国库科支付", Role.TREASURY_OFFICER, False),
            ("履约验收", Role.PURCHASER_OFFICER, False),
        ]

    def test_a_payment_at_the_treasury(self, desks, case):
        accept(case)
        facts = {"contract_id": case.contract.pk, "amount_fen": DUE}
        twice(request_payment, officer(case), approver(case), case.now, **facts)
        payment = Payment.objects.get()
        desk = case.town.bureau("treasury-officer")
        pay.propose(actor=desk, now=case.now, payment_id=payment.pk)
        text = page(desks("treasury-approver"), case)
        assert "财政部门(国库科复核) · 等待 办理支付 · 等我做" in balls(text)[0]
        assert not [word for word in offered(text) if word.startswith("办理支付")]
        assert "去复核:办理支付" in offered(text)
        assert "(国库科经办) · 等待 国库科支付" in balls(page(desks("supplier"), case))[0]

    def test_a_change_of_account_waits_for_the_purchaser_alone(self, desks, case):
        change = change_asked(case)
        said = balls(page(desks("supplier"), case))[0]
        assert "采购人(采购人经办) · 等待 采购人同意变更账户" in said
        assert "双方" not in said
        consent_payee_change.propose(actor=officer(case), now=case.now, change_id=change.pk)
        assert first(case, approver(case))[1] == "treasury.consent_payee_change"
        text = page(desks("purchaser-officer"), case)
        assert "答复变更回款账户" not in offered(text)

    def test_a_change_of_account_at_the_bureau(self, desks, case):
        change = change_asked(case)
        facts = {"change_id": change.pk}
        twice(consent_payee_change, officer(case), approver(case), case.now, **facts)
        change_payee.propose(actor=case.town.bureau("treasury-officer"), now=case.now, **facts)
        assert first(case, case.town.bureau("treasury-approver"))[1] == "treasury.change_payee"
        assert "审批账户变更" not in offered(page(desks("treasury-officer"), case))
