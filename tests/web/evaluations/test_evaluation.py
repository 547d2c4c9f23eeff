"""The pages of the yearly evaluation: authorities see all, an institution itself. 三(二)-1"""

import pytest

from cairong.kernel.actor import Role
from lending.ground import Case
from support.town import Town
from support.visitors import browser
from web.overseer.conftest import case, lent

__all__ = ["case", "lent"]
pytestmark = pytest.mark.django_db
AT = "/overseer/evaluation/"


@pytest.fixture
def town(lent: Case) -> Town:
    return lent.town


def page(town: Town, role: str, address: str) -> str:
    answer = browser(town, role).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR])
def test_an_authority_reads_every_institutions_points(town, role):
    shown = page(town, role, f"{AT}?year=2025")
    for said in ("2025年金融机构综合评价", "甲银行", "试算,不是评价结果", "样本少,不评等"):
        assert said in shown


def test_each_point_says_how_it_is_made(town, lent):
    institution = town.institution()
    shown = page(town, Role.PBOC, f"{AT}2025/{institution.pk}/")
    for said in (
        "放款本金(万元)", "10.00", "0.00—3000.00", "0.33", "审批按期率(%)", "100.00",
        f"institution={institution.pk}&amp;measure=amount", "没有公布评价方案",
        "没有。各项都在公布的分界以内。",
    ):  # fmt: skip
        assert said in shown, said


def test_of_an_institution_that_did_nothing_it_says_so(town):
    answer = browser(town, Role.PBOC).get(f"{AT}2023/{town.institution().pk}/")
    assert answer.status_code == 404
    assert "2023年没有放款" in answer.content.decode()


@pytest.mark.parametrize(
    "role", [Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER]
)
def test_an_institution_reads_its_own_alone(town, role):
    town.institution("乙银行")
    shown = page(town, role, "/institution/evaluation/?year=2025")
    assert "与人民银行看到的一样" in shown
    assert "审批按期率(%)" in shown
    assert "乙银行" not in shown


@pytest.mark.parametrize("asked", ["", "?year=abc", "?year=1999", "?year=2024"])
def test_a_year_without_anything_is_said_in_words(town, asked):
    shown = page(town, Role.INSTITUTION_OFFICER, f"/institution/evaluation/{asked}")
    assert "本机构年度综合评价" in shown


def test_the_bureau_and_a_supplier_are_led_elsewhere(town):
    for role in (Role.SUPPLIER, Role.COUNTY_CLERK, Role.PURCHASER_OFFICER):
        assert browser(town, role).get(AT).status_code == 403


def test_the_workbook_says_what_the_page_says(town):
    answer = browser(town, Role.PBOC).get(f"{AT}export/?year=2025")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
