"""What the second person reads besides what the event says: the case, secrecy, accounts, items."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cairong.audit.models import Event
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.facts import Account, Items, Milestone, Winner, Withholding
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import Proposal
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.consent_lock import consent_lock
from contracts.ground import ACCOUNT, AMOUNT, AWARDED, DECIDED, SIGNED, Ground
from filing.test_signing import consortium
from lending.ground import NOW, Case, stand_award
from support.browsing import read
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

LATER = at("2025-10-09 10:00")
SECRET = "三分之一配比的工艺"
UNTIL = date(2026, 12, 31)
WITHHELD = (
    Withholding(item="unit_price", ground=SECRET, until=UNTIL),
    Withholding(item="specification", ground="涉及专利", until=UNTIL),
)
ASKED = f"申请不公开到 2026年12月31日,依据:{SECRET}"
STOOD = "收款人 供应商,账号 6222020200012345678,开户行 甲银行洛阳支行,联行号 313493000011"


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


@staged
def joint(ground: Ground):
    """A contract of two suppliers, filed and not decided yet."""
    award, accounts = consortium(ground)
    shares = [
        Winner(name="供应商", share_fen=AMOUNT - 10_000_000),
        Winner(name="乙公司", share_fen=10_000_000),
    ]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    return ground.sign(award, account=None, accounts=accounts, fields={"supplier_address": None})


def page(ground: Ground, proposal: Proposal, role: str, **facts) -> str:
    return read(browser(ground.town, role, **facts), reverse("proposal", args=[proposal.pk]))


def seen(text: str) -> dict[str, tuple[str, str]]:
    """The table of differences: what stands and what would, by its word."""
    table = re.search(r'<table class="diff.*?</table>', text, re.DOTALL)[0]
    lines = re.findall(
        r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>', table, re.DOTALL
    )
    plain = [[re.sub(r"<.*?>", "", part).strip() for part in line] for line in lines]
    return {word: (before, after) for word, before, after in plain}


def lead(text: str) -> str:
    """The line that names the case."""
    return "".join(re.findall(r"<p>([^<]*编号 [^<]*)</p>", text))


def accepting(ground: Ground, contract, **facts) -> Proposal:
    given = {"contract_id": contract.pk, "verdict": "accept", **facts}
    return decide_filing.propose(actor=ground.desk(), now=DECIDED, **given)


class TestFiling:
    @pytest.fixture
    def contract(self, ground):
        fields = {"unit_price": "¥10.00", "specification": "V2"}
        return ground.sign(withheld=WITHHELD, fields=fields)

    def test_the_approver_reads_what_stays_withheld_and_the_account(self, ground, contract):
        proposal = accepting(ground, contract, published_items=["specification"])
        found = seen(page(ground, proposal, "procurement-approver"))
        assert found["不予公开:单价"] == (ASKED, "同意不公开")
        assert found["不予公开:规格型号"][1] == "不同意,予以公开"
        assert found["回款账户(供应商)"] == ("(无)", STOOD)

    def test_each_of_several_accounts_stands_for_its_supplier(self, ground, joint):
        found = seen(page(ground, accepting(ground, joint), "procurement-approver"))
        accounts = {word: after for word, (_, after) in found.items() if "回款账户(" in word}
        assert accounts.keys() == {"回款账户(供应商)", "回款账户(乙公司)"}
        assert len(set(accounts.values())) == 2

    def test_a_return_assents_to_nothing(self, ground, contract):
        facts = {"verdict": "return", "reasons": "请补正"}
        text = page(ground, accepting(ground, contract, **facts), "procurement-approver")
        assert not [one for one in seen(text) if "不予公开" in one or "回款账户" in one]

    def test_another_desk_of_the_bureau_reads_neither(self, ground, contract):
        text = page(ground, accepting(ground, contract), "treasury-approver")
        assert SECRET not in text
        assert ACCOUNT["no"] not in text

    def test_no_event_says_either(self, ground, contract):
        """Suppliers and institutions read events; and the ground may tell what it hides."""
        proposal = accepting(ground, contract)
        decide_filing.approve(
            actor=ground.desk("procurement-approver"), now=DECIDED, proposal_id=proposal.pk
        )
        for one in Event.objects.filter(type__regex=r"^(disclosure|filing)\."):
            said = json.dumps([one.before, one.after], ensure_ascii=False)
            assert SECRET not in said
            assert ACCOUNT["no"] not in said

    @pytest.mark.parametrize(
        "role", ["procurement-officer", "procurement-approver", "county-clerk"]
    )
    @pytest.mark.parametrize("decided", [False, True])
    def test_the_ground_stands_on_the_filing_for_all_who_read_it(
        self, ground, contract, role, decided
    ):
        if decided:
            ground.decide(contract)
        text = read(browser(ground.town, role), reverse("finance-filing", args=[contract.pk]))
        assert f"理由:{SECRET}" in text
        assert "至 2026年12月31日" in re.sub(r"<.*?>", "", text)


class TestMending:
    def returned(self, ground, **changed):
        return ground.decide(ground.sign(**changed), "return", reasons="请补正")

    def mending(self, ground, contract, **facts) -> dict[str, tuple[str, str]]:
        facts = {"contract_id": contract.pk, **facts}
        proposal = resubmit_filing.propose(actor=ground.officer(), now=LATER, **facts)
        found = seen(page(ground, proposal, "purchaser-approver"))
        said = ("状态", "第几次报送", "改动的内容", "编号", "名称")
        return {word: pair for word, pair in found.items() if word not in said}

    def test_old_and_new_of_every_item_that_changes_and_of_no_other(self, ground):
        contract = self.returned(ground, outside_no="洛财备1", outside_at=at("2025-09-28 09:00"))
        fields = Items(quality="符合 GB/T 28827", place="洛阳市", supplier_address="洛阳市涧西区")
        schedule = [
            Milestone(milestone="签订开票", percent=Decimal(30), agreed_days=10, unit="working"),
            Milestone(milestone="验收", percent=Decimal(70), agreed_days=10, unit="working"),
        ]
        given = {"outside_no": "洛财备2", "outside_at": at("2025-10-08 09:00")}
        account = Account(**{**ACCOUNT, "no": "6222020200012345611"})
        found = self.mending(
            ground, contract, fields=fields, schedule=schedule, account=account, **given
        )
        old, new = found.pop("付款安排")
        assert "节点 签订开票,比例(%) 40,几日内付款 10,按 工作日" in old
        assert "节点 验收,比例(%) 70,几日内付款 10,按 工作日" in new
        assert found == {
            "质量": ("合格", "符合 GB/T 28827"),
            "供应商住所": ("洛阳市", "洛阳市涧西区"),
            "回款账户(供应商)": (STOOD, STOOD.replace("12345678", "12345611")),
            "其他网站的备案号": ("洛财备1", "洛财备2"),
            "在其他网站备案的时间": ("2025年9月28日 09:00", "2025年10月8日 09:00"),
        }

    def test_nothing_stands_there_where_nothing_changes(self, ground):
        same = {"fields": Items(quality="合格"), "account": Account(**ACCOUNT)}
        assert self.mending(ground, self.returned(ground), **same) == {}

    def test_what_is_withheld_anew_otherwise_or_no_longer(self, ground):
        contract = self.returned(ground, withheld=WITHHELD)
        anew = [
            Withholding(item="unit_price", ground="独家配方", until=UNTIL),
            Withholding(item="quality", ground="工艺参数", until=UNTIL),
        ]
        found = self.mending(ground, contract, withheld=anew, withdrawn=["specification"])
        until = "申请不公开到 2026年12月31日,依据:"
        assert found == {
            "不予公开:单价": (ASKED, f"{until}独家配方"),
            "不予公开:质量": ("公开", f"{until}工艺参数"),
            "不予公开:规格型号": (f"{until}涉及专利", "公开"),
        }

    def test_the_account_of_one_of_several(self, ground, joint):
        ground.decide(joint, "return", reasons="请补正")
        second = joint.suppliers.get(name="乙公司")
        account = Account(
            payee=second.payee, no="6222020200012345611", bank=second.bank, cnaps=second.cnaps,
            supplier_id=second.supplier_id,
        )  # fmt: skip
        found = self.mending(ground, joint, accounts=[account])
        assert found.keys() == {"回款账户(乙公司)"}
        old, new = found["回款账户(乙公司)"]
        assert second.account_no in old
        assert account.no in new
        proposal = Proposal.objects.get(act="filing.resubmit_filing")
        facts = {"actor": ground.approver(), "now": LATER, "proposal_id": proposal.pk}
        resubmit_filing.approve(**facts)
        event = Event.objects.get(type="filing.contract.resubmitted")
        assert account.no not in json.dumps([event.before, event.after])

    def test_what_was_decided_is_not_laid_beside_what_stands_since(self, ground):
        contract = self.returned(ground)
        facts = {"contract_id": contract.pk, "fields": Items(quality="优")}
        proposal = resubmit_filing.propose(actor=ground.officer(), now=LATER, **facts)
        resubmit_filing.approve(actor=ground.approver(), now=LATER, proposal_id=proposal.pk)
        assert "质量" not in seen(page(ground, proposal, "purchaser-approver"))


class TestCase:
    def test_it_names_contract_and_supplier(self, ground):
        contract = ground.sign()
        text = page(ground, accepting(ground, contract), "procurement-approver")
        assert lead(text) == f"合同编号 {contract.no} · 合同名称 办公系统运维 · 供应商 供应商"

    def test_of_a_joint_contract_all_its_suppliers(self, ground, joint):
        text = page(ground, accepting(ground, joint), "procurement-approver")
        assert lead(text).endswith("供应商 供应商、乙公司")

    def test_and_the_one_whose_money_it_is_about(self, ground, joint):
        ground.decide(joint)
        case = Case(ground.town, joint, now=at("2025-10-09 09:30"))
        offer = case.accepted(case.publish())
        asking = request_lock.propose(actor=case.officer(), now=case.now, offer_id=offer.pk)
        assert lead(page(ground, asking, "institution-approver")).endswith("供应商 供应商")
        lock = request_lock.approve(actor=case.approver(), now=case.now, proposal_id=asking.pk)
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        facts = {"actor": ground.officer(), "now": case.now, "lock_id": lock.pk}
        text = page(ground, acknowledge_lock.propose(**facts), "purchaser-approver")
        assert lead(text).endswith("供应商 供应商")
        assert joint.no in lead(text)

    def test_before_there_is_a_contract_the_award(self, ground):
        award = ground.award()
        proposal = sign_contract.propose(actor=ground.officer(), now=SIGNED, **ground.terms(award))
        text = page(ground, proposal, "purchaser-approver")
        assert lead(text) == (
            f"中标(成交)编号 {award.no} · 中标(成交)名称 办公系统运维 · 供应商 供应商"
        )

    def test_of_a_wish_on_an_award_too(self, ground):
        award = stand_award(ground.town)
        case = Case(ground.town, None, now=NOW)
        wish = case.intend(contract_id=None, award_id=award.pk)
        proposal = reject_application.propose(
            actor=case.officer(), now=case.now, application_id=case.application(wish).pk,
            code="outside-policy", words="不在本机构公布的服务区域内",
        )  # fmt: skip
        text = page(ground, proposal, "institution-approver")
        assert lead(text).startswith(f"中标(成交)编号 {award.no} · ")

    def test_where_it_is_about_none_it_names_none(self, desk):
        assert lead(read(desk.at("approver"), desk.place())) == ""
