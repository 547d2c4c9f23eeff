"""Pages of policy documents: enter one, look one over, and read one as anybody."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.board.actions.enter_document import enter_document, list_document, return_document
from cairong.board.library import (
    checkable,
    document_file,
    document_for,
    document_page,
    documents_to_name,
    public_document,
    superseded,
)
from cairong.board.reads import is_member
from cairong.board.states import BOARD, DOCUMENT
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page, public_page
from cairong.kernel.actor import Actor
from cairong.kernel.papers import MIMES
from cairong.policy.board import DESKS
from cairong.policy.library import STANDING
from cairong.web.acting import act_view, carry_out, look_view
from cairong.web.board.forms import DocumentForm, SayForm
from cairong.web.board.handling import content_of, taking_cut
from cairong.web.board.lists import WATCHING
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out

OF_DOCUMENT = ("no", "title", "issuer", "issued_on", "effective_on", "until_on")


@uploads.takes_files
@page(*BOARD)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Enter a document."""
    return _entering(request, actor, {}, None)


@uploads.takes_files
@page(*BOARD)
def correct(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponseBase:
    """Enter a document anew that puts a listed one right."""
    wrong = public_document(actor, document_id)
    initial = {name: getattr(wrong, name) for name in OF_DOCUMENT}
    initial["supersedes"] = [str(each.pk) for each in superseded(wrong)]
    return _entering(request, actor, initial, wrong)


def _entering(
    request: HttpRequest, actor: Actor, initial: dict[str, Any], wrong: Any
) -> HttpResponseBase:
    now = moment_of(request)
    own = str(wrong.pk) if wrong else ""
    listed = [each for each in documents_to_name(actor) if each[0] != own]

    def act(typed: dict[str, Any]) -> object:
        given = {"supersedes": [], **typed}
        content = content_of(request, given.pop("file"))
        corrects = wrong.pk if wrong else None
        return enter_document(actor=actor, now=now, content=content, corrects=corrects, **given)

    return carry_out(
        request,
        taking_cut(request, DocumentForm, listed=listed, initial=initial),
        act,
        draw=lambda form: draw(
            request, actor, "board/document_new.html", {"form": form, "wrong": wrong}
        ),
        done=lambda made: reverse("board-document", args=[made]),
        said="已录入,等本部门另一人核对。核对以后公开。",
    )


def _drawn(
    request: HttpRequest, actor: Actor, document_id: UUID, **forms: PageForm
) -> HttpResponse:
    now = moment_of(request)
    found = document_for(actor, document_id)
    context = {
        **_shown(now, found),
        "state": DOCUMENT.states[found.state],
        "desk": DESKS[found.desk],
        "checks": checkable(actor, found),
        "corrects": found.state == "listed" and is_member(actor),
        "form": ActForm(),
        "return_form": SayForm(),
        **forms,
    }
    return draw(request, actor, "board/document.html", context)


def _shown(now: Any, found: Any) -> dict[str, Any]:
    shown = document_page(now, found)
    return {"found": shown, "document": found, "standing": STANDING[shown.standing]}


entry = look_view(_drawn, *WATCHING)
publish = act_view(
    list_document, draw=_drawn, only_posted=True, done="board-document",
    said="已公布,公开页上可以看到。",
)  # fmt: skip
send_back = act_view(
    return_document, SayForm, "return_form", draw=_drawn, only_posted=True,
    done="board-document", said="已退回录入人。",
)  # fmt: skip


@require_safe
@public_page
def document(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Show a listed document to anybody."""
    found = public_document(actor, document_id)
    return draw(request, actor, "board/policy_document.html", _shown(moment_of(request), found))


@require_safe
@public_page
def file(request: HttpRequest, actor: Actor, document_id: UUID) -> HttpResponse:
    """Hand out the text of a listed document."""
    del request
    found = document_file(actor, document_id)
    content = bytes(found.content or b"")
    return hand_out(content, MIMES[found.kind], f"{found.no} {found.title}.{found.kind}")
