"""Recording awards, their shares, cancelling and claiming them."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from cairong.audit.models import Event, Outbox, RefusalRecord
from cairong.clocks import reads as clocks
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.actions.claim_awards import claim_awards
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.import_awards import import_awards
from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.facts import Items, Milestone, Winner
from cairong.contracts.importing.rows import AwardRow
from cairong.contracts.models import Award, Contract
from cairong.contracts.reads import award_for, awards_of, unclaimed_awards
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    Refusal,
    WrongState,
)
from contracts.ground import AMOUNT, AWARDED, SIGNED, Ground
from support.town import at


def test_an_award_is_recorded_with_its_duty_and_its_letter(ground: Ground):
    award = ground.award(project_no="洛采-2025-1")
    duty = clocks.newest(award.pk, "sign_contract")
    assert (award.no, award.state, award.region) == ("ZB2025-000001", "noticed", "410303")
    assert (duty.due_on, duty.due_law_on) == (date(2025, 9, 30), date(2025, 10, 15))
    assert award.shares.get().share_fen == AMOUNT
    event = Event.objects.get(type="contracts.award.recorded")
    assert {row.consumer for row in Outbox.objects.filter(event=event)} == {
        "tell",
        "outreach.send_letter",
    }


def test_numbers_run_on_per_year(ground: Ground):
    numbers = [ground.award().no, ground.award().no]
    numbers.append(ground.award(notice_on=date(2024, 12, 30)).no)
    assert numbers == ["ZB2025-000001", "ZB2025-000002", "ZB2024-000001"]


def test_a_winner_may_be_a_name_alone(ground: Ground):
    share = ground.award(supplier_name="未登记的公司").shares.get()
    assert (share.supplier, share.supplier_name) == (None, "未登记的公司")


def test_a_name_that_is_registered_is_known(ground: Ground):
    supplier = ground.town.supplier()
    assert ground.award(supplier_name="供应商").shares.get().supplier == supplier
    event = Event.objects.get(type="contracts.award.recorded")
    assert event.after["codes"] == [f"供应商:{supplier.uscc}"]


@pytest.mark.parametrize(
    ("facts", "kind", "code"),
    [
        ({"notice_on": date(2025, 9, 16)}, PolicyBreach, "contracts.day_to_come"),
        ({"notice_on": date(1, 1, 1)}, Invalid, "invalid.range"),
        ({"notice_on": date(1948, 12, 31)}, Invalid, "invalid.range"),
        ({"amount_fen": 0}, Invalid, "invalid.money_zero"),
        ({"title": ""}, Invalid, "invalid.missing"),
        ({"title": "项目\u202e反"}, Invalid, "invalid.text_character"),
        ({"title": "项目\x00"}, Invalid, "invalid.text_character"),
        ({"winners": []}, Invalid, "contracts.winner_missing"),
        ({"supplier_id": uuid4()}, Invalid, "contracts.winner_missing"),
        (
            {"winners": [Winner(name="甲", share_fen=1), Winner(name="乙", share_fen=2)]},
            PolicyBreach,
            "contracts.shares_sum",
        ),
    ],
)
def test_what_cannot_be_recorded(ground: Ground, facts, kind, code):
    with pytest.raises(kind) as refused:
        ground.award(**facts)
    assert refused.value.findings[0].code == code
    assert not Award.objects.exists()
    assert RefusalRecord.objects.get().code == code


def test_only_the_purchasers_officer_records(ground: Ground):
    approver = ground.approver()
    ground.officer = lambda: approver
    with pytest.raises(NotAllowed):
        ground.award()


def test_another_purchaser_does_not_find_it(ground: Ground):
    award = ground.award()
    with pytest.raises(NotFound):
        award_for(ground.officer("别的单位"), award.pk)
    assert award in awards_of(ground.supplier())
    assert award in awards_of(ground.desk())


def test_shares_of_a_consortium(ground: Ground):
    second = ground.town.supplier("乙公司", "91410300MA3X4LQK6G")
    award = ground.award(
        winners=[Winner(supplier_id=ground.town.supplier().pk), Winner(name="乙公司")]
    )
    shares = [
        Winner(name="供应商", share_fen=AMOUNT - 1),
        Winner(supplier_id=second.pk, share_fen=1),
    ]
    enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    assert list(award.shares.order_by("position").values_list("share_fen", flat=True)) == [
        AMOUNT - 1,
        1,
    ]


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([Winner(name="丙公司", share_fen=1)], "contracts.share_of_other"),
        (
            [Winner(name="甲", share_fen=AMOUNT), Winner(name="乙", share_fen=1)],
            "contracts.shares_above_award",
        ),
        ([Winner(name="甲", share_fen=-1)], "invalid.money_zero"),
    ],
)
def test_shares_that_cannot_stand(ground: Ground, shares, code):
    award = ground.award(winners=[Winner(name="甲"), Winner(name="乙")])
    with pytest.raises(Refusal) as refused:
        enter_shares(actor=ground.officer(), now=AWARDED, award_id=award.pk, shares=shares)
    assert refused.value.findings[0].code == code


def test_cancelling_ends_the_duty_and_the_draft(ground: Ground):
    award = ground.award()
    save_draft(actor=ground.officer(), now=AWARDED, award_id=award.pk)
    cancel_award(actor=ground.officer(), now=SIGNED, award_id=award.pk, reason="项目\n终止")
    assert Contract.objects.get().state == "cancelled"
    assert clocks.newest(award.pk, "sign_contract").state == "cancelled"
    with pytest.raises(WrongState):
        cancel_award(actor=ground.officer(), now=SIGNED, award_id=award.pk, reason="再来")


def test_a_draft_is_prefilled_and_says_from_where(ground: Ground):
    award = ground.award(project_no="洛采-2025-1", scope="系统运维")
    draft = save_draft(actor=ground.officer(), now=AWARDED, award_id=award.pk)
    assert (draft.title, draft.project_no, draft.subject_matter) == (
        "办公系统运维",
        "洛采-2025-1",
        "系统运维",
    )
    assert draft.sources["title"] == "中标(成交)记录"
    assert draft.sources["purchaser_address"] == "单位登记信息"


def test_a_draft_keeps_what_is_left_out(ground: Ground):
    award = ground.award()
    officer = ground.officer()
    first = save_draft(
        actor=officer,
        now=AWARDED,
        award_id=award.pk,
        items=Items(quality="一等"),
        schedule=[Milestone(milestone="验收", percent=100)],
    )
    second = save_draft(
        actor=officer, now=AWARDED, award_id=award.pk, items=Items(quantity="3台"),
        seen_revision=first.revision,
    )  # fmt: skip
    assert (second.quality, second.quantity, second.schedule.count()) == ("一等", "3台", 1)
    assert second.sources["quality"] == "录入"
    with pytest.raises(Conflict):
        save_draft(actor=officer, now=AWARDED, award_id=award.pk, seen_revision=first.revision)


@pytest.mark.parametrize(
    "items",
    [
        Items(retention_fen=AMOUNT + 1),
        Items(prepayment_fen=-1),
        Items(quality="x" * 1001),
        Items(place="a" + "\u0301" * 50),
    ],
)
def test_values_no_draft_takes(ground: Ground, items):
    award = ground.award()
    with pytest.raises(Invalid):
        save_draft(actor=ground.officer(), now=AWARDED, award_id=award.pk, items=items)


def row(**changed) -> AwardRow:
    facts = {
        "line": 2, "src": "测试", "src_id": "1", "kind": "中标", "notice_on": date(2025, 8, 1),
        "purchaser_name": "采购人", "suppliers": ("供应商",), "title": "𠮷田𬭚处理",
        "amount_fen": 100, "place_city": "洛阳市", "place_district": "西工区",
    }  # fmt: skip
    return AwardRow(**{**facts, **changed})


def test_claiming_joins_own_imported_rows_and_starts_their_duties(ground: Ground):
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row()])
    award = Award.objects.get()
    assert (award.purchaser, award.region, award.sample) == (None, "410303", False)
    officer, supplier = ground.officer(), ground.supplier()
    claim_awards(actor=officer, now=AWARDED)
    claim_awards(actor=supplier, now=AWARDED)
    award.refresh_from_db()
    assert award.purchaser_id == officer.organisation_id
    assert award.shares.get().supplier_id == supplier.organisation_id
    assert clocks.newest(award.pk, "sign_contract").due_on == date(2025, 8, 18)
    assert not unclaimed_awards(officer).exists()
    with pytest.raises(NotFound):
        claim_awards(actor=officer, now=AWARDED)


def test_a_claimed_contract_was_signed_before_and_starts_no_duty(ground: Ground):
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row(kind="合同")])
    claim_awards(actor=ground.officer(), now=AWARDED)
    award = Award.objects.get()
    assert award.purchaser_id is not None
    assert clocks.newest(award.pk, "sign_contract") is None


@pytest.mark.parametrize("district", ["", "高新区", "宜阳县"])
def test_an_imported_award_lies_where_its_registered_purchaser_does(ground: Ground, district):
    ground.officer()
    rows = [row(place_district=district, kind="合同")]
    import_awards(actor=ground.town.system, now=AWARDED, rows=rows)
    assert (Award.objects.get().region, Contract.objects.get().region) == ("410303", "410303")


def test_a_countys_desk_enters_its_own_rows_alone(ground: Ground):
    clerk = replace(ground.town.bureau("procurement-officer"), region="410303")
    rows = [
        row(place_district="西工区", src_id="1"),
        row(line=3, place_district="宜阳县", src_id="2", purchaser_name="别处"),
        row(line=4, place_city="宜昌市", src_id="3", purchaser_name="外地"),
    ]
    done = import_awards(actor=clerk, now=AWARDED, rows=rows)
    assert (done.awards, done.samples, done.unchanged, done.foreign) == (1, 0, 0, [3, 4])
    assert Award.objects.get().region == "410303"


def test_samples_cannot_be_claimed(ground: Ground):
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row(place_city="宜昌市")])
    with pytest.raises(NotFound):
        claim_awards(actor=ground.officer(), now=at("2025-09-16 09:00"))


def test_imported_rows_of_the_city_find_registered_parties(ground: Ground):
    officer, supplier = ground.officer(), ground.supplier()
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row(), row(src_id="2", kind="合同")])
    first, second = Award.objects.order_by("src_id")
    assert first.purchaser_id == second.purchaser_id == officer.organisation_id
    assert first.shares.get().supplier_id == supplier.organisation_id
    assert clocks.newest(first.pk, "sign_contract") is not None
    assert Contract.objects.get().award == second


def test_a_known_row_with_other_content_is_told_apart(ground: Ground):
    import_awards(actor=ground.town.system, now=AWARDED, rows=[row()])
    again = import_awards(
        actor=ground.town.system, now=AWARDED, rows=[row(), row(line=3, amount_fen=7)]
    )
    assert (again.awards, again.unchanged, again.differing) == (0, 1, [3])
    assert Award.objects.get().amount_fen == 100
