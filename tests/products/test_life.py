"""A product from draft to retirement: two persons, refusals in words, running offers untouched.

二(一)-2 二(五)-5 二(五)-7
"""

from datetime import date

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, PolicyBreach, Refusal, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.models import Offer
from cairong.parties.four_eyes import send_back, take_back
from cairong.parties.models import Proposal
from cairong.policy.catalogue import sentence
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import (
    resume_product,
    retire_product,
    suspend_product,
)
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import version_in_force
from cairong.products.shelf import ShelfQuery, shelf
from cairong.rulebook.models import LprRow
from lending.ground import PRODUCT, Case, stand_case
from support.staging import staged
from support.town import CITY, at
from support.visitors import organisation_of

NOW = at("2025-09-01 09:00")
TURNS = {"suspend": suspend_product, "resume": resume_product, "retire": retire_product}
WISH = ShelfQuery(amount_fen=30_000_000, days=180)


@staged
def case(town) -> Case:
    return stand_case(town)


@staged
def bank(town) -> Case:
    """A case without a contract: only the institution's persons are needed."""
    return Case(town, None)


def draft(bank: Case, **changed) -> Proposal:
    return publish_product.propose(actor=bank.officer(), now=NOW, **{**PRODUCT, **changed})


def turn(bank: Case, product: Product, name: str, reason: str = "额度调整") -> Product:
    return bank.by_bank(TURNS[name], "甲银行", NOW, product_id=product.pk, reason=reason)


def test_a_draft_is_seen_in_full_by_the_second_person(bank: Case):
    product = bank.publish()
    proposal = draft(bank, product_id=product.pk, spread_bp=30, max_days=400)
    assert (proposal.before["spread_bp"], proposal.after["spread_bp"]) == (45, 30)
    assert (proposal.before["max_days"], proposal.after["max_days"]) == (360, 400)
    assert (proposal.before["version"], proposal.after["version"]) == (1, 2)
    assert version_in_force(product).number == 1


def test_a_draft_sent_back_or_taken_back_publishes_nothing(bank: Case):
    first, second = draft(bank), draft(bank, name="乙贷")
    send_back(actor=bank.approver(), now=NOW, proposal_id=first.pk, reason="加点偏高")
    take_back(actor=bank.officer(), now=NOW, proposal_id=second.pk)
    for proposal in (first, second):
        with pytest.raises(WrongState):
            publish_product.approve(actor=bank.approver(), now=NOW, proposal_id=proposal.pk)
    assert not Product.objects.exists()


def test_of_two_drafts_of_one_name_the_second_is_refused(bank: Case):
    first, second = draft(bank), draft(bank)
    publish_product.approve(actor=bank.approver(), now=NOW, proposal_id=first.pk)
    with pytest.raises(Conflict) as refused:
        publish_product.approve(actor=bank.approver(), now=NOW, proposal_id=second.pk)
    assert "已有同名产品" in sentence(refused.value.findings[0])
    assert ProductVersion.objects.count() == 1


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.PUBLIC, Role.SYSTEM, Role.INSTITUTION_OFFICER})
)
def test_only_an_officer_of_an_institution_drafts(bank: Case, role):
    stranger = bank.town.actor(organisation_of(bank.town, role), role)
    with pytest.raises(NotAllowed):
        publish_product.propose(actor=stranger, now=NOW, **PRODUCT)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", TURNS)
def test_each_turn_takes_two_persons_and_a_reason(bank: Case, name):
    product = bank.publish()
    if name == "resume":
        turn(bank, product, "suspend")
    act, before = TURNS[name], Product.objects.get().state
    proposal = act.propose(actor=bank.officer(), now=NOW, product_id=product.pk, reason="调整")
    with pytest.raises(NotAllowed) as refused:
        act.approve(actor=bank.officer(), now=NOW, proposal_id=proposal.pk)
    assert refused.value.obligation == "二(一)-2"
    with pytest.raises(Invalid) as refused:
        turn(bank, product, name, " \n ")
    assert refused.value.field == "reason"
    assert Product.objects.get().state == before
    act.approve(actor=bank.approver(), now=NOW, proposal_id=proposal.pk)
    assert Product.objects.get().reason == "调整"


LIVES = [
    # what was done, what may follow
    ((), {"suspend", "retire"}),
    (("suspend",), {"resume", "retire"}),
    (("suspend", "resume"), {"suspend", "retire"}),
    (("retire",), set()),
    (("suspend", "retire"), set()),
]


@pytest.mark.parametrize(("done", "possible"), LIVES)
def test_what_may_follow_what(bank: Case, done, possible):
    product = bank.publish()
    for name in done:
        turn(bank, product, name)
    state = Product.objects.get().state
    for name in sorted(TURNS.keys() - possible):
        with pytest.raises(WrongState) as refused:
            turn(bank, product, name)
        said = sentence(refused.value.findings[0])
        assert said.startswith("产品现在是「")
        assert Product.objects.get().state == state
    for name in sorted(possible):
        TURNS[name].propose(actor=bank.officer(), now=NOW, product_id=product.pk, reason="调整")


def test_a_new_version_brings_a_suspended_product_back(bank: Case):
    product = bank.publish()
    turn(bank, product, "suspend")
    assert not shelf(CITY, now=NOW, query=WISH)
    bank.by_bank(publish_product, "甲银行", NOW, **{**PRODUCT, "product_id": product.pk})
    assert [one.version.number for one in shelf(CITY, now=NOW, query=WISH)] == [2]
    assert Product.objects.get().reason == ""


WRONG = [
    ({"spread_bp": 2001}, "spread_bp", "2001"), ({"spread_bp": -301}, "spread_bp", "-301"),
    ({"cap_percent": 0}, "cap_percent", "0"), ({"cap_percent": 101}, "cap_percent", "101"),
    ({"max_days": 0}, "max_days", "0"), ({"max_days": 3661}, "max_days", "3661"),
    ({"fee_fen": -1}, "fee_fen", "-1"), ({"day_count": 366}, "day_count", "366"),
    ({"lpr": "3Y"}, "lpr", "3Y"), ({"methods": []}, "methods", ""),
    ({"methods": ["balloon"]}, "methods", "balloon"), ({"name": "长" * 81}, "name", ""),
    ({"min_fen": 20_000, "max_fen": 10_000}, "max_fen", "¥100.00 低于最低金额 ¥200.00"),
    ({"regions": ["410999"]}, "regions", "「410999」不是本市的区域代码"),
    ({"preferences": [{"grade": "A", "less_bp": 501}]}, "preferences", "501"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "field", "words"), WRONG, ids=[str(one[0]) for one in WRONG])
def test_what_is_out_of_range_is_named_with_its_value(bank: Case, changed, field, words):
    with pytest.raises(Invalid) as refused:
        draft(bank, **changed)
    (found,) = refused.value.findings
    assert str(found.params["field"]).startswith(field)
    assert words in sentence(found)
    assert not Proposal.objects.exists()
    assert RefusalRecord.objects.count() == 1


BREACHES = [
    ({"collateral": "股东担保"}, "二(五)-5", ["「股东担保」", "不少于 10 个字", "请去掉这项要求"]),
    ({"spread_bp": -300}, "二(五)-7", ["LPR 300个基点", "请改正加点数"]),
]


@pytest.mark.parametrize(("changed", "obligation", "words"), BREACHES)
def test_what_the_notice_bars_is_said_with_its_clause(bank: Case, changed, obligation, words):
    with pytest.raises(PolicyBreach) as refused:
        draft(bank, **changed)
    (found,) = refused.value.findings
    assert found.obligation == obligation
    for one in words:
        assert one in sentence(found)
    assert not Proposal.objects.exists()


def figures(offer: Offer) -> tuple:
    offer.refresh_from_db()
    return (
        offer.rate_bp, offer.lpr_bp, offer.spread_bp, offer.fee_fen, offer.cap_percent,
        offer.interest_fen, offer.irr_percent, offer.product_version.number,
    )  # fmt: skip


def dearer(case: Case, product: Product) -> None:
    terms = {**PRODUCT, "spread_bp": 200, "fee_fen": 90_000, "cap_percent": 10}
    case.by_bank(publish_product, "甲银行", case.now, **{**terms, "product_id": product.pk})


def another_lpr(case: Case, _product: Product) -> None:
    LprRow.objects.create(
        city_id=CITY, published_on=date(2025, 10, 9), one_year_bp=500, five_year_bp=550,
        source="公告", recorded_at=case.now,
    )  # fmt: skip


def off_the_shelf(case: Case, product: Product) -> None:
    turn(case, product, "retire")


@pytest.mark.parametrize("change", [dearer, another_lpr, off_the_shelf])
def test_a_running_offer_keeps_its_price_to_the_loan(case: Case, change):
    product = case.publish()
    offer = case.offer(case.intend(), product)
    before = figures(offer)
    change(case, product)
    assert figures(offer) == before
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    case.lock(offer)
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=offer.pk, signed_on=case.now.date()
    )
    loan = case.draw(offer, 300_000, now=at("2025-10-21 10:00"))
    assert (loan.rate_bp, loan.fee_fen) == (345, 0)
    assert sum(row.interest_fen for row in loan.instalments.all()) == offer.interest_fen
    assert figures(offer) == before


def test_the_next_offer_is_priced_anew(case: Case):
    product = case.publish()
    case.offer(case.intend(100_000), product, 100_000)
    another_lpr(case, product)
    later = case.offer(case.intend(100_000), product, 100_000)
    assert (later.lpr_bp, later.rate_bp, later.lpr_on) == (500, 545, date(2025, 10, 9))


def test_what_was_drafted_under_one_version_is_judged_by_the_version_in_force(case: Case):
    """A new version between preparing and approving an offer bars what it no longer allows."""
    product = case.publish()
    intent = case.intend()
    case.complete(intent)
    case.verify(intent)
    facts = case.terms(intent, product, 300_000)
    proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
    case.by_bank(
        publish_product, "甲银行", case.now,
        **{**PRODUCT, "product_id": product.pk, "spread_bp": 30},
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
    assert refused.value.findings[0].code == "lending.dearer_than_published"
    assert not Offer.objects.exists()


def test_the_record_of_a_life_stands_in_order(bank: Case):
    product = bank.publish()
    for name in ("suspend", "resume", "retire"):
        turn(bank, product, name, f"因故{name}")
    events = Event.objects.filter(type__startswith="products.product.").order_by("pk")
    assert [one.type.rpartition(".")[2] for one in events] == [
        "published", "suspended", "resumed", "retired",
    ]  # fmt: skip
    assert [one.after.get("reason", "") for one in events][1:] == [
        "因故suspend", "因故resume", "因故retire",
    ]  # fmt: skip
    assert {one.person_id for one in events} == {bank.approver().person_id}
