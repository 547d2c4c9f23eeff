"""What an authenticator app shows, and the second factor switched on by it."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from cairong.parties.models import Account
from support.browsing import read, send
from support.visitors import WORD, signed_in

ON = "/account/second-factor/on/"
CODES = "/account/second-factor/codes/"
STEP = "/account/second-factor/"


def code_of(secret: str, *, ahead: int = 0, at: float | None = None) -> str:
    """The six digits an app shows now, or some steps of 30 seconds later."""
    moment = timezone.now().timestamp() if at is None else at
    return format_hotp_value(hotp_value(secret, int(moment) // 30 + ahead))


def secret_on(page: str) -> str:
    """The secret a page of setting up shows."""
    return re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]


def spare_on(page: str) -> list[str]:
    """The spare codes a page shows."""
    return re.findall(r"<code>(\d{5}-\d{5}-\d{5}-\d{5})</code>", page)


def switched_on(account: Account, client: Client | None = None) -> tuple[str, list[str]]:
    """Switch an account's second factor on; return the secret and the spare codes."""
    mine = client or signed_in(account)
    secret = secret_on(read(mine, ON))
    send(mine, ON, {"password": WORD, "code": code_of(secret)})
    return secret, spare_on(read(mine, CODES))


def pending(username: str = "wangfang") -> Client:
    """A browser that has shown the password and has yet to show the code."""
    client = Client()
    typed = {"username": username, "password": WORD, "next": ""}
    assert send(client, "/account/sign-in/", typed).startswith(STEP)
    return client
