"""What scripts add, and that pages read without them; no axe violation of A or AA."""

import re

import pytest

from support.journey_looks import violations

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/styleguide/", 1366),
        ("/styleguide/", 360),
        ("/styleguide/phone/", 360),
    ],
)
def test_axe_finds_nothing(looking, path, width, scheme):
    with looking.page(path, width=width, color_scheme=scheme) as page:
        page.evaluate(OPEN)
        assert violations(page, set()) == []


def test_refusal_page_is_clean_too(opened):
    with opened.page("/styleguide/refusal/422/") as page:
        page.evaluate(OPEN)
        assert violations(page, set()) == []
    opened.complaints.clear()


def test_large_letters_and_dark_are_remembered(looking):
    with looking.page("/styleguide/", color_scheme="light") as page:
        page.click("[data-look=size]")
        page.click("[data-look=theme]")
        page.reload()
        root = page.locator("html")
        assert root.get_attribute("data-size") == "large"
        assert root.get_attribute("data-theme") == "dark"
        assert page.locator("[data-look=theme]").get_attribute("aria-pressed") == "true"
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        page.click("[data-look=theme]")
        assert root.get_attribute("data-theme") == "light"


def test_a_draft_is_kept_restored_and_dropped(looking):
    with looking.page("/styleguide/") as page:
        page.fill("#id_title", "购买板材")
        page.check("input[value=interest-monthly] >> nth=0")
        page.wait_for_selector("text=/已保存草稿 \\d\\d:\\d\\d/")
        page.reload()
        assert page.input_value("#id_title") == "购买板材"
        assert page.is_checked("input[value=interest-monthly] >> nth=0")
        page.click("text=不用草稿")
        assert page.input_value("#id_title") == ""
        page.reload()
        assert page.input_value("#id_title") == ""


def test_leaving_drops_every_draft(looking):
    with looking.page("/styleguide/") as page:
        page.fill("#id_title", "购买板材")
        page.wait_for_selector("text=已保存草稿")
        page.evaluate("document.querySelector('form[data-leave]').setAttribute('action', '#')")
        page.evaluate(
            "document.querySelector('form[data-leave]').addEventListener('submit',"
            " (event) => event.preventDefault())"
        )
        page.click("text=退出")
        kept = page.evaluate("Object.keys(localStorage).filter((k) => k.includes('draft'))")
        assert kept == []


def test_a_second_press_sends_nothing(looking):
    with looking.page("/styleguide/") as page:
        page.evaluate(
            "window.sent = 0; addEventListener('submit', (event) => {"
            " if (!event.defaultPrevented) window.sent += 1; event.preventDefault(); })"
        )
        page.evaluate(
            "const form = document.querySelector('form[data-draft]');"
            "form.requestSubmit(); form.requestSubmit();"
        )
        assert page.evaluate("window.sent") == 1


def test_filters_fold_on_a_phone_only(looking):
    with looking.page("/styleguide/", width=360) as page:
        assert page.locator(".filters").get_attribute("open") is None
    with looking.page("/styleguide/", width=1366) as page:
        assert page.locator(".filters").get_attribute("open") is not None


def test_seat_list_closes_on_escape(looking):
    with looking.page("/styleguide/") as page:
        page.click(".seat > summary")
        assert page.locator(".seat").get_attribute("open") is not None
        page.keyboard.press("Escape")
        assert page.locator(".seat").get_attribute("open") is None
        page.click(".seat > summary")
        page.click("h1")
        assert page.locator(".seat").get_attribute("open") is None


def test_keyboard_reaches_the_text_first(looking):
    with looking.page("/styleguide/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_exact_money_shows_on_focus_and_on_paper(looking):
    with looking.page("/styleguide/") as page:
        exact = "getComputedStyle(document.querySelector('.exact'))"
        assert page.evaluate(f"{exact}.clipPath") != "none"
        page.focus(".money-short >> nth=0")
        assert page.evaluate(f"{exact}.clipPath") == "none"
        page.emulate_media(media="print")
        assert page.evaluate(f"{exact}.position") == "static"


def test_another_page_of_a_list_leaves_the_filters_folded_on_a_phone(looking):
    with looking.page("/styleguide/?page=2", width=360) as page:
        assert page.locator(".filters").first.get_attribute("open") is None


def test_print_leaves_the_frame_out(looking):
    with looking.page("/styleguide/") as page:
        page.emulate_media(media="print")
        for part in (".bar", ".menu", ".pager", ".filters"):
            assert page.locator(part).first.is_hidden()
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_chart_is_drawn_and_its_table_folds(looking):
    with looking.page("/styleguide/") as page:
        assert page.locator(".chart-canvas canvas").count() == 1
        assert page.locator("[data-fold-chart]").get_attribute("open") is None


def test_everything_reads_without_scripts(looking):
    with looking.page("/styleguide/", width=360, java_script_enabled=False) as page:
        text = page.locator("main").inner_text()
        for words in ("10月22日", "¥411,120.00", "合同备案通过", "8,412", "提交意向"):
            assert words in re.sub(r"\s+", "", text)
        assert page.locator("[data-look=size]").is_hidden()
        assert page.locator(".filters").get_attribute("open") is not None


def test_idle_warning_shows_in_time_and_goes_when_one_stays(looking):
    with looking.page("/styleguide/phone/", width=360) as page:
        page.clock.install()
        page.reload()
        page.route("**/account/alive/", lambda route: route.fulfill(status=204))
        page.clock.fast_forward(24 * 60 * 1000)
        assert page.locator(".idle").is_hidden()
        page.clock.fast_forward(90 * 1000)
        assert page.locator(".idle").is_visible()
        assert violations(page, set()) == []
        page.click("[data-stay]")
        page.wait_for_selector(".idle", state="hidden")
