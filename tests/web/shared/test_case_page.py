"""One case as each role reads it: the ball, what it can do, the money, and nothing of others."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from cairong.cases.balls import balls_of
from cairong.cases.financings import financing_of
from cairong.kernel.actor import Role
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import Mandate
from cairong.treasury.actions.refuse_lock import refuse_lock
from lending.ground import drain, sign, stand_award
from support.town import at

PARTIES = ("purchaser-officer", "purchaser-approver", "supplier")
WATCHERS = (
    "procurement-officer", "procurement-approver", "treasury-officer", "treasury-approver",
    "county-clerk", "pboc", "sme-authority", "regulator",
)  # fmt: skip


def page(client, case) -> str:
    answer = client.get(reverse("case", args=[case.contract.pk]))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def duty(text: str, word: str) -> str:
    """The deadline of one duty of the page."""
    return text.split(f'<div class="duty"><p><strong>{word}</strong>')[1].split(
        "</details>", maxsplit=1
    )[0]


def words(drawn: str) -> str:
    """What is read of a part, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", drawn.split("<details", 1)[1]).split(">", 1)[1].split())


@pytest.mark.parametrize("role", [*PARTIES, *WATCHERS])
def test_everybody_concerned_reads_the_case(desks, case, role):
    text = page(desks(role), case)
    assert case.contract.title in text
    assert "¥685,200.00" in text
    assert "时间线" in text


def test_an_institution_reads_what_is_public_of_a_case(desks, case):
    text = page(desks("institution-officer"), case)
    assert "信息系统运维" in text
    assert "这份合同的钱" not in text


def test_another_purchaser_does_not_find_it(desks, case):
    stranger = desks(
        "purchaser-officer", organisation=case.town.purchaser("别的单位"), which="-else"
    )
    assert stranger.get(reverse("case", args=[case.contract.pk])).status_code == 404


def test_another_supplier_does_not_find_it(desks, case):
    other = case.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G")
    stranger = desks("supplier", organisation=other, which="-else")
    assert stranger.get(reverse("case", args=[case.contract.pk])).status_code == 404


def test_nobody_signed_in_is_led_to_the_door(client, case):
    answer = client.get(reverse("case", args=[case.contract.pk]))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/sign-in/?next=")


def test_the_ball_moves_with_the_case(desks, case):
    purchaser = desks("purchaser-officer")
    assert "等待 <strong>履约验收</strong>" in page(purchaser, case)
    offer = case.accepted(case.publish())
    assert "申请锁定回款账户" in page(desks("institution-officer"), case)
    lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    text = page(desks("supplier"), case)
    assert "供应商同意" in text
    assert lock.state == "requested"


def test_the_ball_is_mine_only_where_i_can_act(desks, case):
    case.accepted(case.publish())
    mine = {
        role: "等我做" in page(desks(role), case)
        for role in ("institution-officer", "institution-manager", "institution-approver",
                     "treasury-officer", "procurement-officer", "county-clerk")
    }  # fmt: skip
    assert mine == {**dict.fromkeys(mine, False), "institution-officer": True}


def test_what_waits_for_a_desk_waits_for_its_officer_and_the_clerk_of_the_county(desks, case):
    contract = sign(case.town, stand_award(case.town), filed=False)
    for role, mine in (("procurement-officer", True), ("county-clerk", True),
                       ("procurement-approver", False), ("treasury-officer", False)):  # fmt: skip
        text = desks(role).get(reverse("case", args=[contract.pk])).content.decode()
        assert ("等我做" in text) is mine, role


def test_the_purchaser_reads_the_steps_it_may_know(desks, case):
    case.draw(case.ready(case.publish(), 300_000), 300_000)
    text = page(desks("purchaser-officer"), case)
    steps = text.split('class="steps')[1].split("</ol>")[0]
    assert "锁定账户" in steps
    for hidden in ("融资意向", "审批报价", "放款", "结清"):
        assert hidden not in steps
    assert steps.count("进行中") == 1
    assert steps.index("锁定账户") < steps.index("进行中") < steps.index("付清")


def test_a_rival_institution_reads_nothing_of_an_offer(desks, case):
    rival = desks("institution-officer", organisation=case.bank("乙银行"), which="-rival")
    product = case.publish()
    case.offer(case.intend(300_000), product, 300_000)
    text = page(rival, case)
    assert "甲银行" not in text
    assert "300,000" not in text


def test_the_purchaser_reads_no_terms_of_the_financing(desks, case):
    case.draw(case.ready(case.publish(), 300_000), 300_000)
    text = page(desks("purchaser-officer"), case)
    assert "300,000" not in text
    assert "年化" not in text


def test_the_supplier_reads_its_loan_and_where_its_money_went(desks, case):
    case.draw(case.ready(case.publish(), 300_000), 300_000)
    case.paid("274080", case.now, milestone="签订开票")
    text = page(desks("supplier"), case)
    assert "贷款" in text
    assert "¥274,080.00" in text
    assert "已支付" in text


def test_a_settled_case_waits_for_nobody(desks, case):
    case.draw(case.ready(case.publish(), 300_000), 300_000)
    case.paid("274080", case.now, milestone="签订开票")
    case.paid("411120", case.now, milestone="验收")
    drain(case.now)
    text = page(desks("procurement-officer"), case)
    assert "没有等待办理的事项" in text


def test_the_names_of_others_people_stay_with_them(desks, case):
    text = page(desks("supplier"), case)
    purchaser = case.town.purchaser()
    for mandate in Mandate.objects.filter(organisation=purchaser).select_related("person"):
        assert mandate.person.name not in text


def test_statements_of_the_page_do_not_grow_with_the_case(
    desks, case, django_assert_max_num_queries
):
    client = desks("procurement-officer")
    case.draw(case.ready(case.publish(), 300_000), 300_000)
    page(client, case)
    with django_assert_max_num_queries(32):
        page(client, case)


class TestBall:
    def test_before_the_filing_is_decided_the_procurement_desk_holds_it(self, db, case):
        contract = sign(case.town, stand_award(case.town), filed=False)
        held = balls_of(case.town.bureau("procurement-officer"), contract.pk, now=case.now)[0]
        assert held.state.holder is Role.PROCUREMENT_OFFICER
        assert held.state.awaits == "审核备案"

    def test_each_actor_sees_its_own_balls_alone(self, case):
        product = case.publish()
        case.offer(case.intend(300_000), product, 300_000)
        case.contract.refresh_from_db()
        mine = balls_of(case.officer(), case.contract.pk, now=case.now)
        rival = balls_of(case.officer("乙银行"), case.contract.pk, now=case.now)
        assert [one.state.word for one in mine] == ["待供应商选择"]
        assert [one.state.word for one in rival] == []

    def test_a_lock_not_agreed_to_has_to_be_asked_for_again(self, desks, case):
        offer = case.accepted(case.publish())
        lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        case.contract.refresh_from_db()
        assert (
            balls_of(case.officer(), case.contract.pk, now=case.now)[0].state.awaits == "供应商同意"
        )
        refuse_lock(actor=case.supplier, now=case.now, lock_id=lock.pk, reason="另有安排")
        (held,) = balls_of(case.officer(), case.contract.pk, now=case.now)
        intent = financing_of(case.supplier, offer.intent_id, now=case.now)
        assert held.state.awaits == intent.ball.state.awaits == "申请锁定回款账户"
        found = reverse("application", args=[offer.application_id])
        answer = desks("institution-officer").get(found)
        assert answer.status_code == 200
        assert "账户锁定后落实放款条件" not in answer.content.decode()

    def test_what_is_due_comes_before_what_is_to_be_accepted(self, case):
        case.paid("274080", case.now, milestone="签订开票")
        case.contract.refresh_from_db()
        held = balls_of(case.town.bureau("treasury-officer"), case.contract.pk, now=case.now)
        assert held[0].state.awaits == "履约验收"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2025-10-09 23:59", "今天到期 · 10月9日(周四)前"),
        ("2025-10-10 00:01", "已超 1 个工作日 · 应于 10月9日(周四)前完成"),
        (
            "2025-10-11 10:00",
            "已超 2 个工作日 · 应于 10月9日(周四)前完成",
        ),  # a worked Saturday
        ("2025-10-12 10:00", "已超 2 个工作日 · 应于 10月9日(周四)前完成"),
        ("2025-10-13 10:00", "已超 3 个工作日 · 应于 10月9日(周四)前完成"),
    ],
)
def test_a_filing_not_reviewed_says_by_how_much_it_is_late(desks, case, clock, now, said):
    clock.set(now)
    waiting = replace(case, contract=sign(case.town, stand_award(case.town), filed=False))
    deadline = words(duty(page(desks("procurement-officer"), waiting), "审核备案"))
    assert deadline.startswith(said)


def test_a_late_filing_says_by_how_much(desks, case, clock):
    """Signed on 26 September it had to be filed by the 30th; it was on 13 October."""
    clock.set("2025-10-14 09:00")
    late = sign(case.town, stand_award(case.town), now=at("2025-10-13 15:00"), filed=False)
    text = page(desks("procurement-officer"), replace(case, contract=late))
    filed = words(duty(text, "备案合同"))
    assert filed.startswith("迟延完成 · 10月13日(周一)完成")
    assert "期限 2025年9月30日 法定期限 2025年10月13日" in filed
    assert "按期完成" in duty(text, "签订合同")
