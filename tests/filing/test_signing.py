"""Signing, announcing and filing in one act: what it does, what bars it, whose clock ends."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cairong.audit.models import Event, Outbox
from cairong.clocks import reads as clocks
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.facts import Account, Items, Milestone, Winner, Withholding
from cairong.contracts.models import Award, Contract, Filing
from cairong.disclosure.models import PublishedVersion
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.parties.alike import keep_look
from cairong.treasury.models import Receivable
from contracts.ground import (
    ACCOUNT,
    AMOUNT,
    AWARDED,
    OTHER_USCC,
    SCHEDULE,
    SIGNED,
    Ground,
    newest,
    twice,
)
from support.town import at


def verdict(subject, kind, today):
    return clocks.verdict_of(clocks.newest(subject.pk, kind), today=today)


def test_signing_announces_files_and_stands_the_receivable(ground: Ground):
    contract = ground.sign()
    award = contract.award
    award.refresh_from_db()
    assert (contract.no, contract.state, award.state) == (
        "HT2025-000001",
        "announced",
        "contracted",
    )
    receivable = Receivable.objects.get(contract=contract)
    assert (receivable.amount_fen, receivable.committed_fen, receivable.current) == (
        AMOUNT,
        AMOUNT,
        None,
    )
    assert contract.suppliers.get().size == "small"
    assert PublishedVersion.objects.get().kind == "announced"
    event = Event.objects.get(type="filing.contract.signed")
    assert {row.consumer for row in Outbox.objects.filter(event=event)} == {
        "tell",
        "outreach.send_letter",
    }
    assert {one["role"] for one in event.after["tell"]} == {"procurement-officer", "supplier"}


def test_the_clocks_of_signing(ground: Ground):
    contract = ground.sign()
    today = date(2025, 9, 29)
    announce = clocks.newest(contract.pk, "announce_contract")
    file = clocks.newest(contract.pk, "file_contract")
    review = clocks.newest(contract.pk, "review_filing")
    assert verdict(contract.award, "sign_contract", today) == "kept"
    assert clocks.newest(contract.award_id, "sign_contract").done_on == date(2025, 9, 26)
    assert (announce.due_on, announce.due_law_on) == (date(2025, 9, 29), date(2025, 9, 29))
    assert (file.due_on, file.due_law_on) == (date(2025, 9, 30), date(2025, 10, 13))
    assert (review.due_on, review.state) == (date(2025, 10, 9), "running")
    assert verdict(contract, "announce_contract", today) == "kept"
    assert verdict(contract, "file_contract", today) == "kept"


def test_the_time_of_another_site_governs_the_filing(ground: Ground):
    contract = ground.sign(
        now=at("2025-10-20 09:00"), outside_no="洛财备123", outside_at=at("2025-09-29 17:00")
    )
    duty = clocks.newest(contract.pk, "file_contract")
    assert duty.done_on == date(2025, 9, 29)
    assert newest(contract)["filing"]["outside_no"] == "洛财备123"
    assert clocks.newest(contract.pk, "announce_contract").done_on == date(2025, 10, 20)


def test_the_time_of_another_site_governs_the_announcement(ground: Ground):
    contract = ground.sign(
        now=at("2025-10-20 09:00"),
        announced_outside_no=" 豫公告7 ",
        announced_outside_at=at("2025-09-29 00:30"),
    )
    today = date(2025, 10, 20)
    assert clocks.newest(contract.pk, "announce_contract").done_on == date(2025, 9, 29)
    assert verdict(contract, "announce_contract", today) == "kept"
    assert verdict(contract, "file_contract", today) == "breached"
    assert newest(contract)["announcement"] == {
        "outside_no": "豫公告7",
        "outside_at": "2025-09-28T16:30:00.000Z",
    }
    filed = ground.decide(contract, now=at("2025-10-20 10:00"))
    assert newest(filed)["announcement"]["outside_no"] == "豫公告7"


HEADS = {"outside": "二(二)-2", "announced_outside": "二(二)-3"}
BEFORE, COMING = at("2025-09-25 23:59"), at("2025-09-29 15:01")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"no": "洛财备1"}, "contracts.elsewhere_half", "at"),
        ({"at": SIGNED}, "contracts.elsewhere_half", "no"),
        ({"no": "  ", "at": SIGNED}, "contracts.elsewhere_half", "no"),
        ({"no": "洛财备1", "at": BEFORE}, "contracts.elsewhere_when", "at"),
        ({"no": "洛财备1", "at": COMING}, "contracts.elsewhere_when", "at"),
    ],
)
@pytest.mark.parametrize("head", HEADS)
def test_what_another_site_gave_is_whole_and_possible(ground: Ground, head, given, code, field):
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(**{f"{head}_{name}": value for name, value in given.items()})
    (found,) = refused.value.findings
    assert (found.code, found.obligation) == (code, HEADS[head])
    assert found.params["field"] == f"{head}_{field}"
    assert not Contract.objects.exists()


def test_a_future_time_may_not_be_approved_into_the_past(ground: Ground):
    """What the rehearsal refuses stays refused; what it let through stands at the approval."""
    terms = ground.terms(ground.award(), outside_no="洛财备1", outside_at=SIGNED)
    laid = sign_contract.propose(actor=ground.officer(), now=SIGNED, **terms)
    later = at("2025-10-09 09:00")
    signed = sign_contract.approve(actor=ground.approver(), now=later, proposal_id=laid.pk)
    assert clocks.newest(signed.pk, "file_contract").done_on == date(2025, 9, 29)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount_fen": AMOUNT + 1}, "contracts.above_award"),
        ({"signed_on": date(2025, 9, 12)}, "contracts.signed_before_notice"),
        ({"signed_on": date(2025, 9, 30)}, "contracts.day_to_come"),
        ({"fields": {"quality": ""}}, "contracts.items_missing"),
        ({"account": None}, "contracts.items_missing"),
        ({"schedule": SCHEDULE[:1]}, "contracts.schedule_sum"),
        ({"account": Account(**{**ACCOUNT, "payee": "张三"})}, "contracts.payee_is_other"),
        (
            {"account": Account(**{**ACCOUNT, "bank": "中国农业银行洛阳分行"})},
            "contracts.bank_mismatch",
        ),
        (
            {"withheld": [Withholding(item="amount_fen", ground="商", until=date(2027, 1, 1))]},
            "contracts.not_withholdable",
        ),
        (
            {"withheld": [Withholding(item="quality", ground=" ", until=date(2027, 1, 1))]},
            "contracts.not_withholdable",
        ),
        (
            {"withheld": [Withholding(item="quality", ground="工艺", until=date(2025, 9, 1))]},
            "contracts.not_withholdable",
        ),
    ],
)
def test_rules_that_bar_signing(ground: Ground, changed, code):
    award = ground.award()
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(award, **changed)
    assert code in {one.code for one in refused.value.findings}
    assert all(one.obligation for one in refused.value.findings)
    assert not Contract.objects.exists()
    assert Award.objects.get().state == "noticed"


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_fen": 0},
        {"account": Account(**{**ACCOUNT, "cnaps": "999493002012"})},
        {"account": Account(**{**ACCOUNT, "no": "壹贰叁"})},
        {"schedule": [Milestone(milestone="", percent=Decimal(100))]},
        {"schedule": [Milestone(milestone="验收", percent=Decimal("100.001"))]},
        {"schedule": [Milestone(milestone="验收", percent=Decimal(100), agreed_days=-1)]},
        {"fields": {"retention_fen": AMOUNT + 1}},
        {"fields": {"place": "x\u202ey"}},
        {"strange": 1},
    ],
)
def test_values_that_cannot_stand(ground: Ground, changed):
    with pytest.raises(Invalid):
        ground.sign(**changed)


def test_all_findings_are_told_at_once(ground: Ground):
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(amount_fen=AMOUNT + 1, signed_on=date(2025, 9, 1), fields={"place": ""})
    assert len(refused.value.findings) >= 3


def test_milestones_of_one_name_are_refused(ground: Ground):
    rows = [Milestone(milestone="验收", percent=Decimal(50))] * 2
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(schedule=rows)
    assert refused.value.findings[0].code == "contracts.milestone_twice"


def test_signing_twice_is_refused(ground: Ground):
    contract = ground.sign()
    with pytest.raises(WrongState):
        ground.sign(contract.award)


def test_it_takes_two_persons(ground: Ground):
    award = ground.award()
    proposal = sign_contract.propose(actor=ground.officer(), now=SIGNED, **ground.terms(award))
    with pytest.raises(NotAllowed):
        sign_contract.approve(actor=ground.officer(), now=SIGNED, proposal_id=proposal.pk)
    assert not Contract.objects.exists()


def test_another_purchaser_finds_nothing(ground: Ground):
    award = ground.award()
    other = ground.officer("别的单位")
    with pytest.raises(NotFound):
        sign_contract.propose(actor=other, now=SIGNED, **ground.terms(award))


def test_a_supplier_without_code_must_register_first(ground: Ground):
    award = ground.award(supplier_name="无名公司")
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(award)
    assert refused.value.findings[0].code == "contracts.supplier_unknown"


OTHER_NO = "6222020200099999999"


def consortium(ground: Ground) -> tuple[Award, list]:
    other = ground.town.supplier("乙公司", OTHER_USCC)
    mine = ground.town.supplier()
    award = ground.award(winners=[Winner(supplier_id=mine.pk), Winner(supplier_id=other.pk)])
    accounts = [
        Account(**ACCOUNT, supplier_id=mine.pk),
        Account(**{**ACCOUNT, "payee": "乙公司", "no": OTHER_NO}, supplier_id=other.pk),
    ]
    return award, accounts


def test_two_suppliers_of_a_contract_have_two_accounts(ground: Ground):
    award, accounts = consortium(ground)
    shares = [Winner(name="供应商", share_fen=AMOUNT - 3), Winner(name="乙公司", share_fen=3)]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    dashed = replace(accounts[1], no="6222-0202-0001-2345678")
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(
            award, account=None, accounts=[accounts[0], dashed], fields={"supplier_address": None}
        )
    assert [one.code for one in refused.value.findings] == ["contracts.account_shared"]
    assert not Receivable.objects.exists()


def test_open_shares_bar_signing(ground: Ground):
    award, accounts = consortium(ground)
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(award, account=None, accounts=accounts)
    assert refused.value.findings[0].code == "contracts.shares_open"


def test_a_consortium_has_one_receivable_each_and_divides_the_retention(ground: Ground):
    award, accounts = consortium(ground)
    shares = [Winner(name="供应商", share_fen=AMOUNT - 3), Winner(name="乙公司", share_fen=3)]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    contract = ground.sign(
        award,
        account=None,
        accounts=accounts,
        fields={"retention_fen": 1000, "supplier_address": None},
    )
    rows = Receivable.objects.filter(contract=contract).order_by("seq")
    assert [(row.amount_fen, row.retention_fen) for row in rows] == [(AMOUNT - 3, 999), (3, 1)]
    ground.decide(contract)
    assert all(row.current for row in Receivable.objects.filter(contract=contract))


def test_a_joint_contract_may_stay_below_the_award_as_its_shares_do(ground: Ground):
    award, accounts = consortium(ground)
    shares = [Winner(name="供应商", share_fen=AMOUNT - 103), Winner(name="乙公司", share_fen=3)]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    terms = {"account": None, "accounts": accounts, "fields": {"supplier_address": None}}
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(award, **terms)
    assert [one.code for one in refused.value.findings] == ["contracts.shares_sum"]
    contract = ground.sign(award, amount_fen=AMOUNT - 100, **terms)
    assert sum(one.share_fen for one in contract.suppliers.all()) == AMOUNT - 100


def test_a_supplier_renamed_since_the_award_signs_and_is_paid_under_its_name(ground: Ground):
    award = ground.award()
    supplier = ground.town.supplier()
    supplier.name, supplier.former_names = "新名供应商", ["供应商"]
    supplier.save()
    keep_look(supplier, AWARDED)
    with pytest.raises(PolicyBreach) as refused:
        ground.sign(award)
    assert [one.code for one in refused.value.findings] == ["contracts.payee_is_other"]
    contract = ground.sign(award, account=Account(**{**ACCOUNT, "payee": "新名供应商"}))
    (supplier,) = newest(contract)["suppliers"]
    assert supplier["name"] == "新名供应商"


def test_what_the_draft_holds_need_not_be_given_again(ground: Ground):
    award = ground.award()
    save_draft(
        actor=ground.officer(),
        now=AWARDED,
        award_id=award.pk,
        items=ground.terms(award)["fields"],
        accounts=[Account(**ACCOUNT)],
        schedule=SCHEDULE,
    )
    contract = twice(
        sign_contract,
        ground.officer(),
        ground.approver(),
        SIGNED,
        award_id=award.pk,
        amount_fen=AMOUNT,
        signed_on=date(2025, 9, 26),
        fields=Items(purchaser_no="洛 合同/7?#"),
    )
    assert contract.suppliers.get().account_no == ACCOUNT["no"]
    assert newest(contract)["contract"]["purchaser_no"] == "洛 合同/7?#"


def test_statements_of_signing_are_bounded(ground: Ground, django_assert_max_num_queries):
    award = ground.award()
    proposal = sign_contract.propose(actor=ground.officer(), now=SIGNED, **ground.terms(award))
    approver = ground.approver()
    with django_assert_max_num_queries(90):
        sign_contract.approve(actor=approver, now=SIGNED, proposal_id=proposal.pk)
    assert Filing.objects.count() == 1


def test_a_signed_contract_keeps_its_rows(ground: Ground):
    contract = ground.sign()
    with pytest.raises(Exception, match="is announced"):
        contract.schedule.all().delete()
