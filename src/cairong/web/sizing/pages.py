"""Pages of disputes about a size class: a new one, and one with what its reader may do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.cases.proposals import waiting_proposal
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import View, page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.papers import MIMES
from cairong.parties.four_eyes import TwoPersonAct
from cairong.policy.size import FIELDS, INDICATOR_UNITS, INDICATOR_WORDS
from cairong.policy.sizing import SIZES
from cairong.sizing.actions.answer_dispute import answer_dispute
from cairong.sizing.actions.decide_size import decide_size
from cairong.sizing.actions.dispute_size import dispute_size
from cairong.sizing.actions.forward_dispute import forward_dispute
from cairong.sizing.actions.keep_size_paper import keep_size_paper
from cairong.sizing.actions.record_size_answer import record_size_answer
from cairong.sizing.actions.withdraw_dispute import withdraw_dispute
from cairong.sizing.reads import PROCUREMENT, READERS, dispute_page, letter_pdf, paper_on
from cairong.sizing.states import ASKERS, DISPUTE
from cairong.web.acting import (
    act_view,
    begun,
    carry_out,
    look_view,
    page_of,
    proposed,
    to_proposal,
)
from cairong.web.board.handling import content_of, taking_cut
from cairong.web.duties import shown
from cairong.web.forms import PageForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.sizing.forms import AskForm, DecideForm, ForwardForm, HearForm, OutsideForm

PLACES = {
    "sizing.no_firm": "uscc",
    "sizing.nothing_declared": "uscc",
    "sizing.decided_before": "uscc",
    "sizing.open_already": "uscc",
    "sizing.letter_no": "letter_no",
    "sizing.answered_on": "answered_on",
    "oversight.urge_word": "series",
}
FORMS: Mapping[str, type[PageForm]] = {
    "hear": HearForm,
    "decide": DecideForm,
    "forward": ForwardForm,
    "answer": OutsideForm,
    "withdraw": ReasonForm,
}
OF_TWO = ("decide", "forward", "answer")
HELD = "认定的规模从今天起有效,企业和提出单位收到结果;提出单位看不到企业的数据。"


def _kept(request: HttpRequest, actor: Actor, typed: dict[str, Any]) -> dict[str, Any]:
    """Keep the paper that was sent with a form, and name it instead."""
    file = typed.pop("file", None)
    content = content_of(request, file)
    if content is None:
        return typed
    paper = keep_size_paper(
        actor=replace(actor, request_id=None, asked=None), now=moment_of(request),
        name=uploads.shown(file.name or ""), content=content,
    )  # fmt: skip
    return {**typed, "paper_id": paper.pk}


@uploads.takes_files
@page(*ASKERS)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Dispute the class of a firm one deals with, or of one's own firm."""
    own = actor.role is Role.SUPPLIER
    given = {"own": own, "letter": actor.role in PROCUREMENT, "uscc": request.GET.get("uscc", "")}

    def act(typed: dict[str, Any]) -> object:
        kept = _kept(request, actor, typed)
        return dispute_size(actor=actor, now=moment_of(request), **kept)

    return carry_out(
        request,
        taking_cut(request, AskForm, **given),
        act,
        draw=lambda form: draw(request, actor, "sizing/new.html", {"form": form, "own": own}),
        done=lambda made: reverse("size", args=[made]),
        said="已提出。主管部门在期限内认定或转送,有结果会告诉您。",
        places=PLACES,
    )


def _shows(actor: Actor, now: datetime, dispute_id: UUID) -> dict[str, Any]:
    found = dispute_page(actor, now, dispute_id)
    acts = (decide_size, forward_dispute, record_size_answer)
    proposing = any(waiting_proposal(actor, act.name, dispute_id) for act in acts)
    dispute = found.dispute
    forms: dict[str, PageForm] = {
        f"{name}_form": form()
        for name, form in FORMS.items()
        if name in found.may and not (proposing and name in OF_TWO)
    }
    if decide := forms.get("decide_form"):
        decide.initial["industry"] = dispute.declared["industry"]
    return {
        "found": found,
        "dispute": dispute,
        "state": DISPUTE.states[dispute.state],
        "claimed": SIZES[dispute.claimed],
        "size": SIZES.get(dispute.size, ""),
        "declared": _figures(dispute.declared) if found.inside else "",
        "figures": _figures(dispute.figures) if found.inside else "",
        "deadline": shown(found.deadline) if found.deadline else None,
        "proposing": proposing,
        **forms,
    }


def _figures(said: Any) -> str:
    if not said:
        return ""
    parts = [
        f"{word} {said[FIELDS[name]]} {INDICATOR_UNITS[name]}"
        for name, word in INDICATOR_WORDS.items()
        if said.get(FIELDS[name]) is not None
    ]
    return ",".join([said["industry"], *parts])


drawn = page_of("sizing/dispute.html", _shows)
size = look_view(drawn, *READERS)


def _filed(
    act: Callable[..., object] | TwoPersonAct[..., Any],
    form: Callable[..., PageForm],
    form_name: str,
    said: str,
) -> View:
    """Make the view of an act that takes a paper; one of two persons leads to its proposal."""
    two = isinstance(act, TwoPersonAct)
    name, begin = begun(act)

    def view(request: HttpRequest, actor: Actor, dispute_id: UUID) -> HttpResponseBase:
        def carried(typed: dict[str, Any]) -> object:
            kept = _kept(request, actor, typed)
            return begin(actor=actor, now=moment_of(request), dispute_id=dispute_id, **kept)

        return carry_out(
            request,
            taking_cut(request, form),
            carried,
            draw=lambda typed: drawn(request, actor, dispute_id, **{form_name: typed}),
            done=to_proposal if two else lambda _: reverse("size", args=[dispute_id]),
            said=proposed(said) if two else said,
            places=PLACES,
        )

    view.__name__ = f"page_of_{name}"
    return uploads.takes_files(require_POST(page(*ACTS[name].roles)(view)))


heard = _filed(answer_dispute, HearForm, "hear_form", "已递交,主管部门认定时会看到。")
decided = _filed(decide_size, DecideForm, "decide_form", HELD)
answered = _filed(record_size_answer, OutsideForm, "answer_form", HELD)
forwarded = act_view(
    forward_dispute, ForwardForm, "forward_form", draw=drawn, only_posted=True, places=PLACES,
    then="函给编号,可以下载 PDF 寄出;企业和提出单位收到消息。",
)  # fmt: skip
withdrawn = act_view(
    withdraw_dispute, ReasonForm, "withdraw_form", draw=drawn, only_posted=True,
    said="已撤回,主管部门和企业收到消息。", done="size",
)  # fmt: skip


@require_safe
@page(*READERS)
def pdf(request: HttpRequest, actor: Actor, dispute_id: UUID) -> HttpResponse:
    """Hand the authority's letter out as PDF."""
    del request
    no, content = letter_pdf(actor, dispute_id)
    return hand_out(content, "application/pdf", f"企业规模认定 {no}.pdf")


@require_safe
@page(*READERS)
def paper(request: HttpRequest, actor: Actor, dispute_id: UUID, paper_id: UUID) -> HttpResponse:
    """Hand a paper out to whoever reads what it belongs to."""
    del request
    found = paper_on(actor, dispute_id, paper_id)
    return hand_out(
        bytes(found.content), MIMES[found.kind], f"规模认定材料 {found.sha256[:8]}.{found.kind}"
    )
