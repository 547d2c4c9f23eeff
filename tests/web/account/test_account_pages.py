"""What the account's pages say at a glance: devices, where one is, what can be done here."""

import re
from base64 import b64decode
from urllib.parse import unquote

import pytest
from django.test import Client

from cairong.kernel.actor import Role
from support.browsing import read
from support.codes import ON
from support.papers import statements, table
from support.visitors import browser, signed_in

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/109.0 Safari/537.36 Edg/109.0"
WECHAT = "Mozilla/5.0 (Linux; Android 12; HarmonyOS) Chrome/99 Mobile MicroMessenger/8.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"


def marked(page: str) -> list[str]:
    """The entries of the menu that are marked as where one is."""
    found = re.findall(r'<a href="([^"]+)"[^>]*aria-current', page)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge · Windows"),
        (WECHAT, "微信 · 鸿蒙"),
        (IPHONE, "Safari · iPhone"),
        (FIREFOX, "Firefox · Linux"),
        ("curl/8.0", "未知设备"),
        ("", "未知设备"),
        ("<script>alert(1)</script>", "未知设备"),
    ],
)
def test_a_device_is_called_as_its_holder_would(house, agent, words):
    house.colleague.usersession_set.all().delete()
    here = signed_in(house.colleague)
    house.colleague.usersession_set.update(user_agent=agent)
    rows = table(read(here, "/account/"), "登录中的设备")
    assert [row["设备"] for row in rows] == [f"{words}(本机)"]


def test_every_device_but_this_one_can_be_ended_from_the_list(house):
    here, _, _ = (signed_in(house.colleague) for _ in range(3))
    page = read(here, "/account/")
    rows = table(page, "登录中的设备")
    assert sum("(本机)" in row["设备"] for row in rows) == 1
    assert len(re.findall(r"/account/sessions/\d+/end/", page)) == 2


def test_statements_do_not_grow_with_the_devices(house):
    here = signed_in(house.colleague)
    once = statements(here, "/account/")
    for _ in range(4):
        signed_in(house.colleague)
    assert statements(here, "/account/") == once


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("/account/", "/account/"),
        ("/account/password/", "/account/"),
        ("/account/people/", "/account/people/"),
        ("/account/people/invite/", "/account/people/"),
        ("/desk/", "/desk/"),
        ("/desk/done/", "/desk/done/"),
    ],
)
def test_the_menu_marks_one_place_the_nearest(house, place, where):
    assert marked(read(house.boss, place)) == [where]


def test_the_operators_houses_are_no_part_of_the_operators_account(town):
    page = read(browser(town, Role.OPERATOR, administrator=True), "/account/organisations/")
    assert marked(page) == ["/account/organisations/"]


@pytest.mark.parametrize("administrator", [True, False])
def test_only_who_administers_is_led_to_the_people(town, administrator):
    page = read(browser(town, Role.PBOC, administrator=administrator), "/account/")
    assert page.count('href="/account/people/"') == (2 if administrator else 0)


def test_ones_own_page_leads_to_neither_reset(house):
    page = read(house.boss, house.address(house.account))
    for act in ("word/", "vouch/", "confirm/"):
        assert house.address(house.account, act) not in page


def test_the_picture_of_the_secret_is_dark_on_white_whatever_the_page_is(house):
    page = read(signed_in(house.colleague), ON)
    kind, drawn = re.search(r'src="data:image/svg\+xml([^,]*),([^"]+)"', page).groups()
    picture = b64decode(drawn).decode() if "base64" in kind else unquote(drawn)
    assert re.search(r"fill=.(white|#fff)", picture)


@pytest.mark.parametrize("place", ["/account/", "/account/password/", ON, "/account/people/"])
def test_who_is_signed_out_is_led_to_the_door_and_back(place):
    answer = Client().get(place)
    assert (answer.status_code, "next=" in answer["Location"]) == (302, True)
