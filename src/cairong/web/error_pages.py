"""Every answer of «no» as a page in words: what is wrong, what to do next, the way back."""

import errno
import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from cairong.doors.machines import bare_json
from cairong.doors.no_words import STALE, NoWords, words_of
from cairong.doors.page import recognise
from cairong.doors.refusals import Answer, wants_json
from cairong.policy.catalogue import Sentence


def error_page(
    request: HttpRequest, status: int, *, words: NoWords | None = None, reference: str = ""
) -> HttpResponse:
    """Answer a bare status, 400 to 503, with its page; a program with JSON."""
    if wants_json(request):
        return bare_json(status)
    context = {"refused": bare(status, words=words, reference=reference)}
    response = render(request, "errors/refusal.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bare(status: int, *, words: NoWords | None = None, reference: str = "") -> Answer:
    """Put a bare status into the words of its page, or into others."""
    words, sign_in = words or words_of(status), status == HTTPStatus.UNAUTHORIZED
    return Answer(
        status=status,
        title=words.title,
        sentences=[Sentence(text=words.text, code="", obligation="", clause=None)],
        next_steps=words.next_steps,
        back_href=reverse(str(settings.LOGIN_URL)) if sign_in else "/",
        back_word="去登录" if sign_in else "返回首页",
        reference=reference,
    )


def bad_request(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer bytes that cannot be read (handler400)."""
    return error_page(request, 400)


def not_allowed(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer what the actor may not do (handler403)."""
    return error_page(request, 403)


def not_found(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer an address that leads nowhere (handler404); who is signed in stays so to the eye."""
    recognise(request)
    return error_page(request, 404)


def csrf_failed(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer a form without a living token (CSRF_FAILURE_VIEW)."""
    return error_page(request, 403, words=STALE)


def fallen(request: HttpRequest) -> HttpResponse:
    """Answer a fault without touching database, session or person (handler500).

    A database that is away, or a disk that is full, is 503: asking again later helps.
    """
    status = 503 if is_passing(sys.exception()) else 500
    reference = request.headers.get("X-Request-Id", "")
    if wants_json(request):
        return bare_json(status, reference=reference)
    page = bare(status, reference=reference)
    text = render_to_string("errors/refusal.html", {"refused": page})
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def is_passing(error: BaseException | None) -> bool:
    """Whether a fault passes by itself: a database that is away, a disk that is full."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError | InterfaceError)
