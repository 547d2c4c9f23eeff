"""Publishing products in versions, suspending and retiring them, and the shelf's order.

二(一)-2 二(一)-4
"""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cairong.audit.models import Event
from cairong.driving.together import together
from cairong.kernel.actor import Actor, public
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.policy.catalogue import sentence
from cairong.policy.cost import cost
from cairong.policy.matching import draw
from cairong.policy.products import Borrower
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import (
    resume_product,
    retire_product,
    suspend_product,
)
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import (
    bounds_for,
    history,
    own_products,
    product_for,
    version_in_force,
)
from cairong.products.shelf import ShelfQuery, bars, compared, shelf
from cairong.rulebook.models import LprRow
from support.town import CITY, COUNTY, Town, at

NOW = at("2025-09-01 09:00")
TERMS = {
    "name": "甲贷", "lpr": "1Y", "spread_bp": 45, "cap_percent": 70, "day_count": 360,
    "methods": ["bullet"], "fee_fen": 0, "max_days": 360, "collateral": "none",
}  # fmt: skip
WISH = ShelfQuery(amount_fen=30_000_000, days=180)


def persons(town: Town, bank: str = "甲银行") -> tuple[Actor, Actor]:
    of = town.institution(bank)
    return town.actor(of, "institution-officer"), town.actor(of, "institution-approver")


def do(town: Town, act, bank: str = "甲银行", now=NOW, **arguments):
    return together(act, *persons(town, bank), now, **arguments)


def publish(town: Town, bank: str = "甲银行", **changed) -> Product:
    return do(town, publish_product, bank, **{**TERMS, **changed})


def test_published_it_stands_in_version_one(town):
    product = publish(town)
    version = version_in_force(product)
    assert (product.state, version.number, version.spread_bp) == ("published", 1, 45)
    assert (version.regions, version.sizes) == ([CITY], ["micro", "small", "medium"])
    assert version.published_by_id == persons(town)[1].person_id
    event = Event.objects.get(type="products.product.published")
    assert event.after["cap_percent"] == 70
    assert "二(五)-7" in event.basis


def test_a_proposal_puts_nothing_on_the_shelf(town):
    officer, _ = persons(town)
    publish_product.propose(actor=officer, now=NOW, **TERMS)
    assert not Product.objects.exists()
    assert not shelf(CITY, now=NOW, query=WISH)


def test_one_person_does_not_publish_alone(town):
    officer, _ = persons(town)
    proposal = publish_product.propose(actor=officer, now=NOW, **TERMS)
    with pytest.raises(NotAllowed):
        publish_product.approve(actor=officer, now=NOW, proposal_id=proposal.pk)


def test_collateral_is_refused(town):
    with pytest.raises(PolicyBreach) as refused:
        publish(town, collateral="房产抵押")
    assert refused.value.obligation == "二(五)-5"
    with pytest.raises(PolicyBreach):
        publish(town, collateral="房产抵押", collateral_ground="太短")
    assert not Product.objects.exists()


def test_collateral_with_a_stated_ground_is_an_exception(town):
    product = publish(
        town, collateral="保证金", collateral_ground="首次合作且合同尚未开始履行,上级批准"
    )
    assert version_in_force(product).collateral == "保证金"
    assert "二(五)-5" in Event.objects.get(type="products.product.published").basis


@pytest.mark.parametrize("none", ["none", "", "无", " NONE "])
def test_none_is_none(town, none):
    assert version_in_force(publish(town, collateral=none)).collateral == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"methods": []},
        {"methods": ["whenever"]},
        {"day_count": 364},
        {"cap_percent": 0},
        {"cap_percent": 101},
        {"max_days": 0},
        {"fee_fen": -1},
        {"lpr": "2Y"},
        {"min_fen": 200, "max_fen": 100},
        {"regions": ["999999"]},
        {"name": " "},
        {"spread_bp": "LPR上浮"},
        {"rate_text": "面议"},
    ],
)
def test_values_that_cannot_stand(town, changed):
    with pytest.raises(Invalid):
        publish(town, **changed)
    assert not Product.objects.exists()


def test_a_rate_of_nothing_is_refused(town):
    with pytest.raises(PolicyBreach) as refused:
        publish(town, spread_bp=-300)
    assert refused.value.obligation == "二(五)-7"


def test_a_region_the_institution_does_not_serve(town):
    profile = town.institution().institution_profile
    profile.regions = [COUNTY]
    profile.save()
    with pytest.raises(Invalid) as refused:
        publish(town, regions=["410327"])
    assert "没有登记服务区域「宜阳县」" in sentence(refused.value.findings[0])
    assert version_in_force(publish(town, regions=[COUNTY])).regions == [COUNTY]


def test_a_name_stands_once_per_institution(town):
    publish(town)
    with pytest.raises(Conflict):
        publish(town)
    publish(town, "乙银行")


def test_an_edit_is_a_new_version_and_the_old_one_stays(town):
    product = publish(town)
    publish(town, product_id=product.pk, spread_bp=30)
    assert [(one.number, one.spread_bp) for one in history(product)] == [(2, 30), (1, 45)]
    event = Event.objects.filter(type="products.product.published").latest("pk")
    assert (event.before["spread_bp"], event.after["spread_bp"]) == (45, 30)
    with pytest.raises(NotFound):
        publish(town, "乙银行", product_id=product.pk)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ProductVersion.objects.update(spread_bp=1)


def test_preferences_by_grade_are_kept(town):
    product = publish(town, preferences=[{"grade": "A", "less_bp": 10, "more_days": 30}])
    assert version_in_force(product).preferences == [
        {"grade": "A", "less_bp": 10, "more_days": 30, "more_percent": 0}
    ]


def test_suspended_resumed_retired(town):
    product = publish(town)
    do(town, suspend_product, product_id=product.pk, reason="额度用完")
    assert not shelf(CITY, now=NOW, query=WISH)
    with pytest.raises(WrongState):
        do(town, suspend_product, product_id=product.pk, reason="额度用完")
    do(town, resume_product, product_id=product.pk, reason="额度恢复")
    assert len(shelf(CITY, now=NOW, query=WISH)) == 1
    do(town, retire_product, product_id=product.pk, reason="产品\n升级")
    with pytest.raises(WrongState):
        publish(town, product_id=product.pk)
    with pytest.raises(NotFound):
        product_for(public(city=CITY), product.pk)
    assert product_for(persons(town)[0], product.pk).state == "retired"
    with pytest.raises(Invalid):
        do(town, suspend_product, product_id=publish(town, name="乙").pk, reason="  ")


def test_another_institution_does_not_touch_it(town):
    product = publish(town)
    with pytest.raises(NotFound):
        do(town, retire_product, "乙银行", product_id=product.pk, reason="x")
    assert list(own_products(persons(town, "乙银行")[0])) == []
    assert own_products(persons(town)[0]).count() == 1


def test_the_shelf_is_sorted_by_yearly_cost_and_what_does_not_fit_comes_last(town):
    publish(town, name="贵", spread_bp=100)
    publish(town, name="有费", spread_bp=10, fee_fen=500_000)
    publish(town, name="便宜", spread_bp=20)
    publish(town, name="太短", spread_bp=0, max_days=90)
    rows = shelf(CITY, now=NOW, query=WISH)
    assert [one.product.name for one in rows] == ["便宜", "贵", "有费", "太短"]
    assert (rows[0].lpr_bp, rows[0].rate_bp, rows[0].lpr_on) == (300, 320, date(2025, 8, 20))
    assert (rows[3].cost, rows[3].bars) == (None, ("期限最长 90 天",))
    for row in rows[:3]:
        whole = cost(
            principal_fen=30_000_000, rate_bp=row.rate_bp, days=180, day_count=360,
            fee_fen=row.version.fee_fen,
        )  # fmt: skip
        assert row.cost.irr_percent == whole.irr_percent
        assert row.all_in_fen == whole.interest_fen + whole.fee_fen


def test_ties_fall_by_a_published_draw_that_changes_daily(town):
    for bank in ("甲银行", "乙银行", "丙银行", "丁银行"):
        publish(town, bank)
    rows = shelf(CITY, now=NOW, query=WISH)
    assert {one.cost.irr_percent for one in rows} == {rows[0].cost.irr_percent}
    drawn = [draw(f"{CITY}-2025-09-01", one.product.pk) for one in rows]
    assert drawn == sorted(drawn)
    orders = {
        tuple(one.product.pk for one in shelf(CITY, now=at(f"2025-09-{day:02d} 09:00"), query=WISH))
        for day in range(1, 11)
    }
    assert len(orders) > 1


def test_what_would_have_to_change_is_said(town):
    product = publish(town, min_fen=10_000, max_fen=20_000, sizes=["micro"], fee_fen=100)
    version = version_in_force(product)
    version.regions = [COUNTY]
    assert bars(version, ShelfQuery(amount_fen=9_999, days=1)) == ["金额不低于 ¥100.00"]
    assert bars(version, ShelfQuery(amount_fen=20_001, days=1)) == ["金额不高于 ¥200.00"]
    assert bars(version, ShelfQuery(amount_fen=100, days=361, method="equal-principal")) == [
        "不提供这种还款方式", "期限最长 360 天", "金额不低于 ¥100.00", "金额须高于费用 ¥1.00",
    ]  # fmt: skip
    fits = ShelfQuery(amount_fen=10_000, days=1, region=COUNTY, size="micro")
    assert bars(version, fits) == []
    elsewhere = ShelfQuery(amount_fen=10_000, days=1, region="410327", size="large")
    assert bars(version, elsewhere) == ["不服务这个区域", "不面向这一规模的企业"]


def test_two_to_four_side_by_side(town):
    ids = [publish(town, name=f"贷{n}", spread_bp=n).pk for n in range(5, 0, -1)]
    rows = compared(CITY, now=NOW, query=WISH, product_ids=ids[:3])
    assert [one.version.spread_bp for one in rows] == [3, 4, 5]
    for wrong in (ids[:1], ids):
        with pytest.raises(Invalid):
            compared(CITY, now=NOW, query=WISH, product_ids=wrong)
    with pytest.raises(NotFound):
        compared(CITY, now=NOW, query=WISH, product_ids=[ids[0], uuid4()])


def test_the_lpr_of_the_moment_prices_the_shelf(town):
    publish(town, lpr="5Y")
    LprRow.objects.create(
        city_id=CITY, published_on=date(2025, 9, 1), one_year_bp=290, five_year_bp=340,
        source="公告", recorded_at=NOW,
    )  # fmt: skip
    assert shelf(CITY, now=at("2025-09-01 08:59"), query=WISH)[0].lpr_bp == 350
    row = shelf(CITY, now=at("2025-09-01 09:00"), query=WISH)[0]
    assert (row.lpr_bp, row.rate_bp) == (340, 385)
    assert row.cost.simple_percent == Decimal("3.9035")


def test_no_rate_floats_since_no_loan_does(town):
    """What was laid before with the old page names it, and says no: it still passes."""
    with pytest.raises(PolicyBreach) as refused:
        publish(town, floats=True)
    (found,) = refused.value.findings
    assert (found.code, found.obligation) == ("products.floats", "二(五)-7")
    assert "贷款期内不变" in sentence(found)
    assert not Product.objects.exists()
    assert publish(town, floats=False).state == "published"


def test_who_has_a_product_for_a_borrower_and_how_far_each_goes(town):
    publish(town, cap_percent=60)
    publish(town, "乙银行", cap_percent=80)
    first, second = (town.institution(one).pk for one in ("甲银行", "乙银行"))
    town.institution("丙银行")
    publish(town, "乙银行", name="县贷", cap_percent=90, regions=["410327"], sizes=["micro"])
    for region, size, caps in (
        (COUNTY, "small", {first: 60, second: 80}),
        ("410327", "micro", {first: 60, second: 90}),
        ("410327", "small", {first: 60, second: 80}),
        ("410327", "", {first: 60, second: 90}),
        (COUNTY, "large", {}),
    ):
        bounds = bounds_for(Borrower(city=CITY, region=region, size=size))
        assert {pk: each.cap_percent for pk, each in bounds.items()} == caps


def test_the_shelf_costs_two_statements_however_full(town):
    def count() -> int:
        with CaptureQueriesContext(connection) as sent:
            shelf(CITY, now=NOW, query=WISH)
        return len(sent)

    publish(town)
    assert [count(), count()] == [3, 2]
    for n in range(5):
        publish(town, name=f"贷{n}")
    assert [count(), count()] == [3, 2]  # what is new is read once
