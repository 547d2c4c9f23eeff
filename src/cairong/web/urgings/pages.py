"""The page of a letter of urging: what it urges, its service, its answer, and its finding."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import View, page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.papers import MIMES, MOST_MB
from cairong.oversight.actions.answer_urging import answer_urging
from cairong.oversight.actions.close_urging import close_urging
from cairong.oversight.actions.dispute_urging import dispute_urging
from cairong.oversight.actions.keep_urging_paper import keep_urging_paper
from cairong.oversight.actions.receive_urging import receive_urging
from cairong.oversight.actions.serve_urging import serve_urging
from cairong.oversight.states import URGING
from cairong.oversight.urging_page import letter_page
from cairong.oversight.urgings import is_disputed, urging_paper, urging_pdf
from cairong.policy.urging import WAYS
from cairong.web.acting import act_view, carry_out, look_view, page_of
from cairong.web.duties import shown
from cairong.web.forms import ActForm
from cairong.web.handing import hand_out
from cairong.web.parts import Column, plain_table
from cairong.web.urgings.forms import AnswerForm, CloseForm, DisputeForm, ServeForm
from cairong.web.urgings.lists import READERS


def _came(disputed: bool, upheld: bool) -> str:  # noqa: FBT001 - the two cells of a row
    return "异议成立" if upheld else "有异议" if disputed else "—"


ITEMS = (
    Column("title", "事项"),
    Column("word", "应办的事"),
    Column("obligation", "依据"),
    Column("due", "到期日", "date"),
    Column("late", "发函时已超(工作日)", "number"),
    Column("now", "现在", "deadline", show=shown),
    Column("came", "异议", of=("disputed", "upheld"), show=_came),
)


def _shows(actor: Actor, now: datetime, urging_id: UUID) -> dict[str, Any]:
    found = letter_page(actor, now, urging_id)
    letter, disputed = found.letter, [item.said for item in found.items if item.disputed]
    forms: dict[str, Any] = {}
    if found.answers:
        duties = [(item.duty_id, item.said) for item in found.items]
        forms = {"answer_form": AnswerForm(), "dispute_form": DisputeForm(duties=duties)}
    if found.closes:
        forms["close_form"] = CloseForm(disputed=letter.state == "disputed")
    if found.serves:
        forms["serve_form"] = ServeForm()
    return {
        "letter": letter,
        "state": URGING.states[letter.state],
        "desk": ROLE_NAMES[Role(letter.desk)],
        "items": plain_table("督办的事项", ITEMS, found.items, empty="没有。"),
        "answer": found.answer,
        "disputed": disputed,
        "deadline": found.deadline,
        "services": [(WAYS[each.way], each) for each in found.services],
        "receive": found.answers and letter.received_at is None,
        "receive_form": ActForm(),
        **forms,
    }


drawn = page_of("urgings/letter.html", _shows)
urging = look_view(drawn, *READERS)
received = act_view(
    receive_urging, ActForm, "receive_form", draw=drawn, only_posted=True,
    said="已签收。请在期限前答复。", done="urging",
)  # fmt: skip


def _needs_closing(actor: Actor, _now: datetime, record: Mapping[str, Any]) -> dict[str, Any]:
    return {"disputed": is_disputed(actor, record["urging_id"])}


closed = act_view(
    close_urging, CloseForm, "close_form", draw=drawn, needs=_needs_closing,
    then="督办函办结,责任单位会收到结论。",
    places={
        "oversight.urge_undone": "verdict", "oversight.urge_decide": "verdict",
        "oversight.urge_no_dispute": "verdict",
    },
)  # fmt: skip


def _with_paper(
    act: Callable[..., object],
    form: Callable[..., ActForm],
    name: str,
    said: str,
    *,
    needs: Callable[[Actor, datetime, UUID], Mapping[str, Any]] = lambda *_: {},
) -> View:
    """Make the view of an act about a letter whose form may bring a paper."""

    def view(request: HttpRequest, actor: Actor, urging_id: UUID) -> HttpResponseBase:
        now = moment_of(request)
        given = needs(actor, now, urging_id)

        def done(typed: dict[str, Any]) -> object:
            uploads.refuse_cut(request)
            file = typed.pop("file", None)
            if file:
                kept = keep_urging_paper(
                    actor=replace(actor, request_id=None, asked=None), now=now,
                    name=uploads.shown(file.name or ""),
                    content=file.read(MOST_MB * uploads.MEGABYTE + 1),
                )  # fmt: skip
                typed["paper_id"] = kept.pk
            return act(actor=actor, now=now, urging_id=urging_id, **typed)

        filled = form(request.POST, request.FILES, **given)
        if request.META.get(uploads.CUT):
            filled.fields["file"].required = False
        return carry_out(
            request,
            filled,
            done,
            draw=lambda typed: drawn(request, actor, urging_id, **{name: typed}),
            done=lambda _: reverse("urging", args=[urging_id]),
            said=said,
        )

    view.__name__ = f"page_of_{act.__name__}"
    return uploads.takes_files(require_POST(page(*ACTS[act.__name__].roles)(view)))


def _duties(actor: Actor, now: datetime, urging_id: UUID) -> dict[str, Any]:
    items = letter_page(actor, now, urging_id).items
    return {"duties": [(item.duty_id, item.said) for item in items]}


answered = _with_paper(answer_urging, AnswerForm, "answer_form", "已答复,等财政部门办结。")
disputed = _with_paper(
    dispute_urging, DisputeForm, "dispute_form", "已提出异议,等财政部门办结。", needs=_duties
)
served = _with_paper(serve_urging, ServeForm, "serve_form", "已登记送达。")


@require_safe
@page(*READERS)
def pdf(request: HttpRequest, actor: Actor, urging_id: UUID) -> HttpResponse:
    """Hand a letter out as PDF."""
    del request
    no, content = urging_pdf(actor, urging_id)
    return hand_out(content, "application/pdf", f"督办函 {no}.pdf")


@require_safe
@page(*READERS)
def paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand out the paper of an answer or a service, to be looked at outside the browser's page."""
    del request
    found = urging_paper(actor, paper_id)
    name = f"督办函附件 {found.sha256[:8]}.{found.kind}"
    return hand_out(bytes(found.content), MIMES[found.kind], name)
