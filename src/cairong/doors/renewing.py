"""Asking to be let in again: the browser that asked is known by a cookie, guessing is slowed."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from cairong.doors.actors import moment_of
from cairong.doors.limits import address_of, limit
from cairong.doors.signing import Brake

COOKIE, SECONDS = "renewal", 86_400
PAIR = Brake(3, 3600)  # a name from one address
ADDRESS = Brake(20, 3600)  # one address, whatever the name
NAME = Brake(10, 3600)  # a name from everywhere
ALL = Brake(300, 3600)  # all requests together
WORDS = Brake(10, 3600)  # codes that one person types


def brake_asking(request: HttpRequest, username: str) -> None:
    """Slow down who asks for renewals; a name that nobody has is counted alike. Raises TooOften."""
    name, address = username.strip().lower(), address_of(request)
    for key, brake in {
        f"renewal:{address}:{name}": PAIR,
        f"renewal-address:{address}": ADDRESS,
        f"renewal-name:{name}": NAME,
        "renewal-all": ALL,
    }.items():
        limit(key, moment_of(request), most=brake.most, seconds=brake.seconds)


def brake_typing(request: HttpRequest, what: str, who: object) -> None:
    """Slow down who types codes of others, or one that was sent. Raises TooOften."""
    limit(f"{what}:{who}", moment_of(request), most=WORDS.most, seconds=WORDS.seconds)


def new_nonce() -> str:
    """Make the secret of a browser that asks."""
    return secrets.token_urlsafe(24)


def keep_asking(response: HttpResponseBase, renewal_id: object, nonce: str) -> None:
    """Let this browser be the one that asked, for a day: no script and no other site reads it."""
    response.set_cookie(
        COOKIE,
        signing.dumps([str(renewal_id), nonce], salt=COOKIE),
        max_age=SECONDS,
        path="/account/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def asked_here(request: HttpRequest) -> tuple[str, str]:
    """Name the request this browser made, and its secret; empty where it made none."""
    try:
        renewal_id, nonce = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS
        )
    except (signing.BadSignature, ValueError):
        return "", ""
    return str(renewal_id), str(nonce)


def forget_asking(response: HttpResponseBase) -> None:
    """Forget that this browser asked: the password is set."""
    response.delete_cookie(COOKIE, path="/account/")
