"""Parameters, holiday notices and LPR by their pages: seen by all, changed by two."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Role
from cairong.lending.actions.request_lock import request_lock
from cairong.policy.parameters import BY_CODE
from cairong.rulebook.models import HolidayNotice, LprRow, ParameterRow
from cairong.rulebook.reads import parameter
from lending.ground import stand_case
from support.papers import sheet_of
from support.staging import staged
from support.town import CITY, COUNTY, at
from support.visitors import browser

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)  # of the clock
YEAR = {
    "year": "2027",
    "days_off": "1月1日、2月5日至2月11日,2027-10-01",
    "days_worked": "2.14",
    "source": "国办发明电〔2026〕9号",
}
SOURCE = {"source": "洛财购〔2026〕9号"}
LPR = {"published_on": TODAY.isoformat(), "one_year_bp": "2.90", "five_year_bp": "3.45", **SOURCE}


@staged
def officer(town) -> Client:
    return browser(town, Role.PROCUREMENT_OFFICER)


@staged
def approver(town) -> Client:
    return browser(town, Role.PROCUREMENT_APPROVER)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def agree(client: Client, proposal: str) -> None:
    assert client.get(proposal).status_code == 200
    answer = client.post(f"{proposal}decide/", {"decision": "approve", "reason": ""})
    assert answer.status_code == 302, answer.content.decode()


class TestParameters:
    ADDRESS = "/rulebook/parameters/file_days/"

    def test_all_stand_with_value_clause_and_source(self, town, django_assert_max_num_queries):
        client = browser(town, Role.REGULATOR)
        with django_assert_max_num_queries(12):
            shown = page(client, "/rulebook/parameters/")
        assert "合同备案期限" in shown
        assert "3 个工作日" in shown
        assert "¥1,000,000.00" in shown
        assert "洛财购〔2021〕4号 二(二)-2" in shown
        assert "7 个工作日" in shown  # 采购法§47
        assert client.get("/rulebook/parameters/export/").status_code == 200

    def test_they_are_searched_sorted_and_go_out(self, officer):
        place = "/rulebook/parameters/export/"
        words = sheet_of(officer.get(place)).column("参数")
        assert len(words) == len(BY_CODE)
        assert sheet_of(officer.get(f"{place}?sort=-word")).column("参数") == sorted(words)[::-1]
        found = sheet_of(officer.get(f"{place}?words=二(二)-2")).column("依据")
        assert set(found) == {"二(二)-2"}
        shown = page(officer, "/rulebook/parameters/?words=合同备案期限")
        assert "合同备案期限" in shown
        assert "¥1,000,000.00" not in shown

    def test_two_persons_set_a_new_value(self, officer, approver):
        typed = {"value": "2", "valid_from": TODAY.isoformat(), **SOURCE}
        answer = officer.post(self.ADDRESS, typed)
        assert answer.status_code == 302, answer.content.decode()
        assert parameter(CITY, "file_days", on=TODAY) == 3
        agree(approver, answer["Location"])
        assert parameter(CITY, "file_days", on=TODAY) == 2
        shown = page(officer, self.ADDRESS)
        assert "已失效" in shown
        assert SOURCE["source"] in shown

    @pytest.mark.parametrize(
        ("code", "value", "said"),
        [
            ("file_days", "2", ("3 个工作日", "2 个工作日")),
            ("sign_days", "10", ("15 日", "10 日")),
            ("receipt_hours", "48", ("24 小时", "48 小时")),
            ("contract_cap_percent", "60", ("70 %", "60 %")),
            ("small_base_fen", "200万", ("¥1,000,000.00", "¥2,000,000.00")),
        ],
    )
    def test_the_second_person_reads_both_values_with_their_unit(
        self, officer, approver, code, value, said
    ):
        typed = {"value": value, "valid_from": "2030-01-05", **SOURCE}
        answer = officer.post(f"/rulebook/parameters/{code}/", typed)
        shown = page(approver, answer["Location"])
        for word in (*said, "2021年3月10日", "2030年1月5日", SOURCE["source"]):
            assert word in shown
        entered = shown.split("提交的全部内容")[1]
        assert said[1] in entered
        assert "_days" not in entered
        assert BY_CODE[code].word in entered

    def test_an_amount_is_typed_in_yuan(self, officer, approver):
        typed = {"value": "200万", "valid_from": TODAY.isoformat(), **SOURCE}
        answer = officer.post("/rulebook/parameters/small_base_fen/", typed)
        agree(approver, answer["Location"])
        assert parameter(CITY, "small_base_fen", on=TODAY) == 200_000_000

    def test_a_day_that_has_passed_is_refused_and_nothing_typed_is_lost(self, officer):
        typed = {"value": "2", "valid_from": "2024-01-01", **SOURCE}
        answer = officer.post(self.ADDRESS, typed)
        assert answer.status_code == 422
        assert "已经过去" in answer.content.decode()
        assert SOURCE["source"] in answer.content.decode()
        assert not ParameterRow.objects.exists()

    def test_others_read_and_do_not_propose(self, town):
        client = browser(town, Role.PBOC)
        assert "提交复核" not in page(client, self.ADDRESS)
        assert client.post(self.ADDRESS, {}).status_code == 403
        assert client.get("/rulebook/parameters/none/").status_code == 404


class TestHolidays:
    ADDRESS = "/rulebook/holidays/"

    def test_the_years_known_are_searched_sorted_and_go_out(self, officer):
        place = f"{self.ADDRESS}export/"
        years = sheet_of(officer.get(place)).column("年份")
        assert years == sorted(years, reverse=True)
        assert sheet_of(officer.get(f"{place}?sort=year")).column("年份") == years[::-1]
        assert sheet_of(officer.get(f"{place}?words={years[0]}")).column("年份") == years[:1]
        shown = page(officer, f"{self.ADDRESS}?words={years[0]}")
        assert f">{years[0]}</th>" in shown
        assert f">{years[1]}</th>" not in shown

    @pytest.fixture
    def duty(self, town):
        bureau = town.bureau(Role.PROCUREMENT_OFFICER)
        return open_duty(
            city=CITY, kind="review_filing", subject_id=uuid4(), holder=None, region=COUNTY,
            title="暂定的审核", start_on=date(2027, 2, 4), now=at("2027-02-04 10:00"),
            about=[bureau.organisation_id],
        )  # fmt: skip

    def test_a_trial_shows_what_would_move_before_anything_is_proposed(
        self, officer, approver, duty
    ):
        tried = officer.post(self.ADDRESS, YEAR)
        shown = tried.content.decode()
        assert tried.status_code == 200
        assert "有 1 件暂定的到期日会移动" in shown
        assert "暂定的审核" in shown
        assert "2.8—2.11" in shown
        seen = re.search(r'name="seen" value="([^"]+)"', shown)[1]
        answer = officer.post(self.ADDRESS, YEAR | {"seen": seen})
        assert answer.status_code == 302, answer.content.decode()
        agree(approver, answer["Location"])
        notice = HolidayNotice.objects.get()
        assert date(2027, 2, 6) not in notice.days_off
        assert date(2027, 2, 5) in notice.days_off
        assert notice.days_worked == [date(2027, 2, 14)]
        assert "2027年" in page(officer, self.ADDRESS)

    def test_a_trial_counts_the_last_days_it_would_put_later(self, officer, town):
        case = stand_case(town)
        case.now = at("2027-02-03 10:00")
        case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
        shown = officer.post(self.ADDRESS, YEAR).content.decode()
        assert "报价、意向和锁定申请有 1 件的最后一天会推后" in shown

    def test_other_days_than_tried_are_tried_again(self, officer):
        answer = officer.post(self.ADDRESS, YEAR | {"seen": "2027 2027-01-01"})
        assert answer.status_code == 200
        assert "试算结果" in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("days_off", "国庆", "不是日期"),
            ("days_off", "2月30日", "不是日期"),
            ("days_worked", "2月15日", "放错了栏"),
            ("days_off", "2026-10-01", "不是 2027 年的日子"),
        ],
    )
    def test_days_that_do_not_belong_are_named(self, officer, field, value, words):
        typed = YEAR | {field: value}
        answer = officer.post(self.ADDRESS, typed)
        found = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
        if found:
            answer = officer.post(self.ADDRESS, typed | {"seen": found[1]})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert YEAR["source"] in answer.content.decode()

    def test_others_do_not_propose(self, town):
        assert browser(town, Role.OPERATOR).post(self.ADDRESS, YEAR).status_code == 403


class TestLpr:
    ADDRESS = "/rulebook/lpr/"

    def test_two_persons_of_the_peoples_bank_publish(self, town):
        first, second = browser(town, Role.PBOC), browser(town, Role.PBOC)
        assert "LPR 走势" in page(first, self.ADDRESS)
        answer = first.post(self.ADDRESS, LPR)
        assert answer.status_code == 302, answer.content.decode()
        agree(second, answer["Location"])
        row = LprRow.objects.get()
        assert (row.one_year_bp, row.five_year_bp) == (290, 345)
        assert "2.90" in page(first, self.ADDRESS)
        twice = first.post(self.ADDRESS, LPR)
        assert twice.status_code == 409
        assert "已经录入" in twice.content.decode()

    def test_the_history_is_narrowed_sorted_and_goes_out(self, officer):
        place = f"{self.ADDRESS}export/"
        whole = sheet_of(officer.get(place)).column("公布日")
        assert whole == sorted(whole, reverse=True)
        rates = sheet_of(officer.get(f"{place}?sort=one")).column("一年期(%)")
        assert rates == sorted(rates)
        assert (
            sheet_of(officer.get(f"{place}?since={whole[3]:%Y-%m-%d}")).column("公布日")
            == whole[:4]
        )
        assert sheet_of(officer.get(f"{place}?until=2001-01-01")).rows == []
        assert "第 2 页" in page(officer, f"{self.ADDRESS}?page=2")
        assert "没有这段时间" in page(officer, f"{self.ADDRESS}?until=2001-01-01")

    def test_a_rate_out_of_range_stays_on_the_page(self, town):
        answer = browser(town, Role.PBOC).post(self.ADDRESS, LPR | {"one_year_bp": "300"})
        assert answer.status_code == 422
        assert SOURCE["source"] in answer.content.decode()

    @pytest.mark.parametrize("name", ["one_year_bp", "five_year_bp"])
    def test_a_slip_of_the_unit_is_said_beside_its_own_rate(self, town, name):
        answer = browser(town, Role.PBOC).post(self.ADDRESS, LPR | {name: "0.03"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [name]
