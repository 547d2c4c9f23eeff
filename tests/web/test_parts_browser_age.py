"""CSS and scripts stay inside Chrome 109; no page carries inline style or script."""

import re
from pathlib import Path

import pytest

from cairong.web import parts
from support import chrome109

WEB = Path(parts.__file__).parents[1]
SHEETS = sorted(p for p in (WEB / "static").glob("**/*.css") if "vendor" not in p.parts)
SCRIPTS = sorted(p for p in (WEB / "static").glob("**/*.js") if "vendor" not in p.parts)
TEMPLATES = sorted(WEB.glob("**/templates/**/*.html"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_sheet_uses_nothing_newer(sheet):
    assert chrome109.newer_css(sheet.read_text()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_script_uses_nothing_newer(script):
    assert chrome109.newer_js(script.read_text()) == []


def test_templates_hold_no_inline_style_or_script():
    assert TEMPLATES
    found = {p.name: chrome109.inline(p.read_text()) for p in TEMPLATES}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "css",
    [
        ".a { color: color-mix(in srgb, red, blue); }",
        ".a { color: oklch(50% 0 0); }",
        ".a { grid-template-columns: subgrid; }",
        ".a { text-wrap: balance; }",
        ".a { & b { color: red; } }",
        ".a { b { color: red; } }",
        ".a { @media print { color: red; } }",
        "@media print { .a { .b { color: red; } } }",
        "@scope (.a) { b { color: red; } }",
        ".a { mask: url(a.svg); }",
        "li:nth-child(2 of .a) { color: red; }",
        ".a { field-sizing: content; }",
    ],
)
def test_linter_sees_what_is_newer(css):
    assert chrome109.newer_css(css)


@pytest.mark.parametrize(
    "css",
    [
        ".a:has(b) { color: red; }",
        "@container (max-width: 4em) { .a { color: red; } }",
        "@media (max-width: 4rem) { .a:is(b, c) { margin: calc(1rem + 2px); } }",
        "@layer base { .a { inset: 0; } }",
        '.a::before { content: "color-mix("; }',
    ],
)
def test_linter_lets_pass_what_is_known(css):
    assert chrome109.newer_css(css) == []


@pytest.mark.parametrize(
    "script", ["x.toSorted()", "Object.groupBy(a, b)", "el.showPopover()", "URL.canParse(a)"]
)
def test_linter_sees_newer_scripts(script):
    assert chrome109.newer_js(script)


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="x">',
        "<style>",
        "<script>1</script>",
        '<a onclick="x">',
        '<a href="javascript:1">',
    ],
)
def test_linter_sees_inline(markup):
    assert chrome109.inline(markup)


def test_every_class_of_the_templates_is_styled():
    sheet = "".join(p.read_text() for p in SHEETS)
    styled = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    house = [p for p in TEMPLATES if p.parent.name in {"parts", "errors", "templates"}]
    used = {
        name
        for page in house
        for words in re.findall(r'class="([^"{}]*)"', page.read_text())
        for name in words.split()
    }
    assert used - styled <= {"paper-number", "paper-body", "timeline-mark", "skip"}
