"""The SME authority's pages: recommend a firm, look at one, withdraw it, reply to the firm."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.proposals import waiting_proposal
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import MOST_MB
from cairong.policy.recommending import GROUNDS
from cairong.recommending.actions.keep_ground_paper import keep_ground_paper
from cairong.recommending.actions.recommend_supplier import recommend_supplier
from cairong.recommending.actions.reply_correction import reply_correction
from cairong.recommending.actions.withdraw_recommendation import withdraw_recommendation
from cairong.recommending.reads import grounds_of, outcome_of, recommendation_for
from cairong.web.acting import act_view, carry_out, look_view, proposed, to_proposal
from cairong.web.forms import PageForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.recommendations.forms import RecommendForm, ReplyForm
from cairong.web.recommendations.lists import WATCHING
from cairong.web.recommendations.showing import answers_table, shown_of, undrawn

THEN = "服务该区域的机构逐家收到,须在期限内答复;企业同时收到告知,可以谢绝。"
PLACES = {
    "recommending.no_firm": "uscc",
    "recommending.large": "uscc",
    "recommending.no_size": "uscc",
    "recommending.suspended": "uscc",
    "recommending.nobody_told": "uscc",
    "recommending.nobody_serves": "uscc",
    "recommending.open_already": "uscc",
    "recommending.until": "until",
}


@uploads.takes_files
@page(Role.SME_AUTHORITY)
def recommend(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Write a recommendation with its papers, and lay it before the second person."""
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> object:
        uploads.refuse_cut(request)
        papers = {f"{kind}_paper_id": typed.pop(f"{kind}_file") for kind in GROUNDS}
        kept = {name: _kept(actor, now, file) for name, file in papers.items() if file}
        return recommend_supplier.propose(actor=actor, now=now, **typed, **kept)

    form = (
        RecommendForm(request.POST, request.FILES) if request.method == "POST" else RecommendForm()
    )
    if request.META.get(uploads.CUT):  # what came behind the file was not read either
        for field in form.fields.values():
            field.required = False
    return carry_out(
        request,
        form,
        act,
        draw=lambda shown: draw(request, actor, "recommendations/new.html", {"form": shown}),
        done=to_proposal,
        said=proposed(THEN),
        places=PLACES,
    )


def _kept(actor: Actor, now: Any, file: Any) -> UUID:
    paper = keep_ground_paper(
        actor=replace(actor, request_id=None, asked=None),
        now=now,
        name=uploads.shown(file.name or ""),
        content=file.read(MOST_MB * uploads.MEGABYTE + 1),
    )
    key: UUID = paper.pk
    return key


def _drawn(
    request: HttpRequest, actor: Actor, recommendation_id: UUID, **forms: PageForm
) -> HttpResponse:
    now = moment_of(request)
    found = recommendation_for(actor, recommendation_id)
    shown = shown_of(actor, found)
    own = actor.role is Role.SME_AUTHORITY and shown["open"]
    withdrawing = waiting_proposal(actor, withdraw_recommendation.name, found.pk)
    replying = waiting_proposal(actor, reply_correction.name, found.pk)
    answering = own and shown["correction_waits"] and not replying
    context = {
        **shown,
        "own": own,
        "answering": answering,
        "outcome": outcome_of(found),
        "answers": answers_table(actor, now, found),
        "withdrawing": withdrawing,
        "replying": replying,
        "reason_form": ReasonForm(),
        "reply_form": ReplyForm(initial={each.kind: each.words for each in grounds_of(found)}),
        **undrawn(forms, reply_form=answering, reason_form=own and not withdrawing),
    }
    return draw(request, actor, "recommendations/authority.html", context)


recommendation = look_view(_drawn, *WATCHING)
withdraw = act_view(
    withdraw_recommendation,
    ReasonForm,
    "reason_form",
    draw=_drawn,
    then="没有答复的机构不用再答复,已有的答复保留;企业和机构都收到理由。",
)
reply = act_view(
    reply_correction,
    ReplyForm,
    "reply_form",
    draw=_drawn,
    then="企业收到答复,改过的依据成为新的一版,以前的仍可看到。",
)
