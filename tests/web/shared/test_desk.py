"""The first screen: what waits for me, what I did, what I began, what I was told."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.filing.actions.decide_filing import decide_filing
from cairong.kernel.calendar import day_of
from cairong.lending.actions.request_lock import request_lock
from cairong.outreach.models import Message, Reading
from cairong.parties.models import Proposal
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from lending.ground import sign, stand_award

ROLES = (
    "supplier", "purchaser-officer", "purchaser-approver", "institution-officer",
    "institution-approver", "institution-manager", "procurement-officer", "procurement-approver",
    "treasury-officer", "treasury-approver", "county-clerk", "pboc", "sme-authority", "regulator",
    "operator",
)  # fmt: skip


def told(now) -> None:
    """Let every message be delivered."""
    while rows := [one for one in waiting(now=now) if one.consumer in CONSUMERS]:
        for row in rows:
            deliver(row, now=now, consumers=CONSUMERS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["desk", "desk-done", "desk-started", "messages"])
def test_every_role_has_its_desk(desks, role, name):
    assert desks(role).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_the_first_screen_costs_a_bounded_number_of_statements(
    desks, role, django_assert_max_num_queries
):
    client = desks(role)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(30):
        client.get(reverse("desk"))


def test_an_empty_desk_says_what_would_be_here(desks):
    text = desks("treasury-approver").get(reverse("desk")).content.decode()
    assert "现在没有待办事项" in text


@pytest.mark.parametrize("role", ["inspector"])
def test_where_nothing_can_wait_no_list_says_that_nothing_does(desks, role):
    assert "现在没有待办事项" not in desks(role).get(reverse("desk")).content.decode()


def test_a_filing_waits_at_the_procurement_desk_alone(desks, case):
    sign(case.town, stand_award(case.town), filed=False)
    assert "审核备案" in desks("procurement-officer").get(reverse("desk")).content.decode()
    assert "审核备案" not in desks("treasury-officer").get(reverse("desk")).content.decode()
    assert "审核备案" not in desks("supplier").get(reverse("desk")).content.decode()


def test_a_duty_leads_to_where_it_is_done(desks, case):
    contract = sign(case.town, stand_award(case.town), filed=False)
    text = desks("procurement-officer").get(reverse("desk")).content.decode()
    assert reverse("finance-filing", args=[contract.pk]) in text


@pytest.mark.parametrize("name", ["desk", "desk-todo"])
def test_what_is_proposed_waits_for_the_second_person_by_the_same_day(desks, case, name):
    contract = sign(case.town, stand_award(case.town), filed=False)
    client, second = desks("procurement-officer"), desks("procurement-approver")
    text = client.get(reverse(name)).content.decode()
    assert "去办理" in text
    (until,) = re.findall(r'deadline-until">([^<]*)<', text)
    assert contract.title not in second.get(reverse(name)).content.decode()
    decide_filing.propose(
        actor=case.town.bureau("procurement-officer"), now=case.now,
        contract_id=contract.pk, verdict="accept",
    )  # fmt: skip
    assert contract.title not in client.get(reverse(name)).content.decode()
    text = second.get(reverse(name)).content.decode()
    assert "复核:审核合同备案" in text
    assert until in text


def test_a_payment_asked_for_on_its_receivable_is_with_the_second_person(desks, case):
    officer = case.town.actor(case.town.purchaser(), "purchaser-officer")
    facts = {"contract_id": case.contract.pk, "amount_fen": 10_000_000}
    record_acceptance(
        actor=officer, now=case.now, milestone="签订开票", on=day_of(case.now), **facts
    )
    client = desks("purchaser-officer")
    assert "申请支付" in client.get(reverse("desk")).content.decode()
    request_payment.propose(actor=officer, now=case.now, **facts)
    assert "申请支付" not in client.get(reverse("desk")).content.decode()
    assert "复核:申请支付" in desks("purchaser-approver").get(reverse("desk")).content.decode()


def test_a_proposal_waits_for_the_second_person_and_stands_among_what_the_first_began(desks, case):
    offer = case.accepted(case.publish())
    proposal = request_lock.propose(actor=case.officer(), now=case.now, offer_id=offer.pk)
    approver = desks("institution-approver").get(reverse("desk")).content.decode()
    assert "复核:申请锁定回款账户" in approver
    assert reverse("proposal", args=[proposal.pk]) in approver
    officer = desks("institution-officer").get(reverse("desk")).content.decode()
    assert "复核:申请锁定回款账户" not in officer
    rival = desks("institution-approver", organisation=case.bank("乙银行"), which="-rival")
    assert "复核:" not in rival.get(reverse("desk")).content.decode()


def test_messages_come_to_the_next_holder_and_are_read_once(desks, case):
    case.intend(300_000)
    told(case.now)
    client = desks("institution-officer")
    listed = client.get(reverse("messages")).content.decode()
    assert "登记了融资意向 ¥300,000.00" in listed
    message = Message.objects.filter(role="institution-officer").latest("pk")
    assert reverse("message", args=[message.pk]) in listed
    for _ in range(2):
        answer = client.get(reverse("message", args=[message.pk]))
        assert answer.url == reverse("find", args=[message.subject_id])
    assert Reading.objects.filter(message=message).count() == 1
    assert "已读" in client.get(reverse("messages")).content.decode()


def test_a_message_of_another_role_is_not_there(desks, case):
    case.intend(300_000)
    told(case.now)
    message = Message.objects.filter(role="institution-officer").latest("pk")
    assert desks("supplier").get(reverse("message", args=[message.pk])).status_code == 404


def test_what_i_did_is_listed_newest_first(desks, case):
    client = desks("purchaser-officer")
    assert "没有办过的事项" in client.get(reverse("desk-done")).content.decode()


@pytest.mark.parametrize("name", ["desk-done", "desk-started", "messages"])
@pytest.mark.parametrize("query", ["page=0", "page=abc", "sort=evil", "page=-1"])
def test_a_query_nobody_offers_is_noted_above_the_list(desks, name, query):
    answer = desks("supplier").get(f"{reverse(name)}?{query}")
    assert answer.status_code == 200
    assert query.partition("=")[2] in answer.content.decode().partition("<table")[0]


class TestProposal:
    @pytest.fixture
    def asked(self, case) -> Proposal:
        offer = case.accepted(case.publish())
        return request_lock.propose(actor=case.officer(), now=case.now, offer_id=offer.pk)

    def page(self, client, asked):
        return client.get(reverse("proposal", args=[asked.pk]))

    def decide(self, client, asked, decision, reason=""):
        return client.post(
            reverse("proposal-decide", args=[asked.pk]), {"decision": decision, "reason": reason}
        )

    def test_the_second_person_sees_difference_and_basis_and_agrees(self, desks, asked):
        client = desks("institution-approver")
        text = self.page(client, asked).content.decode()
        assert "同意" in text
        assert "二(三)-3" in text
        assert self.decide(client, asked, "approve").status_code == 302
        asked.refresh_from_db()
        assert asked.state == "approved"

    def test_another_reads_why_it_may_not_decide(self, desks, asked):
        text = self.page(desks("institution-officer"), asked).content.decode()
        assert "您不能复核这一事项" in text
        assert self.decide(desks("institution-officer"), asked, "approve").status_code == 403

    def test_returned_only_with_a_reason_and_nothing_typed_is_lost(self, desks, asked):
        client = desks("institution-approver")
        answer = self.decide(client, asked, "return")
        assert answer.status_code == 422
        assert self.decide(client, asked, "return", "材料不全").status_code == 302
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == ("returned", "材料不全")
        assert "材料不全" in self.page(client, asked).content.decode()

    def test_decided_twice_the_second_reads_why(self, desks, asked):
        client = desks("institution-approver")
        self.decide(client, asked, "approve")
        answer = self.decide(client, asked, "approve")
        assert answer.status_code == 409
        assert "已同意" in answer.content.decode()

    def test_a_decision_nobody_offers_is_refused(self, desks, asked):
        assert self.decide(desks("institution-approver"), asked, "burn").status_code == 422

    def test_a_field_nobody_asked_for_is_refused(self, desks, asked):
        answer = desks("institution-approver").post(
            reverse("proposal-decide", args=[asked.pk]),
            {"decision": "approve", "reason": "", "approver": "me"},
        )
        assert answer.status_code == 422
        asked.refresh_from_db()
        assert asked.state == "waiting"

    def test_another_unit_does_not_find_it(self, desks, case, asked):
        rival = desks("institution-approver", organisation=case.bank("乙银行"), which="-rival")
        assert self.page(rival, asked).status_code == 404
        assert self.decide(rival, asked, "approve").status_code == 404

    def test_opening_it_as_the_second_person_ends_its_recall(self, desks, asked):
        self.page(desks("institution-officer"), asked)
        asked.refresh_from_db()
        assert asked.opened_at is None
        self.page(desks("institution-approver"), asked)
        asked.refresh_from_db()
        assert asked.opened_at is not None

    def test_only_who_prepared_it_may_take_it_back(self, desks, asked):
        answer = desks("institution-officer").post(reverse("proposal-recall", args=[asked.pk]))
        assert answer.status_code == 403


def test_what_is_owed_above_is_refused_before_a_second_person_is_troubled(case):
    purchaser = case.town.purchaser()
    officer = case.town.actor(purchaser, "purchaser-officer")
    before = Proposal.objects.count()
    with pytest.raises(Exception, match="PolicyBreach"):
        request_payment.propose(
            actor=officer, now=case.now, contract_id=case.contract.pk, amount_fen=1
        )
    assert Proposal.objects.count() == before


def test_a_wrong_address_knows_who_asks(desks):
    answer = desks("supplier").get("/nothing/")
    assert answer.status_code == 404
    assert "回到工作台" in answer.content.decode()
    page = Client().get("/nothing/").content.decode()
    assert "回到工作台" not in page
    assert "没有找到这一页 · " in page


def test_whose_step_it_is_is_said_officer_first(desks):
    page = desks("supplier").get("/finance/exceptions/").content.decode()
    assert "请由国库科经办、国库科复核办理" in page
