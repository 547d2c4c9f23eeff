"""A desk with many entries on a narrow screen: folded, reached by keyboard and without scripts."""

import pytest
from playwright.sync_api import Page

from cairong.kernel.actor import Role
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.town import Town, at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
BUREAU = Role.PROCUREMENT_OFFICER


@pytest.fixture(scope="module")
def town(house: House) -> Town:
    house.goes_to("2025-09-29 16:00")
    town = found_town(at("2025-09-01 08:00"))
    account_in(town, BUREAU, username="bureau", administrator=True)
    return town


def sitting(crowd: Crowd, width: int, **looks: object) -> Person:
    return Person(crowd, "bureau", WORD, width=width, **looks)


def shown(page: Page) -> list[str]:
    """The entries of the menu that can be seen."""
    found = page.locator(".menu a")
    return [one.inner_text().strip() for one in found.all() if one.is_visible()]


@pytest.mark.usefixtures("town")
def test_wide_it_stands_open_without_a_fold(crowd: Crowd):
    page = sitting(crowd, DESK).opens("/desk/")
    assert not page.locator(".menu summary").is_visible()
    assert {"备案审核", "LPR", "本单位人员"} <= set(shown(page))
    crowd.is_content()


@pytest.mark.usefixtures("town")
def test_narrow_the_first_group_stands_and_the_others_unfold(crowd: Crowd):
    page = sitting(crowd, PHONE).opens("/desk/")
    first = shown(page)
    assert "LPR" not in first
    assert page.locator("h1").bounding_box()["y"] < page.viewport_size["height"] / 2
    page.locator(".menu summary").click()
    assert {*first, "备案审核", "LPR", "本单位人员"} <= set(shown(page))
    crowd.is_content()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_by_keyboard_alone_it_opens_leads_on_and_folds_again(crowd: Crowd, key: str):
    page = sitting(crowd, PHONE).opens("/desk/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.menu summary')"):
            break
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) != "none"
    page.keyboard.press(key)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "备案审核"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press(key)
    assert "备案审核" not in shown(page)
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.menu-more a')")


@pytest.mark.usefixtures("town")
def test_folded_it_says_where_one_is(crowd: Crowd):
    page = sitting(crowd, PHONE).opens("/rulebook/lpr/")
    assert page.locator(".menu summary").inner_text() == "全部菜单LPR"


@pytest.mark.usefixtures("town")
def test_without_scripts_it_unfolds_and_leads_on(crowd: Crowd):
    person = sitting(crowd, PHONE, java_script_enabled=False)
    page = person.page
    page.goto(crowd.house.address + "/account/sign-in/")
    person.signs_in()
    page.locator(".menu summary").click()
    with page.expect_navigation():
        page.locator(".menu").get_by_role("link", name="备案审核").click()
    assert "备案审核" in page.locator("h1").inner_text()
