"""Every «no» as an answer: one page, one partial, one JSON, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from cairong.doors.actors import SignedOut
from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import Sentence, sentence, sentences

TITLES: dict[str, str] = {
    "SignedOut": "请登录",
    "NotFound": "没有找到",
    "NotAllowed": "没有权限",
    "WrongState": "现在不能这样做",
    "Conflict": "这次没有办成",
    "PolicyBreach": "不符合规定",
    "Invalid": "填写有误",
    "TooOften": "请求太频繁",
    "Unreadable": "请求读不懂",
}
NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "SignedOut": ("登录后会回到这一页。",),
    "NotFound": ("核对编号或地址。", "从列表里重新进入。"),
    "NotAllowed": ("切换到有权限的授权,或请有权限的同事办理。",),
    "WrongState": ("刷新页面,看事情现在到了哪一步。",),
    "Conflict": ("刷新页面,核对后再试。",),
    "PolicyBreach": ("按上面各条改正后再提交。",),
    "Invalid": ("按上面各条改正后再提交。",),
    "TooOften": ("请稍等再试。",),
    "Unreadable": ("返回上一页,改正后再试。",),
}
DRAFT = "您填写的内容已存在这台设备的草稿里,登录后回到原页面会自动恢复。"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A refusal as `errors/refusal.html` draws it (the shape of web.parts.Refused)."""

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
    if wants_json(request):
        return json_answer(refusal)
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
    signed_out = isinstance(refusal, SignedOut)
    return Answer(
        status=refusal.status,
        title=TITLES.get(refusal.kind, "没有办成"),
        sentences=sentences(refusal),
        next_steps=NEXT_STEPS.get(refusal.kind, ()),
        back_href=sign_in_address(request) if signed_out else "/",
        back_word="去登录" if signed_out else "返回首页",
        kept=DRAFT if signed_out and request.method == "POST" else "",
    )


def json_answer(refusal: Refusal, status: int | None = None) -> JsonResponse:
    """Write a refusal as JSON: its kind, and every finding with code, words and clause."""
    body = {
        "error": refusal.kind,
        "findings": [
            {
                "code": one.code,
                "message": sentence(one),
                "obligation": one.obligation,
                **({"field": one.params["field"]} if "field" in one.params else {}),
            }
            for one in refusal.findings
        ],
    }
    return JsonResponse(
        body, status=status or refusal.status, json_dumps_params={"ensure_ascii": False}
    )


def sign_in_address(request: HttpRequest) -> str:
    """Write the address of the sign-in page that leads back to where the request was."""
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer")
    path = "/" + back.split("/", 3)[3] if back and "://" in back else back or "/"
    return f"{reverse(str(settings.LOGIN_URL))}?{urlencode({'next': path})}"


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith("/api/") or (
        "application/json" in request.headers.get("Accept", "")
        and "text/html" not in request.headers.get("Accept", "")
    )


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
