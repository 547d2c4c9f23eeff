"""What the second person of an institution reads of an act: whom, what and how much it is about."""

import pytest

from cairong.audit.models import Event
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.lending.models import Offer
from cairong.outreach.sentences import message_of
from cairong.parties.models import Proposal
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import (
    resume_product,
    retire_product,
    suspend_product,
)
from cairong.web.facts import changes, placed, submitted
from lending.ground import PRODUCT, Case, stand_case
from support.staging import staged
from support.town import Town, at, found_town

PLACES = {"410300": "洛阳市", "410303": "西工区", "410327": "宜阳县"}
DRAWN = at("2025-10-21 10:00")
OPAQUE = ("account_no", "bank", "cnaps")


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def case(town: Town) -> Case:
    return stand_case(town)


def laid(case: Case, act, now=None, **arguments) -> Proposal:
    return act.propose(actor=case.officer(), now=now or case.now, **arguments)


def read(proposal: Proposal) -> dict[str, tuple[str, str]]:
    """Read the page's table: each word with what is now and what would be."""
    proposal.refresh_from_db()
    before, after = (placed(one, PLACES) for one in (proposal.before, proposal.after))
    return {one.word: (one.before, one.after) for one in changes(before, after, proposal.act)}


def unchanged(text: str) -> tuple[str, str]:
    return text, text


def whose(case: Case) -> dict[str, tuple[str, str]]:
    return {
        "供应商": unchanged("供应商"),
        "合同": unchanged(f"{case.contract.no} 信息系统运维"),
        "融资意向编号": unchanged("YX2025-000001"),
    }


def holds(shown: dict, wanted: dict) -> None:
    assert {word: shown.get(word) for word in wanted} == wanted


class TestProducts:
    @pytest.mark.parametrize(
        ("act", "state"),
        [
            (suspend_product, ("在架", "暂停受理")),
            (retire_product, ("在架", "已下架")),
            (resume_product, ("暂停受理", "在架")),
        ],
    )
    def test_which_product_is_turned(self, case, act, state):
        product = case.publish()
        if act is resume_product:
            case.by_bank(suspend_product, "甲银行", product_id=product.pk, reason="额度用完")
        shown = read(laid(case, act, product_id=product.pk, reason="额度调整"))
        assert shown["名称"] == unchanged("甲贷")
        assert shown["状态"] == state
        assert next(iter(shown)) == "名称"

    def test_what_a_new_version_changes(self, case):
        ground = "供应商两次逾期,经贷审会研究"
        product = case.publish(collateral="股东担保", collateral_ground=ground, source="旧文号")
        facts = {**PRODUCT, "name": "甲新贷", "product_id": product.pk, "source": "新文号"}
        shown = read(laid(case, publish_product, **facts, regions=["410303", "410327"]))
        holds(shown, {
            "名称": ("甲贷", "甲新贷"),
            "状态": unchanged("在架"),
            "来源": ("旧文号", "新文号"),
            "抵押担保": ("股东担保", "不要求"),
            "要求抵押担保的依据": (ground, ""),
            "服务区域": ("洛阳市", "西工区、宜阳县"),
        })  # fmt: skip

    def test_that_a_suspended_one_returns_to_the_shelf(self, case):
        product = case.publish()
        case.by_bank(suspend_product, "甲银行", product_id=product.pk, reason="额度用完")
        shown = read(laid(case, publish_product, **PRODUCT, product_id=product.pk))
        assert shown["状态"] == ("暂停受理", "在架")

    def test_what_was_entered_is_in_words(self, case):
        proposal = laid(case, publish_product, **PRODUCT, regions=["410303"])
        proposal.refresh_from_db()
        entered = submitted(placed(proposal.arguments, PLACES), proposal.act)
        said = {one.word: one.value for one in entered}
        assert (said["抵押担保"], said["服务区域"]) == ("不要求", "西工区")


class TestLending:
    def test_an_offer(self, case):
        product = case.publish(hold_until_due=True, lpr="5Y", day_count=365)
        intent = case.intend()
        case.complete(intent)
        case.verify(intent)
        proposal = laid(case, approve_offer, **case.terms(intent, product, 300_000))
        holds(read(proposal), {
            **whose(case),
            "产品": ("", "甲贷"),
            "状态": ("审批中", "待供应商选择"),
            "LPR 期限": ("", "五年期以上"),
            "计息基准天数": ("", "365"),
            "到期才还": ("", "是"),
        })  # fmt: skip

    def test_an_application_turned_down(self, case):
        application = case.application(case.intend())
        facts = {"code": "term-mismatch", "words": "预计付款日太晚,请缩短期限后再申请"}
        shown = read(laid(case, reject_application, application_id=application.pk, **facts))
        holds(shown, {**whose(case), "金额": unchanged("¥300,000.00")})

    def test_an_application_on_an_award_turned_down(self, case):
        intent = case.intend()
        intent.contract = None
        intent.save(update_fields=["contract"])
        facts = {"code": "term-mismatch", "words": "预计付款日太晚,请缩短期限后再申请"}
        application = case.application(intent)
        shown = read(laid(case, reject_application, application_id=application.pk, **facts))
        award = case.contract.award
        assert shown["中标(成交)项目"] == unchanged(f"{award.no} 信息系统运维")

    def test_a_lock_and_what_of_it_the_purchaser_may_not_read(self, case):
        offer = case.accepted(case.publish())
        proposal = laid(case, request_lock, offer_id=offer.pk)
        wanted = {**whose(case), "收款人": unchanged("供应商"), "金额": unchanged("¥300,000.00")}
        holds(read(proposal), wanted)
        assert not set(OPAQUE) & {*proposal.before, *proposal.after}
        request_lock.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
        event = Event.objects.get(type="lending.lock.requested")
        assert case.contract.purchaser_id in event.visible_to
        assert set(event.before) == {"supplier", "contract", "payee", "payee_version", "offer"}
        assert set(event.after) - set(event.before) == {"lock", "lapses_on", "tell"}

    def test_a_draw(self, case):
        offer = case.ready(case.publish())
        shown = read(laid(case, disburse, DRAWN, offer_id=offer.pk, amount_fen=10_000_000))
        holds(shown, {
            **whose(case),
            "产品": unchanged("甲贷"),
            "金额": ("", "¥100,000.00"),
            "已放款": ("¥0.00", "¥100,000.00"),
            "还可放款": ("¥300,000.00", "¥200,000.00"),
        })  # fmt: skip

    def test_what_is_given_up_and_what_of_it_the_purchaser_may_not_read(self, case):
        offer = case.accepted(case.publish())
        case.lock(offer)
        proposal = laid(case, step_back, offer_id=offer.pk, reason="查出在先质押")
        holds(read(proposal), {
            **whose(case),
            "产品": unchanged("甲贷"),
            "金额": unchanged("¥300,000.00"),
            "已放款": unchanged("¥0.00"),
            "还可放款": ("¥300,000.00", "¥0.00"),
        })  # fmt: skip
        step_back.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
        event = Event.objects.get(type="lending.offer.stepped_back")
        assert case.contract.purchaser_id in event.visible_to
        assert set(event.before) == {"supplier", "contract", "state"}
        assert set(event.after) == {"supplier", "contract", "state", "reason", "tell"}

    def test_a_repayment(self, case):
        loan = case.draw(case.ready(case.publish(), 100_000), 100_000, now=DRAWN)
        facts = {"amount_fen": 1_000_000, "on": DRAWN.date(), "means": "转账"}
        shown = read(laid(case, record_repayment, DRAWN, loan_id=loan.pk, **facts))
        holds(shown, {
            **whose(case),
            "编号": unchanged(loan.no),
            "状态": unchanged("还款中"),
            "未还本金": ("¥100,000.00", "¥90,000.00"),
            "解除锁定": unchanged("否"),
            "合同结清": unchanged("否"),
        })  # fmt: skip


def test_a_yearly_cost_that_nobody_can_work_out_is_a_dash(case):
    """One day, and a fee of most of the amount: the rate is past all bounds."""
    product = case.publish(fee_fen=29_000_000)
    intent = case.intend()
    case.complete(intent)
    case.verify(intent)
    facts = case.terms(intent, product, 300_000, days=1, fee_fen=29_000_000)
    proposal = laid(case, approve_offer, **facts)
    assert read(proposal)["年化成本(内部收益率,%)"] == ("", "—")
    approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
    assert Offer.objects.get().irr_percent is None
    event = Event.objects.get(type="lending.application.approved")
    assert event.after["irr_percent"] is None
    assert "1 天,年化成本 —,有效至" in message_of(event)
