"""Days worked by hand with the calendar on the wall, for a letter, for others, for the firm.

46§16, 802§29; the State Council's notices for 2025 and 2026 say which days are worked instead.
"""

from datetime import date

import pytest

from cairong.kernel.calendar import add_working_days
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.policy import sizing as rules
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import due_days
from cairong.policy.parameters import parameter_on

TEN = [
    ("2025-09-15", "2025-09-28"),  # Monday; the tenth is the make-up Sunday
    ("2025-09-16", "2025-09-29"),
    ("2025-09-17", "2025-09-30"),  # the last before the holiday
    ("2025-09-18", "2025-10-09"),  # one short of it: the first after the holiday
    ("2025-09-20", "2025-10-10"),  # a free Saturday
    ("2025-09-21", "2025-10-10"),  # a free Sunday
    ("2025-09-30", "2025-10-21"),
    ("2025-10-04", "2025-10-21"),  # a Saturday within the holiday
    ("2025-10-08", "2025-10-21"),  # its last day
    ("2025-10-09", "2025-10-22"),
    ("2025-10-10", "2025-10-23"),  # the make-up Saturday is the first
    ("2025-10-11", "2025-10-24"),  # asked on that Saturday: it does not count
    ("2025-10-12", "2025-10-24"),
    ("2025-12-31", "2026-01-15"),  # over New Year; Sunday the fourth is worked
    ("2026-01-03", "2026-01-15"),
    ("2026-01-04", "2026-01-16"),
    ("2026-02-06", "2026-02-27"),  # over Spring Festival; the fourteenth is worked
    ("2026-02-07", "2026-02-27"),
    ("2026-02-09", "2026-02-28"),  # due on the make-up Saturday after it
    ("2026-02-10", "2026-03-02"),
    ("2026-02-14", "2026-03-06"),  # asked on the make-up Saturday before it
    ("2026-02-17", "2026-03-06"),  # on New Year's Day of the moon
    ("2026-02-23", "2026-03-06"),  # the last day of rest
    ("2026-02-24", "2026-03-09"),
    ("2026-02-28", "2026-03-13"),
    ("2026-04-24", "2026-05-12"),  # over Labour Day; Saturday the ninth is worked
]
FIVE = [
    ("2025-09-22", "2025-09-28"),  # the fifth is the make-up Sunday
    ("2025-09-23", "2025-09-29"),
    ("2025-09-25", "2025-10-09"),
    ("2025-10-01", "2025-10-14"),
    ("2026-02-12", "2026-02-26"),
    ("2026-02-13", "2026-02-27"),
    ("2026-02-23", "2026-02-28"),
]


@pytest.mark.parametrize(("start", "due"), TEN)
@pytest.mark.parametrize(("duty", "lawful"), [(rules.REPLY, True), (rules.DECIDE, False)])
def test_the_tenth_working_day_after_the_day_of_asking(duty, lawful, start, due):
    found = due_days(duty, start=date.fromisoformat(start), calendar=CALENDAR)
    last = date.fromisoformat(due)
    assert (found.due, found.due_law) == (last, last if lawful else None)
    assert (len(found.counted), found.counted[-1], found.provisional) == (10, last, False)
    assert date.fromisoformat(start) not in found.counted


@pytest.mark.parametrize(("start", "until"), FIVE)
def test_the_firm_has_five_working_days_and_the_whole_of_the_last(start, until):
    asked, last = date.fromisoformat(start), date.fromisoformat(until)
    days = parameter_on(rules.HEARD_DAYS, asked).value
    assert days == 5
    assert add_working_days(asked, days, CALENDAR).due == last
    barred = rules.firm_was_heard(name="某", heard=False, today=last, until=last)
    assert barred is not None
    assert barred.code == "sizing.not_heard"


def test_days_beyond_the_notices_known_are_said_to_move():
    found = due_days(rules.REPLY, start=date(2026, 12, 25), calendar=CALENDAR)
    assert found.provisional
    assert found.due == date(2027, 1, 8)  # by weekends alone


@pytest.mark.parametrize(
    ("city", "place", "here"),
    [
        ("410300", "410304", True),  # 瀍河区
        ("410300", "410305", True),  # 涧西区
        ("410300", "410308", True),  # 孟津区
        ("410300", "410311", True),  # 洛龙区
        ("410300", "410323", True),  # 新安县
        ("410300", "410324", True),  # 栾川县
        ("410300", "410325", True),  # 嵩县
        ("410300", "410326", True),  # 汝阳县
        ("410300", "410328", True),  # 洛宁县
        ("410300", "410329", True),  # 伊川县
        ("410300", "410371", True),  # 洛阳高新技术产业开发区
        ("410300", "410399", True),  # no county of today, but of this city
        ("410300", "410400", False),  # 平顶山, one higher
        ("410300", "410200", False),  # 开封, one lower
        ("410300", "403100", False),  # digits of it in another order
        ("410300", "140300", False),  # 阳泉
        ("410300", "510300", False),  # 自贡: another province, the same city's digits
        ("410300", "041030", False),
        ("410300", "4103", True),
        ("410300", "410", False),
        ("410300", "", False),
        ("410100", "410300", False),  # seen from 郑州
        ("410100", "410181", True),
    ],
)
def test_a_city_and_its_counties_are_the_first_four_digits(city, place, here):
    assert rules.is_here(city, place) is here


@pytest.mark.parametrize(
    ("uscc", "place"),
    [
        ("93410322MA0000001X", "410322"),  # a cooperative
        ("5241030000000000XW", "410300"),  # a school run by the people
        ("91410371MA00000013", "410371"),
        ("91440300MA0000001L", "440300"),
    ],
)
def test_of_whatever_kind_the_code_names_its_place(uscc, place):
    assert rules.place_of(check_uscc(f" {uscc} ", "uscc")) == place


@pytest.mark.parametrize(
    "uscc",
    [
        "",
        " ",
        "91410300MA44K3P07",
        "91410300MA44K3P0790",
        "91410300ma44k3p079",
        "９１410300MA44K3P079",  # full width
        "914103O0MA44K3P079",  # the letter O
        "91４10300MA44K3P079",
        "91A10300MA44K3P079",  # no region
        "91410300MA44K3P078",
        "91440300MA44K3P079",  # another city with the check digit of this one
        "<script>alert(1)</",
    ],
)
def test_from_an_odd_code_no_place_is_read(uscc):
    with pytest.raises(Invalid) as caught:
        check_uscc(uscc, "uscc")
    assert caught.value.findings[0].code == "invalid.uscc"
    assert caught.value.findings[0].params["field"] == "uscc"
