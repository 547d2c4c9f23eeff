"""A desk at which more waits than one page holds: counted whole, shown page by page."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from cairong.clocks.models import Duty
from cairong.doors.clock import now
from cairong.kernel.calendar import day_of
from cairong.listing.declared import PER_PAGE
from support.browsing import is_noted
from support.staging import staged
from support.town import CITY, COUNTY, Town
from support.visitors import browser

MANY = 2 * PER_PAGE + 3


@staged
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


def listed(client, **query: str) -> list[int]:
    """The numbers of the duties on the first page of the whole list, in its order."""
    page = client.get("/desk/todo/", query)
    assert page.status_code == 200
    return [int(one) for one in re.findall(r"第(\d\d)号合同</td>", page.content.decode())]


def test_the_first_screen_leads_to_the_whole_list(clerk):
    assert 'href="/desk/todo/"' in clerk.get("/desk/").content.decode()
    assert listed(clerk) == list(range(PER_PAGE))
    assert listed(clerk, sort="-due")[0] == MANY - 1
    assert listed(clerk, page="3") == list(range(2 * PER_PAGE, MANY))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "第07号"}, [7]),
        ({"due": "over"}, [0, 1, 2, 3, 4]),
        ({"due": "today"}, [5]),
        ({"due": "over", "words": "第07号"}, []),
        ({"kind": "file_contract", "due": "over"}, [0, 1, 2, 3, 4]),
        ({"kind": "filing.sign_contract"}, []),
        ({"kind": "approval"}, []),
    ],
)
def test_the_whole_list_is_searched_and_narrowed(clerk, query, found):
    assert listed(clerk, **query) == found


def test_what_is_still_to_come_is_told_from_what_is_over(clerk):
    assert listed(clerk, due="later") == list(range(6, 6 + PER_PAGE))


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("kind=review_filing", "的值「review_filing」看不懂"),
        ("due=never", "的值「never」看不懂"),
        ("sort=nothing", "不能按「nothing」排序"),
        ("who=me", ""),
    ],
)
def test_what_the_list_does_not_offer_is_said(clerk, query, note):
    page = clerk.get(f"/desk/todo/?{query}").content.decode()
    assert note in page
    assert is_noted(page) is bool(note)


def test_its_heads_sort_by_orders_that_it_offers(clerk):
    page = clerk.get("/desk/todo/").content.decode()
    for order in set(re.findall(r'href="\?sort=([\w-]+)"', page)):
        assert not is_noted(clerk.get(f"/desk/todo/?sort={order}").content.decode()), order


def test_the_whole_list_goes_out_with_its_due_days(clerk):
    content = clerk.get("/desk/todo/export/?due=over").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[-5:]] == [f"第{number:02d}号合同" for number in range(5)]
    assert rows[-5][5] == day_of(now()) - timedelta(days=5)


def test_the_list_of_another_house_is_its_own(clerk, town):
    del clerk
    other = town.purchaser(name="另一采购人")
    assert listed(browser(town, "purchaser-officer", organisation=other)) == []


def test_a_page_that_is_no_number_is_the_first_with_a_note(clerk):
    answer = clerk.get("/desk/?page=xyz")
    assert answer.status_code == 200
    assert "xyz" in answer.content.decode().partition("<table")[0]
    assert answer.context["waiting"].number == 1
