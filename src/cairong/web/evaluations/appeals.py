"""The page of an appeal: what it says, and what the People's Bank answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors.page import page
from cairong.evaluation.actions.answer_appeal import answer_appeal
from cairong.evaluation.behind import choices_of, facts_behind
from cairong.evaluation.reads import appeal_for, appeal_paper
from cairong.evaluation.states import APPEAL
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor, Role
from cairong.kernel.papers import MIMES
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.evaluations.forms import AnswerForm

READERS = tuple(sorted(OVERSEERS | INSTITUTION))


def _needs(actor: Actor, now: datetime, appeal_id: UUID) -> dict[str, Any]:
    found = appeal_for(actor, appeal_id)
    facts = facts_behind(actor, now, found.version.of.year, found.institution_id)
    named = [fact for fact in facts if fact.key in found.facts]
    rest = [fact for fact in facts if fact.key not in found.facts]
    return {"offered": choices_of([*named, *rest])}


def _shows(actor: Actor, now: datetime, appeal_id: UUID) -> dict[str, Any]:
    found = appeal_for(actor, appeal_id)
    words = dict(_needs(actor, now, appeal_id)["offered"])
    answers = found.state == "open" and actor.role is Role.PBOC and actor.whole_city
    forms = {"answer_form": AnswerForm(**_needs(actor, now, appeal_id))} if answers else {}
    return {
        "found": found,
        "year": found.version.of.year,
        "measure": MEASURE_WORDS[found.measure],
        "state": APPEAL.states[found.state],
        "facts": [words.get(key, key) for key in found.facts],
        "aside": found.aside,
        "inside": actor.role in INSTITUTION,
        **forms,
    }


drawn = page_of("evaluations/appeal.html", _shows)
appeal = look_view(drawn, *READERS)
answered = act_view(
    answer_appeal, AnswerForm, "answer_form", draw=drawn, only_posted=True,
    needs=lambda actor, now, record: _needs(actor, now, **record),
    then="机构收到答复;更正的,公布新的一版。",
    places={"evaluation.aside_overruled": "aside", "evaluation.no_fact": "aside"},
)  # fmt: skip


@require_safe
@page(*READERS)
def paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand out the paper of an appeal, to be looked at outside the browser's page."""
    del request
    found = appeal_paper(actor, paper_id)
    name = f"申诉附件 {found.sha256[:8]}.{found.kind}"
    response = HttpResponse(bytes(found.content), content_type=MIMES[found.kind])
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
