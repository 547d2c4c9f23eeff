"""What is looked at on every page a journey opens."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from support.journey_contrast import unlike_only

AXE = Axe()
LEVELS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # of what passes, one node a rule is enough
}
KEY = re.compile(r"(?<![\w@./-])[a-z]+_[a-z]+(?![\w@/])")
LEFT = ("{{", "{%", "None", "&lt;", "&amp;", "Traceback", "undefined", "NaN")
UNFOLD = """() => [...document.querySelectorAll('main details:not([open])')]
  .map((one) => { one.open = true; one.dataset.unfolded = ''; }).length"""
FOLD = """() => document.querySelectorAll('main details[data-unfolded]')
  .forEach((one) => { one.open = false; delete one.dataset.unfolded; })"""
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const over = [...document.querySelectorAll('body *')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > wide + 1;
  });
  return over.slice(0, 4).map((one) => one.outerHTML.slice(0, 160));
}"""
HIDDEN = """() => [...document.querySelectorAll('main .button-main')].filter((one) => {
  if (one.closest('details:not([open])')) return false;
  const box = one.getBoundingClientRect();
  return !box.width || !box.height || box.left < 0
    || box.right > document.documentElement.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 160))"""
UNNAMED = """() => [...document.querySelectorAll('table')].filter((one) =>
  !one.caption && !one.hasAttribute('aria-label') && !one.hasAttribute('aria-labelledby')
).map((one) => one.outerHTML.slice(0, 160))"""
TEXT = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('script, code, .code, pre, noscript').forEach((one) => one.remove());
  return copy.textContent;
}"""


def violations(page: Page, known: set[str]) -> list[Any]:
    """List what axe finds against A and AA; of contrast, in texts that look like none known."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    with unlike_only(page, known):
        found = page.evaluate("(options) => axe.run(options)", LEVELS)["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


def left_in(text: str) -> list[str]:
    """List keys, raw code and empty values that a reader would stumble over."""
    found = [f"key {one}" for one in dict.fromkeys(KEY.findall(text))]
    return found + [f"raw {one}" for one in LEFT if one in text]


def faults(page: Page, *, known: set[str] | None = None) -> list[str]:
    """List everything wrong with a page as it stands, at its width; by axe where asked.

    `known`: how the texts looked whose contrast was judged already; what is new is added.
    """
    found = [f"wider than the window: {one}" for one in page.evaluate(WIDER)]
    found += [f"control out of sight: {one}" for one in page.evaluate(HIDDEN)]
    found += [f"table without caption: {one}" for one in page.evaluate(UNNAMED)]
    found += left_in(page.evaluate(TEXT))
    if known is not None:
        found += [f"axe {name}: {nodes}" for name, nodes in violations(page, known)]
    return found
