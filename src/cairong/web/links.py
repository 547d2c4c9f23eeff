"""A one-time link is shown once, on the page that follows the act which made it."""

from django.http import HttpRequest

LINK = "issued_link"


def keep_link(request: HttpRequest, path: str) -> None:
    """Keep a one-time link for the next page, which shows it once."""
    request.session[LINK] = request.build_absolute_uri(path)


def kept_link(request: HttpRequest) -> str:
    """Take the link that was kept for this page; empty where there is none."""
    link: str = request.session.pop(LINK, "")
    return link
