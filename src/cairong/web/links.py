"""A one-time link is shown once, on the page that follows the act which made it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

LINK, WORD = "issued_link", "issued_word"


def keep_link(request: HttpRequest, path: str) -> None:
    """Keep a one-time link for the next page, which shows it once."""
    request.session[LINK] = request.build_absolute_uri(path)


def keep_invitation(request: HttpRequest, issued: Any) -> None:
    """Keep the link by which somebody accepts an invitation."""
    keep_link(request, reverse("account-accept", args=[issued.token]))


def keep_word(request: HttpRequest, issued: Any) -> None:
    """Keep the word that goes beside the link of an invitation."""
    request.session[WORD] = f"{issued.token[:4]} {issued.token[4:]}"


def kept_word(request: HttpRequest) -> str:
    """Take the word that was kept for this page; empty where there is none."""
    word: str = request.session.pop(WORD, "")
    return word


def kept_link(request: HttpRequest) -> str:
    """Take the link that was kept for this page; empty where there is none."""
    link: str = request.session.pop(LINK, "")
    return link
