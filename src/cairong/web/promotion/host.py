"""The desk's pages of events: draft one, and everything that is done with one."""

import io
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.papers import MOST_MB
from cairong.parties.reads import desk_regions, region_names
from cairong.policy.promotion import KINDS, SEGMENTS
from cairong.promotion.actions.announce_outreach_event import announce_outreach_event, renew_door
from cairong.promotion.actions.ask_at_event import answer_question
from cairong.promotion.actions.change_outreach_event import change_outreach_event
from cairong.promotion.actions.draft_outreach_event import draft_outreach_event
from cairong.promotion.actions.end_outreach_event import (
    call_outreach_event_off,
    hold_outreach_event,
    sum_up_outreach_event,
)
from cairong.promotion.actions.invite_segment import invite_segment
from cairong.promotion.actions.keep_event_paper import keep_event_paper
from cairong.promotion.actions.sign_in_at_door import enter_attendance
from cairong.promotion.actions.strike_sign_up import strike_sign_up
from cairong.promotion.actions.withdraw_event_paper import withdraw_event_paper
from cairong.promotion.effect import effect_of
from cairong.promotion.reads import (
    event_for,
    feedback_on,
    is_own,
    own_event,
    papers_kept,
    papers_on,
    question_for,
    questions_on,
    sign_up_for,
    taken,
)
from cairong.promotion.segments import how_many
from cairong.promotion.states import HOSTS, OUTREACH_EVENT, TOOK_PLACE
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.promotion.forms import (
    AnswerForm,
    CallOffForm,
    EventForm,
    InviteForm,
    PaperForm,
    StrikeForm,
    SummaryForm,
)
from cairong.web.promotion.lists import WATCHING
from cairong.web.promotion.showing import compared_table, marks

SVG = "image/svg+xml"
PLACES = {
    "promotion.starts": "starts_at",
    "promotion.ends": "ends_at",
    "promotion.full": "capacity",
    "promotion.nobody_left": "segment",
}
OF_PAGE = ("kind", "title", "starts_at", "ends_at", "place", "capacity", "meant_for", "programme")


@page(*HOSTS)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Draft an event."""
    now = moment_of(request)
    return carry_out(
        request,
        sent(request, EventForm),
        lambda typed: draft_outreach_event(actor=actor, now=now, **typed),
        draw=lambda form: draw(request, actor, "promotion/new.html", {"form": form}),
        done=lambda made: reverse("overseer-event", args=[made]),
        said="已存为草稿,只有本部门看得到。核对以后发布。",
        places=PLACES,
    )


def _drawn(request: HttpRequest, actor: Actor, event_id: UUID, **forms: PageForm) -> HttpResponse:
    now = moment_of(request)
    found = event_for(actor, event_id)
    own = is_own(actor, found)
    coming = own and found.state == "announced" and now < found.starts_at
    context = {
        "found": found,
        "own": own,
        "state": OUTREACH_EVENT.states[found.state],
        "kind": KINDS[found.kind],
        "region": region_names(actor.city).get(found.region, found.region),
        "counts": taken(found),
        "papers": papers_kept(found) if own else papers_on(found),
        "questions": questions_on(found),
        **_said(found, own=own),
        "took_place": found.state in TOOK_PLACE,
        "changeable": own and (found.state == "draft" or coming),
        "ends_early": own and found.state in ("draft", "announced"),
        "begun": now >= found.starts_at,
        "over": now >= found.ends_at,
        "coming": coming,
        "segments": _segments(actor, now, found) if coming else [],
        "address": f"{settings.SITE_URL}{reverse('event', args=[found.pk])}",
        "form": ActForm(),
        "change_form": EventForm(initial={name: getattr(found, name) for name in OF_PAGE}),
        "invite_form": InviteForm(regions=_regions(actor, now, None)["regions"]),
        "call_off_form": CallOffForm(),
        "summary_form": SummaryForm(),
        "paper_form": PaperForm(),
        **forms,
    }
    return draw(request, actor, "promotion/host.html", context)


def _said(found: Any, *, own: bool) -> dict[str, Any]:
    """Show what those who came say of an event to its host alone."""
    feedback = feedback_on(found) if own else []
    return {"marks": marks(feedback), "words": [each.words for each in feedback if each.words]}


def _segments(actor: Actor, now: Any, found: Any) -> list[tuple[str, int, str]]:
    href = reverse("event-targets")
    return [
        (
            word,
            how_many(actor, now, found.pk, segment),
            f"{href}?segment={segment}&event={found.pk}",
        )
        for segment, word in SEGMENTS.items()
    ]


def _regions(actor: Actor, now: Any, _found: object) -> dict[str, Any]:
    return {"regions": desk_regions(actor, now)}


event = look_view(_drawn, *WATCHING)
change = act_view(
    change_outreach_event, EventForm, "change_form", draw=_drawn, done="overseer-event",
    said="已改好。已发布的,登录报名的单位收到变化;没有账号的请按名单联系。", places=PLACES,
)  # fmt: skip
announce = act_view(
    announce_outreach_event, draw=_drawn, done="overseer-event",
    said="已发布,公开页上可以报名。现在可以发邀请。",
)  # fmt: skip
invite = act_view(
    invite_segment, InviteForm, "invite_form", draw=_drawn, needs=_regions,
    done="overseer-event", said="已邀请,逐家发站内消息和各人选的渠道。", places=PLACES,
)  # fmt: skip
door = act_view(
    renew_door, draw=_drawn, done="overseer-event", said="已更换,以前的二维码不能再签到。"
)
hold = act_view(
    hold_outreach_event, draw=_drawn, done="overseer-event",
    said="已记为已举办,扫码签到结束;到过现场没有签到的,可以补记。",
)  # fmt: skip
sum_up = act_view(
    sum_up_outreach_event, SummaryForm, "summary_form", draw=_drawn, done="overseer-event",
    said="已总结,公开页上看得到。",
)  # fmt: skip
call_off = act_view(
    call_outreach_event_off, CallOffForm, "call_off_form", draw=_drawn, done="overseer-event",
    said="已取消,登录报名的单位收到理由;没有账号的请按名单联系。",
)  # fmt: skip


@uploads.takes_files
@page(*HOSTS)
def add_paper(request: HttpRequest, actor: Actor, event_id: UUID) -> HttpResponseBase:
    """Take a paper that is handed out."""
    now = moment_of(request)
    found = own_event(actor, event_id)

    def act(typed: dict[str, Any]) -> object:
        uploads.refuse_cut(request)
        content = typed["file"].read(MOST_MB * uploads.MEGABYTE + 1)
        return keep_event_paper(
            actor=actor, now=now, event_id=found.pk, name=typed["name"], content=content
        )

    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if request.META.get(uploads.CUT):  # what came behind the file was not read either
        for field in form.fields.values():
            field.required = False
    return carry_out(
        request,
        form,
        act,
        draw=lambda shown: _drawn(request, actor, found.pk, paper_form=shown),
        done=reverse("overseer-event", args=[found.pk]),
        said="已上传,公开页上可以下载。",
    )


def _with_paper(
    request: HttpRequest, actor: Actor, event_id: UUID, _paper_id: UUID, **forms: PageForm
) -> HttpResponse:
    return _drawn(request, actor, event_id, **forms)


withdraw_paper = act_view(
    withdraw_event_paper,
    draw=_with_paper,
    only_posted=True,
    done=lambda record, _: reverse("overseer-event", args=[record["event_id"]]),
    said="已撤下,公开页上不再下载;材料留存备查。",
)


def _entered(actor: Actor, _now: Any, event_id: UUID, sign_up_id: UUID) -> dict[str, Any]:
    found = own_event(actor, event_id)
    return {"found": found, "sign_up": sign_up_for(actor, sign_up_id), "form": ActForm()}


enter = act_view(
    enter_attendance,
    draw=page_of("promotion/enter.html", _entered),
    done=lambda record, _: f"{reverse('event-sign-ups')}?event={record['event_id']}",
    said="已补记签到。",
)


def _struck(actor: Actor, _now: Any, event_id: UUID, sign_up_id: UUID) -> dict[str, Any]:
    found = own_event(actor, event_id)
    return {
        "found": found,
        "sign_up": sign_up_for(actor, sign_up_id),
        "strike_form": StrikeForm(),
    }


strike = act_view(
    strike_sign_up,
    StrikeForm,
    "strike_form",
    draw=page_of("promotion/strike.html", _struck),
    done=lambda record, _: f"{reverse('event-sign-ups')}?event={record['event_id']}",
    said="已划去,名额空出来了。",
)


def _asked(actor: Actor, _now: Any, question_id: UUID) -> dict[str, Any]:
    found = question_for(actor, question_id)
    return {"question": found, "found": found.event, "answer_form": AnswerForm()}


answer = act_view(
    answer_question,
    AnswerForm,
    "answer_form",
    draw=page_of("promotion/answer.html", _asked),
    done="event-answer",
    said="已答复,公开页上看得到;提问的单位收到消息。",
)


@require_safe
@page(*HOSTS)
def door_code(request: HttpRequest, actor: Actor, event_id: UUID) -> HttpResponse:
    """Draw the address at the door as a code for phones; nobody but the host is given it."""
    del request
    found = own_event(actor, event_id)
    out = io.BytesIO()
    segno.make(door_address(found), error="m").save(out, kind="svg", border=2, scale=6)
    response = HttpResponse(out.getvalue(), content_type=SVG)
    response["Cache-Control"] = "no-store"
    return response


def door_address(found: Any) -> str:
    """Write the whole address at the door of an event that is announced."""
    token = found.door or "closed"
    return f"{settings.SITE_URL}{reverse('event-door', args=[found.pk, token])}"


def _effect(request: HttpRequest, actor: Actor, event_id: UUID) -> HttpResponse:
    found = event_for(actor, event_id)
    effect = effect_of(found, moment_of(request)) if found.state in TOOK_PLACE else None
    context = {
        "found": found,
        "effect": effect,
        "compared": compared_table(effect) if effect else None,
    }
    return draw(request, actor, "promotion/effect.html", context)


effect = look_view(_effect, *WATCHING)
