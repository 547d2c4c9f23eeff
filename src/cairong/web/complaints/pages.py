"""Pages of complaints: a new one, and one with what its reader may do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.complaints.actions.answer_complaint import answer_complaint
from cairong.complaints.actions.complain import complain
from cairong.complaints.actions.keep_complaint_paper import keep_complaint_paper
from cairong.complaints.actions.pass_complaint import pass_complaint, tell_passed
from cairong.complaints.actions.press_complaint import press_complaint
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.settle_complaint import settle_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.judging import to_answer, to_complain, to_press, to_settle
from cairong.complaints.printed import file_pdf
from cairong.complaints.reads import PASSERS, READERS, case_of, complaint_page, paper_on
from cairong.complaints.states import COMPLAINT
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import View, page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import Refusal
from cairong.kernel.papers import MIMES
from cairong.policy.catalogue.words import day_words
from cairong.policy.complaining import CASES, KINDS, OUTCOMES, RATINGS
from cairong.web.acting import act_view, carry_out, look_view, page_of
from cairong.web.board.handling import content_of, taking_cut
from cairong.web.complaints.forms import (
    FORMS,
    AnswerForm,
    ComplainForm,
    PassForm,
    PressForm,
    RateForm,
    SettleForm,
    TellForm,
    WithdrawForm,
)
from cairong.web.duties import shown
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.parts import Column, plain_table

PLACES = {
    "complaints.other_case": "kind",
    "complaints.not_so": "kind",
    "complaints.not_accepted": "kind",
    "complaints.live": "kind",
    "complaints.enough": "kind",
    "complaints.empty": "words",
    "papers.day_full": "file",
    "complaints.outside_day": "passed_on",
}
CLOCKS = (
    Column("word", "事项"),
    Column("clause", "依据"),
    Column("start", "起算"),
    Column("due", "截止"),
    Column("ended", "办结"),
    Column("verdict", "结论"),
)
NOT_KEPT = UUID(int=0)
NO_CLOCK = "投诉时平台上没有被投诉单位的相关期限。"
TOLD = PLACES | {"complaints.outside_day": "answered_on"}


def _kept(
    request: HttpRequest, actor: Actor, typed: dict[str, Any], judge: Callable[..., object]
) -> dict[str, Any]:
    """Keep the paper that was sent with a form, and name it instead.

    Not of one that is refused anyway: its act, which says why, is given a paper that is not there.
    """
    file = typed.pop("file", None)
    content = content_of(request, file)
    if content is None:
        return typed
    try:
        judge()
    except Refusal:
        return {**typed, "paper_id": NOT_KEPT}
    paper = keep_complaint_paper(
        actor=replace(actor, request_id=None, asked=None), now=moment_of(request),
        name=uploads.shown(file.name or ""), content=content,
    )  # fmt: skip
    return {**typed, "paper_id": paper.pk}


@uploads.takes_files
@page(Role.SUPPLIER)
def new(request: HttpRequest, actor: Actor, record_id: UUID) -> HttpResponseBase:
    """Complain of the other party of an award, a contract, an application or a loan."""
    case = case_of(actor, record_id)

    def act(typed: dict[str, Any]) -> object:
        now, said = moment_of(request), (record_id, typed["kind"], typed["words"])
        kept = _kept(request, actor, typed, lambda: to_complain(actor, now, *said))
        return complain(actor=actor, now=now, case_id=record_id, **kept)

    return carry_out(
        request,
        taking_cut(request, ComplainForm, case=case.case),
        act,
        draw=lambda form: draw(
            request, actor, "complaints/new.html",
            {"form": form, "case": case, "case_word": CASES[case.case]},
        ),
        done=lambda made: reverse("complaint", args=[made]),
        said="已投诉。被投诉单位的负责人和上级部门都已收到,办到哪一步这里都看得到。",
        places=PLACES,
    )  # fmt: skip


def _shows(actor: Actor, now: datetime, complaint_id: UUID) -> dict[str, Any]:
    found = complaint_page(actor, now, complaint_id)
    complaint = found.complaint
    kind = KINDS[complaint.kind]
    return {
        "found": found,
        "complaint": complaint,
        "kind": kind,
        "case_word": CASES[complaint.matter],
        "state": COMPLAINT.states[complaint.state],
        "outcome": OUTCOMES.get(complaint.outcome, ""),
        "rating": RATINGS.get(complaint.rating or 0, ""),
        "evidence_on": day_words(date.fromisoformat(complaint.evidence["on"])),
        "clocks": plain_table("期限", CLOCKS, complaint.evidence["clocks"], empty=NO_CLOCK),
        "deadline": shown(found.deadline) if found.deadline else None,
        "own_case": actor.role not in (Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR),
        **{
            f"{name}_form": form(auto_id=f"{name}-%s")
            for name, form in FORMS.items()
            if name in found.may and not actor.rests
        },
    }


drawn = page_of("complaints/complaint.html", _shows)
complaint = look_view(drawn, *READERS)


def _filed(
    act: Callable[..., object],
    judge: Callable[[Actor, datetime, UUID, str], object],
    form: Callable[..., PageForm],
    form_name: str,
    said: str,
) -> View:
    """Make the view of an act that takes a paper, kept once the rules of the act let it pass."""
    name = act.__name__

    def view(request: HttpRequest, actor: Actor, complaint_id: UUID) -> HttpResponseBase:
        def carried(typed: dict[str, Any]) -> object:
            now, words = moment_of(request), typed["words"]
            kept = _kept(request, actor, typed, lambda: judge(actor, now, complaint_id, words))
            return act(actor=actor, now=now, complaint_id=complaint_id, **kept)

        return carry_out(
            request,
            taking_cut(request, form),
            carried,
            draw=lambda typed: drawn(request, actor, complaint_id, **{form_name: typed}),
            done=lambda _: reverse("complaint", args=[complaint_id]),
            said=said,
            places=PLACES,
        )

    view.__name__ = f"page_of_{name}"
    return uploads.takes_files(require_POST(page(*ACTS[name].roles)(view)))


answered = _filed(
    answer_complaint, to_answer, AnswerForm, "answer_form", "已答复,供应商和上级部门收到消息。"
)
pressed = _filed(press_complaint, to_press, PressForm, "press_form", "已提请上级部门处理。")
settled = _filed(settle_complaint, to_settle, SettleForm, "settle_form", "已处理,双方收到结论。")
withdrawn = act_view(
    withdraw_complaint, WithdrawForm, "withdraw_form", draw=drawn, only_posted=True,
    said="已撤回,被投诉单位和上级部门收到消息。", done="complaint", places=PLACES,
)  # fmt: skip
rated = act_view(
    rate_complaint, RateForm, "rate_form", draw=drawn, only_posted=True, said="谢谢您的评价。",
    done="complaint",
)  # fmt: skip
passed = act_view(
    pass_complaint, PassForm, "pass_form", draw=drawn, only_posted=True,
    said="已登记。有了答复,请回这里登记。", done="complaint", places=PLACES,
)  # fmt: skip
told = act_view(
    tell_passed, TellForm, "tell_form", draw=drawn, only_posted=True, said="答复已登记。",
    done="complaint", places=TOLD,
)  # fmt: skip


@require_safe
@page(*PASSERS)
def pdf(request: HttpRequest, actor: Actor, complaint_id: UUID) -> HttpResponse:
    """Hand out the file of a late payment as PDF."""
    del request
    no, content = file_pdf(actor, complaint_id)
    return hand_out(content, "application/pdf", f"拖欠款项投诉材料 {no}.pdf")


@require_safe
@page(*READERS)
def paper(request: HttpRequest, actor: Actor, complaint_id: UUID, paper_id: UUID) -> HttpResponse:
    """Hand a paper of a complaint out to whoever reads it."""
    del request
    found = paper_on(actor, complaint_id, paper_id)
    return hand_out(
        bytes(found.content), MIMES[found.kind], f"投诉材料 {found.sha256[:8]}.{found.kind}"
    )
