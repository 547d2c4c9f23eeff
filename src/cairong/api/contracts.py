"""The public record of a contract, for programs."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cairong.disclosure.document import timestamp
from cairong.disclosure.reads import PublicPage, public_page, public_stamp
from cairong.doors.conditional import asks_again, holds, marked, unchanged
from cairong.doors.machines import accepts
from cairong.doors.page import public_page as anybody
from cairong.kernel.actor import Actor


@csrf_exempt
@accepts("GET", "HEAD")
@anybody
def contract(request: HttpRequest, actor: Actor, no: str) -> HttpResponse:
    """Give what is public under a number: the document as published, with its hash."""
    if asks_again(request):
        stamp = public_stamp(actor.city, no)
        if holds(request, stamp):
            return unchanged(stamp)
    found = public_page(actor.city, no)
    return marked(HttpResponse(_record(found), content_type="application/json"), found.sha256)


def _record(found: PublicPage) -> bytes:
    """Put the published bytes, untouched, into an envelope."""
    head = {
        "no": found.no,
        "version": found.version,
        "kind": found.kind,
        "sha256": found.sha256,
        "published_at": timestamp(found.published_at),
    }
    return json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "document": ' + found.raw + b"}"
