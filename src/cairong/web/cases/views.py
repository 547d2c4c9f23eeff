"""The page of one case, and the way from any record to its page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect

from cairong.cases.case import case_for
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.policy.counties import MATTERS
from cairong.policy.papers import KEEPERS
from cairong.web.cases.find import place_of
from cairong.web.cases.links import papers
from cairong.web.cases.telling import ball_shown, steps_shown, timeline_shown
from cairong.web.duties import shown
from cairong.web.expected import lines
from cairong.web.frame import draw


@page()
def case(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show a case: the ball, what I can do, duties, money, financing, the timeline."""
    found = case_for(actor, contract_id, now=moment_of(request))
    context = {
        "case": found,
        "keeps": actor.role in KEEPERS,
        "steps": steps_shown(found.steps),
        "balls": [ball_shown(actor, ball) for ball in found.balls],
        "acts": papers(actor, found.acts),
        "duties": [(duty.holder, shown(duty.deadline)) for duty in found.duties],
        "moments": timeline_shown(found.moments),
        "expected": [line for each in found.outlooks for line in lines(each)],
        "deciders": [(MATTERS[each.desk], each) for each in found.deciders],
    }
    return draw(request, actor, "cases/case.html", context)


@page()
def find(request: HttpRequest, actor: Actor, record_id: str) -> HttpResponseBase:  # noqa: ARG001
    """Lead to the page that shows a record to this actor; an account's number to one's own."""
    if record_id == actor.city:
        return redirect("desk")
    if record_id.isdecimal():
        return redirect("account-home")
    try:
        return HttpResponseRedirect(place_of(actor, UUID(record_id)))
    except ValueError:
        raise NotFound("access.not_found", thing="记录") from None
