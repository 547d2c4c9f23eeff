"""A new letter of urging to one desk, filled in with what of it is overdue."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.oversight.actions.issue_urging import issue_urging
from cairong.oversight.states import ISSUING
from cairong.oversight.urging_page import offered
from cairong.oversight.urgings import desk_of, last_word
from cairong.web.acting import carry_out, proposed, sent, to_proposal
from cairong.web.duties import time_given
from cairong.web.frame import draw
from cairong.web.urgings.forms import IssueForm

THEN = "督办函给编号并发出,责任单位的待办里出现,答复期限 {}。"


@page(*ISSUING)
def new(request: HttpRequest, actor: Actor, organisation_id: UUID, desk: str) -> HttpResponseBase:
    """Lay a letter before the second person, about what is ticked."""
    now = moment_of(request)
    holder = desk_of(actor, organisation_id, desk)
    duties = offered(actor, now, organisation_id, desk)

    def drawn(form: IssueForm) -> HttpResponse:
        context = {
            "form": form, "holder": holder, "desk": ROLE_NAMES[Role(desk)], "any": duties,
        }  # fmt: skip
        return draw(request, actor, "urgings/new.html", context)

    def act(typed: dict[str, Any]) -> object:
        return issue_urging.propose(actor=actor, now=now, organisation_id=organisation_id, **typed)

    return carry_out(
        request,
        sent(request, IssueForm, duties=duties, series=last_word(actor)),
        act,
        draw=drawn,
        done=to_proposal,
        said=proposed(THEN.format(time_given(actor, "urge_answer_days", now))),
    )
