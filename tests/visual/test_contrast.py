"""Contrast is judged once for each look of a text: no faint one hides behind what was judged."""

import pytest

from support.journey_looks import violations

GOOD, FAINT = '<p style="color:#111">清楚</p>', '<p style="color:#ccc">太淡</p>'
PAGE = (
    '<html lang="zh"><head><title>页</title></head><body style="background:#fff">'
    "<main><h1>页</h1>{}</main></body></html>"
)


def judged(opened, html: str, known: set[str]) -> list[str]:
    with opened.showing(PAGE.format(html)) as page:
        found = [name for name, _ in violations(page, known)]
        assert page.locator("[data-unlike]").count() == 0
    return found


@pytest.fixture
def known(opened) -> set[str]:
    """What is known after a page without fault."""
    looks = set[str]()
    assert judged(opened, GOOD, looks) == []
    return looks


def test_the_same_look_is_judged_once(opened, known):
    before = set(known)
    assert judged(opened, GOOD * 3, known) == []
    assert known == before
    assert judged(opened, FAINT, known) == ["color-contrast"]
    assert judged(opened, FAINT, known) == []


@pytest.mark.parametrize(
    "html",
    [
        FAINT,
        '<p style="color:#111;background:#222">清楚</p>',
        '<div style="background:#222"><p style="color:#111">清楚</p></div>',
        '<div style="opacity:.2"><p style="color:#111">清楚</p></div>',
        '<label style="color:#bbb">名称 <input name="x"></label>',
        '<button style="color:#bbb;background:#fff">办理</button>',
    ],
)
def test_what_looks_otherwise_is_judged(opened, known, html):
    assert judged(opened, html, known) == ["color-contrast"]


def test_what_stands_out_of_the_flow_is_judged_on_every_page(opened, known):
    html = '<p style="color:#ccc;position:fixed;top:200px">太淡</p>'
    assert judged(opened, html, known) == ["color-contrast"]
    assert judged(opened, html, known) == ["color-contrast"]


def test_what_was_excused_excuses_no_other(opened, known):
    button = '<button style="color:#bbb;background:#fff" {}>办理</button>'
    assert judged(opened, button.format("disabled"), known) == []
    assert judged(opened, button.format(""), known) == ["color-contrast"]
    assert judged(opened, '<p style="color:#ddd">字</p>', known) == []
    hidden = '<p style="color:#ddd;visibility:{}">太淡</p>'
    assert judged(opened, hidden.format("hidden"), known) == []
    assert judged(opened, hidden.format("visible"), known) == ["color-contrast"]
