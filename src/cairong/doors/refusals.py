"""Every «no» as an answer: one page, one partial, one JSON, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from cairong.doors.actors import SignedOut, Unready
from cairong.doors.no_words import words_of
from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import Sentence, sentence, sentences

DRAFT = "您填写的内容已存在这台设备的草稿里,登录后回到原页面会自动恢复。"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of «no» as `errors/refusal.html` draws it: what is wrong, what to do, where to."""

    status: int
    title: str
    sentences: Sequence[Sentence]
    next_steps: Sequence[str] = ()
    back_href: str = "/"
    back_word: str = "返回首页"
    reference: str = ""
    kept: str = ""


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal: JSON for programs, a partial for htmx, a page for people.

    Somebody who has not signed in yet and only wants to read is led to the sign-in page.
    """
    if actor := getattr(request, "actor", None):
        refusal.tell(actor.role)
    if wants_json(request):
        return json_answer(refusal)
    if isinstance(refusal, Unready) and request.method == "GET":
        return HttpResponseRedirect(_leading_back(request, refusal.way))
    if isinstance(refusal, SignedOut) and not refusal.ended and request.method == "GET":
        return HttpResponseRedirect(sign_in_address(request))
    template = "parts/refusal.html" if is_partial(request) else "errors/refusal.html"
    context = {"refused": refused(request, refusal)}
    response = render(request, template, context, status=refusal.status)
    if is_partial(request):
        response["HX-Retarget"], response["HX-Reswap"] = "#main", "afterbegin"
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> Answer:
    """Put a refusal into words for a page."""
    signed_out, words = isinstance(refusal, SignedOut), words_of(refusal.status)
    way = ("/", "返回首页")
    if signed_out:
        way = (sign_in_address(request), "去登录")
    elif isinstance(refusal, Unready):
        way = (_leading_back(request, refusal.way), refusal.word)
    return Answer(
        status=refusal.status,
        title=words.title,
        sentences=sentences(refusal),
        next_steps=words.next_steps,
        back_href=way[0],
        back_word=way[1],
        kept=DRAFT if signed_out and request.method == "POST" else "",
    )


def json_answer(refusal: Refusal, status: int | None = None) -> JsonResponse:
    """Write a refusal as JSON: its kind, and every finding with code, words and clause."""
    findings = [
        {
            "code": finding.code,
            "message": sentence(finding),
            "obligation": finding.obligation,
            **({"field": finding.params["field"]} if "field" in finding.params else {}),
        }
        for finding in refusal.findings
    ]
    return json_findings(refusal.kind, findings, status or refusal.status)


def json_findings(
    kind: str, findings: Sequence[Mapping[str, str]], status: int, **more: str
) -> JsonResponse:
    """Write an answer of «no» in the one shape that programs read."""
    body = {"error": kind, "findings": findings, **more}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def sign_in_address(request: HttpRequest) -> str:
    """Write the address of the sign-in page that leads back to where the request was."""
    return _leading_back(request, str(settings.LOGIN_URL))


def _leading_back(request: HttpRequest, name: str) -> str:
    path = request.get_full_path() if request.method == "GET" else _came_from(request)
    return f"{reverse(name)}?{urlencode({'next': path})}"


def _came_from(request: HttpRequest) -> str:
    try:
        back = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    return urlunsplit(("", "", back.path or "/", back.query, ""))


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith("/api/") or (
        "application/json" in request.headers.get("Accept", "")
        and "text/html" not in request.headers.get("Accept", "")
    )


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
