"""A desk at which more waits than one page holds: counted whole, shown page by page."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cairong.clocks.models import Duty
from cairong.doors.clock import now
from cairong.doors.lists import PER_PAGE
from cairong.kernel.calendar import day_of
from support.town import CITY, COUNTY, Town
from support.visitors import browser

MANY = 2 * PER_PAGE + 3


@pytest.fixture
def clerk(town: Town):
    today = day_of(now())
    purchaser = town.purchaser()
    Duty.objects.bulk_create(
        Duty(
            city_id=CITY, kind="file_contract", subject_id=uuid4(), holder_organisation=purchaser,
            holder_role="purchaser-officer", region=COUNTY, title=f"第{number:02d}号合同",
            start_on=today, days=1, unit="working", due_on=today + timedelta(days=number - 5),
            calendar_version="1",
        )
        for number in range(MANY)
    )  # fmt: skip
    return browser(town, "purchaser-officer")


def test_what_waits_is_counted_over_all_pages(clerk):
    page = clerk.get("/desk/").content.decode()
    assert f"待办 {MANY}" in page
    assert "今天到期 1 · 超期 5" in page


def test_each_page_shows_its_part_the_next_due_first(clerk):
    shown = [
        [n for n in range(MANY) if f"第{n:02d}号合同" in clerk.get(place).content.decode()]
        for place in ("/desk/", "/desk/?page=2", "/desk/?page=3", "/desk/?page=99")
    ]
    assert shown[0] == list(range(PER_PAGE))
    assert shown[1] == list(range(PER_PAGE, 2 * PER_PAGE))
    assert shown[2] == shown[3] == list(range(2 * PER_PAGE, MANY))


def test_a_page_that_is_no_number_is_refused_in_words(clerk):
    assert clerk.get("/desk/?page=x").status_code == 422
