"""Who decides about a firm, by its own code; what a class is worked out of; each rule by a table.

802§29, 46§16
"""

from datetime import date
from decimal import Decimal

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy import sizing as rules
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.catalogue import sentence
from cairong.policy.clauses import clause
from cairong.policy.duties import due_days
from cairong.policy.parameters import law_on, parameter_on
from cairong.policy.rule import findings

LUOYANG = "410300"
NAME = "洛阳某某有限公司"
SOFTWARE, BUILDING, RENTING = "软件和信息技术服务业", "建筑业", "租赁和商务服务业"


@pytest.mark.parametrize(
    ("uscc", "place", "here"),
    [
        ("91410300MA44K3P079", "410300", True),  # the city's own authority
        ("91410302MA0000001A", "410302", True),  # 老城区
        ("91410303MA0000001A", "410303", True),  # 西工区
        ("91410306MA0000001A", "410306", True),  # 吉利区, merged into 孟津区 in 2021
        ("91410307MA0000001A", "410307", True),  # 偃师区
        ("91410381MA0000001A", "410381", True),  # 偃师市, as it was until 2021
        ("91410322MA0000001A", "410322", True),  # 孟津县, as it was until 2021
        ("91410327MA0000001A", "410327", True),  # 宜阳县
        ("92410303MA40000019", "410303", True),  # an individual business of a district
        ("91410100MA0000001A", "410100", False),  # 郑州
        ("91410200MA0000001A", "410200", False),  # 开封
        ("91411200MA0000001A", "411200", False),  # 三门峡, next to Luoyang
        ("91419001MA0000001A", "419001", False),  # 济源, governed by the province
        ("91410000MA0000001A", "410000", False),  # registered by the province itself
        ("91100000MA0000001A", "100000", False),  # registered by the State's authority
        ("91110000600037341L", "110000", False),  # 北京
        ("91310000MA0000001A", "310000", False),  # 上海
        ("91440300MA0000001A", "440300", False),  # 深圳: the same last four digits as Luoyang's
    ],
)
def test_who_registered_the_firm_decides(uscc, place, here):
    assert rules.place_of(uscc) == place
    assert rules.is_here(LUOYANG, place) is here
    own = rules.decided_where_registered(name=NAME, place=place, here=here)
    away = rules.forwarded_elsewhere(name=NAME, place=place, here=here)
    assert [own is None, away is None] == [here, not here]
    (said,) = findings(own, away)
    assert said.obligation == "46§16"
    assert place in sentence(said)


@pytest.mark.parametrize(
    ("industry", "figures", "tied", "size"),
    [
        (SOFTWARE, (300, 10000, None), False, "large"),
        (SOFTWARE, (299, 10000, None), False, "medium"),
        (SOFTWARE, (300, Decimal("9999.99"), None), False, "medium"),
        (SOFTWARE, (99, 10000, None), False, "small"),
        (SOFTWARE, (10, 50, None), False, "small"),
        (SOFTWARE, (10, Decimal("49.99"), None), False, "micro"),
        (SOFTWARE, (0, 0, None), False, "micro"),
        (SOFTWARE, (1, 1, None), True, "large"),
        (SOFTWARE, (0, 0, None), True, "large"),
        (BUILDING, (None, 6000, 5000), False, "medium"),
        (BUILDING, (None, 6000, 4999), False, "small"),
        (BUILDING, (None, 80000, 80000), False, "large"),
        (BUILDING, (5, 299, 80000), False, "micro"),
        (BUILDING, (None, 6000, 5000), True, "large"),
        (RENTING, (300, None, 119999), False, "medium"),
        (RENTING, (300, None, 120000), False, "large"),
        ("工业", (19, 50000, None), False, "micro"),
        ("工业", (299, 39999, None), False, "small"),
        ("其他未列明行业", (100, None, None), False, "medium"),
        ("其他未列明行业", (9, None, None), False, "micro"),
    ],
)
def test_the_class_follows_from_the_figures_found(industry, figures, tied, size):
    employees, revenue, assets = figures
    found = rules.class_found(
        industry, tied=tied, employees=employees, revenue_wan=revenue, assets_wan=assets
    )
    assert found == size


@pytest.mark.parametrize(
    ("industry", "given", "field"),
    [
        ("航天业", {}, "industry"),
        ("", {}, "industry"),
        (SOFTWARE, {}, "employees"),
        (SOFTWARE, {"employees": 10}, "revenue_wan"),
        (SOFTWARE, {"revenue_wan": 10}, "employees"),
        (BUILDING, {"revenue_wan": 10}, "assets_wan"),
        (RENTING, {"employees": 10, "revenue_wan": 10}, "assets_wan"),
    ],
)
@pytest.mark.parametrize("tied", [False, True])
def test_a_figure_that_the_industry_needs_is_asked_for(industry, given, field, tied):
    whole = {"employees": None, "revenue_wan": None, "assets_wan": None} | given
    with pytest.raises(Invalid) as caught:
        rules.class_found(industry, tied=tied, **whole)
    assert caught.value.findings[0].params["field"] == field


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ("", "sizing.nothing_declared"),
        ("micro", ""),
        ("small", ""),
        ("medium", ""),
        ("large", ""),
    ],
)
def test_what_was_never_declared_is_not_disputed(size, code):
    said = rules.class_is_declared(name=NAME, size=size)
    assert (said.code if said else "") == code


@pytest.mark.parametrize(
    ("decided_on", "again", "barred"),
    [
        (None, False, False),
        (None, True, False),
        (date(2025, 9, 24), False, True),
        (date(2025, 9, 24), True, False),
    ],
)
def test_what_an_authority_decided_only_the_firm_and_the_finance_department_ask_again(
    decided_on, again, barred
):
    said = rules.not_decided_before(name=NAME, decided_on=decided_on, size="large", again=again)
    assert (said is not None) is barred
    if said is not None:
        assert "2025年9月24日" in sentence(said)
        assert "大型企业" in sentence(said)


@pytest.mark.parametrize(
    ("heard", "today", "barred"),
    [
        (False, date(2025, 9, 22), True),
        (False, date(2025, 9, 28), True),
        (False, date(2025, 9, 29), True),
        (False, date(2025, 9, 30), False),
        (True, date(2025, 9, 22), False),
        (True, date(2025, 9, 30), False),
    ],
)
def test_nobody_decides_before_the_firm_spoke_or_its_last_day_is_over(heard, today, barred):
    until = date(2025, 9, 29)
    said = rules.firm_was_heard(name=NAME, heard=heard, today=today, until=until)
    assert (said is not None) is barred


@pytest.mark.parametrize(("said", "barred"), [(0, False), (9, False), (10, True), (11, True)])
def test_a_firm_says_at_most_ten_things(said, barred):
    assert (rules.says_not_too_often(said=said) is not None) is barred


@pytest.mark.parametrize(
    ("answered_on", "barred"),
    [
        (date(2025, 9, 23), True),
        (date(2025, 9, 24), False),
        (date(2025, 10, 9), False),
        (date(2025, 10, 13), False),
        (date(2025, 10, 14), True),
    ],
)
def test_an_answer_is_dated_between_the_letter_and_today(answered_on, barred):
    said = rules.answered_between(
        sent_on=date(2025, 9, 24), answered_on=answered_on, today=date(2025, 10, 13)
    )
    assert (said is not None) is barred


@pytest.mark.parametrize(("number", "barred"), [("", True), ("洛财购函〔2025〕3号", False)])
def test_a_letter_of_the_finance_department_has_its_number(number, barred):
    assert (rules.letter_has_number(number=number) is not None) is barred


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2025, 9, 22), date(2025, 10, 11)),  # a make-up Saturday is a working day
        (date(2025, 9, 27), date(2025, 10, 16)),  # asked on a Saturday
        (date(2025, 9, 28), date(2025, 10, 17)),  # a make-up Sunday
        (date(2025, 10, 1), date(2025, 10, 21)),  # on National Day
        (date(2025, 12, 22), date(2026, 1, 6)),  # the fourth, a Sunday, is worked
        (date(2026, 2, 13), date(2026, 3, 5)),
    ],
)
def test_ten_working_days_of_the_law_for_a_letter_and_of_the_platform_for_others(start, due):
    letter = due_days(rules.REPLY, start=start, calendar=CALENDAR)
    other = due_days(rules.DECIDE, start=start, calendar=CALENDAR)
    assert (letter.due, letter.due_law) == (due, due)
    assert (other.due, other.due_law) == (due, None)


def test_the_texts_of_both_laws_are_quoted():
    assert clause("802§29").verbatim
    assert clause("46§16").verbatim
    assert "10个工作日内做出书面答复" in clause("46§16").words
    assert "可以向主张为中小企业一方所在地" in clause("802§29").words
    assert clause("802§29").force == "may"
    on = date(2025, 9, 22)
    assert law_on("size_letter_days", on).value == 10
    assert law_on("size_decide_days", on) is None
    assert "没有规定期限" in parameter_on("size_decide_days", on).source
