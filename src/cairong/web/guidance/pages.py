"""Pages of letters of credit guidance: a new one, one as a whole, one at an institution."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.proposals import waiting_proposal
from cairong.clocks.reads import open_deadlines
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.guidance.actions.answer_guidance import answer_guidance
from cairong.guidance.actions.close_guidance import close_guidance
from cairong.guidance.actions.issue_guidance import issue_guidance
from cairong.guidance.actions.receive_guidance import receive_guidance
from cairong.guidance.reads import (
    READERS,
    addressees,
    answers_of,
    guidance_for,
    guidance_pdf,
    guided_page,
    last_series,
    sent_with,
)
from cairong.guidance.states import GUIDED
from cairong.kernel.actor import Actor, Role
from cairong.policy.guidance import VERDICTS
from cairong.web.acting import act_view, carry_out, look_view, page_of, proposed, sent, to_proposal
from cairong.web.duties import shown, time_given
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.guidance.forms import AnswerForm, CloseForm, IssueForm
from cairong.web.handing import hand_out
from cairong.web.parts import Column, Row, plain_table

THEN = "信贷指导函给编号并发出,各机构的待办里出现「答复信贷指导函」,期限 {}。"
PLACES = {"guidance.suspended": "institution_ids", "guidance.by_on": "by_on"}
FIGURES = (Column("word", "数据"), Column("value", "数值", "number"))
SENT = (
    Column("institution", "金融机构"),
    Column("state", "状态", "status"),
    Column("promised", "承诺放款", "money"),
    Column("by_on", "承诺到", "date"),
    Column("verdict", "结论"),
    Column("due", "期限", "deadline"),
)


@page(Role.PBOC)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Lay a letter before the second person."""
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> object:
        return issue_guidance.propose(actor=actor, now=now, **typed)

    return carry_out(
        request,
        sent(request, IssueForm, institutions=addressees(actor), series=last_series(actor)),
        act,
        draw=lambda form: draw(request, actor, "guidance/new.html", {"form": form}),
        done=to_proposal,
        said=proposed(THEN.format(time_given(actor, "guidance_answer_days", now))),
        places=PLACES,
    )


def _letter(actor: Actor, now: datetime, guidance_id: UUID) -> dict[str, Any]:
    letter = guidance_for(actor, guidance_id)
    sent_to = sent_with(actor, letter)
    ids = [each.pk for each in sent_to]
    answers, deadlines = answers_of(actor, now, ids), open_deadlines(actor, now, ids)
    rows = [
        Row(
            cells={
                "institution": each.institution.name,
                "state": GUIDED.states[each.state],
                "promised": answers[each.pk].promised_fen if each.pk in answers else None,
                "by_on": answers[each.pk].by_on if each.pk in answers else None,
                "verdict": VERDICTS.get(each.verdict, "—"),
                "due": shown(deadlines[each.pk]) if each.pk in deadlines else None,
            },
            href=reverse("guided", args=[each.pk]),
        )
        for each in sent_to
    ]
    return {"letter": letter, "guided": plain_table("各机构", SENT, rows, empty="没有。")}


def _guided(actor: Actor, now: datetime, guided_id: UUID) -> dict[str, Any]:
    found = guided_page(actor, now, guided_id)
    closing = found.closes and not waiting_proposal(actor, close_guidance.name, guided_id)
    rows = [{"word": word, "value": value} for word, value in found.figures]
    return {
        "found": found,
        "guided": found.guided,
        "letter": found.guided.letter,
        "pboc": actor.role is Role.PBOC,
        "state": GUIDED.states[found.guided.state],
        "deadline": shown(found.deadline) if found.deadline else None,
        "figures": plain_table("发函时的数据", FIGURES, rows, empty="没有。"),
        **({"receive_form": ActForm()} if found.receives else {}),
        **({"answer_form": AnswerForm()} if found.answers else {}),
        **({"close_form": CloseForm()} if closing else {}),
    }


letter = look_view(page_of("guidance/letter.html", _letter), Role.PBOC)
drawn = page_of("guidance/guided.html", _guided)
guided = look_view(drawn, *READERS)
received = act_view(
    receive_guidance, ActForm, "receive_form", draw=drawn, only_posted=True,
    said="已签收。请在期限前答复。", done="guided",
)  # fmt: skip
answered = act_view(
    answer_guidance, AnswerForm, "answer_form", draw=drawn, only_posted=True,
    said="已答复,等人民银行办结。", done="guided", places=PLACES,
)  # fmt: skip
closed = act_view(
    close_guidance, CloseForm, "close_form", draw=drawn, only_posted=True,
    then="信贷指导函在这家机构办结,机构会收到结论。",
)  # fmt: skip


@require_safe
@page(*READERS)
def pdf(request: HttpRequest, actor: Actor, guided_id: UUID) -> HttpResponse:
    """Hand a letter to one institution out as PDF."""
    del request
    no, content = guidance_pdf(actor, guided_id)
    return hand_out(content, "application/pdf", f"信贷指导函 {no}.pdf")
