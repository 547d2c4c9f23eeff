"""The league: who sees it, of what year and duty. 三(一)-2"""

import pytest

from cairong.kernel.actor import Role
from lending.ground import Case
from support.visitors import browser

pytestmark = pytest.mark.django_db
AT = "/overseer/league/"


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK, Role.PBOC])
def test_it_stands_with_its_distribution(lent: Case, role):
    shown = browser(lent.town, role).get(f"{AT}?year=2025").content.decode()
    for said in ("2025年「完成融资审批」按期排名", "甲银行", "不足 5 件,不排名", "九成在几天内"):
        assert said in shown, said


@pytest.mark.parametrize("asked", ["?kind=none", "?kind=pay&year=1999", "?year=x"])
def test_what_is_not_known_is_answered_all_the_same(lent: Case, asked):
    answer = browser(lent.town, Role.REGULATOR).get(AT + asked)
    assert answer.status_code == 200
    assert "按期排名" in answer.content.decode()


def test_the_workbook_says_what_the_page_says(lent: Case):
    answer = browser(lent.town, Role.PBOC).get(f"{AT}export/?year=2025")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_purchaser_is_led_elsewhere(lent: Case):
    assert browser(lent.town, Role.PURCHASER_OFFICER).get(AT).status_code == 403
