"""Which texts of a page look unlike every text judged before: only they are judged for contrast.

Measuring the contrast of its texts takes axe longer than all its other rules, and the pages of one
house show the same few pairs of colours. A text looks like another where all that decides its
contrast is computed alike: its own colour, size, weight and shadow, and of every ancestor what
paints behind it. What stands out of the flow, or has something painted before or after it, may lie
over anything: such a text is judged on every page, as are fields and what has a single sign.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

MARK = """(known) => {
  const seen = new Set(known), fresh = [], behind = new Map(), ALONE = '*';
  const paints = (one, part) =>
    !['none', 'normal'].includes(getComputedStyle(one, part).content);
  const ground = (one) => {
    if (!one) return '';
    if (behind.has(one)) return behind.get(one);
    const its = getComputedStyle(one), before = ground(one.parentElement);
    const flows = its.position === 'static'
      || (its.position === 'relative' && its.zIndex === 'auto');
    const alone = before === ALONE || !flows || its.transform !== 'none'
      || paints(one, '::before') || paints(one, '::after');
    const excused = one.matches(':disabled, [aria-disabled], [inert], label') ? one.tagName : '';
    const own = [its.backgroundColor, its.backgroundImage, its.opacity, its.filter,
      its.backdropFilter, its.mixBlendMode, its.clipPath, its.maskImage, excused].join();
    const all = alone ? ALONE : `${before}${own};`;
    behind.set(one, all);
    return all;
  };
  for (const one of document.querySelectorAll('body, body *')) {
    const text = [...one.childNodes].map((each) => each.nodeType === 3 ? each.data : '')
      .join('').trim();
    if (!text && !one.matches('input, select, textarea, button')) continue;
    const its = getComputedStyle(one), box = one.getBoundingClientRect();
    const looks = [its.color, its.fontSize, its.fontWeight, its.textShadow, its.visibility,
      its.webkitTextStrokeWidth, its.webkitTextFillColor, ground(one)].join('|');
    const kept = text.length > 1 && ground(one) !== ALONE && box.width > 4 && box.height > 4
      && box.left >= 0 && box.right <= innerWidth && box.top + scrollY >= 0;
    if (kept && seen.has(looks)) continue;
    one.dataset.unlike = '';
    if (kept) { seen.add(looks); fresh.push(looks); }
  }
  return fresh;
}"""
ONLY_MARKED = (
    "axe.configure({rules: [{id: 'color-contrast', selector: '[data-unlike]'}]}); undefined"
)
UNMARK = """() => document.querySelectorAll('[data-unlike]')
  .forEach((one) => { delete one.dataset.unlike; })"""


@contextmanager
def unlike_only(page: Page, known: set[str]) -> Iterator[None]:
    """Have axe, once it is on the page, judge the contrast of what looks like nothing known."""
    known.update(page.evaluate(MARK, list(known)))
    page.evaluate(ONLY_MARKED)
    yield
    page.evaluate(UNMARK)
