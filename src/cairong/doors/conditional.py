"""Answer 304 to who already holds what is public now (D30)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags

HELD = "no-cache"


def asks_again(request: HttpRequest) -> bool:
    """Whether the request says which version it already holds."""
    return "If-None-Match" in request.headers


def holds(request: HttpRequest, etag: str) -> bool:
    """Whether the version that the request already holds is this one."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each == "*" or each.removeprefix("W/") == f'"{etag}"' for each in held)


def unchanged(etag: str) -> HttpResponse:
    """Answer that nothing has changed."""
    return marked(HttpResponseNotModified(), etag)


def marked[R: HttpResponseBase](response: R, etag: str) -> R:
    """Mark an answer with its version; whoever keeps it has to ask again before showing it."""
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = HELD
    return response
