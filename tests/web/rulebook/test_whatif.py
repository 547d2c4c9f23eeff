"""Trying another number: who may, what the page says, and what a second person reads first.

三(一)-2
"""

from datetime import date

import pytest
from django.urls import reverse

from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.rulebook.actions.set_parameter import set_parameter
from lending.ground import Case
from support.town import Town, at
from support.visitors import browser
from web.overseer.conftest import case, lent

__all__ = ["case", "lent"]
pytestmark = pytest.mark.django_db
AT = "/rulebook/whatif/"
SPAN = "&since=2025-09-01&until=2026-02-01"


@pytest.fixture
def town(lent: Case) -> Town:
    return lent.town


def page(town: Town, role: str, address: str, status: int = 200) -> str:
    answer = browser(town, role).get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_one_day_instead_of_ten_shows_each_case_that_differs(town):
    shown = page(town, Role.PROCUREMENT_OFFICER, f"{AT}?code=decide_days&days=1{SPAN}")
    for said in ("期限试算", "1 个工作日", "件的到期日不同", "都与记录逐日一致", "试算到期日"):
        assert said in shown, said
    duty = Duty.objects.filter(kind="decide_application").latest("start_on")
    assert f"{AT}{duty.pk}/1/" in shown


@pytest.mark.parametrize("asked", ["", "?code=none&days=x", "?days=0", "?since=2026-13-01"])
def test_what_is_typed_wrong_is_answered_all_the_same(town, asked):
    assert "期限试算" in page(town, Role.PROCUREMENT_APPROVER, AT + asked)


def test_a_number_laxer_than_the_laws_is_said_so(town):
    shown = page(town, Role.PBOC, f"{AT}?code=file_days&days=9")
    assert "比法律规定的" in shown


def test_one_case_shows_both_counts_day_by_day(town):
    duty = Duty.objects.filter(kind="decide_application").latest("start_on")
    shown = page(town, Role.REGULATOR, f"{AT}{duty.pk}/2/")
    assert duty.title in shown
    assert "按期" in shown
    for day in (duty.counted[0], duty.counted[-1]):
        on = date.fromisoformat(day)
        assert f"{on.year}年{on.month}月{on.day}日" in shown
    for address in (f"{AT}{duty.pk}/0/", f"{AT}{duty.pk}/999/"):
        page(town, Role.REGULATOR, address, 404)
    page(town, Role.SUPPLIER, f"{AT}{duty.pk}/2/", 403)


def test_the_workbook_says_what_the_page_says(town):
    answer = browser(town, Role.PBOC).get(f"{AT}export/?code=decide_days&days=1")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("decide_days", 1, "件的到期日不同"), ("target_county_percent", 500, "两条目标线"),
        ("receipt_hours", 12, "没有记录可以照它重算"),
    ],
)  # fmt: skip
def test_before_agreeing_one_reads_what_would_have_happened(town, code, value, said):
    proposal = set_parameter.propose(
        actor=town.bureau(Role.PROCUREMENT_OFFICER), now=at("2026-01-20 10:00"), code=code,
        value=value, valid_from=date(2026, 2, 1), source="洛财购〔2026〕9号",
    )  # fmt: skip
    for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER):
        shown = page(town, role, reverse("proposal", args=[proposal.pk]))
        assert "同意以前:过去的事项会怎样" in shown
        assert said in shown


def test_the_page_of_a_number_leads_there_where_duties_rest_on_it(town):
    assert f"{AT}?code=pay_days" in page(town, Role.PBOC, "/rulebook/parameters/pay_days/")
    assert f"{AT}?" not in page(town, Role.PBOC, "/rulebook/parameters/receipt_hours/")
    shown = page(town, Role.INSTITUTION_OFFICER, "/rulebook/parameters/decide_days/")
    assert f"{AT}?" not in shown
