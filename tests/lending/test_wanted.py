"""Papers that are wanted: how each stands on an application; what is held is not asked for.

二(四)-2
"""

from datetime import timedelta

import pytest
from django.db import connection

from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.give_papers import give_papers
from cairong.lending.models import Inquiry
from cairong.lending.steps.completeness import silence_until
from cairong.lending.steps.wanted import holding_of, standings_of
from cairong.products.actions.publish_product import publish_product
from lending.ground import PRODUCT, Case
from support.refusing import stopped
from support.staging import staged

pytestmark = pytest.mark.django_db
WANTED = """中标通知书:核对项目和金额
已备案的合同:核对付款条款
合同文本:核对违约条款
补充合同:核对变更内容
营业执照:核对经营主体
验收材料:核对履约进度
履约记录:判断履约能力
企业规模:核对服务对象
付款记录:判断还款来源
上游采购合同:判断用途真实"""


@staged
def asked(case: Case):
    case.publish(name="清单贷", wanted=WANTED)
    return case.application(case.intend(300_000, "甲银行"))


def standing(case: Case, application) -> dict[str, str]:
    found = standings_of(application, on=day_of(case.now))
    return {each.wanted.what: each.state for each in found}


def defects(case: Case, application, text: str) -> Inquiry:
    case.do("list_defects", case.officer(), intent=application.intent, defects=text)
    return Inquiry.objects.get(application=application)


def given(case: Case, application):
    text = "营业执照:核对以后与登记机关一致"
    paper = case.do("keep_paper", case.supplier, purpose="licence", text=text)
    give_papers(
        actor=case.supplier, now=case.now, intent_id=application.intent_id,
        paper_ids=[paper.pk], application_ids=[application.pk],
    )  # fmt: skip
    return paper


def test_what_the_platform_has_is_held_and_the_rest_is_missing(case: Case, asked):
    assert standing(case, asked) == {
        "中标通知书": "held", "已备案的合同": "held", "合同文本": "missing", "补充合同": "unneeded",
        "营业执照": "missing", "验收材料": "unneeded", "履约记录": "held", "企业规模": "held",
        "付款记录": "held", "上游采购合同": "missing",
    }  # fmt: skip


def test_what_is_handed_in_given_or_asked_moves(case: Case, asked):
    buyer, text = case.who(Role.PURCHASER_OFFICER), "合同文本第一条:乙方按约定完成运维服务"
    case.do("keep_paper", buyer, contract=case.contract, purpose="contract", text=text)
    given(case, asked)
    defects(case, asked, "上游采购合同:判断用途是否真实")
    found = standing(case, asked)
    assert [found[each] for each in ("合同文本", "营业执照", "上游采购合同")] == [
        "held", "held", "asked",
    ]  # fmt: skip


def test_what_another_supplier_of_the_contract_keeps_is_not_held(case: Case, asked):
    text, today = "交货单:第一批设备已由采购人签收", day_of(case.now)
    case.do("keep_paper", case.supplier, contract=case.contract, purpose="delivery", text=text)
    assert holding_of(asked, "delivery", on=today) is not None
    asked.intent.supplier_id = case.bank().pk
    assert holding_of(asked, "delivery", on=today) is None


def test_accepted_the_papers_of_acceptance_are_wanted(case: Case, asked):
    case.paid(100_000, case.now, milestone="签订开票")
    assert standing(case, asked)["验收材料"] == "missing"


def test_an_application_keeps_the_version_it_came_under(case: Case, asked):
    later = case.now + timedelta(days=1)
    product = case.bank().products.get()
    facts = {**PRODUCT, "name": "清单贷", "wanted": "无抵押承诺:说明没有别的抵押"}
    case.by_bank(publish_product, "甲银行", later, product_id=product.pk, **facts)
    assert "无抵押承诺" not in standing(case, asked)
    with case.at(later):
        newer = case.application(case.intend(10_000, "甲银行", now=later + timedelta(hours=1)))
    assert standing(case, newer) == {"无抵押承诺": "missing"}


def test_what_is_held_is_answered_by_itself_and_counted(case: Case, asked):
    given(case, asked)
    asking = defects(case, asked, "营业执照复印件:核对经营主体\n近三个月银行流水:判断还款来源")
    assert (asking.state, asking.held) == ("open", 1)
    first, second = asking.items
    assert "提供" in first["held"]
    assert "held" not in second


def test_a_list_of_nothing_else_asks_nobody_and_gives_no_days(case: Case, asked):
    before = silence_until(asked)
    case.now += timedelta(days=1)
    asking = defects(case, asked, "中标通知书:核对项目和金额\n付款记录:判断还款来源")
    assert (asking.state, asking.held, asking.ended_at) == ("held", 2, case.now)
    assert silence_until(asked) == before
    asked.refresh_from_db()
    assert asked.state == "submitted"


@pytest.mark.parametrize("changed", ["held = held + 1", "held = 0", "items = items - 1"])
def test_by_hand_nobody_counts_otherwise(case: Case, asked, changed):
    defects(case, asked, "中标通知书:核对项目和金额\n付款记录:判断还款来源")
    with stopped("lending_inquiry_held|permission denied"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lending_inquiry SET {changed}")  # noqa: S608 - words of our own


COPY = """
    INSERT INTO lending_inquiry (id, city_id, application_id, kind, round, items, held, new_fact,
        asked_at, state, answer, ended_at)
    SELECT gen_random_uuid(), city_id, application_id, kind, 2, {items}, {held}, '有了新的事实',
        asked_at, {ended} FROM lending_inquiry"""


@pytest.mark.parametrize(("items", "held", "ended"), [
    ("items", "1", "state, answer, ended_at"),
    ("items - 1", "2", "state, answer, ended_at"),
    ("items || '[{\"what\": \"流水\", \"why\": \"判断还款\"}]'", "2", "'held', answer, ended_at"),
    ("items", "held", "'held', answer, ended_at + interval '1 hour'"),
], ids=["fewer", "more", "another", "later"])  # fmt: skip
def test_by_hand_nothing_else_is_answered_by_itself(case: Case, asked, items, held, ended):
    defects(case, asked, "中标通知书:核对项目和金额\n付款记录:判断还款来源")
    with stopped("lending_inquiry_held"), connection.cursor() as cursor:
        cursor.execute(COPY.format(items=items, held=held, ended=ended))


@pytest.mark.parametrize("wanted", [
    '[{"what": "流水"}]', '[{"what": " ", "why": "判断还款"}]', "{}",
])  # fmt: skip
def test_by_hand_no_version_wants_a_paper_without_a_reason(case: Case, asked, wanted):
    with stopped("products_wanted_reasoned"), connection.cursor() as cursor:
        columns = (
            "product_id, published_at, published_by_id, tenor, spread_bp, cap_percent,"
            " day_count, methods, fee_fen, max_days, min_fen, max_fen, regions, sizes, collateral,"
            " collateral_ground, hold_until_due, preferences, source"
        )
        cursor.execute(
            f"INSERT INTO products_productversion (id, number, wanted, {columns})"  # noqa: S608
            f" SELECT gen_random_uuid(), 2, %s, {columns} FROM products_productversion"
            " WHERE number = 1 LIMIT 1",
            [wanted],
        )
