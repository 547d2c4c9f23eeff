"""People at their browsers: one context each, signing in through the page, clicking and typing."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from support.chromium import launched
from support.journey_house import House
from support.journey_looks import FOLD, UNFOLD, faults

DESK, PHONE = 1366, 360
SIGNED_OUT = 401
LONGEST = 30
RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4,}")


class Person:
    """Somebody at a browser of their own; every page opened is looked at."""

    def __init__(
        self, crowd: "Crowd", username: str, word: str, *, width: int = DESK, **looks: object
    ) -> None:
        self.crowd, self.username, self.word, self.width = crowd, username, word, width
        self.page = self._sit_down(looks)
        self.complaints: list[str] = []
        self.expected: tuple[int, ...] = (SIGNED_OUT, 422, 409)

    def opens(self, path: str) -> Page:
        """Go to an address, signing in where one is asked to."""
        answer = self.page.goto(self.crowd.house.address + path, wait_until="load")
        if answer is not None and answer.status == SIGNED_OUT:
            self.looks()
            with self.page.expect_navigation(wait_until="load"):
                self.page.locator("main").get_by_role("link", name="去登录").click()
        if urlsplit(self.page.url).path == "/account/sign-in/":
            self.signs_in()
        return self.looks()

    def signs_in(self) -> None:
        """Type user name and password, as the page asks."""
        self.page.fill("#id_username", self.username)
        self.page.fill("#id_password", self.word)
        with self.page.expect_navigation(wait_until="load"):
            self.page.click("main button[type=submit]")

    def follows(self, words: str, *, within: str = "main") -> Page:
        """Click a link of a page by its words."""
        link = self.page.locator(within).get_by_role("link", name=words).first
        with self.page.expect_navigation(wait_until="load"):
            link.click()
        return self.looks()

    def types(self, **typed: str | bool) -> None:
        """Fill a form's fields by their names: texts, choices, ticks."""
        for name, value in typed.items():
            field = self.page.locator(f"main [name={name}]").first
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def presses(self, words: str, *, settle: bool = True) -> Page:
        """Press a button by its words, and let what follows by itself come to pass."""
        button = self.page.locator("main").get_by_role("button", name=words, exact=True).first
        with self.page.expect_navigation(wait_until="load"):
            button.click()
        if settle:
            self.crowd.house.settle()
        return self.looks()

    def unfolds(self, words: str) -> None:
        self.page.locator("main summary", has_text=words).first.click()

    def reads(self) -> str:
        """Read the page's text, without the blanks between."""
        return re.sub(r"\s+", "", self.page.locator("body").inner_text())

    def sees(self, *words: str) -> None:
        said = self.reads()
        missing = [one for one in words if re.sub(r"\s+", "", one) not in said]
        assert not missing, (missing, self.page.url, said[:2500])

    def waits_for(self, words: str, *, at: str) -> None:
        """Open a page again until it says these words."""
        until = time.monotonic() + LONGEST
        while words not in self.opens(at).inner_text("main"):
            assert time.monotonic() < until, self.reads()[:2500]
            time.sleep(0.3)

    def looks(self) -> Page:
        """Look at the page; the same kind of page is given to axe once."""
        path = urlsplit(self.page.url).path
        kind = (RECORD.sub("…", path), self.page.locator("h1").all_inner_texts().__str__())
        page, first = self.page, (*kind, self.width) not in self.crowd.seen
        self.crowd.seen.add((*kind, self.width))
        found = faults(page)
        if first:
            page.evaluate(UNFOLD)
            found += [one for one in faults(page, known=self.crowd.judged) if one not in found]
            page.evaluate(FOLD)
        found += [f"console: {one}" for one in self.complaints]
        self.complaints.clear()
        if found:
            self.crowd.keep(page, f"{self.username} {path} {self.width}", found)
        return page

    def leaves(self) -> None:
        self.page.context.close()

    def _sit_down(self, looks: dict[str, object]) -> Page:
        context = self.crowd.context(self.width, **looks)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda said: self._complain(said.type, said.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))
        return page

    def _complain(self, kind: str, text: str) -> None:
        if kind not in {"error", "warning"}:
            return
        if any(f"status of {status} " in text for status in self.expected):
            return
        self.complaints.append(text)


class Crowd:
    """Everybody at their browsers, and what was wrong with the pages they saw."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser, self.house = browser, house
        self.seen: set[tuple[str, str, int]] = set()
        self.judged: set[str] = set()
        self.faults: dict[str, list[str]] = {}

    def context(self, width: int = DESK, **looks: object) -> BrowserContext:
        return self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", **looks
        )

    def keep(self, page: Page, where: str, found: list[str]) -> None:
        """Keep what was wrong, with a picture of the page."""
        self.faults.setdefault(where, []).extend(found)
        with (self.house.folder / "faults.txt").open("a") as kept:
            kept.write(f"{where}\n" + "".join(f"    {one}\n" for one in found))
        name = re.sub(r"\W+", "-", where).strip("-")
        page.screenshot(path=self.house.folder / f"{name}.png", full_page=True)

    def is_content(self) -> None:
        assert self.faults == {}, f"pictures in {self.house.folder}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium and stop it afterwards."""
    with sync_playwright() as driver:
        browser = launched(driver)
        yield browser
        browser.close()
