"""What a program is told where no view answers it: wrong method, no such address, a fault."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from cairong.doors.no_words import words_of
from cairong.doors.refusals import json_findings
from cairong.kernel.errors import Finding
from cairong.policy.catalogue import sentence

KINDS = {400: "Unreadable", 403: "NotAllowed", 404: "NotFound", 500: "Fault", 503: "Away"}
WRONG_METHOD = 405
View = Callable[..., HttpResponseBase]


def bare_json(status: int, *, reference: str = "") -> JsonResponse:
    """Answer a bare status in the shape of a refusal; a fault with the number to report it by."""
    finding = {"code": f"http.{status}", "message": words_of(status).text, "obligation": ""}
    more = {"reference": reference} if reference else {}
    return json_findings(KINDS.get(status, KINDS[400]), [finding], status, **more)


def accepts(*methods: str) -> Callable[[View], View]:
    """Make an address of programs take some methods only; others are told which, with 405."""

    def decorate(view: View) -> View:
        @wraps(view)
        def through(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if request.method in methods:
                return view(request, **parts)
            finding = Finding.of("doors.method", method=request.method, choices="、".join(methods))
            said = {"code": finding.code, "message": sentence(finding), "obligation": ""}
            answer = json_findings("WrongMethod", [said], WRONG_METHOD)
            answer["Allow"] = ", ".join(methods)
            return answer

        return through

    return decorate
