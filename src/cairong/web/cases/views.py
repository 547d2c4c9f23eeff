"""The page of one case, and the way from any record to its page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect

from cairong.contracts.states import CONTRACT
from cairong.disclosure.reads import public_versions
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.lending.states import APPLICATION, OFFER
from cairong.treasury.reads import reads_account
from cairong.treasury.states import LOCK, PAYMENT
from cairong.web.cases.acts import acts_of
from cairong.web.cases.find import place_of
from cairong.web.cases.reads import Case, case_for
from cairong.web.cases.telling import balls_shown, duties_shown, steps_of, timeline_of
from cairong.web.frame import draw
from cairong.web.loan_states import loan_state


@page()
def case(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Show a case: the ball, what I can do, duties, money, financing, the timeline."""
    found = case_for(actor, contract_id, now=moment_of(request))
    context = {
        "case": found,
        "state": CONTRACT.states[found.contract.state],
        "steps": steps_of(found, actor),
        "balls": balls_shown(found, actor),
        "acts": acts_of(actor, found),
        "duties": duties_shown(found),
        "moments": timeline_of(found, actor),
        "published": public_versions(actor.city, found.contract.no).exists(),
        **_lists(found, actor),
    }
    return draw(request, actor, "cases/case.html", context)


def _lists(found: Case, actor: Actor) -> dict[str, object]:
    return {
        "applications": [(one, APPLICATION.states[one.state]) for one in found.applications],
        "offers": [(one, OFFER.states[one.state]) for one in found.offers],
        "loans": [(one, loan_state(one.state, one.due_on, found.today)) for one in found.loans],
        "locks": [(one, LOCK.states[one.state], reads_account(actor, one)) for one in found.locks],
        "payments": [(one, PAYMENT.states[one.state]) for one in found.payments],
    }


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
