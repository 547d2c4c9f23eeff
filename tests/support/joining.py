"""How people join a house and come back to it in tests: one-time links, and the door."""

import re

from django.test import Client

from support.browsing import follow, send
from support.town import COUNTY
from support.visitors import WORD

PEOPLE, INVITE = "/account/people/", "/account/people/invite/"
TYPED = {"name": "赵敏", "phone": "13900000000", "role": "purchaser-approver", "region": COUNTY}
NEW_WORD = "another good word"


def link_on(page: str) -> str:
    """The one-time link a page shows."""
    found = re.search(r"http://testserver(/[^<\s]+)", page)
    assert found, "no link is shown"
    return found[1]


def invited(house, **changed) -> str:
    """Invite somebody as the administrator of a house; return the link."""
    return link_on(follow(house.boss, INVITE, TYPED | changed))


def enter(username: str, password: str = WORD, status: int = 302) -> str:
    """Sign in at a fresh browser; return where it led, or the page that came back."""
    typed = {"username": username, "password": password, "next": ""}
    return send(Client(), "/account/sign-in/", typed, status)
