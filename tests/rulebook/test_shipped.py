"""A number that ships anew from a day on changes what begins from that day, and nothing earlier.

三(一)-2
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client

from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import open_duty
from cairong.contracts.models import Award
from cairong.doors import actors
from cairong.kernel.actor import Role
from cairong.kernel.errors import PolicyBreach
from cairong.policy import parameters
from cairong.policy.catalogue import sentence
from cairong.policy.parameters import BY_CODE, Dated, first_day, held_on, law_on, parameter_on
from cairong.rulebook import reads
from cairong.rulebook.models import ParameterRow
from cairong.treasury.models import Receivable
from contracts.ground import Ground
from lending.ground import stand_case
from support.browsing import read
from support.town import CITY, COUNTY, Town, at
from support.visitors import browser

SOON, THEN = at("2026-12-31 10:00"), at("2027-01-04 10:00")
FROM = date(2027, 1, 1)
SHIPPED = Dated(FROM, 8, "洛财购〔2026〕9号")
OWN = {"city_id": CITY, "code": "decide_days", "source": "市定", "recorded_at": SOON}


@pytest.fixture
def eight(monkeypatch) -> None:
    """As if one line more stood in the table: 8 days to decide from 2027 on."""
    ten = BY_CODE["decide_days"]
    city = replace(ten.city, values=(*ten.city.values, SHIPPED))
    monkeypatch.setitem(BY_CODE, ten.code, replace(ten, city=city))


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr(actors, "now", lambda: moment)


@pytest.mark.usefixtures("eight")
def test_an_application_is_decided_in_the_days_of_the_day_it_was_complete(town: Town):
    case = stand_case(town)
    for moment, days in ((SOON, 10), (THEN, 8)):
        case.now = moment
        intent = case.intend(1000)
        case.complete(intent)
        duty = Duty.objects.filter(kind="decide_application").latest("pk")
        assert (duty.days, len(duty.counted)) == (days, days)
    first = Duty.objects.filter(kind="decide_application").earliest("pk")
    assert (first.start_on, first.days) == (SOON.date(), 10)


@pytest.mark.usefixtures("eight")
def test_pages_say_the_number_of_their_day(town: Town, clock):
    for moment, days in ((SOON, 10), (THEN, 8)):
        clock(moment)
        assert f"机构在 {days} 个工作日内审批" in read(Client(), "/")


@pytest.mark.usefixtures("eight")
def test_the_parameters_page_shows_both_values_with_day_and_source(town: Town, clock):
    officer = browser(town, Role.REGULATOR)
    for moment, held in ((SOON, "10 个工作日"), (THEN, "8 个工作日")):
        clock(moment)
        page = read(officer, "/rulebook/parameters/decide_days/")
        assert f"现行 {held}" in page
        for words in ("10 个工作日", "8 个工作日", "2021年3月10日", "2027年1月1日", SHIPPED.source):
            assert words in page
        assert ("将生效" in page) == (moment == SOON)
        assert ("已失效" in page) == (moment == THEN)


@pytest.mark.usefixtures("eight")
def test_a_citys_own_value_goes_before_what_ships_later(town: Town, clock):
    ParameterRow.objects.create(valid_from=date(2026, 6, 1), value=9, **OWN)
    days = (date(2026, 5, 31), date(2026, 6, 1), FROM)
    assert [reads.parameter(CITY, "decide_days", on=day) for day in days] == [10, 9, 9]
    clock(SOON)
    page = read(browser(town, Role.REGULATOR), "/rulebook/parameters/decide_days/")
    assert "不适用,本市另有规定" in page
    ParameterRow.objects.create(valid_from=date(2028, 1, 1), value=7, **OWN)
    assert reads.parameter(CITY, "decide_days", on=date(2028, 1, 1)) == 7


def test_the_page_shows_the_tier_of_the_law_with_its_editions(town: Town, clock):
    clock(SOON)
    page = read(browser(town, Role.REGULATOR), "/rulebook/parameters/pay_days_at_most/")
    for words in ("法律规定 60 日", "2020年9月1日", "2025年6月1日", "第728号", "第802号"):
        assert words in page
    page = read(browser(town, Role.REGULATOR), "/rulebook/parameters/review_days/")
    assert "法律没有规定这一数值" in page


def test_each_tier_stands_by_date_with_a_source():
    for number in parameters.NUMBERS:
        for values in (number.by_city(), number.by_law()):
            days = [one.valid_from for one in values]
            assert days == sorted(set(days))


@pytest.mark.parametrize("code", BY_CODE)
def test_a_day_before_the_first_is_refused_by_number_and_day(code):
    first = first_day(code)
    eve = date.fromordinal(first.toordinal() - 1)
    assert held_on(code, eve) is None
    assert parameter_on(code, first).valid_from == first
    with pytest.raises(PolicyBreach) as caught:
        parameter_on(code, eve)
    said = sentence(caught.value.findings[0])
    assert BY_CODE[code].word in said
    assert f"{eve.year}年{eve.month}月{eve.day}日" in said
    assert f"{first.year}年{first.month}月{first.day}日" in said


def test_the_law_says_nothing_before_it_came():
    assert law_on("purchaser_ack_days", date(2020, 8, 31)) is None
    assert law_on("sign_days", date(2010, 1, 1)).value == 30
    assert law_on("announce_days", date(2015, 2, 28)) is None


@pytest.mark.django_db
def test_the_list_of_a_day_leaves_out_what_did_not_hold_yet():
    assert reads.parameters_of(CITY, on=date(2020, 12, 31)) != []
    codes = {one.code for one in reads.parameters_of(CITY, on=date(2020, 12, 31))}
    assert codes == {"pay_days", "pay_days_at_most"}
    assert {one.code for one in reads.parameters_of(CITY, on=date(2021, 3, 10))} == set(BY_CODE)


class TestOlderThanTheNotice:
    """Awards and contracts of before 10 March 2021 have no duty by the notice."""

    def award(self, ground: Ground) -> Award:
        return ground.award(notice_on=date(2020, 4, 3))

    def test_an_award_has_no_duty_to_be_signed(self, town: Town):
        award = self.award(Ground(town))
        assert not Duty.objects.filter(subject_id=award.pk).exists()

    def test_a_contract_has_no_duty_to_be_announced_and_filed_but_its_review_runs(self, town: Town):
        ground = Ground(town)
        contract = ground.sign(self.award(ground), signed_on=date(2020, 5, 20))
        kinds = Duty.objects.filter(subject_id=contract.pk).values_list("kind", flat=True)
        assert list(kinds) == ["review_filing"]
        assert Receivable.objects.get().cap_percent == 70

    def test_no_duty_is_opened_before_its_number(self, town: Town):
        award = self.award(Ground(town))
        facts = {
            "city": CITY, "kind": "file_contract", "subject_id": award.pk, "region": COUNTY,
            "holder": town.purchaser(), "title": "备案", "now": SOON,
        }  # fmt: skip
        assert open_duty(start_on=date(2021, 3, 9), **facts) is None
        assert open_duty(start_on=date(2021, 3, 10), **facts).days == 3
