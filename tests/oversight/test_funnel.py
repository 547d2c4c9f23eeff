"""The funnel of a year: how far intents came, in how many days, and why some came to nothing.

三(三)-3
"""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed
from cairong.lending.actions.record_repayment import record_repayment
from cairong.oversight.funnel import Stages, funnel, lost, size_word, whole, year_until
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import COUNTY, Town, at

pytestmark = pytest.mark.django_db
YEAR = year_until(2025, date(2025, 12, 31))


@staged
def case(town: Town) -> Case:
    return stand_case(town)


@staged
def several(case: Case) -> Case:
    """One repaid, one offered, one rejected and offered by another, one withdrawn."""
    product, other = case.publish(), case.publish("乙银行")
    case.now = at("2025-10-15 10:30")
    loan = case.draw(case.ready(product, 100_000), 100_000, now=at("2025-10-21 10:00"))
    case.by_bank(
        record_repayment, "甲银行", at("2025-11-20 10:00"), loan_id=loan.pk,
        amount_fen=loan.principal_fen + 28_750, on=date(2025, 11, 20), means="自有资金",
    )  # fmt: skip
    case.now = at("2025-10-23 10:30")
    second = case.intend(100_000, "甲银行", "乙银行", days=90)
    case.complete(second)
    case.do("reject_application", *case.pair(), intent=second, code="contract-doubt",
            reasons="合同余款不足以覆盖这笔融资申请")  # fmt: skip
    case.offer(second, other, 100_000, "乙银行", days=90)
    third = case.intend(50_000, days=60)
    case.do("withdraw_intent", intent=third)
    return case


def bureau(case: Case):
    return case.town.bureau(Role.PROCUREMENT_OFFICER)


def counts(row: Stages) -> tuple[int, ...]:
    return (row.intents, row.complete, row.offered, row.accepted, row.drawn, row.repaid)


def test_all_of_a_year_by_stage(several):
    row = whole(bureau(several), YEAR)
    assert counts(row) == (3, 2, 2, 1, 1, 1)
    assert (row.suppliers, row.first_time, row.percent) == (1, 1, 33)
    assert (row.to_complete, row.to_offer, row.to_accept) == (0, 0, 0)
    assert (row.to_draw, row.to_repay) == (6, 30)


def test_by_institution_each_is_counted_for_what_it_was_asked(several):
    rows = {each.key: each for each in funnel(bureau(several), YEAR, "institution")}
    first, second = (rows[str(several.bank(name).pk)] for name in ("甲银行", "乙银行"))
    assert counts(first) == (3, 2, 1, 1, 1, 1)
    assert counts(second) == (1, 1, 1, 0, 0, 0)


def test_by_level_and_by_size(several):
    (level,) = funnel(bureau(several), YEAR, "level")
    assert (level.key, level.intents) == (several.contract.region, 3)
    (size,) = funnel(bureau(several), YEAR, "size")
    assert (size_word(size.key), size.drawn) == ("小型企业", 1)
    assert size_word("") == "没有申报规模"


@pytest.mark.parametrize(
    ("until", "found"),
    [
        (date(2025, 10, 14), (0, 0, 0, 0, 0, 0)),
        (date(2025, 10, 15), (1, 1, 1, 1, 0, 0)),
        (date(2025, 10, 21), (1, 1, 1, 1, 1, 0)),
        (date(2025, 11, 19), (3, 2, 2, 1, 1, 0)),
        (date(2025, 11, 20), (3, 2, 2, 1, 1, 1)),
    ],
)
def test_by_what_had_happened_until_a_day(several, until, found):
    assert counts(whole(bureau(several), year_until(2025, until))) == found


def test_why_it_came_to_nothing(several):
    found = [(each.word, each.count) for each in lost(bureau(several), YEAR)]
    assert len(found) == 2
    assert found[0][0].startswith("机构不予融资:")
    assert ("供应商撤回", 1) in found


def test_what_came_after_new_year_is_counted_in_the_year_of_the_intent(several):
    stood = whole(bureau(several), YEAR)
    several.now = at("2025-12-29 10:00")
    product = several.publish(name="年底贷")
    ready = several.ready(product, 50_000)
    several.draw(ready, 50_000, now=at("2026-01-06 10:00"))
    seen = whole(bureau(several), year_until(2025, date(2026, 6, 30)))
    assert (seen.intents, seen.drawn) == (stood.intents + 1, stood.drawn + 1)
    assert whole(bureau(several), year_until(2026, date(2026, 6, 30))).intents == 0


def test_of_another_year_or_another_county_there_is_nothing(several):
    assert whole(bureau(several), year_until(2024, date(2024, 12, 31))) == Stages(key="")
    elsewhere = "410327" if several.contract.region != "410327" else COUNTY
    desk = replace(bureau(several), region=elsewhere)
    assert funnel(desk, YEAR) == []
    assert lost(desk, YEAR) == []
    with pytest.raises(NotAllowed):
        funnel(several.supplier, YEAR)


def test_who_borrowed_before_is_no_newcomer(several):
    several.now = at("2026-01-05 10:30")
    product = several.publish(name="新贷")
    several.draw(several.ready(product, 50_000), 50_000, now=at("2026-01-09 10:00"))
    row = whole(bureau(several), year_until(2026, date(2026, 12, 31)))
    assert (row.drawn, row.first_time) == (1, 0)


def test_a_year_is_found_by_an_index_and_in_few_statements(several, django_assert_num_queries):
    actor = bureau(several)
    with django_assert_num_queries(2):
        funnel(actor, YEAR, "institution")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'lending_intent_registered'"
        )
        assert "(city_id, registered_at)" in cursor.fetchone()[0]
