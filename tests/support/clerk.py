"""Somebody at a browser without pictures: opens pages, fills in the forms there, presses."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.test import Client

from abuse.walking import Found, forms_of
from support.browsing import problems, read, text
from support.codes import code_of, secret_on

SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
FORM = re.compile(r"<form .*?</form>", re.DOTALL)
OWN_WORD = "a word of my own, 27"


class Clerk:
    """A person with a user name and what it takes to come in; `at` is the page in front of them."""

    def __init__(self, username: str, word: str) -> None:
        self.client, self.username, self.word = Client(), username, word
        self.at = "/"

    def comes_in(self) -> None:
        """Sign in for the first time: a word of one's own where it was given, then the factor."""
        typed = {"username": self.username, "password": self.word}
        self.presses("/account/sign-in/", "登录", **typed)
        if self.at.startswith("/account/password/"):
            self.presses(self.at, "保存新密码", old=self.word, new=OWN_WORD)
            self.word = OWN_WORD
        self.switches_on()

    def switches_on(self) -> None:
        """Switch a second factor on."""
        secret = secret_on(read(self.client, "/account/second-factor/on/"))
        typed = {"password": self.word, "code": code_of(secret)}
        self.presses("/account/second-factor/on/", "启用", **typed)

    def form(self, address: str, button: str) -> Found:
        """Find the form of a page that has this button, as the page would send it."""
        page = read(self.client, address)
        for each in FORM.findall(page):
            pressed = re.search(rf"<button([^>]*)>\s*[^<]*{re.escape(button)}", each)
            if pressed:
                found = forms_of(address, each)[0]
                named = re.search(r'name="([^"]+)" value="([^"]*)"', pressed[1])
                if named:
                    found.sent[named[1]] = named[2]
                found.sent |= dict(_chosen(each))
                found.sent = {name: said.removeprefix("\n") for name, said in found.sent.items()}
                found.sent |= _ticked(each)
                return found
        buttons = re.findall(r"<button[^>]*>([^<]+)<", page)
        said = " ".join(re.sub(r"<[^>]+>", " ", page).split())[-900:]
        raise AssertionError(f"{address} has no {button!r} but {buttons}: {said}")

    def presses(self, address: str, button: str, /, **typed: Any) -> str:
        """Fill in the form that has this button, press it, and read the page it leads to."""
        found = self.form(address, button)
        answer = self.client.post(urljoin(address, found.action), {**found.sent, **typed})
        if answer.status_code != 302:
            said = text(answer)
            beside = re.findall(r'field-error">(?:<svg.*?</svg>)?(.*?)</p>', said, re.DOTALL)
            raise AssertionError((address, answer.status_code, problems(said), beside, found.sent))
        self.at = answer["Location"]
        return self.reads(self.at)

    def reads(self, address: str) -> str:
        """Read a page, led on where it leads on."""
        answer = self.client.get(address)
        while answer.status_code == 302:
            self.at = answer["Location"]
            answer = self.client.get(self.at)
        assert answer.status_code == 200, (address, answer.status_code)
        return text(answer)

    def gets(self, address: str, button: str, /, **typed: Any) -> str:
        """Press a button whose answer is itself the page: what is shown only once."""
        found = self.form(address, button)
        answer = self.client.post(urljoin(address, found.action), {**found.sent, **typed})
        assert answer.status_code == 200, (answer.status_code, problems(text(answer)))
        return text(answer)

    def agrees(self, proposal_id: object) -> str:
        """Read what somebody else prepared, and agree."""
        return self.presses(f"/proposals/{proposal_id}/", "同意")


def _chosen(form: str) -> Iterator[tuple[str, str]]:
    """What boxes of choices would send: what is chosen there, else the first."""
    for name, choices in SELECT.findall(form):
        options = re.findall(r'<option value="([^"]*)"([^>]*)>', choices)
        marked = [value for value, more in options if "selected" in more]
        if options:
            yield name, (marked or [options[0][0]])[0]


def _ticked(form: str) -> dict[str, Any]:
    """What boxes that are ticked would send, all of one name together."""
    ticked: dict[str, Any] = {}
    for box in re.findall(r'<input[^>]*type="checkbox"[^>]*>', form):
        name, value = (re.search(rf'{key}="([^"]*)"', box) for key in ("name", "value"))
        if name and " checked" in box:
            ticked.setdefault(name[1], []).append(value[1] if value else "on")
    return ticked
