"""Pages of declared shortages of funds: a new one, and one with its answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from cairong.cases.proposals import waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.guidance.actions.declare_shortage import declare_shortage
from cairong.guidance.actions.grant_relending import grant_relending
from cairong.guidance.actions.refuse_relending import refuse_relending
from cairong.guidance.actions.withdraw_shortage import withdraw_shortage
from cairong.guidance.shortages import is_local, shortage_page
from cairong.guidance.states import SHORTAGE
from cairong.kernel.actor import Actor, Role
from cairong.policy.relending import INSTRUMENTS
from cairong.web.acting import act_view, carry_out, look_view, page_of, proposed, sent, to_proposal
from cairong.web.duties import shown, time_given
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.guidance.forms import DeclareForm, GrantForm
from cairong.web.guidance.lists import PEOPLE

THEN = "人民银行收到申报,答复期限 {}。"


@page(Role.INSTITUTION_MANAGER)
def declare(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Lay a declaration before the second person of the institution."""
    now = moment_of(request)
    local = is_local(actor.organisation_id)

    def act(typed: dict[str, Any]) -> object:
        return declare_shortage.propose(actor=actor, now=now, **typed)

    return carry_out(
        request,
        sent(request, DeclareForm),
        act,
        draw=lambda form: draw(
            request, actor, "guidance/declare.html", {"form": form, "local": local}
        ),
        done=to_proposal,
        said=proposed(THEN.format(time_given(actor, "relending_answer_days", now))),
    )


def _shows(actor: Actor, now: datetime, shortage_id: UUID) -> dict[str, Any]:
    found = shortage_page(actor, now, shortage_id)
    acts = (grant_relending.name, refuse_relending.name, withdraw_shortage.name)
    proposing = any(waiting_proposal(actor, act, shortage_id) for act in acts)
    answers = found.answers and not proposing
    withdraws = found.withdraws and not proposing
    return {
        "found": found,
        "shortage": found.shortage,
        "state": SHORTAGE.states[found.shortage.state],
        "instrument": INSTRUMENTS.get(found.shortage.instrument, ""),
        "pboc": actor.role is Role.PBOC,
        "proposing": proposing,
        "deadline": shown(found.deadline) if found.deadline else None,
        **({"grant_form": GrantForm(), "refuse_form": ReasonForm()} if answers else {}),
        **({"withdraw_form": ReasonForm()} if withdraws else {}),
    }


drawn = page_of("guidance/shortage.html", _shows)
shortage = look_view(drawn, Role.PBOC, *PEOPLE)
granted = act_view(
    grant_relending, GrantForm, "grant_form", draw=drawn, only_posted=True,
    then="机构收到答复,申报办结。", places={"relending.granted": "granted_fen"},
)  # fmt: skip
refused = act_view(
    refuse_relending, ReasonForm, "refuse_form", draw=drawn, only_posted=True,
    then="机构收到原因,申报办结。",
)  # fmt: skip
withdrawn = act_view(
    withdraw_shortage, ReasonForm, "withdraw_form", draw=drawn, only_posted=True,
    then="人民银行不用再答复。",
)  # fmt: skip
