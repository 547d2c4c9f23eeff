"""The second person assents to what was laid before: what has changed since is laid before anew."""

from datetime import date
from decimal import Decimal

import pytest

from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.facts import Account, Items, Milestone, Winner
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import Conflict
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.actions.step_back import step_back
from cairong.parties.four_eyes import DATED, HEARD, NUMBERED, RUNNING, TwoPersonAct
from cairong.parties.models import Organisation, Proposal
from cairong.parties.reads import the_only
from cairong.policy.catalogue import sentence
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import suspend_product
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Lock, Payment
from lending.ground import ACCOUNT, AMOUNT, ITEMS, PRODUCT, sign, stand_award, twice
from support.slips import came_back
from support.town import Town, at

PAIRED = [act for act in ACTS.values() if isinstance(act, TwoPersonAct)]
OTHER = "91410300MA3X4LQK6G"
AWARDED = at("2025-09-15 10:00")
SIGNED = at("2025-09-29 15:00")
LATER = at("2025-10-09 15:00")


def house(town: Town, role: str):
    return town.actor(town.purchaser(), f"purchaser-{role}")


def second(town: Town) -> Organisation:
    return town.supplier("乙公司", uscc=OTHER)


def changed(act, actor, now, proposal: Proposal) -> str:
    """Approve what has changed: refused whole, and the proposal still waits."""
    with pytest.raises(Conflict) as refused:
        act.approve(actor=actor, now=now, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
    assert refused.value.findings[0].code == "four_eyes.changed"
    return sentence(refused.value.findings[0])


class TestSigning:
    @pytest.fixture
    def award(self, town):
        return record_award(
            actor=house(town, "officer"), now=AWARDED, amount_fen=AMOUNT, title="联合体运维",
            notice_on=date(2025, 9, 15), winners=self.shares(town, AMOUNT - 100),
        )  # fmt: skip

    def shares(self, town, first: int) -> list[Winner]:
        pair = town.supplier(), second(town)
        return [
            Winner(supplier_id=one.pk, share_fen=fen)
            for one, fen in zip(pair, (first, AMOUNT - first), strict=True)
        ]

    def propose(self, town, award) -> Proposal:
        accounts = [
            Account(
                payee=one.name, no=f"622202000000000{place}", bank="甲银行洛阳支行",
                cnaps="313493000011", supplier_id=one.pk,
            )
            for place, one in enumerate((town.supplier(), second(town)), start=1)
        ]  # fmt: skip
        return sign_contract.propose(
            actor=house(town, "officer"), now=SIGNED, award_id=award.pk, amount_fen=AMOUNT,
            signed_on=date(2025, 9, 26), accounts=accounts, fields=Items(**ITEMS),
            schedule=[Milestone(milestone="验收", percent=Decimal(100))],
        )  # fmt: skip

    def test_shares_entered_anew_are_laid_before_anew(self, town, award):
        proposal = self.propose(town, award)
        assert [one["share_fen"] for one in proposal.after["shares"]] == [AMOUNT - 100, 100]
        enter_shares(
            actor=house(town, "officer"), now=SIGNED, award_id=award.pk,
            shares=self.shares(town, 100),
        )  # fmt: skip
        said = changed(sign_contract, house(town, "approver"), SIGNED, proposal)
        assert "份额已经变了" in said

    def test_the_same_shares_entered_again_change_nothing(self, town, award):
        proposal = self.propose(town, award)
        shares = self.shares(town, AMOUNT - 100)
        enter_shares(actor=house(town, "officer"), now=SIGNED, award_id=award.pk, shares=shares)
        contract = sign_contract.approve(
            actor=house(town, "approver"), now=SIGNED, proposal_id=proposal.pk
        )
        assert contract.receivables.get(seq=1).amount_fen == AMOUNT - 100


def test_a_filing_sent_in_again_is_read_again(town):
    contract = sign(town, stand_award(town), filed=False)
    desk = town.bureau("procurement-officer"), town.bureau("procurement-approver")
    accept = decide_filing.propose(
        actor=desk[0], now=LATER, contract_id=contract.pk, verdict="accept"
    )
    facts = {"contract_id": contract.pk, "verdict": "return", "reasons": {"quality": "写明标准"}}
    twice(decide_filing, *desk, LATER, **facts)
    pair = house(town, "officer"), house(town, "approver")
    twice(resubmit_filing, *pair, LATER, contract_id=contract.pk, fields=Items(quality="国标一级"))
    assert "第几次报送已经变了" in changed(decide_filing, desk[1], LATER, accept)
    contract.refresh_from_db()
    assert contract.state == "announced"


class TestOffer:
    def propose(self, case) -> Proposal:
        product = case.publish()
        intent = case.intend()
        case.complete(intent)
        case.verify(intent)
        facts = case.terms(intent, product, 300_000)
        return approve_offer.propose(actor=case.officer(), now=case.now, **facts)

    def test_a_product_published_anew_is_laid_before_anew(self, case):
        proposal = self.propose(case)
        terms = {**PRODUCT, "day_count": 365, "hold_until_due": True, "name": "甲贷"}
        product_id = proposal.arguments["product_id"]
        case.by_bank(publish_product, "甲银行", case.now, product_id=product_id, **terms)
        said = changed(approve_offer, case.approver(), case.now, proposal)
        assert "计息基准天数" in said
        assert "到期才还" in said

    def test_a_new_lpr_is_laid_before_anew(self, town, case):
        proposal = self.propose(case)
        bank = the_only("410300", "pboc")
        pair = town.actor(bank, "pboc", "甲"), town.actor(bank, "pboc", "乙")
        now = at("2025-10-09 10:00")
        facts = {"published_on": date(2025, 10, 9), "one_year_bp": 290, "five_year_bp": 340}
        twice(publish_lpr, *pair, now, source="公告 2025-10-09", **facts)
        case.now = now
        assert "利率" in changed(approve_offer, case.approver(), now, proposal)


def test_a_payee_that_changed_is_laid_before_anew(town, case):
    pair = house(town, "officer"), house(town, "approver")
    contract = case.contract.pk
    record_acceptance(
        actor=pair[0], now=LATER, contract_id=contract, milestone="验收", amount_fen=100,
        on=LATER.date(),
    )  # fmt: skip
    proposal = request_payment.propose(
        actor=pair[0], now=LATER, contract_id=contract, amount_fen=100
    )
    change = ask_payee_change(actor=case.supplier, now=LATER, contract_id=contract, **ACCOUNT)
    twice(consent_payee_change, *pair, LATER, change_id=change.pk)
    case.by_treasury(change_payee, LATER, change_id=change.pk)
    assert "回款账户版本已经变了" in changed(request_payment, pair[1], LATER, proposal)
    assert not Payment.objects.exists()


def test_a_lock_is_asked_for_on_the_account_that_was_laid_before(town, case):
    offer = case.accepted(case.publish())
    proposal = request_lock.propose(actor=case.officer(), now=case.now, offer_id=offer.pk)
    pair = house(town, "officer"), house(town, "approver")
    account = {**ACCOUNT, "bank": "甲银行洛阳支行", "cnaps": "313493000011"}
    change = ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk, **account
    )
    twice(consent_payee_change, *pair, case.now, change_id=change.pk)
    case.by_treasury(change_payee, case.now, change_id=change.pk)
    said = changed(request_lock, case.approver(), case.now, proposal)
    assert "回款账户版本已经变了" in said
    assert not Lock.objects.exists()


def test_running_sums_and_numbers_given_in_order_bar_nobody(town, case):
    pair = house(town, "officer"), house(town, "approver")
    contract = case.contract.pk
    record_acceptance(
        actor=pair[0], now=LATER, contract_id=contract, milestone="验收", amount_fen=300,
        on=LATER.date(),
    )  # fmt: skip
    both = [
        request_payment.propose(actor=pair[0], now=LATER, contract_id=contract, amount_fen=fen)
        for fen in (100, 200)
    ]
    for proposal in both:
        request_payment.approve(actor=pair[1], now=LATER, proposal_id=proposal.pk)
    assert sorted(Payment.objects.values_list("amount_fen", flat=True)) == [100, 200]


@pytest.mark.parametrize("act", PAIRED, ids=[act.name for act in PAIRED])
def test_only_what_moves_by_itself_is_free(act):
    """A fact is free for one of four reasons; whom, which account and what terms never are."""
    assert set(act.free.values()) <= {NUMBERED, RUNNING, DATED, HEARD}
    assert not {key for key in act.free if "payee" in key or "account" in key or "rate" in key}


class TestWhatStoodBefore:
    """What the second person read as it stood is held like what it becomes."""

    def test_a_product_suspended_meanwhile_is_not_published_again_unseen(self, case, product):
        terms = {**PRODUCT, "max_days": 300}
        asked = publish_product.propose(
            actor=case.officer(), now=LATER, product_id=product.pk, **terms
        )
        case.by_bank(suspend_product, "甲银行", product_id=product.pk, reason="监管要求暂停")
        assert "状态" in changed(publish_product, case.approver(), LATER, asked)
        product.refresh_from_db()
        assert product.state == "suspended"

    def test_an_offer_whose_account_was_locked_meanwhile_is_not_stepped_back_from(
        self, case, product
    ):
        offer = case.accepted(product)
        asked = step_back.propose(
            actor=case.officer(), now=LATER, offer_id=offer.pk, reason="额度不足"
        )
        case.lock(offer)
        case.do("meet_conditions", case.officer(), offer=offer)
        assert changed(step_back, case.approver(), LATER, asked)

    def test_a_payment_that_arrived_meanwhile_is_not_returned(self, case):
        part = {"contract": case.contract, "amount_fen": 5_000_000}
        case.do("record_acceptance", milestone="验收", on=case.now.date(), **part)
        case.do("request_payment", **part)
        case.do("pay", **part)
        payment, desk = Payment.objects.get(), case.who(Role.TREASURY_OFFICER)
        asked = return_payment.propose(actor=desk, now=LATER, **came_back(payment))
        case.by_treasury(
            confirm_arrival, LATER,
            payment_id=payment.pk, bank_serial="20251009123456", arrived_on=LATER.date(),
        )  # fmt: skip
        assert changed(return_payment, case.who(Role.TREASURY_APPROVER), LATER, asked)
        payment.refresh_from_db()
        assert payment.state == "confirmed"
