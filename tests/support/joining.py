"""How people join a house and come back to it in tests: one-time links, and the door."""

import re

from django.test import Client

from cairong.parties.models import Account, Invitation
from support.browsing import follow, send
from support.town import COUNTY, Town
from support.visitors import WORD, browser, mandate_of

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


def agreed(town: Town) -> str:
    """The bureau's procurement approver agrees to the one invitation that waits for it."""
    desk = browser(town, "procurement-approver")
    waits = Invitation.objects.get(asks_second=True, agreed_at=None, withdrawn_at=None)
    return code_on(follow(desk, f"/account/invitations/{waits.pk}/agree/"))


ASK, SET = "/account/renewal/", "/account/renewal/password/"


def asked_at(client: Client, username: str, **more: str) -> str:
    """Ask at a browser to be let in again; the code its page shows."""
    page = follow(client, ASK, {"username": username, **more})
    return code_on(page)


def code_on(page: str) -> str:
    """The code a page shows."""
    found = re.search(r'class="code-shown">([\d ]+)<', page)
    assert found, "no code is shown"
    return found[1].replace(" ", "")


def word_place(account: Account) -> str:
    """Where a colleague gives a word for somebody."""
    return f"/account/people/{mandate_of(account).pk}/word/"


def worded(town: Town, account: Account, **more: str) -> Client:
    """A browser whose request has both words: two administrators of its own have given them."""
    fresh, house = Client(), mandate_of(account).organisation
    code = asked_at(fresh, account.username, **more)
    role = mandate_of(account).role
    for _ in range(2):
        boss = browser(town, role, organisation=house, administrator=True)
        send(boss, word_place(account), {"code": code})
    return fresh


def renewed(town: Town, account: Account, password: str = NEW_WORD, **more: str) -> Client:
    """Let two give their word, and set a new password."""
    fresh = worded(town, account, **more)
    send(fresh, SET, {"password": password})
    return fresh
